/** One question as a reader meets it. Pure: no document, no clock, no chance, no storage. */
import type { Answer, Key, Outcome } from "./types.ts";

/** How a question is run: checked on its own, guessed before a reveal, or within a self-check. */
export type Mode = "ask" | "predict" | "self-check";
export type Sure = "sure" | "unsure";

/**
 * The verdict on the whole answer. `incomplete` and `syntax` are told, never counted; `guess` and
 * `skipped` are a prediction's, which is never scored.
 */
export type Verdict = "right" | "wrong" | "syntax" | "incomplete" | "guess" | "skipped";

export interface State {
  readonly mode: Mode;
  readonly key: Key;
  readonly answer: Answer;
  readonly sure: Sure | null;
  /** One per blank, else one; null while the answer stands unchecked. */
  readonly outcomes: readonly Outcome[] | null;
  readonly verdict: Verdict | null;
  /** Checked answers that could be read. */
  readonly tries: number;
  /** Wrong answers that nothing explains: the first brings a hint, the second the worked reason. */
  readonly misses: number;
  /** The last answer counted, so that pressing Check twice counts once. */
  readonly counted: string;
  /** Whether "Show the answer" stands open. */
  readonly revealed: boolean;
}

export interface Saved {
  readonly answer: Answer;
  readonly verdict: Verdict | null;
  readonly tries: number;
  readonly sure: Sure | null;
}

export type Action =
  | { readonly type: "change"; readonly answer: Answer }
  | { readonly type: "sure"; readonly sure: Sure }
  /** `outcomes` are those of the typed blanks; the other kinds are judged here. */
  | { readonly type: "check"; readonly outcomes?: readonly Outcome[] }
  | { readonly type: "skip" }
  | { readonly type: "reveal"; readonly open: boolean }
  | { readonly type: "restore"; readonly saved: Saved }
  | { readonly type: "reset"; readonly answer: Answer };

export function initial(mode: Mode, key: Key, answer: Answer): State {
  return {
    mode, key, answer, sure: null, outcomes: null, verdict: null, tries: 0, misses: 0, counted: "", revealed: false,
  };
}

export function step(state: State, action: Action): State {
  switch (action.type) {
    case "change":
      // What a prediction committed to stays, whatever is typed afterwards.
      return state.mode === "predict" && settled(state)
        ? { ...state, answer: action.answer }
        : { ...state, answer: action.answer, outcomes: null, verdict: null };
    case "sure":
      return { ...state, sure: action.sure };
    case "check":
      return check(state, action.outcomes);
    case "skip":
      return state.verdict === "guess" ? state : { ...state, outcomes: null, verdict: "skipped" };
    case "reveal":
      return { ...state, revealed: action.open };
    case "restore":
      return fits(state.key, action.saved.answer)
        ? { ...state, ...action.saved, outcomes: null, misses: 0, counted: "" }
        : state;
    case "reset":
      return { ...initial(state.mode, state.key, action.answer), revealed: state.revealed };
  }
}

function settled(state: State): boolean {
  return state.verdict === "guess" || state.verdict === "skipped";
}

function check(state: State, typed: readonly Outcome[] | undefined): State {
  const outcomes = judged(state.key, state.answer) ?? typed;
  if (!outcomes) return state;
  const found = overall(outcomes);
  if (found === "syntax" || found === "incomplete") {
    // A prediction that was committed is not taken back by a slip of the pen.
    return settled(state) ? { ...state, outcomes: null } : { ...state, outcomes, verdict: found };
  }
  if (state.mode === "predict") return { ...state, outcomes, verdict: "guess", tries: state.tries + 1 };
  const answer = JSON.stringify(state.answer);
  const again = answer === state.counted;
  const missed = found === "wrong" && unexplained(state.key, state.answer, outcomes);
  return {
    ...state, outcomes, verdict: found, counted: answer,
    tries: state.tries + (again ? 0 : 1),
    misses: state.misses + (missed && !again ? 1 : 0),
  };
}

/** Choices and orders are judged here; blanks need the readers of `judge.ts`. */
function judged(key: Key, answer: Answer): readonly Outcome[] | null {
  if ("right" in key && "chosen" in answer) {
    if (answer.chosen.length === 0) return [{ verdict: "empty" }];
    const right = key.right.every((right, i) => right === answer.chosen.includes(i));
    return [{ verdict: right ? "right" : "wrong" }];
  }
  if ("order" in key && "order" in answer) {
    return [{ verdict: key.order.every((place, i) => place === answer.order[i]) ? "right" : "wrong" }];
  }
  return null;
}

function overall(outcomes: readonly Outcome[]): Verdict {
  const has = (verdict: Outcome["verdict"]): boolean => outcomes.some((one) => one.verdict === verdict);
  if (has("syntax")) return "syntax";
  if (has("empty")) return "incomplete";
  return outcomes.every((one) => one.verdict === "right") ? "right" : "wrong";
}

/** Whether no feedback of the author's own meets the answer. */
function unexplained(key: Key, answer: Answer, outcomes: readonly Outcome[]): boolean {
  if ("right" in key && "chosen" in answer) return answer.chosen.every((i) => key.right[i]);
  return outcomes.some((one) => one.verdict === "wrong" && one.note === undefined);
}

/** Whether a stored answer can belong to this key. */
function fits(key: Key, answer: Answer): boolean {
  if ("right" in key) return "chosen" in answer && answer.chosen.every((i) => i < key.right.length);
  if ("order" in key) {
    return "order" in answer && [...answer.order].sort().join() === [...key.order].sort().join();
  }
  return "typed" in answer && answer.typed.length === key.blanks.length;
}

export interface Derived {
  readonly verdict: Verdict | null;
  /** Per blank, else one. Empty while nothing is checked. */
  readonly outcomes: readonly Outcome[];
  /** Which of the author's reasons to show: `dd[data-choice]` or `dd[data-slip]`. */
  readonly reasons: readonly { readonly choice: number }[] | readonly { readonly slip: string }[];
  readonly notes: readonly string[];
  readonly help: "hint" | "worked" | "why" | null;
  /** Whether to say where to read again. */
  readonly tests: boolean;
  /** Whether what follows a prediction stays hidden. */
  readonly curtain: boolean;
}

/** What there is to show of a state. */
export function derived(state: State): Derived {
  const { key, answer, verdict, mode } = state;
  const outcomes = state.outcomes ?? [];
  const wrong = verdict === "wrong";
  const bare = wrong && state.misses > 0 && unexplained(key, answer, outcomes);
  const help = ((): Derived["help"] => {
    if (outcomes.length === 0) return null;
    if (bare) return state.misses === 1 ? "hint" : state.revealed ? null : "worked";
    if (mode === "predict" && verdict === "guess" && !("right" in key)) {
      return outcomes.some((one) => one.verdict === "slip") ? null : "why";
    }
    return verdict === "right" && !("right" in key) ? "why" : null;
  })();
  return {
    verdict,
    outcomes,
    reasons: reasons(state, outcomes),
    notes: notes(state, outcomes),
    help,
    tests: wrong && outcomes.length > 0,
    curtain: mode === "predict" && !settled(state),
  };
}

function reasons(state: State, outcomes: readonly Outcome[]): Derived["reasons"] {
  const { key, answer, verdict } = state;
  if (outcomes.length === 0 || verdict === "incomplete") return [];
  if ("right" in key && "chosen" in answer) {
    const several = key.right.filter(Boolean).length > 1;
    // Of several choices the wrong ones are explained first; the right ones' reasons would give the rest away.
    const shown = answer.chosen.filter((i) => verdict === "right" || !several || !key.right[i]);
    return shown.map((choice) => ({ choice }));
  }
  return outcomes.flatMap((one, blank) => (one.verdict === "slip" ? [{ slip: `${blank}.${one.slip}` }] : []));
}

function notes(state: State, outcomes: readonly Outcome[]): string[] {
  const { key, answer, verdict } = state;
  const found = outcomes.flatMap((one) => ("note" in one && one.note !== undefined ? [one.note] : []));
  if (verdict === "wrong" && "right" in key && "chosen" in answer && answer.chosen.every((i) => key.right[i])) {
    return ["What you chose is right, and there is more to choose."];
  }
  if (verdict === "wrong" && "order" in key && "order" in answer && outcomes.length > 0) {
    const placed = key.order.filter((place, i) => place === answer.order[i]).length;
    return [`Steps in place: ${placed} of ${key.order.length}.`];
  }
  return [...new Set(found)];
}

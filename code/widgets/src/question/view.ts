/** Draws a question's state into its form: marks that shift nothing, and feedback in the live region. */
import { make } from "../kit/dom.ts";
import { copies, icon, inside, unseen } from "./dom.ts";
import { blanks, choices } from "./form.ts";
import { derived, type State, type Verdict } from "./model.ts";
import type { Outcome } from "./types.ts";

const SIGNS: Record<Verdict, string> = {
  right: "✓", wrong: "✗", syntax: "?", incomplete: "…", guess: "•", skipped: "•",
};
const MARKS: Partial<Record<Verdict, string>> = {
  right: "answered right", wrong: "answered, not right yet", guess: "guessed", skipped: "skipped",
};

/** The verdict beside the legend. It lies over the card's rule, so nothing moves. */
export function drawMark(form: HTMLFormElement, verdict: Verdict | null): void {
  const label = verdict ? MARKS[verdict] : undefined;
  if (label) form.dataset.verdict = verdict!;
  else delete form.dataset.verdict;
  form.querySelector("legend .mark")?.remove();
  if (label) {
    form.querySelector("legend")?.append(make("span", "mark", icon(SIGNS[verdict!]), unseen(` (${label})`)));
  }
}

/** The verdict as a mark beside the legend and at the inputs. */
export function drawMarks(form: HTMLFormElement, state: State): void {
  const { verdict, outcomes } = derived(state);
  drawMark(form, verdict);
  blanks(form).forEach((input, i) => {
    const outcome = outcomes[i]?.verdict;
    const wrong = state.mode !== "predict" && outcome !== undefined && outcome !== "right";
    input.toggleAttribute("data-wrong", wrong);
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  });
}

/** The element that is there from the start, so that what is put into it is announced. */
export function region(form: HTMLFormElement): HTMLElement | null {
  return form.querySelector<HTMLElement>(".feedback");
}

/** What was said stays readable while the answer changes; its verdict does not. */
export function drawStale(form: HTMLFormElement): void {
  region(form)?.setAttribute("data-stale", "");
}

export function drawFeedback(form: HTMLFormElement, state: State, notice = ""): void {
  const target = region(form);
  if (!target) return;
  target.removeAttribute("data-stale");
  target.replaceChildren(...feedback(form, state), ...(notice ? [make("p", "notice", notice)] : []));
}

export function clearFeedback(form: HTMLFormElement): void {
  region(form)?.replaceChildren();
}

/** Says one sentence, for listeners alone: what it says can be seen. */
export function announce(form: HTMLFormElement, sentence: string): void {
  const target = region(form);
  target?.querySelector(".said")?.remove();
  target?.append(make("p", "unseen said", sentence));
}

function feedback(form: HTMLFormElement, state: State): Node[] {
  const { verdict, outcomes, reasons, notes, help, tests } = derived(state);
  if (!verdict) return [];
  const parts: Node[] = [headline(form, state)];
  if (outcomes.length > 1 && (verdict === "wrong" || verdict === "syntax")) parts.push(parted(form, outcomes));
  if ("order" in state.key) parts[0]!.appendChild(document.createTextNode(` ${notes.join(" ")}`));
  else parts.push(...notes.map((note) => make("p", "note", note)));
  for (const reason of reasons) {
    const [name, value] = "choice" in reason ? ["choice", reason.choice] : ["slip", reason.slip];
    const found = form.querySelector(`.reasons dd[data-${name}~="${value}"]`);
    const letter = "choice" in reason && reasons.length > 1 ? letterOf(form, reason.choice) : "";
    if (found) parts.push(block("reason", [...(letter ? [make("p", "letter", letter)] : []), ...inside(found)]));
  }
  if (help === "hint") {
    const hint = form.querySelector<HTMLTemplateElement>("template.hint");
    if (hint) parts.push(block("hint", copies(hint.content.childNodes)));
  } else if (help) {
    const worked = [...(form.querySelector("details.answer .worked")?.children ?? [])];
    // After a right answer its first paragraph says why; all of it stays behind "Show the answer".
    const shown = help === "why" && worked.length > 2 ? worked.slice(0, 1) : worked;
    if (shown.length > 0) parts.push(block(help === "worked" ? "worked" : "reason", copies(shown)));
  }
  const link = form.querySelector("details.answer .tests");
  if (tests && link) parts.push(...copies([link]));
  return parts;
}

function block(className: string, content: Node[]): HTMLElement {
  return make("div", className, ...content);
}

function headline(form: HTMLFormElement, state: State): HTMLElement {
  const verdict = state.verdict!;
  const line = make("p", "verdict", icon(SIGNS[verdict]), " ");
  line.dataset.verdict = verdict;
  if (verdict === "guess") line.append(`You guessed ${guess(form, state)}. It is `, ...keyOf(form), ".");
  else line.append(words(verdict, state));
  return line;
}

function words(verdict: Verdict, state: State): string {
  const typed = "typed" in state.answer;
  switch (verdict) {
    case "right":
      return "Right.";
    case "wrong":
      return "Not yet.";
    case "syntax":
      return "Not readable yet; this does not count.";
    case "incomplete": {
      const some = typed && state.outcomes?.some((one) => one.verdict !== "empty");
      const rest = some ? "One blank is still empty." : typed ? "Nothing typed yet." : "Nothing chosen yet.";
      return state.mode === "predict" ? `${rest} Commit to a guess, or skip.` : rest;
    }
    default:
      return "Skipped. What follows is open.";
  }
}

function guess(form: HTMLFormElement, state: State): string {
  const { answer } = state;
  if ("typed" in answer) return answer.typed.map((text) => text.trim()).join(", ");
  if ("chosen" in answer) return answer.chosen.map((i) => letterOf(form, i)).join(", ");
  return "an order";
}

function letterOf(form: HTMLFormElement, choice: number): string {
  const input = choices(form).find((one) => Number(one.value) === choice);
  return input?.labels?.[0]?.querySelector(".letter")?.textContent?.trim() ?? String(choice + 1);
}

/** The key's own words, less the full stop that the sentence brings. */
function keyOf(form: HTMLFormElement): Node[] {
  const nodes = inside(form.querySelector("details.answer .key"));
  const first = nodes[0];
  if (first instanceof Text) first.data = first.data.replace(/^\s*(?:Answer|Key):?\s*/i, "");
  const last = nodes.at(-1);
  if (last instanceof Text) last.data = last.data.replace(/\.\s*$/, "");
  return nodes;
}

/** With several blanks: which of them stand. */
function parted(form: HTMLFormElement, outcomes: readonly Outcome[]): HTMLElement {
  const said = (one: Outcome): string =>
    one.verdict === "right" ? "right" : one.verdict === "syntax" ? "not readable" : one.verdict === "empty" ? "empty" : "not yet";
  const fields = blanks(form);
  return make("ul", "parts", ...outcomes.map((one, i) => {
    const sign = one.verdict === "right" ? SIGNS.right : one.verdict === "syntax" ? SIGNS.syntax : SIGNS.wrong;
    const item = make("li", "", icon(sign), " ", ...inside(fields[i]?.labels?.[0]), `: ${said(one)}`);
    item.dataset.verdict = one.verdict === "right" ? "right" : "wrong";
    return item;
  }));
}

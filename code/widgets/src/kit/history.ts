/** A state and what came before it. Pure. */
export interface History<S> {
  readonly present: S;
  readonly past: readonly S[];
  /** What is being held: all moves of one drag are taken back together. */
  readonly held: string;
}

const KEPT = 200;

export const begin = <S>(present: S): History<S> => ({ present, past: [], held: "" });

export function advance<S>(history: History<S>, present: S, hold = ""): History<S> {
  if (present === history.present) return history;
  const past = hold && hold === history.held ? history.past : [...history.past, history.present].slice(-KEPT);
  return { present, past, held: hold };
}

/** What is held is let go: the next move can be taken back by itself. */
export const release = <S>(history: History<S>): History<S> => history.held ? { ...history, held: "" } : history;

export function undo<S>(history: History<S>): History<S> {
  const present = history.past.at(-1);
  return present === undefined ? history : { present, past: history.past.slice(0, -1), held: "" };
}

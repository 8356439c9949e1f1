import { describe, expect, test } from "vitest";
import { derived, initial, step, type Action, type State } from "../src/question/model.ts";
import type { Answer, Key, Outcome } from "../src/question/types.ts";

const number: Key = { blanks: [{ kind: "number", value: 4.1, tolerance: { size: 0.005, relative: false }, slips: [4] }] };
const choice: Key = { right: [false, true, false] };
const several: Key = { right: [true, false, true] };
const order: Key = { order: [0, 1, 2] };
const typed = (text: string): Answer => ({ typed: [text] });
const wrong: Outcome = { verdict: "wrong" };

function run(state: State, ...actions: Action[]): State {
  return actions.reduce(step, state);
}

function answered(text: string, outcome: Outcome): Action[] {
  return [{ type: "change", answer: typed(text) }, { type: "check", outcomes: [outcome] }];
}

const fresh = (mode: State["mode"] = "ask") => initial(mode, number, typed(""));

describe("a typed question", () => {
  test("gives a hint for the first unknown wrong answer, the worked reason for the second", () => {
    const once = run(fresh(), ...answered("7", wrong));
    expect(derived(once)).toMatchObject({ verdict: "wrong", help: "hint", tests: true });
    expect(derived(run(once, ...answered("8", wrong)))).toMatchObject({ help: "worked" });
  });

  test("counts an answer checked twice once", () => {
    const twice = run(fresh(), ...answered("7", wrong), { type: "check", outcomes: [wrong] });
    expect(twice).toMatchObject({ tries: 1, misses: 1 });
    expect(derived(twice).help).toBe("hint");
  });

  test("names a known slip at once, without a hint", () => {
    expect(derived(run(fresh(), ...answered("4", { verdict: "slip", slip: 0 })))).toMatchObject({
      verdict: "wrong", reasons: [{ slip: "0.0" }], help: null, tests: true,
    });
  });

  test("does not count what could not be read, nor what is empty", () => {
    const state = run(fresh(), ...answered("x", { verdict: "syntax", note: "no number" }), ...answered("", { verdict: "empty" }));
    expect(state).toMatchObject({ tries: 0, misses: 0, verdict: "incomplete" });
    expect(derived(state)).toMatchObject({ help: null, tests: false, reasons: [] });
  });

  test("says why a right answer is right, and loses the mark when the answer changes", () => {
    const right = run(fresh(), ...answered("4.1", { verdict: "right" }));
    expect(derived(right)).toMatchObject({ verdict: "right", help: "why", tests: false });
    expect(step(right, { type: "change", answer: typed("4.12") }).verdict).toBeNull();
  });

  test("does not repeat the worked reason where the answer stands open", () => {
    const state = run(fresh(), ...answered("7", wrong), { type: "reveal", open: true }, ...answered("8", wrong));
    expect(derived(state).help).toBeNull();
  });
});

describe("a choice", () => {
  const state = initial("ask", choice, { chosen: [] });
  const choose = (...chosen: number[]): Action[] => [{ type: "change", answer: { chosen } }, { type: "check" }];

  test("shows the reason of what was chosen, right or wrong", () => {
    expect(derived(run(state, ...choose(2)))).toMatchObject({ verdict: "wrong", reasons: [{ choice: 2 }], help: null });
    expect(derived(run(state, ...choose(1)))).toMatchObject({ verdict: "right", reasons: [{ choice: 1 }] });
    expect(run(state, ...choose()).verdict).toBe("incomplete");
  });

  test("of several explains wrong ones, and does not give the missing ones away", () => {
    const many = initial("ask", several, { chosen: [] });
    expect(derived(run(many, ...choose(0, 1)))).toMatchObject({ verdict: "wrong", reasons: [{ choice: 1 }] });
    expect(derived(run(many, ...choose(0)))).toMatchObject({
      verdict: "wrong", reasons: [], help: "hint", notes: ["What you chose is right, and there is more to choose."],
    });
    expect(derived(run(many, ...choose(0, 2)))).toMatchObject({ verdict: "right", reasons: [{ choice: 0 }, { choice: 2 }] });
  });
});

test("an order says how many steps are in place", () => {
  const state = run(initial("ask", order, { order: [0, 2, 1] }), { type: "check" });
  expect(derived(state)).toMatchObject({ verdict: "wrong", notes: ["Steps in place: 1 of 3."], help: "hint" });
  expect(run(state, { type: "change", answer: { order: [0, 1, 2] } }, { type: "check" }).verdict).toBe("right");
});

describe("a prediction", () => {
  test("keeps the curtain until it is committed or skipped, and is never right or wrong", () => {
    expect(derived(fresh("predict")).curtain).toBe(true);
    const guess = run(fresh("predict"), ...answered("4", { verdict: "slip", slip: 0 }));
    expect(derived(guess)).toMatchObject({ verdict: "guess", curtain: false, tests: false, reasons: [{ slip: "0.0" }] });
    expect(derived(run(fresh("predict"), { type: "skip" }))).toMatchObject({ verdict: "skipped", curtain: false });
  });

  test("stays committed whatever is typed afterwards", () => {
    const guess = run(fresh("predict"), ...answered("4", { verdict: "slip", slip: 0 }), { type: "change", answer: typed("x") });
    expect(guess.verdict).toBe("guess");
    expect(run(guess, { type: "check", outcomes: [{ verdict: "syntax", note: "" }] }).verdict).toBe("guess");
    expect(run(guess, { type: "skip" }).verdict).toBe("guess");
  });

  test("that can't be read is not committed", () => {
    expect(derived(run(fresh("predict"), ...answered("x", { verdict: "syntax", note: "" }))).curtain).toBe(true);
  });
});

test("a remembered answer comes back without feedback, unless it belongs to another question", () => {
  const saved = { answer: typed("4.1"), verdict: "right", tries: 2, sure: null } as const;
  const back = step(fresh(), { type: "restore", saved });
  expect(back).toMatchObject({ verdict: "right", tries: 2, answer: typed("4.1") });
  expect(derived(back)).toMatchObject({ reasons: [], help: null, notes: [] });
  const other = fresh();
  expect(step(other, { type: "restore", saved: { ...saved, answer: { typed: ["1", "2"] } } })).toBe(other);
  expect(step(other, { type: "restore", saved: { ...saved, answer: { chosen: [0] } } })).toBe(other);
});

/** The explorer's model. Expected numbers: the closed forms that the lesson derives. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CURVES, type CurveName } from "../src/tangent-explorer/curves.ts";
import { derived, initial, LARGEST, SMALLEST, step, type Action, type State } from "../src/tangent-explorer/model.ts";

const names = Object.keys(CURVES) as CurveName[];

test("on the parabola the secant's slope is 2x + h, and 2x − h on the left", () => {
  const x = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(fc.property(x, fc.double({ min: SMALLEST, max: LARGEST, noNaN: true }), fc.boolean(), (at, h, left) => {
    const { secant, slope } = derived(initial({ x: at, h, left }));
    expect(slope).toBe(2 * at);
    expect(secant).toBeCloseTo(2 * at + (left ? -h : h), 9);
  }));
});

test("where there is a slope, the secants close in on it", () => {
  fc.assert(fc.property(fc.constantFrom(...names), fc.double({ min: -2, max: 2, noNaN: true }), (name, x) => {
    fc.pre(name !== "relu" || Math.abs(x) > 0.01);
    const { secant, slope } = derived(initial({ function: name, x, h: SMALLEST }));
    expect(Math.abs(secant - (slope ?? NaN))).toBeLessThan(0.005);
  }));
});

describe("ReLU at its kink", () => {
  test("has no slope", () => expect(derived(initial({ function: "relu", x: 0 })).slope).toBeNull());
  test("has the secant slope 1 on the right and 0 on the left", () => {
    expect(derived(initial({ function: "relu", x: 0, h: 0.1 })).secant).toBe(1);
    expect(derived(initial({ function: "relu", x: 0, h: 0.1, left: true })).secant).toBe(0);
    expect(derived(initial({ function: "relu", x: 0, h: 0.1 })).sentence).toMatch(/no slope: this is a kink/);
  });
});

test("the sentence gives x, height, slope and secant", () => {
  expect(derived(initial({ x: 1, h: 0.1 })).sentence)
    .toBe("At x = 1 the height is 1 and the slope 2. The secant over h = 0.1 has slope 2.1, off by 0.1.");
});

const anything = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1e308));
const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ type: fc.constant("x" as const), x: anything }),
  fc.record({ type: fc.constant("h" as const), h: anything }),
  fc.record({ type: fc.constant("function" as const), function: fc.constantFrom(...names) }),
  fc.record({ type: fc.constant("left" as const), on: fc.boolean() }),
);

test("whatever is done to it, every number that is shown is finite", () => {
  fc.assert(fc.property(fc.array(actions), (done) => {
    let state: State = initial({});
    for (const action of done) state = step(state, action);
    const { y, slope, far, secant, sentence } = derived(state);
    expect([state.x, state.h, y, slope ?? 0, far.x, far.y, secant].every(Number.isFinite)).toBe(true);
    expect(state.h).toBeGreaterThanOrEqual(SMALLEST);
    expect(sentence).not.toMatch(/NaN|inf|undefined/);
  }));
});

/** Spin the vector: expected numbers are closed forms of 2×2 matrices. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, lean, spectrum, stretches, unit, type Matrix } from "../src/spin-vector/eigen.ts";
import { derived, initial, MOST, step, type Action, type Props, type State } from "../src/spin-vector/model.ts";
import { nameOf, PRESETS } from "../src/spin-vector/presets.ts";

const says = (props: Props): string => derived(initial(props)).sentence;
const entry = fc.double({ min: -MOST, max: MOST, noNaN: true });
const matrices = fc.tuple(entry, entry, entry, entry);
const angles = fc.double({ min: -720, max: 720, noNaN: true });

describe("what happens to lines is named", () => {
  test.each([
    [[4, 2, 2, 4], "two", [6, 2], [45, 135]],
    [[3, 1, 0, 2], "two", [3, 2], [0, 135]],
    [[0, 1, 1, 0], "two", [1, -1], [45, 135]],
    [[2, 0, 0, 6], "two", [6, 2], [90, 0]],
    [[1, 1, 0, 1], "one", [1], [0]],
    [[1, 0, 1, 1], "one", [1], [90]],
    [[3, 1, -1, 1], "one", [2], [135]],
    [[0, 1, 0, 0], "one", [0], [0]],
    [[2, 0, 0, 2], "every", [2], []],
    [[0, 0, 0, 0], "every", [0], []],
    [[0, -1, 1, 0], "none", [], []],
  ] as [Matrix, string, number[], number[]][])("%j: %s", (matrix, kind, values, lines) => {
    const found = spectrum(matrix);
    expect([found.kind, found.values, found.lines]).toEqual([kind, values, lines]);
  });
  test("complex eigenvalues have the trace as sum and the determinant as product", () => {
    const found = spectrum([1, -2, 1, 1]);
    expect(found).toMatchObject({ kind: "none", re: 1 });
    expect(found.kind === "none" && found.re ** 2 + found.im ** 2).toBeCloseTo(3, 12);
  });
});

test.each([
  [{ angle: 0 }, "v at 0°: Av is 4.472 long and leans 26.6° ahead of v’s line."],
  [{ angle: 90 }, "v at 90°: Av is 4.472 long and leans 26.6° behind v’s line."],
  [{ angle: 45 }, "v at 45°: Av = 6v. The line is kept: λ = 6."],
  [{ angle: 225 }, "v at 225°: Av = 6v. The line is kept: λ = 6."],
  [{ angle: 135 }, "v at 135°: Av = 2v. The line is kept: λ = 2."],
  [{ matrix: [0, 1, 1, 0], angle: 135 }, "v at 135°: Av = −v. The line is kept, and v flipped: λ = −1."],
  [{ matrix: [1, 1, 1, 1], angle: 135 }, "v at 135°: Av = 0. The line is flattened: λ = 0."],
  [{ matrix: [1, 1, 0, 1], angle: 0 }, "v at 0°: Av = v. The line is kept: λ = 1. The only such line: λ counts twice, and A is defective."],
  [{ matrix: [2, 0, 0, 2], angle: 77 }, "v at 77°: Av = 2v. The line is kept: λ = 2. So it is on every line."],
  [{ matrix: [0, -1, 1, 0], angle: 30 }, "v at 30°: Av is 1 long and stands across v’s line. No line is kept: λ = ±i is not real."],
  [{ matrix: [1, -1, 1, 1], angle: 0 }, "v at 0°: Av is 1.414 long and leans 45° ahead of v’s line. No line is kept: λ = 1 ± i is not real."],
] as [Props, string][])("%j says: %s", (props, sentence) => expect(says(props)).toBe(sentence));

test("a line that is kept is an eigenvector's: Av = λv, for any matrix", () => {
  fc.assert(fc.property(matrices, (matrix) => {
    const found = spectrum(matrix);
    const scale = Math.max(...matrix.map(Math.abs));
    found.lines.forEach((line, i) => {
      const v = unit(line);
      const image = apply(matrix, v);
      const value = found.values[i] as number;
      // A double eigenvalue is known to the root of what rounding leaves.
      expect(Math.hypot(image[0] - value * v[0], image[1] - value * v[1])).toBeLessThan((found.kind === "one" ? 2e-6 : 1e-9) * scale + 1e-300);
    });
  }));
});

test("no Av is longer than the largest stretch or shorter than the smallest", () => {
  fc.assert(fc.property(matrices, angles, (matrix, angle) => {
    const [most, least] = stretches(matrix);
    const { length } = derived(initial({ matrix, angle }));
    // The smallest numbers have few digits.
    expect(length).toBeLessThanOrEqual(most * (1 + 1e-12) + 1e-300);
    expect(length).toBeGreaterThanOrEqual(least - 1e-12 * most - 1e-300);
  }));
});

test("the lean is that of the line: v and −v have the same, between −90° and 90°", () => {
  fc.assert(fc.property(matrices, fc.integer({ min: 0, max: 179 }), (matrix, angle) => {
    const [one, other] = [lean(matrix, angle), lean(matrix, angle + 180)];
    expect(one === null).toBe(other === null);
    if (one === null || other === null) return;
    expect(Math.abs(one)).toBeLessThanOrEqual(90);
    const apart = Math.abs(one - other);
    expect(Math.min(apart, 180 - apart)).toBeLessThan(1e-6);
  }));
});

test("keys do not step over a line that is kept, and come off the whole degree they were on", () => {
  const oblique = initial({ matrix: [3, 0, 4, 5], angle: 296 }); // its lines: 90° and 180° − atan 2
  const line = 360 - (Math.atan(2) * 180) / Math.PI;
  const caught = step(oblique, { type: "turn", by: 1 });
  expect(caught.angle).toBeCloseTo(line, 9);
  expect(derived(caught).value).toBeCloseTo(3, 12);
  expect(step(caught, { type: "turn", by: 1 }).angle).toBe(297);
  expect(step(caught, { type: "turn", by: -1 }).angle).toBe(296);
  expect(step(initial({ angle: 40 }), { type: "turn", by: 10 }).angle).toBe(45);
  expect(step(initial({ angle: 0 }), { type: "turn", by: -1 }).angle).toBe(359);
});

test("a drag is drawn to a line that is close, from either side and across 0°", () => {
  expect(step(initial({}), { type: "drag", angle: 44 }).angle).toBe(45);
  expect(step(initial({}), { type: "drag", angle: -133.8 }).angle).toBe(225);
  expect(step(initial({}), { type: "drag", angle: 42.4 }).angle).toBe(42);
  expect(step(initial({ matrix: [3, 1, 0, 2], angle: 9 }), { type: "drag", angle: 359.2 }).angle).toBe(0);
});

test("the next kept line is the next counterclockwise; without one nothing moves", () => {
  let state = initial({ angle: 10 });
  const seen = [1, 2, 3, 4, 5].map(() => (state = step(state, { type: "next" })).angle);
  expect(seen).toEqual([45, 135, 225, 315, 45]);
  const turning = initial({ matrix: [0, -1, 1, 0] });
  expect(step(turning, { type: "next" })).toBe(turning);
});

test("each preset is known by its name, and another matrix is as typed", () => {
  for (const [name, { matrix }] of Object.entries(PRESETS)) expect(nameOf(matrix)).toBe(name);
  expect(nameOf([4, 2, 2, 5])).toBe("own");
});

const anything = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1e308, 5e-324));
const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ type: fc.constantFrom("drag" as const, "angle" as const), angle: anything }),
  fc.record({ type: fc.constant("turn" as const), by: anything }),
  fc.record({ type: fc.constant("matrix" as const), matrix: fc.oneof(matrices, fc.tuple(anything, anything, anything, anything)) }),
  fc.constant({ type: "next" } as const),
  fc.record({ type: fc.constant("lines" as const), on: fc.boolean() }),
);

test("whatever is done to it, the state stays legal, its numbers finite, and it can be reset", () => {
  fc.assert(fc.property(fc.array(actions, { maxLength: 12 }), (done) => {
    const first = initial({});
    let state: State = first;
    for (const action of done) state = step(state, action);
    expect(state.angle >= 0 && state.angle < 360).toBe(true);
    expect(state.matrix.every((one) => Math.abs(one) <= MOST)).toBe(true);
    const { v, image, length, lean: off, value, stretches: both, sentence } = derived(state);
    expect([...v, ...image, length, off ?? 0, value ?? 0, ...both].every(Number.isFinite)).toBe(true);
    expect(sentence).not.toMatch(/NaN|inf|undefined|null/);
    expect(step(state, { type: "set", state: first })).toEqual(first);
  }), { numRuns: 300 });
});

/** Tilt the bowl: expected numbers are closed forms in the bowl's own directions, (1 − 2η)ᵏ·4 and (1 − 6η)ᵏ·3. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { derived, initial, MOST_STEPS, rows, step, type Action, type Props, type State } from "../src/tilt-bowl/model.ts";

const angles = fc.double({ min: -180, max: 180, noNaN: true });
const closed = (eta: number, k: number): number => 16 * (1 - 2 * eta) ** (2 * k) + 27 * (1 - 6 * eta) ** (2 * k);

test.each([[0, "[[2, 0], [0, 6]]"], [45, "[[4, 2], [2, 4]]"], [90, "[[6, 0], [0, 2]]"], [-45, "[[4, −2], [−2, 4]]"], [180, "[[2, 0], [0, 6]]"]])(
  "turned by %d° its Hessian is %s", (angle, text) => expect(rows(derived(initial({ angle })).bowl)).toBe(text));

test("at 45° the run starts at (7, −1)/√2", () => {
  const [x, y] = derived(initial({ angle: 45 })).bowl.start;
  expect([x, y]).toEqual([expect.closeTo(7 / Math.SQRT2, 12), expect.closeTo(-1 / Math.SQRT2, 12)]);
});

test("trace 8 and determinant 12 at every angle: the eigenvalues stay 2 and 6", () => {
  fc.assert(fc.property(angles, (angle) => {
    const [a, b, d] = derived(initial({ angle })).bowl.hessian;
    expect(a + d).toBeCloseTo(8, 12);
    expect(a * d - b * b).toBeCloseTo(12, 11);
  }));
});

test("the losses are those of the closed form, at every angle", () => {
  fc.assert(fc.property(angles, fc.double({ min: 0, max: 0.6, noNaN: true }), (angle, eta) => {
    const { losses } = derived(initial({ angle, eta, steps: 20 })).run;
    // Rounding leaves a trace of the start in each direction, 1e-16 of it.
    losses.forEach((loss, k) => expect(Math.abs(loss - closed(eta, k))).toBeLessThan(1e-10 * closed(eta, k) + 1e-24 * 43));
  }));
});

test.each([[0.05, "converging"], [0.3, "zig-zag"], [1 / 3, "bouncing"], [0.34, "diverging"], [0.4, "diverging"], [0, "stuck"]])(
  "with η = %d every angle is called %s", (eta, name) => {
    for (const angle of [-170, -45, 0, 20, 30, 45, 90, 133]) expect(derived(initial({ angle, eta })).regime.name).toBe(name);
  });

test("the gradient is that of the loss, by central differences", () => {
  fc.assert(fc.property(angles, fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: -5, max: 5, noNaN: true }), (angle, x, y) => {
    const { loss, grad } = derived(initial({ angle })).bowl;
    const h = 1e-5;
    const [gx, gy] = grad(x, y);
    expect(Math.abs((loss(x + h, y) - loss(x - h, y)) / (2 * h) - gx)).toBeLessThan(1e-5);
    expect(Math.abs((loss(x, y + h) - loss(x, y - h)) / (2 * h) - gy)).toBeLessThan(1e-5);
  }));
});

test.each([
  [{ steps: 1 }, "Turned by 45°, H = [[4, 2], [2, 4]]: after 1 step the loss is 14.56, as it is at 0°. Falling."],
  [{ angle: 0, steps: 2 }, "Not turned, H = [[2, 0], [0, 6]]: after 2 steps the loss is 7.2448. Converging."],
  [{ steps: 0 }, "Turned by 45°, H = [[4, 2], [2, 4]]: the loss at the start is 43, as it is at 0°. Take a step."],
  [{ eta: 0.4, steps: 2 }, "Turned by 45°, H = [[4, 2], [2, 4]]: after 2 steps the loss is 103.75, as it is at 0°. Diverging along the steep direction."],
] as [Props, string][])("%j says: %s", (props, sentence) => expect(derived(initial(props)).sentence).toBe(sentence));

test("beyond half a turn it comes from the other side", () => {
  expect(step(initial({ angle: 170 }), { type: "turn", by: 15 }).angle).toBe(-175);
  expect(step(initial({ angle: -180 }), { type: "turn", by: -1 }).angle).toBe(179);
  expect(step(initial({}), { type: "angle", angle: 405 })).toEqual(initial({}));
});

const anything = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1e308, 5e-324));
const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ type: fc.constant("angle" as const), angle: anything }), fc.record({ type: fc.constant("turn" as const), by: anything }),
  fc.record({ type: fc.constant("eta" as const), eta: anything }), fc.record({ type: fc.constant("steps" as const), steps: anything }),
);

test("whatever is done to it, the state stays legal, has a sentence, and can be reset", () => {
  fc.assert(fc.property(fc.array(actions, { maxLength: 12 }), (done) => {
    const first = initial({});
    let state: State = first;
    for (const action of done) state = step(state, action);
    expect(Math.abs(state.angle) <= 180 && state.eta >= 0 && state.eta < Infinity).toBe(true);
    expect(Number.isInteger(state.steps) && state.steps >= 0 && state.steps <= MOST_STEPS).toBe(true);
    expect(derived(state).sentence).not.toMatch(/undefined|null/);
    expect(step(state, { type: "set", state: first })).toEqual(first);
  }), { numRuns: 300 });
});

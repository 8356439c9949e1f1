/** The playground's model. Expected numbers: closed forms on the bowl, (1 − 2η)ᵏ·4 and (1 − 6η)ᵏ·3. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { derived, initial, MOST_STEPS, settled, step, type Action, type Props } from "../src/descent-playground/model.ts";
import type { Setting } from "../src/descent-playground/run.ts";
import { SURFACES, type SurfaceName } from "../src/descent-playground/surfaces.ts";

const name = (props: Props): string => derived(initial(props)).regime.name;
const names = Object.keys(SURFACES) as SurfaceName[];

describe("the state is named by what the steps so far show", () => {
  test.each([
    [{ eta: 0.05, steps: 12 }, "converging"],
    [{ eta: 0.001, steps: 12 }, "converging"],
    [{ eta: 0.2, steps: 8 }, "converging"],
    [{ eta: 1 / 6, steps: 5 }, "converging"],
    [{ eta: 0.25, steps: 6 }, "zig-zag"],
    [{ eta: 0.3, steps: 12 }, "zig-zag"],
    [{ eta: 1 / 3, steps: 12 }, "bouncing"],
    [{ eta: 0.35, steps: 6 }, "diverging"],
    [{ eta: 0.4, steps: 12 }, "diverging"],
    [{ eta: 0.001, steps: 5, flip: true }, "diverging"],
    [{ eta: 0.1, steps: 12, forget: true }, "bouncing"],
    [{ eta: 0, steps: 3 }, "stuck"],
    [{ eta: 0.1, steps: 0 }, "ready"],
    [{ eta: 0.35, steps: 1 }, "falling"],
    [{ eta: 0.4, steps: 1 }, "climbing"],
    [{ eta: 0.25, steps: 50 }, "converged"],
    [{ eta: 0.4, steps: 50 }, "diverged"],
    [{ surface: "saddle", start: [4, 0], eta: 0.1, steps: 60 }, "stuck"],
    [{ surface: "basins", start: [4, 3], eta: 0.1, steps: 60 }, "converged"],
    [{ surface: "round", start: [4, 3], eta: 0.5, steps: 1 }, "converged"],
    [{ surface: "round", start: [4, 3], eta: 1, steps: 6 }, "bouncing"],
    [{ surface: "valley", start: [4, 1], eta: 0.0099, steps: 6 }, "zig-zag"],
    [{ surface: "valley", start: [4, 1], eta: 0.011, steps: 6 }, "diverging"],
    [{ surface: "rosenbrock", start: [-1.2, 1], eta: 0.05, steps: 20 }, "diverged"],
  ] as [Props, string][])("%j is %s", (props, expected) => expect(name(props)).toBe(expected));
});

test("the sentence names step, loss and way, and at the end the state", () => {
  expect(derived(initial({ eta: 0.1, steps: 0 })).sentence).toBe("Start at (4, 3), loss 43. Take a step.");
  expect(derived(initial({ eta: 0.1, steps: 1 })).sentence).toBe("Step 1, loss 14.56, falling.");
  expect(derived(initial({ eta: 0.3, steps: 2 })).sentence).toMatch(/^Step 2, loss 11.47, falling\. Zig-zag: y changes direction/);
  // 43 · 1.4^(2k)-like growth: 3·9·1.96^k > 1e12 · 44 first at k = 43.
  const k = Array.from({ length: 60 }, (_, i) => 16 * 0.2 ** (2 * i) + 27 * 1.4 ** (2 * i)).findIndex((loss) => loss > 44e12);
  expect(derived(initial({ eta: 0.4, steps: 60 })).sentence).toContain(`Diverged at step ${k}`);
});

test("which basin the run ended in is said", () => {
  expect(derived(initial({ surface: "basins", start: [4, 3], eta: 0.1, steps: 60 })).regime.why).toMatch(/higher/);
  expect(derived(initial({ surface: "basins", start: [-4, 3], eta: 0.1, steps: 60 })).regime.why).toMatch(/lower/);
});

test.each(names)("on %s the gradient is that of the loss, by central differences", (surface) => {
  const { loss, grad, minima } = SURFACES[surface];
  const point = fc.tuple(...[0, 1].map(() => fc.double({ min: -3, max: 3, noNaN: true })));
  fc.assert(fc.property(point, ([x = 0, y = 0]) => {
    const h = 1e-5;
    const [gx, gy] = grad(x, y);
    const scale = 1e-6 * (1 + Math.abs(gx) + Math.abs(gy)) + 1e-5;
    expect(Math.abs((loss(x + h, y) - loss(x - h, y)) / (2 * h) - gx)).toBeLessThan(scale);
    expect(Math.abs((loss(x, y + h) - loss(x, y - h)) / (2 * h) - gy)).toBeLessThan(scale);
  }));
  for (const [x, y] of minima) expect(Math.hypot(...grad(x, y))).toBeLessThan(1e-6);
});

test("below 1/3 the loss falls at every step on the bowl, above it does not, from any start off the axes", () => {
  const coordinate = fc.double({ min: 0.5, max: 5, noNaN: true });
  fc.assert(fc.property(coordinate, coordinate, fc.double({ min: 0.01, max: 0.6, noNaN: true }), (x, y, eta) => {
    fc.pre(Math.abs(eta - 1 / 3) > 0.01);
    const losses = [...derived(initial({ start: [x, y], eta, steps: 40 })).run.losses];
    const falls = losses.every((loss, k) => k === 0 || loss < (losses[k - 1] as number) || loss < 1e-300);
    expect(falls).toBe(eta < 1 / 3);
  }));
});

const anything = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1e308, -1e308, 5e-324));
const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ type: fc.constant("step" as const), count: fc.oneof(fc.integer({ min: -5, max: 200 }), anything) }),
  fc.constant({ type: "back" } as const),
  fc.record({ type: fc.constant("start" as const), at: fc.tuple(anything, anything) }),
  fc.record({ type: fc.constant("eta" as const), eta: anything }),
  fc.record({ type: fc.constant("surface" as const), surface: fc.constantFrom(...names) }),
  fc.record({ type: fc.constantFrom("flip" as const, "forget" as const), on: fc.boolean() }),
);

test("whatever is done to it, the state stays legal, has a name and a sentence, and can be reset", () => {
  fc.assert(fc.property(fc.array(actions, { maxLength: 12 }), (done) => {
    const first = initial({});
    let state: Setting = first;
    for (const action of done) state = step(state, action);
    expect(state.eta >= 0 && Number.isFinite(state.eta)).toBe(true);
    expect(state.start.every(Number.isFinite)).toBe(true);
    expect(Number.isInteger(state.steps) && state.steps >= 0 && state.steps <= MOST_STEPS).toBe(true);
    const shown = derived(state);
    expect(shown.sentence).not.toMatch(/undefined|null/);
    expect(shown.drawn).toBeLessThanOrEqual(state.steps);
    expect(step(state, { type: "set", setting: first })).toEqual(first);
  }), { numRuns: 300 });
});

test("a step more only adds to the run, and a step back takes it off", () => {
  fc.assert(fc.property(fc.constantFrom(...names), fc.nat(60), (surface, steps) => {
    const state = initial({ surface, steps });
    const more = step(state, { type: "step", count: 1 });
    expect([...derived(more).run.losses].slice(0, steps + 1)).toEqual([...derived(state).run.losses]);
    if (more !== state) expect(step(more, { type: "back" })).toEqual(state);
  }));
});

test("ten thousand steps are the most, and a run that is past inf takes no more", () => {
  expect(step(initial({ eta: 0.001 }), { type: "step", count: 1e6 }).steps).toBe(MOST_STEPS);
  const lost = initial({ eta: 0.4, steps: 1100 });
  expect(step(lost, { type: "step", count: 1 })).toBe(lost);
  expect(settled(lost)).toBe(true);
});

test("a change of surface starts it anew, and keeps the switches", () => {
  const changed = step(initial({ eta: 0.4, steps: 9, flip: true }), { type: "surface", surface: "valley" });
  expect(changed).toEqual(initial({ surface: "valley", flip: true }));
});

/** The models of vectors, shapes and matrices. Golden numbers: NumPy's, see tests/widget_golden_vectors.py. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as dial from "../src/dot-product-dial/model.ts";
import { readNumbers, readShape, readValue, writeValue, type Option } from "../src/kit/options.ts";
import { nearest, reachFor, type Vector } from "../src/kit/plane.ts";
import { aligned, snapped } from "../src/kit/vector.ts";
import * as grid from "../src/map-grid/model.ts";
import * as order from "../src/multiplication-order/model.ts";
import * as predictor from "../src/shape-predictor/model.ts";
import { bytes, numbers, plan, tuple, type Op, type Shape } from "../src/shape-predictor/shapes.ts";

interface Golden {
  shapes: { a: number[]; b: number[]; op: Op; result: number[] | "ValueError"; bytes: number | null }[];
  dots: { a: Vector; b: Vector; dot: number; lengths: [number, number]; cosine: number | null; angle: number | null; foot: Vector | null }[];
  maps: { matrix: grid.Matrix; det: number; rank: number; corner: Vector }[];
  orders: { sizes: order.Sizes; left: number; right: number }[];
}
const golden = JSON.parse(readFileSync(new URL("golden-vectors.json", import.meta.url), "utf8")) as Golden;

/** Within 1e-12 of the larger, or of a size that the numbers before a cancellation had. */
const agrees = (a: number | null | undefined, b: number | null | undefined, size = 0): boolean =>
  a === b || (a != null && b != null && Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b), size));

const small = fc.double({ min: -10, max: 10, noNaN: true });
const vector = fc.tuple(small, small);
const anything = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1e308, 5e-324));
const anywhere = fc.tuple(anything, anything);
const wrong = /NaN|inf|undefined|null|object/;

describe("what a chapter and a link set", () => {
  const four: Option = { type: "numbers", count: 4, min: -10, max: 10 };
  const shape: Option = { type: "shape", axes: 4, max: 1e9 };
  test.each([["1 1 0 1", [1, 1, 0, 1]], ["[1, −1/2, .5, 2]", [1, -0.5, 0.5, 2]]])("%j is four numbers", (text, want) => expect(readValue(four, text)).toEqual(want));
  test.each(["", "1 1 0", "1 1 0 1 1", "1 1 0 11", "1 1 0 NaN", "1,1,,1"])("%j is not", (text) => expect(readValue(four, text)).toBeNull());
  test.each([["100000 1", [100000, 1]], ["(3,)", [3]], ["3", [3]], ["( 4 , 3 )", [4, 3]], ["()", []], ["scalar", []], ["(0, 3)", [0, 3]]])("%j is a shape", (text, want) => {
    expect(readValue(shape, text)).toEqual(want);
  });
  test.each(["", "-1", "1.5", "(3", "3)", "1 2 3 4 5", "1000000001", "(,)", "3,,4", "NaN", "1e3"])("%j is no shape", (text) => expect(readValue(shape, text)).toBeNull());
  test("whatever is written into a link is read back", () => {
    fc.assert(fc.property(fc.array(fc.nat(1e9), { maxLength: 4 }), (value) => {
      expect(readShape(writeValue(value), 4, 1e9)).toEqual(value);
    }));
    fc.assert(fc.property(fc.array(small.map((x) => x + 0), { minLength: 1, maxLength: 4 }), (value) => {
      expect(readNumbers(writeValue(value))).toEqual(value);
    }));
  });
  test("no text breaks the readers", () => {
    fc.assert(fc.property(fc.string(), (text) => {
      for (const found of [readNumbers(text), readShape(text, 4, 9)]) expect(found === null || found.every(Number.isFinite)).toBe(true);
    }));
  });
});

describe("shape predictor", () => {
  test(`each of ${golden.shapes.length} results has NumPy's shape and size`, () => {
    const off = golden.shapes.filter(({ a, b, op, result, bytes: size }) => {
      const { plan: found, bytes: got } = predictor.derived(predictor.initial({ a, b, op }));
      return tuple(found.result ?? [-1]) !== tuple(result === "ValueError" ? [-1] : result) || got !== size;
    });
    expect(off).toEqual([]);
  });
  test("the axes that are told make up the result, and the last stage before a refusal says ValueError", () => {
    for (const { a, b, op, result } of golden.shapes) {
      const { columns, stages } = plan(a, b, op);
      if (result === "ValueError") expect(stages.at(-1)?.says).toMatch(/ValueError/);
      else {
        expect(stages.some(({ says }) => says.includes("ValueError"))).toBe(false);
        expect(columns.flatMap(({ out }) => (out === null ? [] : [out]))).toEqual(result);
        expect(columns.every(({ known, out }) => out === null || known <= stages.length)).toBe(true);
      }
    }
  });
  test("a clash names its axis and both lengths", () => {
    const { stages } = plan([2, 3, 5], [4, 5], "add");
    expect(stages.at(-1)?.says).toBe("Axis −2: 3 meets 4. They differ and neither is 1, so NumPy raises ValueError.");
    expect(plan([2, 3], [2, 3], "matmul").stages.at(-1)?.says).toBe("Inner axes: a's last is 3, b's last but one is 2. They differ, so NumPy raises ValueError.");
  });
  const end = (a: Shape, b: Shape, op: Op, guess: predictor.Guess): string =>
    predictor.derived(predictor.step(predictor.initial({ a, b, op, guess }), { type: "set", state: predictor.initial({ a, b, op, guess, step: 99 }) })).sentence;
  test("the numbers of the lesson: 1e10 numbers, 80 GB", () => {
    expect(end([100000], [100000, 1], "add", null)).toBe("a + b has the shape (100000, 100000): 1e10 numbers, 80 GB as float64, 50000 times what a and b take.");
  });
  test.each([
    [[4, 3], [4], "add", [4, 3], "lined up from the left"],
    [[4, 3], [4, 1], "add", [3, 4], "wrong order"],
    [[3], [3, 1], "multiply", [3], "the shape of a"],
    [[5, 3], [3], "matmul", [5, 3], "sums the inner axis away"],
    [[1, 5], [5, 1], "matmul", [], "without its axes of length 1"],
    [[3], [3], "add", "error", "no axis stands in the way"],
    [[4, 3], [3], "add", [4, 3], "As you said."],
    [[4, 3], [4], "add", "error", "As you said."],
    [[2, 3], [3, 4], "matmul", [2, 3, 3, 4], "one after the other"],
    [[2, 3], [3, 4], "matmul", [8], "as one axis"],
  ] as [Shape, Shape, Op, predictor.Guess, string][])("%j with %j by %s, guessed %j, is told: %s", (a, b, op, guess, says) => expect(end(a, b, op, guess)).toContain(says));
  test("another pair, a new guess or another operation begins anew; undoable steps never run past the end", () => {
    const shapes = fc.array(fc.oneof(fc.nat(4), fc.constantFrom(NaN, -1, 1.5, 1e10)), { maxLength: 6 });
    const actions: fc.Arbitrary<predictor.Action> = fc.oneof(
      fc.record({ type: fc.constantFrom("a" as const, "b" as const), shape: shapes }),
      fc.record({ type: fc.constant("op" as const), op: fc.constantFrom<Op>("add", "multiply", "matmul") }),
      fc.record({ type: fc.constant("guess" as const), guess: fc.oneof(shapes, fc.constantFrom("error" as const, null)) }),
      fc.record({ type: fc.constantFrom("next" as const, "back" as const, "puzzle" as const) }));
    fc.assert(fc.property(fc.array(actions, { maxLength: 30 }), (done) => {
      let state = predictor.initial({});
      for (const action of done) {
        const next = predictor.step(state, action);
        if (next !== state && action.type !== "next" && action.type !== "back") expect(next.step).toBe(0);
        state = next;
        expect(state.step).toBeLessThanOrEqual(predictor.last(state));
        expect(predictor.derived(state).sentence).not.toMatch(/undefined|null|object/);
        for (const shape of [state.a, state.b]) expect(shape.every((size) => Number.isInteger(size) && size >= 0)).toBe(true);
      }
    }));
  });
  test("the puzzles come around", () => {
    let state = predictor.initial({});
    const seen = new Set(predictor.PUZZLES.map(() => {
      state = predictor.step(state, { type: "puzzle" });
      return `${tuple(state.a)} ${state.op} ${tuple(state.b)}`;
    }));
    expect(seen.size).toBe(predictor.PUZZLES.length);
  });
  test.each([[0, "0 bytes"], [1, "1 byte"], [999, "999 bytes"], [1000, "1 kB"], [8e5, "800 kB"], [8e10, "80 GB"], [13440, "13.44 kB"]])("%d bytes are %s", (count, text) => expect(bytes(count)).toBe(text));
  test("a number has one entry, an axis of length 0 none", () => expect([numbers([]), numbers([3, 0])]).toEqual([1, 0]));
});

describe("dot-product dial", () => {
  test(`each of ${golden.dots.length} pairs has NumPy's numbers`, () => {
    const off = golden.dots.filter(({ a, b, dot, lengths, cosine, angle, foot }) => {
      const got = dial.derived({ a, b });
      const size = lengths[0] * lengths[1];
      const turn = got.angle === null || angle === null ? got.angle === angle : agrees(Math.abs(got.angle) === 180 ? 180 : got.angle, Math.abs(angle) === 180 ? 180 : angle, 180);
      return !(agrees(got.dot, dot, size) && agrees(got.lengths.a, lengths[0]) && agrees(got.lengths.b, lengths[1]) && agrees(got.cosine, cosine, 1)
        && turn && (foot === null ? got.foot === null : foot.every((value, i) => agrees(got.foot?.[i], value, lengths[0]))));
    });
    expect(off).toEqual([]);
  });
  test("(3, 4) and (4, 3): 24, lengths 5, cosine 0.96", () => {
    const { dot, lengths, cosine, shadow } = dial.derived(dial.initial({}));
    expect([dot, lengths.a, lengths.b, cosine, shadow]).toEqual([24, 5, 5, 0.96, 4.8]);
  });
  test("what is left of a beside its shadow is at a right angle to b", () => {
    fc.assert(fc.property(vector, vector, (a, b) => {
      fc.pre(Math.hypot(...b) > 1e-3);
      const { foot } = dial.derived({ a, b });
      const rest: Vector = [a[0] - (foot?.[0] ?? NaN), a[1] - (foot?.[1] ?? NaN)];
      expect(Math.abs(rest[0] * b[0] + rest[1] * b[1])).toBeLessThan(1e-9 * (1 + Math.hypot(...a)) * (1 + Math.hypot(...b)) ** 2);
    }));
  });
  test("turning leaves the length, and a quarter turn is a right angle to the digit", () => {
    fc.assert(fc.property(vector, vector, fc.integer({ min: -180, max: 180 }), (a, b, degrees) => {
      fc.pre(Math.hypot(...a) > 1e-3 && Math.hypot(...b) > 1e-3 && Math.hypot(...a) <= 10);
      const turned = dial.step({ a, b }, { type: "turn", degrees });
      const { angle, lengths, dot } = dial.derived(turned);
      expect(lengths.a).toBeCloseTo(Math.hypot(...a), 9);
      expect(Math.abs(Math.abs(angle ?? NaN) - Math.abs(degrees))).toBeLessThan(1e-5);
      if (Math.abs(degrees) === 90) expect(dot).toBe(0);
    }));
  });
  test("a tip dragged within a hair of a right angle goes there, and a typed one does not", () => {
    const state = dial.initial({ a: [1, 1], b: [4, 3] });
    expect(dial.derived(dial.step(state, { type: "a", at: [-3, 4.1], snap: true })).dot).toBe(0);
    expect(dial.derived(dial.step(state, { type: "a", at: [-3, 4.1] })).dot).toBeCloseTo(0.3, 12);
  });
  test.each([[[3, 4], [4, 3], "positive: less than a right angle, 16.26° apart"], [[-3, 4], [4, 3], "a right angle"], [[-5, 0], [1, 1], "negative: more than a right angle, 135° apart"],
    [[2, 1], [4, 2], "same way"], [[-2, -1], [4, 2], "opposite ways"], [[0, 0], [4, 2], "a has length 0"], [[0, 0], [0, 0], "a and b have length 0"]] as [Vector, Vector, string][])(
    "%j and %j are told: %s", (a, b, says) => expect(dial.derived({ a, b }).sentence).toContain(says));
  test("whatever is done to it, all that is shown is finite", () => {
    const actions: fc.Arbitrary<dial.Action> = fc.oneof(
      fc.record({ type: fc.constantFrom("a" as const, "b" as const), at: anywhere, snap: fc.boolean() }), fc.record({ type: fc.constant("turn" as const), degrees: anything }));
    fc.assert(fc.property(fc.array(actions), (done) => {
      const state = done.reduce(dial.step, dial.initial({}));
      const { dot, cosine, angle, shadow, foot, sentence } = dial.derived(state);
      expect([...state.a, ...state.b, dot, cosine ?? 0, angle ?? 0, shadow ?? 0, ...(foot ?? [])].every(Number.isFinite)).toBe(true);
      expect(sentence).not.toMatch(wrong);
    }));
  });
});

describe("map grid", () => {
  test(`each of ${golden.maps.length} matrices has NumPy's determinant, rank and corner`, () => {
    const off = golden.maps.filter(({ matrix, det, rank, corner }) => {
      const got = grid.derived({ matrix });
      return !(agrees(got.det, det, 8) && got.rank === rank && got.flipped === got.det < 0 && grid.apply(matrix, [1, 1]).every((value, i) => agrees(value, corner[i])));
    });
    expect(off).toEqual([]);
  });
  test("the columns are the images of (1, 0) and (0, 1)", () => {
    fc.assert(fc.property(vector, vector, ([a, b], [c, d]) => {
      const matrix: grid.Matrix = [a, b, c, d];
      expect(grid.apply(matrix, [1, 0]).map((x) => x + 0)).toEqual(grid.column(matrix, 0).map((x) => x + 0));
      expect(grid.apply(matrix, [0, 1]).map((x) => x + 0)).toEqual(grid.column(matrix, 1).map((x) => x + 0));
    }));
  });
  test("the way there begins at the identity, ends at the matrix, and turns a rotation rigidly", () => {
    fc.assert(fc.property(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (angle, part) => {
      const rotation: grid.Matrix = [Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle)];
      const [a, b, c, d] = grid.between(rotation, part);
      expect(a * d - b * c).toBeCloseTo(1, 9);
      expect(a * b + c * d).toBeCloseTo(0, 9);
      grid.between(rotation, 0).forEach((value, i) => expect(value).toBeCloseTo([1, 0, 0, 1][i] as number, 12));
      grid.between(rotation, 1).forEach((value, i) => expect(value).toBeCloseTo(rotation[i] as number, 12));
    }));
  });
  test.each([[[1, 1, 0, 1], "areas stay as they are."], [[-1, 0, 0, 1], "and the F is flipped."], [[0.5, 0.5, 0.5, 0.5], "rank 1: all lands on one line"],
    [[0, 0, 0, 0], "rank 0"], [[2, 0, 0, 3], "areas times 6."]] as [grid.Matrix, string][])("%j is told: %s", (matrix, says) => expect(grid.derived({ matrix }).sentence).toContain(says));
  test("a column dragged within a hair of the other's line lands on it: rank 1", () => {
    const state = grid.initial({ matrix: [2, 0, 1, 1] });
    expect(grid.derived(grid.step(state, { type: "column", index: 1, at: [1.9, 1], snap: true })).rank).toBe(1);
    expect(grid.derived(grid.step(state, { type: "column", index: 1, at: [1.9, 1] })).rank).toBe(2);
  });
  test("whatever is done to it, all that is shown is finite", () => {
    const index = fc.constantFrom<0 | 1>(0, 1);
    fc.assert(fc.property(fc.array(fc.record({ type: fc.constant("column" as const), index, at: anywhere, snap: fc.boolean() })), (done) => {
      const state = done.reduce<grid.State>(grid.step, grid.initial({}));
      const { det, sentence } = grid.derived(state);
      expect([...state.matrix, det, ...grid.between(state.matrix, 0.5)].every(Number.isFinite)).toBe(true);
      expect(sentence).not.toMatch(wrong);
    }));
  });
});

describe("multiplication order", () => {
  test.each(golden.orders)("$sizes costs what counting each multiplication and addition gives", ({ sizes, left, right }) => {
    const got = order.derived({ sizes });
    expect([got.left.total, got.right.total]).toEqual([left, right]);
  });
  test("at n = 1000 with a vector: 2.002e9 against 4e6, 500.5 times", () => {
    const { left, right, ratio, cheaper, sentence } = order.derived(order.initial({}));
    expect([left.total, right.total, ratio, cheaper]).toEqual([2_002_000_000, 4_000_000, 500.5, "right"]);
    expect(sentence).toBe("(AB)C costs 2.002e9 flops, A(BC) 4e6, 500.5 times less. On the way, AB has 1e6 numbers and BC 1000.");
  });
  test("the transposed chain, CᵀBᵀAᵀ, costs the same with the two ways exchanged", () => {
    const size = fc.integer({ min: 1, max: order.LARGEST });
    fc.assert(fc.property(size, size, size, size, (n, m, p, q) => {
      const [one, other] = [order.derived({ sizes: [n, m, p, q] }), order.derived({ sizes: [q, p, m, n] })];
      expect(other.left.total).toBeCloseTo(one.right.total, -Math.log10(one.right.total) + 12);
      expect(one.ratio).toBeGreaterThanOrEqual(1);
    }));
  });
  test("a size that is none changes nothing", () => {
    const state = order.initial({});
    for (const size of [0, -1, 1.5, NaN, Infinity, 1e7]) expect(order.step(state, { type: "size", index: 0, size })).toBe(state);
  });
});

describe("arrows", () => {
  test("a tip is snapped to the grid, without −0", () => expect(snapped([0.1 + 0.2, -0.01], 0.1)).toEqual([0.3, 0]));
  test("what is snapped to a line or to a right angle lies there, and has moved little", () => {
    fc.assert(fc.property(vector, vector, fc.boolean(), (v, other, right) => {
      fc.pre(Math.hypot(...v) > 0.1 && Math.hypot(...other) > 0.1);
      const found = aligned(v, other, 2, right);
      if (found === v) return;
      const off = right ? found[0] * other[0] + found[1] * other[1] : found[0] * other[1] - found[1] * other[0];
      expect(Math.abs(off)).toBeLessThan(1e-9 * Math.hypot(...v) * Math.hypot(...other));
      expect(Math.hypot(found[0] - v[0], found[1] - v[1])).toBeLessThanOrEqual(Math.hypot(...v) * Math.sin(0.0350));
    }));
  });
  test("the nearest of several tips is found, and a plane reaches to the largest number", () => {
    expect(nearest([[0, 0], [10, 0]], 7, 1)).toBe(1);
    expect([reachFor([1, -2], 3), reachFor([1, -4.2], 3)]).toEqual([3, 5]);
  });
});

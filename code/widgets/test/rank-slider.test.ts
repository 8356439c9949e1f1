/** The rank slider: expected numbers are what Eckart and Young prove, and exact counts. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { derived, FULL, initial, percent, step, type Action, type State } from "../src/rank-slider/model.ts";
import { PICTURES, type PictureName } from "../src/rank-slider/pictures.ts";
import { partial, svd } from "../src/rank-slider/svd.ts";

const names = Object.keys(PICTURES) as PictureName[];
const sum = (values: Iterable<number>): number => [...values].reduce((all, value) => all + value, 0);
const size = (table: Float64Array): number => Math.sqrt(sum(table.map((cell) => cell * cell)));

test("the table of Lesson 4: [[3, 0], [4, 5]] has σ = 3√5 and √5, and its rank-1 part is [[1.5, 1.5], [4.5, 4.5]]", () => {
  const found = svd(Float64Array.of(3, 0, 4, 5), 2, 2);
  expect([...found.values]).toEqual([expect.closeTo(3 * Math.sqrt(5), 12), expect.closeTo(Math.sqrt(5), 12)]);
  expect([...partial(found, 1)]).toEqual([1.5, 1.5, 4.5, 4.5].map((cell) => expect.closeTo(cell, 12)));
});

const tables = fc.integer({ min: 1, max: 6 }).chain((rows) => fc.integer({ min: 1, max: 7 }).chain((columns) =>
  fc.record({ rows: fc.constant(rows), columns: fc.constant(columns), cells: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: rows * columns, maxLength: rows * columns }) })));

test("all patterns together are the table, their columns are perpendicular, and the squares add up", () => {
  fc.assert(fc.property(tables, ({ rows, columns, cells }) => {
    const table = Float64Array.from(cells);
    const found = svd(table, rows, columns);
    partial(found, rows).forEach((cell, k) => expect(Math.abs(cell - (table[k] as number))).toBeLessThan(1e-12));
    expect(Math.abs(sum(found.values.map((value) => value * value)) - size(table) ** 2)).toBeLessThan(1e-10);
    for (const side of [found.u, found.scaled]) {
      side.forEach((one, i) => side.slice(0, i).forEach((other) => expect(Math.abs(sum(one.map((x, k) => x * (other[k] as number))))).toBeLessThan(1e-10)));
    }
  }));
});

test.each(names)("of %s each pattern more leaves a smaller error, whose size is that of the singular values left out", (picture) => {
  let last = Infinity;
  for (let rank = 0; rank <= FULL; rank++) {
    const { error, relative, values, cells, energy } = derived(initial({ picture, rank }));
    const left = Math.sqrt(sum(values.slice(rank).map((value) => value * value)));
    expect(Math.abs(size(error) - left)).toBeLessThan(1e-12 * size(cells));
    expect(energy + relative * relative).toBeCloseTo(1, 12);
    expect(relative).toBeLessThanOrEqual(last);
    last = relative;
  }
});

test("rings along the axes are three patterns, cos·cos − sin·sin and the ground; turned they are many", () => {
  expect(derived(initial({ picture: "straight", rank: 3 })).spectral).toBe(0);
  expect(derived(initial({ picture: "straight", rank: 2 })).spectral).toBeGreaterThan(1);
  expect(derived(initial({ picture: "tilted", rank: 3 })).spectral).toBeGreaterThan(1);
});

test.each([
  [{ rank: 0 }, "Rank 0: nothing is kept, and the error is the whole picture."],
  [{ rank: 1 }, "Rank 1: 57 numbers instead of 768. The error is 46.6 % of the picture; the next pattern has σ = 5.02."],
  [{ rank: 8 }, "Rank 8: 456 numbers instead of 768. The error is 0.578 % of the picture; the next pattern has σ = 0.0938."],
  [{ rank: 24 }, "Rank 24: 1368 numbers, more than the picture’s 768. There is no error: every pattern is kept."],
  [{ picture: "straight", rank: 3 }, "Rank 3: 171 numbers instead of 768. There is no error: all further singular values are 0 up to rounding."],
] as [Partial<State>, string][])("%j says: %s", (props, sentence) => expect(derived(initial(props)).sentence).toBe(sentence));

test.each([[0, "0 %"], [1, "100 %"], [0.5, "50 %"], [0.0057821, "0.578 %"], [0.9234567, "92.3 %"], [0.99996656, "99.9967 %"], [0.99999999, "> 99.9999 %"], [3e-7, "3e−5 %"]])(
  "%d of 1 is %s", (part, text) => expect(percent(part)).toBe(text));

test("13 patterns are the last that cost less than the picture", () => {
  expect(derived(initial({ rank: 13 })).stored).toBe(741);
  expect(derived(initial({ rank: 14 })).sentence).toMatch(/798 numbers, more than the picture’s 768/);
});

const anything = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1e308));
const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ type: fc.constant("rank" as const), rank: anything }), fc.record({ type: fc.constant("more" as const), by: anything }),
  fc.record({ type: fc.constant("picture" as const), picture: fc.constantFrom(...names) }),
);

test("whatever is done to it, the rank is a whole number from 0 to 24, and it can be reset", () => {
  fc.assert(fc.property(fc.array(actions, { maxLength: 12 }), (done) => {
    const first = initial({});
    let state: State = first;
    for (const action of done) state = step(state, action);
    expect(Number.isInteger(state.rank) && state.rank >= 0 && state.rank <= FULL).toBe(true);
    expect(derived(state).sentence).not.toMatch(/NaN|inf|undefined|null/);
    expect(step(state, { type: "set", state: first })).toEqual(first);
  }));
});

/** The kit's pure parts: options, links, history, numbers. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { python, shown } from "../src/kit/format.ts";
import { OTHER_VERSION, readHash, UNREADABLE, writeHash } from "../src/kit/hash.ts";
import { advance, begin, release, undo } from "../src/kit/history.ts";
import { readNumber, readNumbers, readPoint, readValue, readValues, writeValue } from "../src/kit/options.ts";
import { OPTIONS } from "../src/descent-playground/props.ts";

const id = "fig-descent-playground";

test.each([["0.4", 0.4], ["1/3", 1 / 3], ["−1.5", -1.5], [" 1e-3 ", 0.001], [".5", 0.5], ["2.", 2]])("%j is read as a number", (text, value) => {
  expect(readNumber(text)).toBe(value);
});

test.each(["", "abc", "NaN", "Infinity", "1/0", "1e999", "0x10", "1 2", "--1", "1,5"])("%j is no number", (text) => {
  expect(readNumber(text)).toBeNull();
});

test.each(["4 3", "(4, 3)", "[4,3]", "4,3", " 4 ,  3 "])("%j is read as a point", (text) => {
  expect(readPoint(text)).toEqual([4, 3]);
});

test.each(["", "4", "4 3 2", "x y", "4 NaN"])("%j is no point", (text) => expect(readPoint(text)).toBeNull());

test.each(["4 2 2 4", "[[4, 2], [2, 4]]", "4,2,2,4", "(4, 2; 2, 4)", " 4  2/1 2 4 "])("%j is read as four numbers", (text) => {
  expect(readNumbers(text)).toEqual([4, 2, 2, 4]);
});

test.each(["", "4 2 2", "4 2 2 4 1", "4 2 2 x", "4 2 2 NaN", "4,,2,2"])("%j is no four numbers", (text) => {
  expect(readValue({ type: "numbers", count: 4 }, text)).toBeNull();
});

test("numbers beyond the limits are refused, and those read are written back", () => {
  const option = { type: "numbers", count: 4, min: -20, max: 20 } as const;
  expect(readValue(option, "20 0 0 -20")).toEqual([20, 0, 0, -20]);
  expect(readValue(option, "20.5 0 0 1")).toBeNull();
  expect(readValue(option, "1 0 0 -20.5")).toBeNull();
  expect(readValue(option, writeValue([0.1, -2, 1 / 3, 4]))).toEqual([0.1, -2, 1 / 3, 4]);
});

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0);

test("a state written into a link is read back to the very same numbers", () => {
  const state = fc.record({
    surface: fc.constantFrom("bowl", "round", "valley", "rosenbrock", "saddle", "basins"),
    eta: finite.map(Math.abs), start: fc.tuple(finite, finite), steps: fc.nat(10_000), flip: fc.boolean(), forget: fc.boolean(),
  });
  fc.assert(fc.property(state, (values) => {
    const link = readHash(id, writeHash(id, values), OPTIONS);
    expect(link?.notice).toBe("");
    expect({ flip: false, forget: false, ...link?.values }).toEqual(values);
  }));
});

test("no hash at all throws, and whatever it sets is a legal value", () => {
  fc.assert(fc.property(fc.string(), fc.string(), (junk, value) => {
    for (const hash of [junk, `#${junk}`, `#${id}~1~${junk}`, `#${id}~1~eta=${value}&steps=${value}&__proto__=${value}`]) {
      const eta = readHash(id, hash, OPTIONS)?.values["eta"];
      expect(eta === undefined || (Number.isFinite(eta) && Number(eta) >= 0)).toBe(true);
    }
  }));
});

test("a link of another version sets nothing and says so", () => {
  expect(readHash(id, `#${id}~0~eta=0.4`, OPTIONS)).toEqual({ values: {}, notice: OTHER_VERSION });
  expect(readHash(id, `#${id}~99`, OPTIONS)).toEqual({ values: {}, notice: OTHER_VERSION });
});

test("a link that is wrong in part sets the rest and says so", () => {
  const link = readHash(id, `#${id}~1~eta=NaN&start=4,3&steps=99999&colour=red`, OPTIONS);
  expect(link).toEqual({ values: { start: [4, 3] }, notice: UNREADABLE });
});

test("a link to the figure, or to another, sets nothing", () => {
  expect(readHash(id, `#${id}`, OPTIONS)).toBeNull();
  expect(readHash(id, "#fig-other~1~eta=0.4", OPTIONS)).toBeNull();
  expect(readHash(id, "", OPTIONS)).toBeNull();
});

test("names that every object has are no options", () => {
  expect(readValues(OPTIONS, [["constructor", "1"], ["toString", ""]])).toEqual({ values: {}, lost: ["constructor", "toString"] });
});

test("undo takes back one change, and all of one drag at once", () => {
  let history = begin(0);
  history = advance(history, 1);
  for (const x of [2, 3, 4]) history = advance(history, x, "drag");
  history = advance(release(history), 5, "drag");
  expect([history.present, undo(history).present, undo(undo(history)).present, undo(undo(undo(history))).present]).toEqual([5, 4, 1, 0]);
});

test("undo at the beginning, and a change that changes nothing, leave the history as it is", () => {
  const history = begin({});
  expect(undo(history)).toBe(history);
  expect(advance(history, history.present)).toBe(history);
});

test.each([[43, "43"], [7.2448, "7.245"], [0.0021271, "0.002127"], [1.8935e7, "1.894e7"], [3.91e-11, "3.91e−11"], [1e5, "1e5"],
  [-3, "−3"], [0, "0"], [-0, "0"], [Infinity, "inf"], [-Infinity, "−inf"], [NaN, "NaN"]])("%d is shown as %s", (value, text) => {
  expect(shown(value)).toBe(text);
});

test.each([[4, "4.0"], [0.1, "0.1"], [1e-7, "1e-07"], [1e21, "1e+21"], [-2.5, "-2.5"]])("%d is %s in Python", (value, text) => {
  expect(python(value)).toBe(text);
});

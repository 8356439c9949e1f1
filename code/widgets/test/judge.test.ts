import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readFormula } from "../src/question/formula.ts";
import { judge } from "../src/question/judge.ts";
import type { Blank, NumberBlank, ShapeBlank, TextBlank, TraceBlank, VectorBlank } from "../src/question/types.ts";

const absolute = (size: number) => ({ size, relative: false });
const secant: NumberBlank = { kind: "number", value: 4.1, tolerance: absolute(0.005), slips: [4, 0.41] };
const step: VectorBlank = { kind: "vector", value: [3.2, 1.2], tolerance: absolute(0.005), slips: [[4.8, 4.8], [[3.2], [1.2]]] };
const column: ShapeBlank = { kind: "shape", value: [5], slips: [[5, 1]] };
const word: TextBlank = { kind: "text", value: ["overshoot", "it overshoots"], slips: [["flipped sign"]] };
const print: TraceBlank = { kind: "trace", value: "0 [4. 3.]\n1 [3.2 1.2]", slips: [["0 [4. 3.]"]] };
const partial: Blank = {
  kind: "formula", variables: ["x", "y"], points: [[0.3, 1.7, -2.2], [1.1, 0.4, 3.2]],
  values: [0.66, 1.36, -14.08], slips: [[0.6, 3.4, -4.4]],
};
const all: Blank[] = [secant, step, column, word, print, partial];
const verdict = (blank: Blank, typed: string) => judge(blank, typed, readFormula);

describe("a number", () => {
  test("is right within the tolerance, and the slip nearest to it is named", () => {
    expect(verdict(secant, "4.104")).toEqual({ verdict: "right" });
    expect(verdict(secant, "4.106")).toEqual({ verdict: "wrong" });
    expect(verdict(secant, "4.00")).toEqual({ verdict: "slip", slip: 0 });
    expect(verdict({ ...secant, slips: [2, 2.008] }, "2.005")).toEqual({ verdict: "slip", slip: 1 });
  });

  test("of infinite or missing value is met by its word alone", () => {
    const endless: NumberBlank = { ...secant, value: "inf", slips: ["-inf", "nan"] };
    expect(verdict(endless, "∞")).toEqual({ verdict: "right" });
    expect(verdict(endless, "-inf")).toEqual({ verdict: "slip", slip: 0 });
    expect(verdict(endless, "NaN")).toEqual({ verdict: "slip", slip: 1 });
    expect(verdict(endless, "1e308")).toEqual({ verdict: "wrong" });
    expect(verdict(endless, "1e309").verdict).toBe("syntax");
  });

  test("printed by JavaScript within the tolerance is accepted, and twice the tolerance away is not", () => {
    const size = fc.double({ min: 1e-6, max: 0.2, noNaN: true });
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(fc.property(value, size, fc.boolean(), fc.double({ min: -0.99, max: 0.99, noNaN: true }), (key, tolerance, relative, part) => {
      const blank: NumberBlank = { kind: "number", value: key, tolerance: { size: tolerance, relative }, slips: [] };
      const most = Math.max(relative ? tolerance * Math.abs(key) : tolerance, 1e-9 * Math.max(1, Math.abs(key)));
      expect(verdict(blank, String(key + part * most)).verdict).toBe("right");
      expect(verdict(blank, String(key + 2 * most)).verdict).toBe("wrong");
      expect(verdict(blank, (key - 2 * most).toExponential()).verdict).toBe("wrong");
    }));
  });
});

describe("a vector", () => {
  test("is told from its slips, from other lengths and from a column", () => {
    expect(verdict(step, "3.2 1.2")).toEqual({ verdict: "right" });
    expect(verdict(step, "(4.8, 4.8)")).toEqual({ verdict: "slip", slip: 0 });
    expect(verdict(step, "[[3.2], [1.2]]")).toEqual({ verdict: "slip", slip: 1 });
    expect(verdict(step, "[[3.2, 1.2]]")).toEqual({
      verdict: "wrong", note: "You typed a matrix with 1 row and 2 columns; the answer is a vector with 2 entries.",
    });
    expect(verdict(step, "3.2 1.3")).toEqual({ verdict: "wrong" });
    expect(verdict(step, "[[1, 2], [3]]")).toEqual({ verdict: "syntax", note: "The rows differ in length." });
  });

  test("printed by JavaScript is accepted, and with one entry off it is not", () => {
    const entries = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(entries, fc.nat(), fc.constantFrom(", ", " ", ","), (value, at, gap) => {
      const blank: VectorBlank = { kind: "vector", value, tolerance: absolute(0.01), slips: [] };
      expect(verdict(blank, `[${value.join(gap)}]`).verdict).toBe("right");
      const off = value.with(at % value.length, value[at % value.length]! + 0.02);
      expect(verdict(blank, off.join(gap)).verdict).toBe("wrong");
    }));
  });
});

describe("a shape", () => {
  test("(5,), 5 and (5, 1) are three answers, and each slip is named", () => {
    expect(verdict(column, "(5,)")).toEqual({ verdict: "right" });
    expect(verdict(column, "(5, 1)")).toEqual({ verdict: "slip", slip: 0 });
    expect(verdict(column, "5")).toMatchObject({ verdict: "wrong", note: expect.stringContaining("a number, not a shape") });
    expect(verdict(column, "(1, 5)")).toMatchObject({ verdict: "wrong", note: expect.stringContaining("2 axes") });
    expect(verdict({ ...column, value: 5, slips: [] }, "(5,)")).toEqual({ verdict: "wrong", note: "That is a shape, not a number." });
  });

  test("of any axes is accepted as Python prints it, and no other is", () => {
    const shape = fc.array(fc.nat(999), { maxLength: 4 });
    const python = (axes: number[]) => `(${axes.join(", ")}${axes.length === 1 ? "," : ""})`;
    fc.assert(fc.property(shape, shape, (value, other) => {
      expect(verdict({ kind: "shape", value, slips: [] }, python(value)).verdict).toBe("right");
      expect(verdict({ kind: "shape", value, slips: [] }, python(other)).verdict === "right").toBe(String(value) === String(other));
    }));
  });
});

describe("words and printed lines", () => {
  test("are blind to case, blanks and quotation marks, not to words", () => {
    expect(verdict(word, "  It  OVERSHOOTS. ")).toEqual({ verdict: "right" });
    expect(verdict(word, "“overshoot”")).toEqual({ verdict: "right" });
    expect(verdict(word, "Flipped sign")).toEqual({ verdict: "slip", slip: 0 });
    expect(verdict(word, "undershoot")).toEqual({ verdict: "wrong" });
  });

  test("of a trace may be spaced as one likes, and a missing line is missed", () => {
    expect(verdict(print, "0 [4.  3.] \r\n1 [ 3.2 1.2 ]\n")).toEqual({ verdict: "right" });
    expect(verdict(print, "0 [4. 3.]")).toEqual({ verdict: "slip", slip: 0 });
    expect(verdict(print, "0 [4. 3.] 1 [3.2 1.2]")).toMatchObject({ note: expect.stringContaining("line breaks differ") });
    expect(verdict({ ...print, value: "True" }, "true")).toMatchObject({ verdict: "wrong", note: expect.stringContaining("capitals") });
  });
});

describe("a formula", () => {
  test.each(["2*x*y", "2xy", "2 x y", "x*y*2", "xy+yx", "2x·y", "2*y(x)", "f_x = 2xy", "((2x)y)", "2x y^1", "2*x*y**1", "2x²y/x"])("%j is 2xy", (typed) => {
    expect(verdict(partial, typed)).toEqual({ verdict: "right" });
  });

  test.each([["2x", { verdict: "slip", slip: 0 }], ["2.0001xy", { verdict: "wrong" }], ["x^2 y", { verdict: "wrong" }]])("%j is %j", (typed, outcome) => {
    expect(verdict(partial, typed)).toEqual(outcome);
  });

  test.each([
    ["2*z", "The name “z” is not known here. The formula is in x and y."],
    ["2x*", "The formula can't be read: something is missing at its end."],
    ["2(x", "The formula can't be read: a closing bracket is missing."],
    ["sin x", "Write sin with brackets: sin(x)."],
    ["sin(x, y)", "sin takes one value in its brackets."],
    ["alert(1)", "The name “alert” is not known here. The formula is in x and y."],
    ["x; y", "“;” can't stand in a formula here."],
    ["x'", "“'” can't stand in a formula here."],
    ["'a'", "“'” can't stand in a formula here."],
    ["x.constructor", "Only sums, products, powers and functions can be read here."],
    ["constructor(x)", "The name “constructor” is not known here. The formula is in x and y."],
  ])("%j is not read, and the sentence says why", (typed, note) => {
    expect(verdict(partial, typed)).toEqual({ verdict: "syntax", note });
  });

  test("of functions has the value that Math gives it", () => {
    const value = (typed: string, at: number) => {
      const read = readFormula(typed, ["x"], String);
      return "ok" in read ? read.ok([at]) : NaN;
    };
    fc.assert(fc.property(fc.double({ min: 0.1, max: 5, noNaN: true }), (x) => {
      expect(value("exp(-x)/(1+x)", x)).toBeCloseTo(Math.exp(-x) / (1 + x), 12);
      expect(value("np.log(x) + ln(x)", x)).toBeCloseTo(2 * Math.log(x), 12);
      expect(value("sqrt(x) sin(2x)", x)).toBeCloseTo(Math.sqrt(x) * Math.sin(2 * x), 12);
      expect(value("-x^2 + e^x - pi", x)).toBeCloseTo(-x * x + Math.exp(x) - Math.PI, 10);
      expect(value("3(x+1)^2", x)).toBeCloseTo(3 * (x + 1) ** 2, 10);
      expect(value("x(x+1)", x)).toBeCloseTo(x * (x + 1), 10);
    }));
  });
});

describe("whatever is typed", () => {
  // Pieces that readers of numbers, lists and formulas meet, so that the dice find more than "".
  const piece = fc.constantFrom(
    "1", "2.5", "-", "−", ",", ", ", " ", "(", ")", "[", "]", "/", "^", "**", "e", "x", "y", "10^", "inf", "nan", "=", ";", "\n",
    "sin", "sin(", "__proto__", "constructor", "toString", "<b>", "&", "%", "'", '"', "\\", "⁻³", "½", "∞", "𝑥", "\u0000", "\u202E", "NaN", "0x1F",
  );
  const text = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.array(piece, { maxLength: 25 }).map((parts) => parts.join("")));

  test("there is a verdict, and no crash", () => {
    fc.assert(fc.property(text, fc.constantFrom(...all), (typed, blank) => {
      expect(["right", "slip", "wrong", "syntax", "empty"]).toContain(verdict(blank, typed).verdict);
    }), { numRuns: 3000 });
  });

  test("very long texts are refused at once", () => {
    for (const typed of ["(".repeat(1e5), "1".repeat(1e5), "-".repeat(1999), "1,".repeat(999), "x^".repeat(140), "(".repeat(299), "[".repeat(1999)]) {
      for (const blank of all) expect(verdict(blank, typed).verdict).not.toBe("right");
    }
  });
});

import { describe, expect, test } from "vitest";
import { axes, readNested, readNumber, readShape } from "../src/question/read.ts";

describe("a number", () => {
  test.each([
    ["4.1", 4.1], [" 4.10 ", 4.1], [".5", 0.5], ["2.", 2], ["+3", 3], ["-3", -3], ["−3", -3], ["– 3", -3],
    ["1e-3", 1e-3], ["1E3", 1e3], ["1.89e7", 1.89e7], ["1.89*10^7", 1.89e7], ["1.89 × 10^7", 1.89e7], ["1.89·10⁷", 1.89e7],
    ["2·10^-3", 2e-3], ["2*10**-3", 2e-3], ["2·10⁻³", 2e-3], ["2x10^(-3)", 2e-3], ["10^-2", 1e-2], ["-10^2", -100],
    ["1/3", 1 / 3], ["-2 / 3", -2 / 3], ["1/-4", -0.25], ["1⁄2", 0.5],
    ["1,050", 1050], ["1,050,000.5", 1050000.5], ["1_050", 1050], ["= 4.1", 4.1], ["≈4.1", 4.1], ["４．１", 4.1],
    ["inf", Infinity], ["-∞", -Infinity], ["np.inf", Infinity], ["Infinity", Infinity], ["nan", NaN], ["NaN", NaN],
  ])("%j is read as %d", (typed, value) => {
    expect(readNumber(typed)).toEqual({ ok: value });
  });

  test.each([
    ["abc", "This is no number: “abc”."],
    ["4,1", "Write a decimal point: 4.1."],
    ["20%", "Write the number without the percent sign."],
    ["5 steps", "Write the number alone, without “steps”."],
    ["[4.1]", "“[4.1]” has brackets; one number is asked for."],
    ["2*3", "This is no number: “2*3”."],
    ["1e999", "“1e999” is beyond every number that can be stored."],
    ["1/0", "“1/0” is beyond every number that can be stored."],
    ["1½", "This is no number: “1½”."],
    ["1 2", "This is no number: “1 2”."],
  ])("%j is not read, and the sentence says why", (typed, sentence) => {
    expect(readNumber(typed)).toEqual({ no: sentence });
  });
});

describe("a vector or matrix", () => {
  test.each([
    ["[1.8, 3.4]", [1.8, 3.4]], ["1.8 3.4", [1.8, 3.4]], ["(1.8; 3.4)", [[1.8], [3.4]]], ["1.8,3.4,", [1.8, 3.4]],
    ["⟨1.8, −3.4⟩", [1.8, -3.4]], ["[ 1.8  - 3.4 ]", [1.8, -3.4]], ["np.array([1.8, 3.4])", [1.8, 3.4]],
    ["tensor([1., 2.])", [1, 2]], ["1/3 2·10^-3", [1 / 3, 2e-3]], ["[1e-3, 10^(-3)]", [1e-3, 1e-3]],
    ["[[1, 2], [3, 4]]", [[1, 2], [3, 4]]], ["[[1 2]\n [3 4]]", [[1, 2], [3, 4]]], ["1 2; 3 4", [[1, 2], [3, 4]]],
    ["1 2\n3 4", [[1, 2], [3, 4]]], ["[1 2; 3 4]", [[1, 2], [3, 4]]], ["((1, 2), (3, 4))", [[1, 2], [3, 4]]],
    ["[[1, 2]]", [[1, 2]]], ["7", [7]], ["[inf, nan]", [Infinity, NaN]],
  ])("%j is read", (typed, value) => {
    expect(readNested(typed)).toEqual({ ok: value });
  });

  test.each([
    ["[1, 2", "A closing ] is missing."], ["1, 2]", "There is a ] too many."], ["[1, 2)", "The brackets don't match."],
    ["", "There is no number in it."], ["1, x", "This is no number: “x”."], ["[".repeat(99), "Too many brackets."],
  ])("%j is not read, and the sentence says why", (typed, sentence) => {
    expect(readNested(typed)).toEqual({ no: sentence });
  });

  test("rows of different length have no axes", () => {
    expect(axes([[1, 2], [3]])).toBeNull();
    expect(axes([[1, 2], [3, 4], [5, 6]])).toEqual([3, 2]);
    expect(axes(5)).toEqual([]);
  });
});

describe("a shape", () => {
  test.each([
    ["(5,)", [5]], ["5,", [5]], ["[5]", [5]], ["torch.Size([5])", [5]], ["5", 5], ["(5)", 5], ["( 5 )", 5],
    ["(5, 1)", [5, 1]], ["5, 1", [5, 1]], ["5 1", [5, 1]], ["5×1", [5, 1]], ["5 x 1", [5, 1]], ["(2,3,)", [2, 3]], ["()", []],
  ])("%j is read", (typed, value) => {
    expect(readShape(typed)).toEqual({ ok: value });
  });

  test.each(["five", "(2.5,)", "(-1,)", "(,)", "((5,))", "(5,,1)", "n, 5"])("%j is not read", (typed) => {
    expect(readShape(typed)).toHaveProperty("no");
  });
});

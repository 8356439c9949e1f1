/** What a drawing becomes on a canvas: the calls, in order. */
import { expect, test } from "vitest";
import { paint, type Context, type Drawing, type Look, type Mark } from "../src/kit/painter.ts";

const look: Look = { stroke: "red", fill: "none", width: 2, dash: [4, 2], font: "13px serif", density: 0.5 };
type Call = readonly [name: string, ...given: unknown[]];

/** A canvas that notes what is asked of it. */
function painted(marks: readonly Mark[], more: Partial<Drawing> = {}): { calls: Call[]; canvas: { width: number; height: number } } {
  const calls: Call[] = [];
  const canvas = { width: 0, height: 0 };
  const context = new Proxy({ canvas } as Record<string, unknown>, {
    get: (target, name: string) => target[name] ?? ((...given: unknown[]) => void calls.push([name, ...given])),
    set(_, name: string, value: unknown) {
      calls.push([`${name}=`, value]);
      return true;
    },
  });
  paint(context as unknown as Context, { width: 100, height: 50, finest: 1, clip: [0, 0, 100, 50], marks, ...more });
  return { calls, canvas };
}

const names = (calls: readonly Call[]): string[] => calls.map(([name]) => name);

test("a canvas has the device's pixels, and is drawn in those of the style sheet", () => {
  const { calls, canvas } = painted([], { finest: 1.5 });
  expect(canvas).toEqual({ width: 150, height: 75 });
  expect(calls[0]).toEqual(["setTransform", 1.5, 0, 0, 1.5, 0, 0]);
  expect(calls[1]).toEqual(["clearRect", 0, 0, 100, 50]);
});

test("nothing is drawn outside the clip", () => {
  const { calls } = painted([{ as: "dots", look, points: [[1, 2]] }], { clip: [5, 6, 70, 30] });
  expect(calls).toContainEqual(["rect", 5, 6, 70, 30]);
  expect(names(calls).indexOf("clip")).toBeLessThan(names(calls).indexOf("arc"));
});

test("lines are one stroke, each from its own beginning", () => {
  const { calls } = painted([{ as: "lines", look, lines: [[[1, 2], [3, 4]], [[5, 6], [7, 8]]] }]);
  const at = names(calls).indexOf("moveTo");
  expect(calls.slice(at, at + 5)).toEqual([["moveTo", 1, 2], ["lineTo", 3, 4], ["moveTo", 5, 6], ["lineTo", 7, 8], ["stroke"]]);
  expect(calls).toContainEqual(["setLineDash", [4, 2]]);
});

test("an area is as dense as its look, and what follows is not", () => {
  const { calls } = painted([{ as: "area", look, points: [[0, 0], [1, 0], [1, 1]] }]);
  const dense = calls.filter(([name]) => name === "globalAlpha=" || name === "fill");
  expect(dense).toEqual([["globalAlpha=", 0.5], ["fill"], ["globalAlpha=", 1]]);
});

test.each([["none", "blue", ["stroke"]], ["white", "none", ["fill"]], ["white", "blue", ["fill", "stroke"]]])("fill %s and stroke %s", (fill, stroke, wanted) => {
  const { calls } = painted([{ as: "disc", look: { ...look, fill, stroke }, at: [10, 10], radius: 5 }]);
  expect(names(calls).filter((name) => name === "fill" || name === "stroke")).toEqual(wanted);
});

test("dots are as wide as the stroke, and filled with it", () => {
  const { calls } = painted([{ as: "dots", look, points: [[10, 20]] }]);
  expect(calls).toContainEqual(["arc", 10, 20, 1, 0, 2 * Math.PI]);
  expect(calls.filter(([name]) => name === "fillStyle=").at(-1)).toEqual(["fillStyle=", "red"]);
});

test("words without a halo are not outlined in the color of what was drawn before", () => {
  const { calls } = painted([{ as: "words", look: { ...look, stroke: "none" }, text: "10", at: [3, 4], anchor: "end" }]);
  expect(names(calls)).not.toContain("strokeText");
  expect(calls).toContainEqual(["fillText", "10", 3, 4]);
});

test("words lie on their halo", () => {
  const { calls } = painted([{ as: "words", look, text: "λ", at: [3, 4], anchor: "middle" }]);
  expect(calls.slice(-3)).toEqual([["strokeText", "λ", 3, 4], ["fillText", "λ", 3, 4], ["restore"]]);
  expect(calls).toContainEqual(["textAlign=", "center"]);
});

/** The page's numbers are the lesson's Python's: see tests/widget_golden.py. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { walk } from "../src/descent-playground/run.ts";
import type { SurfaceName } from "../src/descent-playground/surfaces.ts";
import type { CurveName } from "../src/tangent-explorer/curves.ts";
import { derived, initial } from "../src/tangent-explorer/model.ts";

interface GoldenRun { surface: SurfaceName; start: [number, number]; eta: number; slip: string; losses: (number | string)[]; last: (number | string)[] }
interface GoldenSlope { function: CurveName; x: number; y: number; slope: number | string; h: number; secant: number; left: number }

const golden = JSON.parse(readFileSync(new URL("golden.json", import.meta.url), "utf8")) as { runs: GoldenRun[]; slopes: GoldenSlope[] };
const number = (value: number | string): number =>
  typeof value === "number" ? value : { inf: Infinity, "-inf": -Infinity, nan: NaN }[value] ?? expect.fail(value);

/** Equal, both NaN, or within 1e-12 of the larger. */
const agrees = (a: number, b: number): boolean =>
  Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));

const surfaces = [...new Set(golden.runs.map((run) => run.surface))];

describe.each(surfaces)("on %s", (surface) => {
  const runs = golden.runs.filter((run) => run.surface === surface);
  test(`each of ${runs.length} runs has NumPy's loss after each of 50 steps`, () => {
    const off = runs.flatMap(({ start, eta, slip, losses, last }) => {
      const run = walk({ surface, start, eta, flip: slip === "flip", forget: slip === "forget", steps: losses.length - 1 });
      const ends = [run.xs.at(-1) as number, run.ys.at(-1) as number];
      const k = losses.findIndex((value, i) => !agrees(number(value), run.losses[i] as number));
      return k < 0 && ends.every((end, i) => agrees(end, number(last[i] as number))) ? [] : [{ start, eta, slip, k, want: losses[k], got: run.losses[k] }];
    });
    expect(off).toEqual([]);
  });
});

test("the golden runs hold what they should: infinities, NaN, and the rates of the brief", () => {
  const all = golden.runs.flatMap((run) => run.losses);
  expect(all).toContain("inf");
  expect(all).toContain("nan");
  for (const eta of [0.001, 0.01, 0.05, 0.1, 1 / 6, 0.2, 0.25, 0.3, 1 / 3, 0.35, 0.4]) {
    expect(golden.runs.some((run) => run.surface === "bowl" && run.eta === eta)).toBe(true);
  }
});

test("each height, slope and secant is NumPy's", () => {
  const off = golden.slopes.filter(({ function: name, x, y, slope, h, secant, left }) => {
    const right = derived(initial({ function: name, x, h }));
    const other = derived(initial({ function: name, x, h, left: true }));
    // A difference of two heights loses digits: sin and exp may differ in their last.
    const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-12 * Math.abs(a) + (4e-16 * Math.abs(y)) / h;
    return !(agrees(right.y, y) && agrees(right.slope ?? NaN, number(slope)) && near(right.secant, secant) && near(other.secant, left));
  });
  expect(off).toEqual([]);
});

/** Lesson 3's bowl x² + 3y², turned clockwise. Pure; its numbers are NumPy's (test/golden.json). */
import type { Run } from "../descent-playground/run.ts";

/** Curvatures along the gentle and along the steep direction: the eigenvalues, at every angle. */
export const GENTLE = 2;
export const STEEP = 6;
/** Where the run starts before the turn. */
export const START = [4, 3] as const;

export interface Bowl {
  /** The Hessian [[a, b], [b, d]]. */
  readonly hessian: readonly [a: number, b: number, d: number];
  readonly start: readonly [number, number];
  loss(x: number, y: number): number;
  grad(x: number, y: number): readonly [number, number];
  /** The same points in the bowl's own directions, gentle and steep. */
  along(run: Run): Run;
  /** Where a point of the bowl that was not turned comes to lie. */
  turn(gentle: number, steep: number): readonly [number, number];
}

export function bowl(angle: number): Bowl {
  const radians = (angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  // cos² and sin cos by the double angle: at 0°, 45° and 90° the entries are whole numbers.
  const [middle, half] = [(GENTLE + STEEP) / 2, (STEEP - GENTLE) / 2];
  const [a, d] = [middle - half * Math.cos(2 * radians), middle + half * Math.cos(2 * radians)];
  const b = half * Math.sin(2 * radians);
  const turn = (gentle: number, steep: number): readonly [number, number] => [cos * gentle + sin * steep, cos * steep - sin * gentle];
  return {
    hessian: [a, b, d],
    start: turn(...START),
    loss: (x, y) => (x * (a * x + b * y) + y * (b * x + d * y)) / 2,
    grad: (x, y) => [a * x + b * y, b * x + d * y],
    along({ xs, ys, losses }) {
      return { losses, xs: xs.map((x, k) => cos * x - sin * (ys[k] as number)), ys: ys.map((y, k) => sin * (xs[k] as number) + cos * y) };
    },
    turn,
  };
}

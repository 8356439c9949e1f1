/** One run of gradient descent: every point with its loss. Pure; the numbers are NumPy's (test/golden.json). */
import { surfaceOf, type Surface, type SurfaceName } from "./surfaces.ts";

export interface Setting {
  readonly surface: SurfaceName;
  readonly eta: number;
  readonly start: readonly [number, number];
  /** Step up the gradient instead of down: the flipped sign. */
  readonly flip: boolean;
  /** Never clear the gradient, so that each step follows the sum of all so far. */
  readonly forget: boolean;
  readonly steps: number;
}

/** Row k is the point after k steps. */
export interface Run {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly losses: Float64Array;
}

const runs = new WeakMap<Setting, Run>();

/** A setting's run is computed once. */
export function walk(setting: Setting): Run {
  const known = runs.get(setting);
  if (known) return known;
  const run = descend(surfaceOf(setting.surface), setting);
  runs.set(setting, run);
  return run;
}

/** A run on any surface. */
export function descend({ loss, grad }: Pick<Surface, "loss" | "grad">, { eta, start, flip, forget, steps }: Omit<Setting, "surface">): Run {
  const xs = new Float64Array(steps + 1);
  const ys = new Float64Array(steps + 1);
  const losses = new Float64Array(steps + 1);
  let [x, y] = start;
  let [gx, gy] = [0, 0];
  for (let k = 0; ; k++) {
    xs[k] = x;
    ys[k] = y;
    losses[k] = loss(x, y);
    if (k === steps) return { xs, ys, losses };
    const [dx, dy] = grad(x, y);
    [gx, gy] = forget ? [gx + dx, gy + dy] : [dx, dy];
    x = flip ? x + eta * gx : x - eta * gx;
    y = flip ? y + eta * gy : y - eta * gy;
  }
}

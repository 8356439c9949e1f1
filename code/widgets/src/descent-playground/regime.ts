/** What a run is doing, in one word, from the steps taken so far and nothing else. Pure. */
import type { Run, Setting } from "./run.ts";
import { surfaceOf } from "./surfaces.ts";

export type Name =
  | "ready" | "falling" | "climbing" // too early to say more
  | "converging" | "zig-zag" | "bouncing" | "diverging" | "stuck" | "converged" | "diverged";

export interface Regime {
  readonly name: Name;
  /** The reason, for the sentence; may be "". */
  readonly why: string;
  /** The first step at which a diverged run was lost, else -1. */
  readonly lostAt: number;
}

/** Beyond this many times the first loss a run does not come back. */
const LOST = 1e12;

export function regime(setting: Setting, { xs, ys, losses }: Run): Regime {
  const said = (name: Name, why = ""): Regime => ({ name, why, lostAt: -1 });
  const n = losses.length - 1;
  const at = (values: Float64Array, k: number): number => values[k] as number;
  const first = at(losses, 0);
  const lostAt = losses.findIndex((loss) => !(loss <= LOST * (1 + first)));
  if (lostAt >= 0) return { name: "diverged", why: "", lostAt };
  if (n === 0) return said("ready");
  if (setting.eta === 0) return said("stuck", "η is 0, so no step moves");

  const surface = surfaceOf(setting.surface);
  const [x, y] = [at(xs, n), at(ys, n)];
  const move = (k: number): [number, number] => [at(xs, k) - at(xs, k - 1), at(ys, k) - at(ys, k - 1)];
  const [dx, dy] = move(n);
  const size = Math.hypot(dx, dy);
  const width = surface.x[1] - surface.x[0];

  // Close to a minimum, and hardly moving.
  const near = surface.minima.findIndex(([a, b]) => Math.hypot(x - a, y - b) < 1e-3 * width);
  if (near >= 0 && (size < 1e-3 * width || Math.hypot(...surface.grad(x, y)) < 1e-9)) {
    return said("converged", surface.local ? (near ? "in the higher of the two basins" : "in the lower basin") : "");
  }
  const rise = at(losses, n) - at(losses, n - 1);
  const flat = Math.abs(rise) <= 1e-4 * Math.abs(at(losses, n - 1));
  if (flat && size < 1e-3 * width) {
    const [gx, gy] = surface.grad(x, y);
    return said("stuck", Math.hypot(gx, gy) < 0.1 ? "the slope here is almost 0, and this is no minimum" : "the steps are tiny");
  }
  if (n === 1) return said(rise > 0 ? "climbing" : "falling");

  const seen = Math.min(n, 20);
  let ups = 0, downs = 0, early = 0, late = 0;
  for (let k = n - seen; k <= n; k++) {
    const loss = at(losses, k);
    if (k - (n - seen) <= seen / 2) early = Math.max(early, loss);
    else late = Math.max(late, loss);
    if (k === n - seen) continue;
    const change = loss - at(losses, k - 1);
    const limit = 1e-3 * Math.abs(at(losses, k - 1));
    if (change > limit) ups += 1;
    else if (change < -limit) downs += 1;
  }
  const [px, py] = move(n - 1);
  const before = Math.hypot(px, py);
  // A coordinate that turns around, and that is a fair part of the step.
  const turns = (d: number, p: number): boolean => d * p < 0 && Math.abs(d) > 0.1 * size;
  const turned = [turns(dx, px) ? "x" : "", turns(dy, py) ? "y" : ""].filter(Boolean).join(" and ");

  if (turned) {
    const ratio = size / before;
    const sides = `${turned} ${turned.length > 1 ? "change" : "changes"} direction at every step`;
    if (rise > 0 && ratio > 1.005 && !setting.forget) return said("diverging", `${sides}, further each time`);
    if (ratio > 0.995 && ratio < 1.005) return said("bouncing", `${sides} and the swings stay as wide`);
    if (ups === 0) return said("zig-zag", `${sides}, while the loss falls`);
  }
  if (ups && downs) {
    if (late > 4 * early) return said("diverging", "each climb is higher than the last");
    if (n > 4 && late < early / 4) return said("zig-zag", "the loss swings on its way down");
    return said("bouncing", "the loss swings and does not settle");
  }
  if (ups) return said("diverging", setting.flip ? "each step goes up the slope" : "");
  return said("converging");
}

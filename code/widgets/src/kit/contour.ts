/** Contour lines of a function. */
import { contours } from "d3-contour";
import { svg } from "./dom.ts";
import type { Scale } from "./scale.ts";

const CELLS = 128;
const BEYOND = 5;
const kept = new Map<string, string[]>();

/** One line a level, in pixels. Fifty figures of one surface compute it once. */
function lines(name: string, f: (x: number, y: number) => number, levels: readonly number[], x: Scale, y: Scale): string[] {
  const key = `${name} ${x.range.join()} ${y.range.join()}`;
  let found = kept.get(key);
  if (!found) {
    const [left, right] = x.range;
    const [bottom, top] = y.range;
    const [w, h] = [(right - left) / CELLS, (bottom - top) / CELLS];
    // Some cells beyond each edge, where the rings are closed: those lines are clipped.
    const side = CELLS + 2 * BEYOND;
    const grid = new Array<number>(side * side);
    for (let j = 0; j < side; j++) {
      const value = y.invert(top + (j + 0.5 - BEYOND) * h);
      for (let i = 0; i < side; i++) grid[j * side + i] = f(x.invert(left + (i + 0.5 - BEYOND) * w), value);
    }
    const at = ([i = 0, j = 0]: number[]): string => `${(left + (i - BEYOND) * w).toFixed(1)} ${(top + (j - BEYOND) * h).toFixed(1)}`;
    found = contours().size([side, side]).thresholds([...levels])(grid)
      .map((level) => level.coordinates.flat().map((ring) => `M${ring.map(at).join("L")}Z`).join(""));
    if (kept.size > 100) kept.clear(); // a window that is dragged wider makes many
    kept.set(key, found);
  }
  return found;
}

export class Contours {
  readonly group = svg("g", { class: "contours" });
  private drawn: readonly string[] = [];

  draw(name: string, f: (x: number, y: number) => number, levels: readonly number[], x: Scale, y: Scale): void {
    const found = lines(name, f, levels, x, y);
    if (found === this.drawn) return;
    this.drawn = found;
    this.group.replaceChildren(...found.map((d) => svg("path", { d })));
  }
}

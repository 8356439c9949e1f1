/** Contour lines of a function, and a path that walks over them. */
import { contours } from "d3-contour";
import { svg } from "./dom.ts";
import type { Scale } from "./scale.ts";
import type { Point, Sketch } from "./sketch.ts";

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

/** So many of the steps are numbered; more would lie on each other. */
const NUMBERED = 4;
/** So many of the steps have dots: where they can be told apart, at the beginning. */
const DOTTED = 200;

/** A path of steps, on a sketch. */
export class Path {
  private readonly line = svg("path", { class: "line" });
  private readonly dots = svg("path", { class: "dots" });
  private readonly number = svg("text", { class: "halo" });
  /** Give the looks. */
  readonly model = svg("g", { class: "path" }, this.line, this.dots, this.number);

  /** Points 0 … last. */
  draw(sketch: Sketch, xs: Float64Array, ys: Float64Array, last: number, x: Scale, y: Scale): void {
    const points = Array.from({ length: last + 1 }, (_, k): Point => [x(xs[k] as number), y(ys[k] as number)]);
    sketch.line(this.line, points);
    sketch.dots(this.dots, points.slice(0, DOTTED));
    let before: Point = [Infinity, Infinity];
    points.slice(0, NUMBERED).forEach((point, k) => {
      // A number that would lie on the one before is left out.
      if (k > 0 && !(Math.hypot(point[0] - before[0], point[1] - before[1]) > 15)) return;
      before = point;
      sketch.words(this.number, String(k), [point[0] + 8, point[1] - 7]);
    });
  }
}

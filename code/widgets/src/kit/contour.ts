/** Contour lines of a function, and a path that walks over them. */
import { contours } from "d3-contour";
import { set, svg } from "./dom.ts";
import { pixel, type Scale } from "./scale.ts";

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

export class Path {
  readonly group = svg("g", { class: "path" });
  private readonly line = svg("path", { class: "line" });
  private readonly dots = svg("path", { class: "dots" });
  private readonly numbers = Array.from({ length: NUMBERED }, (_, k) => svg("text", { class: "halo" }, String(k)));

  constructor() {
    this.group.append(this.line, this.dots, ...this.numbers);
  }

  /** Points 0 … last. A long path has dots where they can be told apart, at its beginning. */
  draw(xs: Float64Array, ys: Float64Array, last: number, x: Scale, y: Scale): void {
    const points: string[] = [];
    for (let k = 0; k <= last; k++) points.push(`${pixel(x(xs[k] as number))} ${pixel(y(ys[k] as number))}`);
    set(this.line, { d: `M${points.join("L")}` });
    set(this.dots, { d: points.slice(0, 200).map((point) => `M${point}h0`).join("") });
    let [px, py] = [Infinity, Infinity];
    this.numbers.forEach((text, k) => {
      const [cx, cy] = k <= last ? [x(xs[k] as number), y(ys[k] as number)] : [NaN, NaN];
      // A number that would lie on the one before is left out.
      const apart = Math.hypot(cx - px, cy - py) > 15 || (k === 0 && last >= 0);
      text.style.display = apart ? "" : "none";
      if (!apart) return;
      [px, py] = [cx, cy];
      set(text, { x: pixel(cx + 8), y: pixel(cy - 7) });
    });
  }
}

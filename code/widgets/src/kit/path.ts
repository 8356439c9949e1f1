/** A path of steps over a picture. */
import { svg } from "./dom.ts";
import type { Scale } from "./scale.ts";
import type { Point, Sketch } from "./sketch.ts";

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

/** A plane with the same unit both ways, in which arrows start at the origin. What a drag moves is drawn on its sketch. */
import { Picture, plain, ticks } from "./axes.ts";
import { set, svg } from "./dom.ts";
import { clamp } from "./format.ts";
import { linear, type Scale } from "./scale.ts";
import { Sketch, type Point } from "./sketch.ts";

export type Vector = readonly [x: number, y: number];

const HEAD = 12; // pixels

export class Plane {
  readonly picture = new Picture("map", 26);
  readonly sketch: Sketch;
  /** From the origin to each edge. */
  reach = 1;
  height = 0;
  private readonly cross = svg("path", { class: "cross" });
  private x: Scale = linear([0, 1], [0, 1]);
  private y = this.x;
  private sized = "";

  /** `models` give what is drawn its looks. */
  constructor(models: readonly SVGElement[], signal: AbortSignal) {
    this.picture.inside.append(this.cross);
    this.sketch = new Sketch(this.picture, models, signal);
  }

  /** A square picture. */
  size(width: number, reach: number): void {
    const wanted = `${width} ${reach} ${devicePixelRatio}`;
    if (wanted === this.sized) return;
    this.sized = wanted;
    this.reach = reach;
    const { picture, sketch } = this;
    const { left, right, top, bottom } = picture.margin;
    this.height = width - left - right + top + bottom;
    const room = picture.size(width, this.height);
    sketch.size(width, this.height, picture.room);
    const span = [-reach, reach] as const;
    this.x = linear(span, room.x);
    this.y = linear(span, room.y);
    const marks = { at: ticks(...span, 5), text: plain };
    picture.axes(this.x, this.y, marks, marks, { x: "x", y: "y" });
    set(this.cross, { d: `M${room.x[0]} ${this.y(0)}H${room.x[1]}M${this.x(0)} ${room.y[0]}V${room.y[1]}` });
  }

  /** Where a vector's tip lies, in pixels. */
  readonly at = ([x, y]: Vector): Point => [this.x(x), this.y(y)];

  /** The same, but not outside the picture. */
  inside([x, y]: Vector): Point {
    const { reach } = this;
    return this.at([clamp(x, -reach, reach), clamp(y, -reach, reach)]);
  }

  /** The vector to a place in pixels, not outside the picture. */
  to(px: number, py: number): Vector {
    const { reach } = this;
    return [clamp(this.x.invert(px), -reach, reach), clamp(this.y.invert(py), -reach, reach)];
  }

  arrow(model: SVGElement, vector: Vector, from: Vector = [0, 0]): void {
    const [px, py] = this.at(from);
    const [qx, qy] = this.at(vector);
    const long = Math.hypot(qx - px, qy - py);
    if (!(long > 0.5)) return;
    const [ux, uy] = [(qx - px) / long, (qy - py) / long];
    const head = Math.min(HEAD, long * 0.6);
    const along = (back: number, aside: number): Point => [qx - ux * back - uy * aside, qy - uy * back + ux * aside];
    this.sketch.lines(model, [[[px, py], along(head * 0.8, 0)]]);
    this.sketch.area(model, [[qx, qy], along(head, head * 0.42), along(head, -head * 0.42)]);
  }

  /** Words beside an arrow's tip, on the far side of the origin and inside the picture. */
  name(model: SVGElement, text: string, vector: Vector, away = 20): void {
    const [px, py] = this.inside(vector);
    const long = Math.hypot(...vector) || 1;
    const [ux, uy] = vector[0] === 0 && vector[1] === 0 ? [0.7, 0.7] : [vector[0] / long, vector[1] / long];
    const [left, right] = this.x.range;
    const [bottom, top] = this.y.range;
    const half = text.length * 3.6;
    this.sketch.words(model, text, [
      clamp(px + ux * (away + half * Math.abs(ux)), left + half, right - half), clamp(py - uy * away + 5, top + 14, bottom - 6),
    ], "middle");
  }
}

/** How far a plane must reach to show these numbers; never less than `least`. */
export function reachFor(numbers: readonly number[], least: number): number {
  return Math.max(least, Math.ceil(Math.max(...numbers.map(Math.abs))));
}

/** The nearest of several points to a place. */
export function nearest(points: readonly Point[], x: number, y: number): number {
  const far = points.map(([px, py]) => Math.hypot(px - x, py - y));
  return far.indexOf(Math.min(...far));
}

/** Two axes as the book's figures have them: no frame, few ticks, names at the ends. */
import { make, set, svg } from "./dom.ts";
import type { Anchor, Point } from "./painter.ts";
import type { Scale } from "./scale.ts";

export interface Ticks {
  readonly at: readonly number[];
  readonly text: (value: number) => string;
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
export const tenTo = (power: number): string =>
  power === 0 ? "1" : power === 1 ? "10" : `10${power < 0 ? "⁻" : ""}${[...String(Math.abs(power))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("")}`;
export const plain = (value: number): string => String(value).replace("-", "−");

export interface AxisWord {
  readonly text: string;
  readonly at: Point;
  readonly anchor: Anchor;
  /** Its class. */
  readonly look: "tick" | "title" | "title halo";
}

/** What two axes consist of, in pixels. */
export interface AxisParts {
  readonly lines: readonly (readonly Point[])[];
  readonly words: readonly AxisWord[];
}

export function axisParts(x: Scale, y: Scale, xTicks: Ticks, yTicks: Ticks, names: { x: string; y: string }): AxisParts {
  const [left, right] = x.range;
  const [bottom, top] = y.range;
  return {
    lines: [
      [[left, top], [left, bottom], [right, bottom]],
      ...xTicks.at.map((value): Point[] => [[x(value), bottom], [x(value), bottom + 4]]),
      ...yTicks.at.map((value): Point[] => [[left, y(value)], [left - 4, y(value)]]),
    ],
    words: [
      ...xTicks.at.map((value): AxisWord => ({ text: xTicks.text(value), at: [x(value), bottom + 17], anchor: "middle", look: "tick" })),
      ...yTicks.at.map((value): AxisWord => ({ text: yTicks.text(value), at: [left - 7, y(value) + 4], anchor: "end", look: "tick" })),
      { text: names.x, at: [right, bottom + 32], anchor: "end", look: "title" },
      { text: names.y, at: [left + 7, top + 10], anchor: "start", look: "title halo" },
    ],
  };
}

/** Of two axes, in pixels: from left to right, from the bottom up. */
interface Ranges {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

let clips = 0;

/** A picture with margins, axes, and a clipped middle to draw in. Sizes are CSS pixels. */
export class Picture {
  /** Holds the picture, and what is laid over it. */
  readonly box: HTMLElement;
  /** Below the axes' lines: what is drawn is clipped to the picture. */
  readonly inside = svg("g");
  private readonly root = svg("svg", { "aria-hidden": "true", focusable: "false" });
  /** Of a known size, and nothing leaves it: the browser lays out and paints what changes in it, not the chapter. */
  private readonly frame = make("div", "frame", this.root);
  private readonly marks = svg("g", { class: "axis" });
  private readonly clip = svg("rect");
  private readonly models = svg("defs");
  private drawn = "";
  readonly margin = { left: 34, right: 12, top: 10, bottom: 36 };

  constructor(className: string, left = 34) {
    this.margin.left = left;
    const id = `downhill-clip-${++clips}`;
    this.root.append(svg("clipPath", { id }, this.clip), this.models, this.marks, svg("g", { "clip-path": `url(#${id})` }, this.inside));
    this.box = make("div", `picture ${className}`);
    this.box.append(this.frame);
  }

  /** Elements that give others their looks, and are not shown. */
  model(...elements: SVGElement[]): void {
    this.models.append(...elements);
  }

  /** Lay something of the picture's size over it. */
  over(element: HTMLElement): void {
    this.frame.append(element);
  }

  /** Where something is drawn. A few pixels more than the axes enclose, so that a dot on the edge is whole. */
  room: readonly [x: number, y: number, width: number, height: number] = [0, 0, 1, 1];

  private sized: Ranges = { x: [0, 1], y: [1, 0] };
  private of = "";

  /** Where the axes lie. */
  size(width: number, height: number): Ranges {
    const of = `${width} ${height}`;
    if (of === this.of) return this.sized;
    this.of = of;
    const { left, right, top, bottom } = this.margin;
    set(this.frame, { style: `width: ${width}px; height: ${height}px` });
    set(this.root, { width, height, viewBox: `0 0 ${width} ${height}` });
    this.room = [left, top - 6, Math.max(1, width - left - right + 6), Math.max(1, height - top - bottom + 6)];
    const [x, y, w, h] = this.room;
    set(this.clip, { x, y, width: w, height: h });
    this.sized = { x: [left, Math.max(left + 1, width - right)], y: [Math.max(top + 1, height - bottom), top] };
    return this.sized;
  }

  axes(x: Scale, y: Scale, xTicks: Ticks, yTicks: Ticks, names: { x: string; y: string }): void {
    const key = JSON.stringify([x.domain, x.range, y.domain, y.range, xTicks.at, yTicks.at]);
    if (key === this.drawn) return;
    this.drawn = key;
    const { lines, words } = axisParts(x, y, xTicks, yTicks, names);
    this.marks.replaceChildren(
      ...lines.map((line) => svg("path", { d: `M${line.map((at) => at.join(" ")).join("L")}`, class: "line" })),
      ...words.map(({ text, at: [x, y], anchor, look }) => svg("text", { x, y, "text-anchor": anchor, class: look }, text)),
    );
  }
}

/** Whole numbers, or round parts, that divide a span into a handful of ticks. */
export { ticks } from "d3-array";

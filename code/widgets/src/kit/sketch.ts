/**
 * What follows a drag is drawn on a canvas over the picture: for a moved line in SVG a browser works out styles, lays out, and
 * paints the page around it anew. Colors and widths still come from the style sheet: each pen has the look of an SVG element
 * that is never shown.
 */
import { make } from "./dom.ts";
import type { Picture } from "./axes.ts";

interface Look {
  readonly stroke: string;
  readonly fill: string;
  readonly width: number;
  readonly dash: readonly number[];
  readonly font: string;
  readonly density: number;
}

export type Point = readonly [x: number, y: number];
export type Anchor = "start" | "middle" | "end";

/** What a look may depend on beside the theme of the page. */
const PREFERENCES = ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)"];

export class Sketch {
  private readonly canvas = make("canvas", "sketch");
  private readonly context = this.canvas.getContext("2d");
  private looks = new WeakMap<Element, Look>();
  private paint: (() => void) | null = null;
  private width = 0;
  private height = 0;
  private finest = 1;
  private clip: readonly [number, number, number, number] = [0, 0, 0, 0];

  /** `models` give the pens their looks. */
  constructor(picture: Picture, models: readonly SVGElement[], signal: AbortSignal) {
    this.canvas.setAttribute("aria-hidden", "true");
    picture.model(...models);
    picture.over(this.canvas);
    const again = (): void => {
      this.looks = new WeakMap();
      this.redraw();
    };
    const theme = new MutationObserver(again);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    signal.addEventListener("abort", () => theme.disconnect());
    for (const query of PREFERENCES) matchMedia(query).addEventListener("change", again, { signal });
    document.fonts.addEventListener("loadingdone", () => this.redraw(), { signal });
  }

  /** In CSS pixels, of the whole picture and of the part where something is drawn. */
  size(width: number, height: number, clip: readonly [x: number, y: number, width: number, height: number]): void {
    const { canvas } = this;
    this.clip = clip;
    if (width === this.width && height === this.height && devicePixelRatio === this.finest) return;
    [this.width, this.height, this.finest] = [width, height, devicePixelRatio];
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }

  /** Draw what `paint` draws, now and whenever the page changes its colors. */
  draw(paint: () => void): void {
    this.paint = paint;
    this.redraw();
  }

  redraw(): void {
    const { context, paint } = this;
    if (!context || !paint) return;
    context.setTransform(this.finest, 0, 0, this.finest, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    context.save();
    context.beginPath();
    context.rect(...this.clip);
    context.clip();
    context.lineCap = context.lineJoin = "round";
    paint();
    context.restore();
  }

  private look(model: SVGElement): Look {
    let found = this.looks.get(model);
    if (!found) {
      const { stroke, fill, strokeWidth, strokeDasharray, fillOpacity, fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(model);
      const dash = strokeDasharray.split(/[\s,]+/).map(Number.parseFloat).filter(Number.isFinite);
      found = { stroke, fill, width: Number.parseFloat(strokeWidth), dash, density: Number(fillOpacity), font: `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}` };
      this.looks.set(model, found);
    }
    return found;
  }

  line(model: SVGElement, points: readonly Point[]): void {
    const { context } = this;
    if (!context || points.length === 0) return;
    const { stroke, width, dash } = this.look(model);
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.setLineDash(dash as number[]);
    context.beginPath();
    for (const [x, y] of points) context.lineTo(x, y);
    context.stroke();
    if (dash.length) context.setLineDash([]);
  }

  /** A line with a head at its end; a short arrow has a small one. */
  arrow(model: SVGElement, from: Point, to: Point): void {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const length = Math.hypot(dx, dy);
    if (!(length > 0.5)) return;
    const [ux, uy] = [dx / length, dy / length];
    const size = Math.min(10, length * 0.45);
    const back = (side: number): Point => [to[0] - size * (ux - 0.5 * side * uy), to[1] - size * (uy + 0.5 * side * ux)];
    this.line(model, [from, to]);
    this.line(model, [back(1), to, back(-1)]);
  }

  /** Rectangles, filled and outlined as the model is. */
  boxes(model: SVGElement, boxes: readonly (readonly [x: number, y: number, width: number, height: number])[]): void {
    const { context } = this;
    if (!context) return;
    const { fill, stroke, width } = this.look(model);
    context.beginPath();
    for (const box of boxes) context.rect(...box);
    if (fill !== "none") {
      context.fillStyle = fill;
      context.fill();
    }
    if (stroke === "none") return;
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.stroke();
  }

  /** Dots as wide as the model's stroke. */
  dots(model: SVGElement, points: readonly Point[]): void {
    const { context } = this;
    if (!context) return;
    const { stroke, width } = this.look(model);
    context.fillStyle = stroke;
    context.beginPath();
    for (const [x, y] of points) {
      context.moveTo(x + width / 2, y);
      context.arc(x, y, width / 2, 0, 2 * Math.PI);
    }
    context.fill();
  }

  disc(model: SVGElement, [x, y]: Point, radius: number): void {
    const { context } = this;
    if (!context) return;
    const { fill, stroke, width } = this.look(model);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    if (fill !== "none") {
      context.fillStyle = fill;
      context.fill();
    }
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.stroke();
  }

  /** Words on a halo of the page's ground. */
  words(model: SVGElement, text: string, [x, y]: Point, anchor: Anchor = "start"): void {
    const { context } = this;
    if (!context) return;
    const { fill, stroke, width, font } = this.look(model);
    context.font = font;
    context.textAlign = anchor === "middle" ? "center" : anchor;
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.strokeText(text, x, y);
    context.fillStyle = fill;
    context.fillText(text, x, y);
  }

  /** Many lines with one stroke, dashed where the model is. */
  lines(model: SVGElement, lines: readonly (readonly Point[])[]): void {
    const { context } = this;
    if (!context) return;
    const { stroke, width, dash } = this.look(model);
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.setLineDash(dash as number[]);
    context.beginPath();
    for (const line of lines) line.forEach(([x, y], k) => (k ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.stroke();
    context.setLineDash([]);
  }

  /** What points enclose, as dense as the model's fill. */
  area(model: SVGElement, points: readonly Point[]): void {
    const { context } = this;
    if (!context) return;
    const { fill, density } = this.look(model);
    context.fillStyle = fill;
    context.globalAlpha = density;
    context.beginPath();
    for (const [x, y] of points) context.lineTo(x, y);
    context.fill();
    context.globalAlpha = 1;
  }
}

/**
 * What follows a drag is drawn on a canvas over the picture: for a moved line in SVG a browser works out styles, lays out, and
 * paints the page around it anew. Colors and widths still come from the style sheet: each pen has the look of an SVG element
 * that is never shown. What is drawn is noted as data, and handed to what paints it.
 */
import type { Picture } from "./axes.ts";
import { brush } from "./brush.ts";
import { make } from "./dom.ts";
import type { Anchor, Box, Drawing, Look, Mark, Point } from "./painter.ts";

export type { Point };

/** What a look may depend on beside the theme of the page. */
const PREFERENCES = ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)"];

export class Sketch {
  private readonly canvas = make("canvas", "sketch");
  private readonly show: (drawing: Drawing) => void;
  private looks = new WeakMap<Element, Look>();
  private note: (() => void) | null = null;
  private marks: Mark[] = [];
  private width = 0;
  private height = 0;
  private finest = 1;
  private clip: Box = [0, 0, 0, 0];

  /** `models` give the pens their looks. */
  constructor(picture: Picture, models: readonly SVGElement[], signal: AbortSignal) {
    this.canvas.setAttribute("aria-hidden", "true");
    this.show = brush(this.canvas, signal);
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
  size(width: number, height: number, clip: Box): void {
    this.clip = clip;
    if (width === this.width && height === this.height && devicePixelRatio === this.finest) return;
    [this.width, this.height, this.finest] = [width, height, devicePixelRatio];
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
  }

  /** Draw what `note` draws, now and whenever the page changes its colors. */
  draw(note: () => void): void {
    this.note = note;
    this.redraw();
  }

  redraw(): void {
    if (!this.note) return;
    this.marks = [];
    this.note();
    const { width, height, finest, clip, marks } = this;
    this.show({ width, height, finest, clip, marks });
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
    this.lines(model, [points]);
  }

  /** Many lines with one stroke, dashed where the model is. */
  lines(model: SVGElement, lines: readonly (readonly Point[])[]): void {
    this.marks.push({ as: "lines", look: this.look(model), lines });
  }

  /** A line with a head at its end; a short arrow has a small one. */
  arrow(model: SVGElement, from: Point, to: Point): void {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const length = Math.hypot(dx, dy);
    if (!(length > 0.5)) return;
    const [ux, uy] = [dx / length, dy / length];
    const size = Math.min(10, length * 0.45);
    const back = (side: number): Point => [to[0] - size * (ux - 0.5 * side * uy), to[1] - size * (uy + 0.5 * side * ux)];
    this.lines(model, [[from, to], [back(1), to, back(-1)]]);
  }

  /** Rectangles, filled and outlined as the model is. */
  boxes(model: SVGElement, boxes: readonly Box[]): void {
    this.marks.push({ as: "boxes", look: this.look(model), boxes });
  }

  /** Dots as wide as the model's stroke. */
  dots(model: SVGElement, points: readonly Point[]): void {
    this.marks.push({ as: "dots", look: this.look(model), points });
  }

  disc(model: SVGElement, at: Point, radius: number): void {
    this.marks.push({ as: "disc", look: this.look(model), at, radius });
  }

  /** Words on a halo of the page's ground. */
  words(model: SVGElement, text: string, at: Point, anchor: Anchor = "start"): void {
    this.marks.push({ as: "words", look: this.look(model), text, at, anchor });
  }

  /** What points enclose, as dense as the model's fill. */
  area(model: SVGElement, points: readonly Point[]): void {
    this.marks.push({ as: "area", look: this.look(model), points });
  }
}

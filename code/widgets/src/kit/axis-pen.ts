/** Axes that move while something is dragged: drawn on the sketch, with the looks of a picture's own. */
import { axisParts } from "./axes.ts";
import { svg } from "./dom.ts";
import type { Sketch } from "./sketch.ts";

export class AxisPen {
  private readonly line = svg("path", { class: "line" });
  private readonly words = { tick: svg("text"), title: svg("text", { class: "title" }), "title halo": svg("text", { class: "title halo" }) };
  readonly model = svg("g", { class: "axis" }, this.line, ...Object.values(this.words));

  draw(sketch: Sketch, ...axes: Parameters<typeof axisParts>): void {
    const { lines, words } = axisParts(...axes);
    sketch.lines(this.line, lines);
    for (const { text, at, anchor, look } of words) sketch.words(this.words[look], text, at, anchor);
  }
}

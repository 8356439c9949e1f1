/** A picture of a plane, as high as wide: a unit is as long upward as to the right. */
import { Picture } from "./axes.ts";
import type { Sketch } from "./sketch.ts";

type Range = readonly [number, number];

export class Square extends Picture {
  height = 0;
  private fitted = "";

  constructor() {
    super("map", 26);
  }

  /** The room for both axes, or null where neither the width nor what is shown has changed. */
  fit(width: number, sketch: Sketch, shown = ""): { readonly x: Range; readonly y: Range } | null {
    const wanted = `${shown} ${width} ${devicePixelRatio}`;
    if (wanted === this.fitted) return null;
    this.fitted = wanted;
    const { left, right, top, bottom } = this.margin;
    this.height = width - left - right + top + bottom;
    const room = this.size(width, this.height);
    sketch.size(width, this.height, this.room);
    return room;
  }
}

/** Draws the picture, what is kept of it and the error, above the bars that are the slider. */
import { button, choice, enable, entry, make, svg, write } from "../kit/dom.ts";
import { Picture, plain, ticks } from "../kit/axes.ts";
import type { Controls, View } from "../kit/element.ts";
import { clamp, shown } from "../kit/format.ts";
import { readNumber } from "../kit/options.ts";
import { Handle } from "../kit/point.ts";
import { Readout } from "../kit/readout.ts";
import { linear, type Scale } from "../kit/scale.ts";
import { Sketch } from "../kit/sketch.ts";
import { CELLS, FULL, percent, PRICE, type Action, type Derived, type State } from "./model.ts";
import { COLUMNS, PICTURES, ROWS, type PictureName } from "./pictures.ts";

const HEIGHT = 190;

export function view({ send, release, signal }: Controls<State, Action>): View<State, Derived> {
  const [original, kept, error] = [new Tile("original"), new Tile("kept"), new Tile("error")];
  const bars = barPicture(signal);
  const handle = new Handle(bars.picture.box, {
    name: "Patterns kept: drag the line between the bars, or move it with the arrow keys",
    plane: false,
    // Held, it is the line between two bars; a press on a bar keeps all up to that one.
    to: (px) => send({ type: "rank", rank: bars.x.invert(px) - (handle.held ? 0.5 : 0) }, "rank"),
    by: (more) => send({ type: "more", by: more }, "rank"),
    grasp: () => bars.redraw(),
    end: release,
  }, signal);
  bars.picture.model(handle.model);
  const pictures = choice("Picture", Object.fromEntries(Object.entries(PICTURES).map(([name, { title }]) => [name, title])),
    (name) => send({ type: "picture", picture: name as PictureName }), signal);
  const rank = entry("Rank", `A whole number from 0 to ${FULL}`, (text) => {
    const value = readNumber(text);
    if (value === null || !Number.isInteger(value) || value < 0 || value > FULL) return false;
    send({ type: "rank", rank: value });
    return true;
  }, signal);
  const more = button("Keep one more", () => send({ type: "more", by: 1 }), signal, "main");
  const fewer = button("Drop one", () => send({ type: "more", by: -1 }), signal);
  const readout = new Readout([
    { name: `numbers of ${CELLS}`, role: "input" }, { name: "energy kept", role: "target" }, { name: "relative error", role: "output" }, { name: "largest σ left out", role: "step" },
  ]);

  return {
    stage: make("div", "stage", make("div", "tiles", original.element, kept.element, error.element), bars.picture.box, readout.element),
    controls: make("div", "controls-grid", make("div", "fields", pictures.label, rank.label)),
    buttons: [more, fewer],
    draw(now, shownNow, width) {
      original.draw(shownNow.cells);
      kept.draw(shownNow.kept);
      error.draw(shownNow.error, 0.5);
      bars.size(width, HEIGHT);
      bars.scale(shownNow.values[0] as number);
      handle.draw(bars.x(now.rank + 0.5), bars.middle, `${now.rank} of ${FULL} patterns, ${shownNow.stored} numbers, error ${percent(shownNow.relative)}`, { now: now.rank, min: 0, max: FULL });
      bars.draw(now.rank, shownNow.values, handle);
    },
    tell(now, shownNow) {
      kept.name(`rank ${now.rank}`);
      readout.draw([String(shownNow.stored), percent(shownNow.energy), percent(shownNow.relative), shown(shownNow.spectral, 3)]);
      pictures.draw(now.picture);
      rank.draw(String(now.rank));
      enable(more, now.rank < FULL);
      enable(fewer, now.rank > 0);
    },
  };
}

/** Cells as pixels of a small canvas, which the style sheet shows large. */
class Tile {
  readonly element: HTMLElement;
  private readonly canvas = make("canvas");
  private readonly label = make("span");
  private readonly context = this.canvas.getContext("2d");
  private drawn: Float64Array | null = null;

  constructor(text: string) {
    this.canvas.width = COLUMNS;
    this.canvas.height = ROWS;
    this.name(text);
    this.element = make("div", "tile", this.label, this.canvas);
    this.element.setAttribute("aria-hidden", "true");
  }

  name(text: string): void {
    write(this.label, text);
  }

  /** `zero` is the gray of a 0. */
  draw(cells: Float64Array, zero = 0): void {
    if (!this.context || cells === this.drawn) return;
    this.drawn = cells;
    const image = this.context.createImageData(COLUMNS, ROWS);
    cells.forEach((cell, k) => image.data.fill(Math.round(255 * clamp(zero + (zero ? cell / 2 : cell), 0, 1)), 4 * k, 4 * k + 3));
    for (let k = 3; k < image.data.length; k += 4) image.data[k] = 255;
    this.context.putImageData(image, 0, 0);
  }
}

function barPicture(signal: AbortSignal) {
  const picture = new Picture("bars", 34);
  const kept = svg("path", { class: "bar kept-bar" });
  const left = svg("path", { class: "bar left-bar" });
  const line = svg("path", { class: "divider" });
  const price = svg("path", { class: "price" });
  const priceName = svg("text", { class: "name price-name halo" });
  const text = svg("text", { class: "name kept-words halo" });
  const sketch = new Sketch(picture, [kept, left, line, price, priceName, text], signal);
  let room: { x: readonly [number, number]; y: readonly [number, number] } = { x: [0, 1], y: [1, 0] };
  let [x, y]: [Scale, Scale] = [linear([0, 1], [0, 1]), linear([0, 1], [0, 1])];
  return {
    picture,
    get x() { return x; },
    get middle() { return room.y[1] + 0.42 * (room.y[0] - room.y[1]); },
    redraw: () => sketch.redraw(),
    size(width: number, height: number) {
      room = picture.size(width, height);
      sketch.size(width, height, picture.room);
    },
    scale(largest: number) {
      if (y.domain[1] === 1.2 * largest && x.range === room.x) return;
      x = linear([0.3, FULL + 0.7], room.x);
      y = linear([0, 1.2 * largest], room.y); // the axis's name stands above the first bar
      picture.axes(x, y, { at: [1, 4, 8, 12, 16, 20, 24], text: plain }, { at: ticks(0, largest, 4), text: plain }, { x: "pattern", y: "singular value σ" });
    },
    draw(rank: number, values: Float64Array, handle: Handle) {
      const wide = 0.66 * (x(1) - x(0));
      const boxes = Array.from(values, (value, i) => [x(i + 1) - wide / 2, y(value), wide, Math.max(y(0) - y(value), 0.5)] as const);
      const at = x(rank + 0.5);
      const dear = x(CELLS / PRICE + 0.5);
      sketch.draw(() => {
        sketch.line(price, [[dear, room.y[0]], [dear, room.y[1] + 30]]);
        sketch.words(priceName, "dearer than the picture →", [Math.min(dear + 6, room.x[1] - 150), room.y[1] + 40]);
        sketch.boxes(left, boxes.slice(rank));
        sketch.boxes(kept, boxes.slice(0, rank));
        sketch.line(line, [[at, room.y[0]], [at, room.y[1]]]);
        const toRight = at < room.x[1] - 90;
        sketch.words(text, rank === 0 ? "nothing kept" : `← ${rank} kept`, [at + (toRight ? 6 : -6), room.y[1] + 24], toRight ? "start" : "end");
        handle.sketch(sketch);
      });
    },
  };
}

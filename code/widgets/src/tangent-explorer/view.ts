/** Draws the explorer: curve, tangent, secant, read-out, two sliders. */
import { checkbox, choice, make, set, svg } from "../kit/dom.ts";
import { Picture, plain, ticks } from "../kit/axes.ts";
import type { Controls, View } from "../kit/element.ts";
import { shown } from "../kit/format.ts";
import { Handle } from "../kit/point.ts";
import { Readout } from "../kit/readout.ts";
import { linear, pixel, type Scale } from "../kit/scale.ts";
import { Sketch, type Point } from "../kit/sketch.ts";
import { Slider, type SliderShape } from "../kit/slider.ts";
import { CURVES, curveOf, type CurveName } from "./curves.ts";
import { LARGEST, SMALLEST, type Action, type Derived, type State } from "./model.ts";

const GRID = 0.05;
const snap = (x: number): number => Number((Math.round(x / GRID) * GRID).toFixed(2)) + 0;

const X: SliderShape = { min: -3, max: 3, step: GRID, marks: [] };
// In tenths of a power of ten: the slider's way from 2 to 0.001 runs to the left.
const H: SliderShape = {
  min: -3, max: 0.3, step: 0.05,
  marks: [0.001, 0.01, 0.1, 1].map((at) => ({ at, label: String(at) })),
};

export function view({ send, release, state, signal }: Controls<State, Action>): View<State, Derived> {
  const picture = new Picture("curve", 30);
  const curve = svg("path", { class: "curve-line" });
  const secant = svg("path", { class: "secant" });
  const rise = svg("path", { class: "rise" });
  const tangent = svg("path", { class: "tangent" });
  const sides = svg("path", { class: "tangent", "stroke-dasharray": "6 4" });
  const far = svg("circle", { class: "far" });
  const tangentName = svg("text", { class: "tangent-name halo" });
  const secantName = svg("text", { class: "secant-name halo" });
  picture.inside.append(curve);
  const sketch = new Sketch(picture, [secant, rise, tangent, sides, far, tangentName, secantName], signal);
  let x: Scale = linear([0, 1], [0, 1]);
  let y = x;
  let drawn: { readonly name?: CurveName; readonly room?: unknown } = {};

  const handle = new Handle(picture.box, {
    name: "Point on the curve: drag it, or move it with the arrow keys",
    plane: false,
    to: (px) => send({ type: "x", x: snap(x.invert(px)) }, "x"),
    by: (dx) => send({ type: "x", x: snap(state().x + dx * GRID) }, "x"),
    grasp: () => sketch.redraw(),
    end: release,
  }, signal);
  picture.model(handle.model);
  const curves = choice("Curve", Object.fromEntries(Object.entries(CURVES).map(([name, { title, formula }]) => [name, `${title}: ${formula}`])),
    (name) => send({ type: "function", function: name as CurveName }), signal);
  const xs = new Slider({
    name: "Point x", says: (value) => shown(value), shown: (value) => shown(value),
    accepts: (value) => value >= -3 && value <= 3, wanted: "A number from −3 to 3",
    change: (value, held) => send({ type: "x", x: value }, held ? "x" : ""), end: release,
  }, signal);
  const hs = new Slider({
    name: "Distance h", says: (value) => shown(value), shown: (value) => shown(value),
    position: (h) => Math.log10(h), value: (position) => Number((10 ** position).toPrecision(2)),
    accepts: (value) => value >= SMALLEST && value <= LARGEST, wanted: `A number from ${SMALLEST} to ${LARGEST}`,
    change: (value, held) => send({ type: "h", h: value }, held ? "h" : ""), end: release,
  }, signal);
  const left = checkbox("Second point on the left, at x − h", (on) => send({ type: "left", on }), signal);
  const readout = new Readout([
    { name: "x", role: "input" }, { name: "f(x)", role: "output" }, { name: "f′(x)", role: "gradient" }, { name: "secant", role: "step" },
  ]);

  return {
    stage: make("div", "stage", picture.box, readout.element),
    controls: make("div", "controls-grid", xs.element, hs.element, make("div", "fields", curves.label, left.label)),
    buttons: [],
    draw(now, { y: height, slope, far: other, secant: ratio }, width) {
      const shape = curveOf(now.function);
      const tall = Math.round(Math.min(Math.max(width * 0.62, 230), 350));
      const room = picture.size(width, tall);
      x = linear(shape.x, room.x);
      y = linear(shape.y, room.y);
      picture.axes(x, y, { at: ticks(...shape.x, 7), text: plain }, { at: ticks(...shape.y, 6), text: plain }, { x: "x", y: "f(x)" });
      if (now.function !== drawn.name || room !== drawn.room) {
        drawn = { name: now.function, room };
        const points: string[] = [];
        for (let px = room.x[0]; px <= room.x[1]; px += 2) points.push(`${px} ${pixel(y(shape.f(x.invert(px))))}`);
        set(curve, { d: shape.kink === undefined ? `M${points.join("L")}` : `M${x(-3)} ${y(0)}L${x(0)} ${y(0)}L${x(3)} ${y(3)}` });
      }
      const at: Point = [x(now.x), y(height)];
      const [px, py] = at;
      handle.draw(px, within(py, room.y), `x ${shown(now.x)}, height ${shown(height)}, slope ${slope === null ? "none" : shown(slope)}`, { now: now.x, min: -3, max: 3 });
      sketch.size(width, tall, picture.room);
      sketch.draw(() => {
        const end: Point = [x(other.x), y(other.y)];
        const reach = (m: number, from = shape.x[0] - 1, to = shape.x[1] + 1): Point[] => [from, to].map((to) => [x(to), y(height + m * (to - now.x))]);
        sketch.line(rise, [at, [end[0], py], end]);
        sketch.line(secant, reach(ratio));
        // At the kink there is no tangent: the two one-sided directions, dashed.
        if (slope === null) sketch.lines(sides, [reach(0, -1.2, 0), reach(1, 0, 1.2)]);
        else sketch.line(tangent, reach(slope));
        sketch.disc(far, end, 4.5);
        const below = (slope ?? 0) < ratio === px < (room.x[0] + room.x[1]) / 2;
        name(secantName, `secant ${shown(ratio)}`, ratio, at, !below, 0.85);
        name(tangentName, slope === null ? "no slope" : `slope ${shown(slope)}`, slope ?? 0, at, below, 0.75);
        handle.sketch(sketch);
      });
    },
    tell(now, { y: height, slope, secant: ratio }) {
      readout.draw([shown(now.x), shown(height), slope === null ? "none" : shown(slope), shown(ratio)]);
      curves.draw(now.function);
      xs.draw(now.x, X);
      hs.draw(now.h, H);
      left.draw(now.left);
    },
  };

  /** Beside a line through the point, on the side with more room, part of the way to where the line leaves the picture. */
  function name(model: SVGElement, says: string, m: number, [px, py]: Point, below: boolean, part: number): void {
    const [left, right] = x.range;
    const [bottom, top] = y.range;
    const fall = (m * (y(1) - y(0))) / (x(1) - x(0)); // pixels down for each pixel to the right
    const way = px < (left + right) / 2 ? 1 : -1;
    const sideways = Math.abs((way > 0 ? right : left) - px);
    const upright = fall * way > 0 ? bottom - py : py - top;
    const along = Math.min(sideways, Math.max(upright, 0) / Math.max(Math.abs(fall), 1e-9), 240) * part;
    const [at, line] = [px + way * along, py + way * along * fall];
    const start = fall > 0 !== below; // below a falling line the free side is the left
    sketch.words(model, says, [
      within(at + (start ? 7 : -7), start ? [left, right - 84] : [left + 84, right]), within(line + (below ? 17 : -8), [top + 14, bottom - 6]),
    ], start ? "start" : "end");
  }
}

function within(value: number, [a, b]: readonly [number, number]): number {
  return Math.min(Math.max(value, Math.min(a, b)), Math.max(a, b));
}

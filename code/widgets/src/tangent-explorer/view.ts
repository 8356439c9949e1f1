/** Draws the explorer: curve, tangent, secant, read-out, two sliders. */
import { checkbox, choice, make, set, svg, write } from "../kit/dom.ts";
import { Picture, plain, ticks } from "../kit/axes.ts";
import type { Controls, View } from "../kit/element.ts";
import { shown } from "../kit/format.ts";
import { Handle } from "../kit/point.ts";
import { linear, pixel, type Scale } from "../kit/scale.ts";
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
  const far = svg("circle", { class: "far", r: 4.5 });
  const tangentName = svg("text", { class: "tangent-name halo" });
  const secantName = svg("text", { class: "secant-name halo" });
  picture.inside.append(curve, rise, secant, tangent, far, secantName, tangentName);
  let x: Scale = linear([0, 1], [0, 1]);
  let y = x;

  const handle = new Handle(picture.box, {
    name: "Point on the curve: drag it, or move it with the arrow keys",
    plane: false,
    to: (px) => send({ type: "x", x: snap(x.invert(px)) }, "x"),
    by: (dx) => send({ type: "x", x: snap(state().x + dx * GRID) }, "x"),
    end: release,
  }, signal);
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
  const values = ["x", "f(x)", "f′(x)", "secant"].map((name) => ({ name, box: make("dd") }));
  const readout = make("dl", "readout", ...values.map(({ name, box }, i) => make("div", ["input", "output", "gradient", "step"][i], make("dt", "", name), box)));

  return {
    stage: make("div", "stage", picture.box, readout),
    controls: make("div", "controls-grid", xs.element, hs.element, make("div", "fields", curves.label, left.label)),
    buttons: [],
    draw(now, { y: height, slope, far: other, secant: ratio }, width) {
      const shape = curveOf(now.function);
      const room = picture.size(width, Math.round(Math.min(Math.max(width * 0.62, 230), 350)));
      x = linear(shape.x, room.x);
      y = linear(shape.y, room.y);
      picture.axes(x, y, { at: ticks(...shape.x, 7), text: plain }, { at: ticks(...shape.y, 6), text: plain }, { x: "x", y: "f(x)" });
      const points: string[] = [];
      for (let px = room.x[0]; px <= room.x[1]; px += 2) points.push(`${px} ${pixel(y(shape.f(x.invert(px))))}`);
      set(curve, { d: shape.kink === undefined ? `M${points.join("L")}` : `M${x(-3)} ${y(0)}L${x(0)} ${y(0)}L${x(3)} ${y(3)}` });
      const [px, py] = [x(now.x), y(height)];
      const [qx, qy] = [x(other.x), y(other.y)];
      const reach = (m: number, from = shape.x[0] - 1, to = shape.x[1] + 1): string =>
        [from, to].map((at) => `${pixel(x(at))} ${pixel(y(height + m * (at - now.x)))}`).join("L");
      set(secant, { d: `M${reach(ratio)}` });
      set(rise, { d: `M${pixel(px)} ${pixel(py)}H${pixel(qx)}V${pixel(qy)}` });
      // At the kink there is no tangent: the two one-sided directions, dashed.
      set(tangent, { d: slope === null ? `M${reach(0, -1.2, 0)}M${reach(1, 0, 1.2)}` : `M${reach(slope)}`, "stroke-dasharray": slope === null ? "6 4" : "none" });
      set(far, { cx: pixel(qx), cy: pixel(qy) });
      const below = (slope ?? 0) < ratio === px < (room.x[0] + room.x[1]) / 2;
      name(tangentName, slope === null ? "no slope" : `slope ${shown(slope)}`, slope ?? 0, px, py, below, 0.75);
      name(secantName, `secant ${shown(ratio)}`, ratio, px, py, !below, 0.85);
      handle.draw(px, within(py, room.y), `x ${shown(now.x)}, height ${shown(height)}, slope ${slope === null ? "none" : shown(slope)}`, { now: now.x, min: -3, max: 3 });
      [shown(now.x), shown(height), slope === null ? "none" : shown(slope), shown(ratio)].forEach((text, i) => {
        const box = values[i]?.box;
        if (box) write(box, text);
      });
      curves.draw(now.function);
      xs.draw(now.x, X);
      hs.draw(now.h, H);
      left.draw(now.left);
    },
  };

  /** Beside a line through the point, on the side with more room, part of the way to where the line leaves the picture. */
  function name(text: SVGTextElement, says: string, m: number, px: number, py: number, below: boolean, part: number): void {
    write(text, says);
    const [left, right] = x.range;
    const [bottom, top] = y.range;
    const fall = (m * (y(1) - y(0))) / (x(1) - x(0)); // pixels down for each pixel to the right
    const way = px < (left + right) / 2 ? 1 : -1;
    const sideways = Math.abs((way > 0 ? right : left) - px);
    const upright = fall * way > 0 ? bottom - py : py - top;
    const along = Math.min(sideways, Math.max(upright, 0) / Math.max(Math.abs(fall), 1e-9), 240) * part;
    const [at, line] = [px + way * along, py + way * along * fall];
    const start = fall > 0 !== below; // below a falling line the free side is the left
    set(text, {
      x: pixel(within(at + (start ? 7 : -7), start ? [left, right - 84] : [left + 84, right])),
      y: pixel(within(line + (below ? 17 : -8), [top + 14, bottom - 6])), "text-anchor": start ? "start" : "end",
    });
  }
}

function within(value: number, [a, b]: readonly [number, number]): number {
  return Math.min(Math.max(value, Math.min(a, b)), Math.max(a, b));
}

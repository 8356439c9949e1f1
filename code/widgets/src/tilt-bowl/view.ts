/** Draws the turned bowl with the run on it, the losses beside it, and what turns and what stays. */
import { button, enable, make, svg } from "../kit/dom.ts";
import { plain } from "../kit/axes.ts";
import type { Controls, View } from "../kit/element.ts";
import { shown } from "../kit/format.ts";
import { lossChart } from "../kit/loss-chart.ts";
import { pair } from "../kit/pair.ts";
import { Path } from "../kit/path.ts";
import { Handle } from "../kit/point.ts";
import { Readout } from "../kit/readout.ts";
import { linear, type Scale } from "../kit/scale.ts";
import { Sketch, type Point } from "../kit/sketch.ts";
import { Square } from "../kit/square.ts";
import { Slider, type SliderShape } from "../kit/slider.ts";
import { GENTLE, START, STEEP } from "./bowl.ts";
import { entry, MOST_STEPS, type Action, type Derived, type State } from "./model.ts";

const MARKS = [
  { at: 1 / 6, label: "1/6", note: "steep at once", says: "the steep direction settles in one step" },
  { at: 1 / 4, label: "1/4", note: "best", says: "best" },
  { at: 1 / 3, label: "1/3", note: "limit", says: "limit" },
] as const;
const ETA: SliderShape = { min: 0, max: 0.5, step: 0.0025, marks: MARKS };
const ANGLE: SliderShape = { min: -180, max: 180, step: 1, marks: [-90, 0, 45, 90].map((at) => ({ at, label: `${plain(at)}°` })) };
/** Levels of the contours: the losses of the first steps among them. */
const LEVELS = [1, 5, 14.56, 43];
const HALF = 6;
const TURN = 15;

export function view({ send, release, state, signal }: Controls<State, Action>): View<State, Derived> {
  const map = mapPicture(signal);
  const chart = lossChart(signal);
  const handle = new Handle(map.picture.box, {
    name: "Start of the run: drag it around, or turn the bowl with the arrow keys",
    plane: false,
    to(px, py) {
      const [x, y] = [map.x.invert(px), map.y.invert(py)];
      if (x === 0 && y === 0) return;
      // Clockwise from where the start was to where it is.
      const angle = ((Math.atan2(START[1], START[0]) - Math.atan2(y, x)) * 180) / Math.PI;
      send({ type: "angle", angle: Math.round(angle) }, "angle");
    },
    by: (degrees) => send({ type: "turn", by: degrees }, "angle"),
    grasp: () => map.redraw(),
    end: release,
  }, signal);
  map.picture.model(handle.model);
  const angle = new Slider({
    name: "Angle", says: (value) => `${shown(value)} degrees`, shown: (value) => `${shown(value)}`,
    accepts: (value) => Math.abs(value) <= 180, wanted: "Degrees from −180 to 180",
    change: (value, held) => send({ type: "angle", angle: value }, held ? "angle" : ""), end: release,
  }, signal);
  const eta = new Slider({
    name: "Learning rate η",
    says: (value) => {
      const mark = MARKS.find((one) => one.at === value);
      return mark ? `${mark.label}, ${mark.says}` : shown(value);
    },
    shown: (value) => MARKS.find((one) => one.at === value)?.label ?? shown(value),
    accepts: (value) => value >= 0, wanted: "A number from 0 up, like 0.4 or 1/3",
    change: (value, held) => send({ type: "eta", eta: value }, held ? "eta" : ""), end: release,
  }, signal);
  const one = button("Step", () => send({ type: "steps", steps: state().steps + 1 }), signal, "main");
  const back = button("Back", () => send({ type: "steps", steps: state().steps - 1 }), signal);
  const turn = button(`Turn by ${TURN}°`, () => send({ type: "turn", by: TURN }), signal);
  const readout = new Readout([
    { name: "H, turned", role: "step" }, { name: "its λ stay", role: "gradient" }, { name: "limit 2/λ stays", role: "target" }, { name: "loss stays", role: "output" },
  ]);

  return {
    stage: make("div", "stage", make("div", "stage two", map.picture.box, chart.picture.box), readout.element),
    controls: make("div", "controls-grid", angle.element, eta.element),
    buttons: [one, back, turn],
    draw(now, shownNow, width) {
      const room = pair(width);
      map.size(room.first);
      chart.size(room.second, room.wide ? map.picture.height : room.below);
      const { bowl: { start }, run } = shownNow;
      handle.draw(map.x(start[0]), map.y(start[1]), `turned by ${shown(now.angle)} degrees`, { now: now.angle, min: -180, max: 180 });
      map.draw(shownNow, handle);
      chart.draw(run.losses, handle.held, now.eta === 0 ? 0 : 3);
    },
    tell(now, { bowl: { hessian: [a, b, d] }, run }) {
      readout.draw([`${entry(a)} ${entry(b)} / ${entry(b)} ${entry(d)}`, `${GENTLE}, ${STEEP}`, `1/${STEEP / 2}`, shown(run.losses[now.steps] as number, 5)]);
      angle.draw(now.angle, ANGLE);
      eta.draw(now.eta, ETA);
      enable(one, now.steps < MOST_STEPS);
      enable(back, now.steps > 0);
    },
  };
}

/** The contour of loss 1 before the turn: x² + 3y² = 1. */
const RING = Array.from({ length: 73 }, (_, i): Point => {
  const at = (i / 36) * Math.PI;
  return [Math.cos(at) / Math.sqrt(GENTLE / 2), Math.sin(at) / Math.sqrt(STEEP / 2)];
});

function mapPicture(signal: AbortSignal) {
  const picture = new Square();
  const contour = svg("path");
  const axis = svg("path", { class: "kept" });
  const axisName = svg("text", { class: "name kept-name halo" });
  const target = svg("circle");
  const now = svg("circle", { class: "now" });
  const path = new Path();
  const sketch = new Sketch(picture, [svg("g", { class: "contours" }, contour), svg("g", { class: "targets" }, target), axis, axisName, path.model, now], signal);
  let [x, y]: [Scale, Scale] = [linear([0, 1], [0, 1]), linear([0, 1], [0, 1])];
  return {
    picture,
    get x() { return x; },
    get y() { return y; },
    redraw: () => sketch.redraw(),
    size(width: number) {
      const room = picture.fit(width, sketch);
      if (!room) return;
      x = linear([-HALF, HALF], room.x);
      y = linear([-HALF, HALF], room.y);
      const at = [-4, 0, 4];
      picture.axes(x, y, { at, text: plain }, { at, text: plain }, { x: "w₁", y: "w₂" });
    },
    draw({ bowl, run, drawn }: Derived, handle: Handle) {
      const at = (gentle: number, steep: number): Point => {
        const [px, py] = bowl.turn(gentle, steep);
        return [x(px), y(py)];
      };
      sketch.draw(() => {
        for (const level of LEVELS) {
          const size = Math.sqrt(level);
          sketch.line(contour, RING.map(([px, py]) => at(size * px, size * py)));
        }
        eigenline(GENTLE, at(-4.6, 0), at(4.6, 0));
        eigenline(STEEP, at(0, -3.4), at(0, 3.4));
        sketch.disc(target, at(0, 0), 6);
        path.draw(sketch, run.xs, run.ys, drawn, x, y);
        sketch.disc(now, [x(run.xs[drawn] as number), y(run.ys[drawn] as number)], 5.5);
        handle.sketch(sketch);
      });
    },
  };

  function eigenline(value: number, from: Point, to: Point): void {
    sketch.line(axis, [from, to]);
    const far = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const off = (i: 0 | 1): number => ((from[i] - to[i]) / far) * 20;
    sketch.words(axisName, `λ = ${value}`, [from[0] + off(0), from[1] + off(1) + 4], "middle");
  }
}

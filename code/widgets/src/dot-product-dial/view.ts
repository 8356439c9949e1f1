/** Draws the dial: two arrows and a shadow, beside them the dot product at every angle. */
import { Picture, plain, ticks } from "../kit/axes.ts";
import { entry, make, svg, write } from "../kit/dom.ts";
import type { Controls, View } from "../kit/element.ts";
import { clamp, shown } from "../kit/format.ts";
import { readNumbers } from "../kit/options.ts";
import { nearest, Plane, reachFor, type Vector } from "../kit/plane.ts";
import { Handle } from "../kit/point.ts";
import { Readout } from "../kit/readout.ts";
import { linear, type Scale } from "../kit/scale.ts";
import { Sketch, type Point } from "../kit/sketch.ts";
import { Slider, type SliderShape } from "../kit/slider.ts";
import { snapped } from "../kit/vector.ts";
import { LIMIT, type Action, type Derived, type Name, type State } from "./model.ts";

/** Room for two pictures side by side. */
const WIDE = 460;
const GAP = 14;
const GRID = 0.1;
const NAMES: readonly Name[] = ["a", "b"];
const TURN: SliderShape = {
  min: -180, max: 180, step: 1,
  marks: [[-180, ""], [-90, "across"], [0, "same way"], [90, "across"], [180, ""]].map(([at, note]) => ({ at: Number(at), label: `${plain(Number(at))}°`, note: String(note) })),
};

export function view({ send, release, state, signal }: Controls<State, Action>): View<State, Derived> {
  const looks = {
    positive: svg("path", { class: "side-positive" }), border: svg("path", { class: "dashed-line" }),
    a: svg("path", { class: "arrow" }), b: svg("path", { class: "arrow second" }), shadow: svg("path", { class: "shadow" }), drop: svg("path", { class: "drop" }),
    arc: svg("path", { class: "arc" }), nameOfA: svg("text", { class: "arrow-name halo" }), nameOfB: svg("text", { class: "arrow-name second halo" }), angle: svg("text", { class: "arc-name halo" }),
    sign: svg("text", { class: "halo" }), shadowName: svg("text", { class: "shadow-name halo" }),
  };
  const plane = new Plane(Object.values(looks), signal);
  const chart = chartPicture(signal);
  const send_ = (name: Name, at: Vector): void => send({ type: name, at: snapped(at, GRID), snap: true }, name);
  const handles = NAMES.map((name, i) => {
    const handle = new Handle(plane.picture.box, {
      name: `Tip of ${name}: drag it, or move it with the arrow keys`,
      plane: true,
      to: (px, py) => send_(name, plane.to(px, py)),
      by(dx, dy) {
        const [x, y] = state()[name];
        send({ type: name, at: snapped([clamp(x + dx * GRID, -LIMIT, LIMIT), clamp(y + dy * GRID, -LIMIT, LIMIT)], GRID) }, name);
      },
      nears: (x, y) => nearest(NAMES.map((one) => plane.at(state()[one])), x, y) === i,
      grasp: () => plane.sketch.redraw(),
      end: release,
    }, signal);
    for (const { classList } of [handle.element, handle.model]) classList.add("tip", i ? "second" : "first");
    plane.picture.model(handle.model);
    return handle;
  });
  const fields = NAMES.map((name) => entry(name, `Two numbers from −${LIMIT} to ${LIMIT}, like 3, 4`, (text) => {
    const at = readNumbers(text);
    if (at?.length !== 2 || at.some((value) => Math.abs(value) > LIMIT)) return false;
    send({ type: name, at: at as unknown as Vector });
    return true;
  }, signal));
  const turn = new Slider({
    name: "Turn a, from b", says: (value) => `${shown(value)} degrees`, shown: (value) => `${shown(value)}`,
    accepts: (value) => value >= -180 && value <= 180, wanted: "Degrees from −180 to 180",
    change: (degrees, held) => send({ type: "turn", degrees }, held ? "turn" : ""), end: release,
  }, signal);
  const readout = new Readout([
    { name: "a · b", role: "output" }, { name: "‖a‖", role: "input" }, { name: "‖b‖", role: "target" }, { name: "cos θ", role: "gradient" },
  ]);
  const sums = [make("span"), make("span")] as const;
  const sum = make("p", "sum", ...sums);
  sum.setAttribute("aria-hidden", "true"); // its numbers stand in the sentence and the read-out

  return {
    stage: make("div", "", make("div", "stage two", plane.picture.box, chart.picture.box), readout.element, sum),
    controls: make("div", "controls-grid", turn.element, make("div", "fields", ...fields.map(({ label }) => label))),
    buttons: [],
    draw(now, shape, width) {
      const wide = width >= WIDE;
      const side = wide ? Math.round(Math.min(width * 0.58, 340)) : Math.min(width, 380);
      const held = handles.some((handle) => handle.held);
      plane.size(side, held ? plane.reach : reachFor([...now.a, ...now.b], 6));
      chart.size(wide ? width - side - GAP : width, wide ? plane.height : 180);
      handles.forEach((handle, i) => {
        const [x, y] = now[NAMES[i] as Name];
        handle.draw(...plane.inside([x, y]), `x ${shown(x)}, y ${shown(y)}`, { now: x, min: -plane.reach, max: plane.reach });
      });
      plane.sketch.draw(() => paint(now, shape));
      chart.draw(shape);
    },
    tell(now, { dot, lengths, cosine, angle }) {
      readout.draw([shown(dot), shown(lengths.a), shown(lengths.b), cosine === null ? "none" : shown(cosine)]);
      write(sums[0], `a · b = ${times(now.a[0], now.b[0])} + ${times(now.a[1], now.b[1])} = ${shown(dot)}`);
      write(sums[1], cosine === null ? "no angle" : `‖a‖ ‖b‖ cos θ = ${times(lengths.a, lengths.b)} · ${bracketed(cosine)}`);
      turn.draw(angle === null ? 0 : Number(angle.toFixed(2)) + 0, TURN);
      fields.forEach((field, i) => field.draw(now[NAMES[i] as Name].map((value) => shown(value)).join(", ")));
    },
  };

  function paint({ a, b }: State, { foot, angle, shadow, dot }: Derived): void {
    const { sketch, at, reach } = plane;
    if (foot && angle !== null) {
      const long = Math.hypot(...b);
      const [ux, uy] = [b[0] / long, b[1] / long];
      const far = 3 * reach;
      const border: Point[] = [at([-uy * far, ux * far]), at([uy * far, -ux * far])];
      sketch.area(looks.positive, [...border, at([(uy + ux) * far, (uy - ux) * far]), at([(ux - uy) * far, (uy + ux) * far])]);
      sketch.lines(looks.border, [border]);
      for (const [text, way] of [["a · b > 0", 1], ["a · b < 0", -1]] as const) {
        // On either side of the border, where no arrow is: away from a.
        const side = angle > 0 ? -1 : 1;
        const out = reach * 0.72;
        const place: Vector = [-uy * out * side + ux * way * reach * 0.24, ux * out * side + uy * way * reach * 0.24];
        const [px, py] = plane.inside(place);
        sketch.words(looks.sign, text, [clamp(px, at([-reach, 0])[0] + 32, at([reach, 0])[0] - 32), clamp(py, 24, plane.height - 44)], "middle");
      }
      const radius = Math.min(26, 0.5 * Math.abs(at([Math.min(Math.hypot(...a), long), 0])[0] - at([0, 0])[0]));
      const [ox, oy] = at([0, 0]);
      const from = Math.atan2(b[1], b[0]);
      const right = dot === 0;
      const unit = (along: number): Point => [ox + radius * Math.cos(along), oy - radius * Math.sin(along)];
      const turn = (angle * Math.PI) / 180;
      // A right angle has its own sign.
      const corner: Point = [ox + radius * 0.7 * (Math.cos(from) + Math.cos(from + turn)), oy - radius * 0.7 * (Math.sin(from) + Math.sin(from + turn))];
      const shorter = (along: number): Point => [ox + radius * 0.7 * Math.cos(along), oy - radius * 0.7 * Math.sin(along)];
      sketch.lines(looks.arc, [right ? [shorter(from), corner, shorter(from + turn)] : Array.from({ length: 25 }, (_, k) => unit(from + (turn * k) / 24))]);
      sketch.lines(looks.drop, [[at(a), at(foot)]]);
      sketch.lines(looks.shadow, [[[ox, oy], at(foot)]]);
      for (const name of NAMES) plane.arrow(looks[name], name === "a" ? a : b);
      const middle = from + turn / 2;
      if (Math.abs(angle) > 24) sketch.words(looks.angle, right ? "90°" : `${shown(Math.abs(angle), 3)}°`, [ox + (radius + 18) * Math.cos(middle), oy - (radius + 18) * Math.sin(middle) + 5], "middle");
      const [fx, fy] = at(foot);
      const below = angle > 0 ? 1 : -1;
      if (shadow !== null && Math.abs(shadow) > reach * 0.15) {
        sketch.words(looks.shadowName, shown(shadow), [(ox + fx) / 2 + uy * 17 * below, (oy + fy) / 2 + ux * 17 * below + 5], "middle");
      }
    } else {
      for (const name of NAMES) plane.arrow(looks[name], name === "a" ? a : b);
    }
    for (const name of NAMES) plane.name(name === "a" ? looks.nameOfA : looks.nameOfB, name, name === "a" ? a : b, 24);
    for (const handle of handles) handle.sketch(sketch);
  }
}

const bracketed = (value: number): string => (value < 0 ? `(${shown(value)})` : shown(value));
const times = (a: number, b: number): string => `${bracketed(a)} · ${bracketed(b)}`;

function chartPicture(signal: AbortSignal) {
  const picture = new Picture("chart", 40);
  picture.margin.right = 18; // half of the last label
  const line = svg("path", { class: "loss-line" });
  const stem = svg("path", { class: "drop" });
  const zero = svg("path", { class: "dashed-line" });
  const now = svg("circle", { class: "loss-now" });
  const value = svg("text", { class: "loss-value halo" });
  const sketch = new Sketch(picture, [line, stem, zero, now, value], signal);
  let room: { x: readonly [number, number]; y: readonly [number, number] } = { x: [0, 1], y: [1, 0] };
  return {
    picture,
    size(width: number, height: number) {
      room = picture.size(width, height);
      sketch.size(width, height, picture.room);
    },
    draw({ dot, lengths, angle }: Derived) {
      const most = lengths.a * lengths.b;
      // The axis is round and changes seldom, so that a drag moves the curve and not the ticks.
      const top = ROUND.find((limit) => most <= limit) ?? most;
      const x: Scale = linear([-180, 180], room.x);
      const y: Scale = linear([-top, top], room.y);
      picture.axes(x, y, { at: room.x[1] - room.x[0] > 170 ? [-180, -90, 0, 90, 180] : [-180, 0, 180], text: (at) => `${plain(at)}°` },
        { at: ticks(-top, top, 5), text: plain }, { x: "angle from b to a", y: "a · b" });
      sketch.draw(() => {
        sketch.lines(zero, [[[room.x[0], y(0)], [room.x[1], y(0)]], [[x(-90), room.y[0]], [x(-90), room.y[1]]], [[x(90), room.y[0]], [x(90), room.y[1]]]]);
        if (angle === null) return;
        sketch.line(line, Array.from({ length: 73 }, (_, k): Point => [x(k * 5 - 180), y(most * Math.cos(((k * 5 - 180) * Math.PI) / 180))]));
        const at: Point = [x(angle), y(dot)];
        sketch.lines(stem, [[[at[0], y(0)], at]]);
        sketch.disc(now, at, 5);
        const left = at[0] > (room.x[0] + room.x[1]) / 2;
        sketch.words(value, shown(dot), [at[0] + (left ? -10 : 10), clamp(at[1] - 8, room.y[1] + 24, room.y[0] - 8)], left ? "end" : "start");
      });
    },
  };
}

const ROUND = [1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 200];

/** Draws v and Av in one plane, and beside it by how much Av leans off v's line in every direction. */
import { button, checkbox, choice, enable, entry, make, svg } from "../kit/dom.ts";
import { Picture, plain, ticks } from "../kit/axes.ts";
import type { Controls, View } from "../kit/element.ts";
import { clamp, shown } from "../kit/format.ts";
import { readNumber, readValue } from "../kit/options.ts";
import { pair } from "../kit/pair.ts";
import { Handle } from "../kit/point.ts";
import { Readout } from "../kit/readout.ts";
import { linear, type Scale } from "../kit/scale.ts";
import { Sketch, type Point } from "../kit/sketch.ts";
import { Square } from "../kit/square.ts";
import { apply, lean, turned, unit, type Matrix } from "./eigen.ts";
import { MOST, times, type Action, type Derived, type State } from "./model.ts";
import { CHOICES, nameOf, PRESETS } from "./presets.ts";
import { OPTIONS } from "./props.ts";

export function view({ send, release, state, signal }: Controls<State, Action>): View<State, Derived> {
  const plane = planePicture(signal);
  const chart = leanPicture(signal);
  const handle = new Handle(plane.picture.box, {
    name: "Direction of v: drag it around, or turn it with the arrow keys",
    plane: false,
    to(px, py) {
      const [x, y] = [plane.x.invert(px), plane.y.invert(py)];
      if (x !== 0 || y !== 0) send({ type: "drag", angle: (Math.atan2(y, x) * 180) / Math.PI }, "angle");
    },
    by: (degrees) => send({ type: "turn", by: degrees }, "angle"),
    grasp: () => plane.redraw(),
    end: release,
  }, signal);
  plane.picture.model(handle.model);

  const presets = choice("Matrix A", CHOICES, (name) => {
    const chosen = PRESETS[name];
    if (chosen) send({ type: "matrix", matrix: chosen.matrix });
    else presets.draw(nameOf(state().matrix));
  }, signal);
  const typed = entry("Its rows", `Four numbers row by row, like 4 2 2 4, none beyond ${MOST}`, (text) => {
    const matrix = OPTIONS["matrix"] && readValue(OPTIONS["matrix"], text);
    if (matrix) send({ type: "matrix", matrix: matrix as unknown as Matrix });
    return Boolean(matrix);
  }, signal);
  const angle = entry("Angle of v", "An angle in degrees, like 45", (text) => {
    const degrees = readNumber(text.replace("°", ""));
    if (degrees === null) return false;
    send({ type: "angle", angle: degrees });
    return true;
  }, signal);
  const lines = checkbox("Show the lines that A keeps", (on) => send({ type: "lines", on }), signal);
  const next = button("Next kept line", () => send({ type: "next" }), signal, "main");
  const readout = new Readout([
    { name: "v", role: "input" }, { name: "Av", role: "output" }, { name: "lean", role: "step" }, { name: "λ here", role: "gradient" },
  ]);

  return {
    stage: make("div", "stage", make("div", "stage two", plane.picture.box, chart.picture.box), readout.element),
    controls: make("div", "controls-grid", make("div", "fields", presets.label, typed.label, angle.label), make("div", "checks", lines.label)),
    buttons: [next],
    draw(now, shownNow, width) {
      const room = pair(width);
      plane.size(room.first);
      chart.size(room.second, room.wide ? plane.picture.height : room.below);
      plane.scale(shownNow.stretches[0]);
      const at = plane.rim(shownNow.v);
      handle.draw(...at, `${shown(now.angle)} degrees, Av ${shownNow.value === null ? `leans ${shown(shownNow.lean ?? 0, 3)} degrees` : `is ${shown(shownNow.value)} v`}`, { now: now.angle, min: 0, max: 360 });
      plane.draw(now, shownNow, handle);
      chart.draw(now, shownNow);
    },
    tell(now, shownNow) {
      const two = (point: readonly [number, number]): string => point.map((one) => shown(clean(one), 3)).join(", ");
      readout.draw([two(shownNow.v), two(shownNow.image), shownNow.lean === null ? "none" : `${shown(clean(shownNow.lean), 3)}°`, shownNow.value === null ? "none" : shown(shownNow.value)]);
      presets.draw(nameOf(now.matrix));
      typed.draw(now.matrix.map((one) => shown(one)).join(" "));
      angle.draw(shown(now.angle));
      lines.draw(now.lines);
      enable(next, shownNow.spectrum.lines.length > 0);
    },
  };
}

/** What rounding leaves of a 0 is shown as 0. */
const clean = (value: number): number => (Math.abs(value) < 1e-10 ? 0 : value);

/** The circle of all v, as angles in degrees. */
const AROUND = Array.from({ length: 121 }, (_, i) => unit(i * 3));

function planePicture(signal: AbortSignal) {
  const picture = new Square();
  const line = (name: string): SVGElement => svg("path", { class: name });
  const words = (name: string): SVGElement => svg("text", { class: `name ${name} halo` });
  const [dial, circle, ellipse] = [line("dial"), line("unit"), line("image-curve")] as const;
  const [ray, keeps, arc] = [line("ray"), line("kept"), line("lean-arc")] as const;
  const [v, image] = [line("vector in"), line("vector out")] as const;
  const [vName, imageName, keptName, arcName] = [words("in"), words("out"), words("kept-name"), words("lean-name")] as const;
  const sketch = new Sketch(picture, [dial, circle, ellipse, ray, keeps, arc, v, image, vName, imageName, keptName, arcName], signal);
  let [x, y]: [Scale, Scale] = [linear([0, 1], [0, 1]), linear([0, 1], [0, 1])];
  let radius = 100;
  let room: { x: readonly [number, number]; y: readonly [number, number] } = { x: [0, 1], y: [1, 0] };
  return {
    picture,
    get x() { return x; },
    get y() { return y; },
    redraw: () => sketch.redraw(),
    size(width: number) {
      const fitted = picture.fit(width, sketch);
      if (!fitted) return;
      room = fitted;
      radius = Math.max(40, (room.x[1] - room.x[0]) / 2 - 12);
    },
    /** So that the longest Av ends well within the dial. */
    scale(longest: number) {
      const half = (1.22 * Math.max(longest, 1) * (room.x[1] - room.x[0])) / 2 / radius;
      if (x.domain[1] === half && x.range === room.x) return;
      x = linear([-half, half], room.x);
      y = linear([-half, half], room.y);
      picture.axes(x, y, { at: ticks(-half, half, 5), text: plain }, { at: ticks(-half, half, 5), text: plain }, { x: "x", y: "y" });
    },
    /** Where v's line meets the dial. */
    rim: ([vx, vy]: Point): Point => [x(0) + radius * vx, y(0) - radius * vy],
    draw({ matrix, angle, lines }: State, { v: tip, image: end, lean: off, value, spectrum }: Derived, handle: Handle) {
      const at = ([px, py]: Point): Point => [x(px), y(py)];
      const zero = at([0, 0]);
      const polar = (degrees: number, far: number): Point => {
        const [ux, uy] = unit(degrees);
        return [zero[0] + far * ux, zero[1] - far * uy];
      };
      /** Words beyond a point, seen from the middle. */
      const beyond = ([px, py]: Point, by: number): Point => {
        const far = Math.hypot(px - zero[0], py - zero[1]) || 1;
        return [px + (by * (px - zero[0])) / far, py + (by * (py - zero[1])) / far + 4];
      };
      sketch.draw(() => {
        sketch.line(dial, AROUND.map((point) => this.rim(point)));
        sketch.line(circle, AROUND.map(at));
        sketch.line(ellipse, AROUND.map((point) => at(apply(matrix, point))));
        if (lines) {
          spectrum.lines.forEach((line, i) => {
            sketch.line(keeps, [polar(line, radius), polar(line + 180, radius)]);
            const label = polar(line + 180, radius - 26);
            sketch.words(keptName, `λ = ${shown(spectrum.values[i] ?? 0)}`, [label[0], label[1] - 6], "middle");
          });
        }
        sketch.line(ray, [polar(angle, radius), polar(angle + 180, radius)]);
        const [px, py] = at(end);
        const length = Math.hypot(px - zero[0], py - zero[1]);
        if (value === null && off !== null && length > 30) {
          // From the nearer half of v's line to Av.
          const from = end[0] * tip[0] + end[1] * tip[1] < 0 ? angle + 180 : angle;
          const far = clamp(length * 0.6, 24, 70);
          sketch.line(arc, Array.from({ length: 13 }, (_, i) => polar(from + (off * i) / 12, far)));
          if (Math.abs(off) > 14) sketch.words(arcName, `${shown(off, 2)}°`, beyond(polar(from + off / 2, far), 15), "middle");
        }
        sketch.arrow(image, zero, [px, py]);
        sketch.arrow(v, zero, at(tip));
        const name = value === null ? "Av" : value === 0 ? "Av = 0" : `Av = ${times(value)}v`;
        // v's name stands off its line, on the side that Av does not lean to.
        const side = (off ?? 0) > 0 ? -90 : 90;
        const [nx, ny] = polar(angle + side, 13);
        const middle = at([tip[0] * 0.75, tip[1] * 0.75]);
        sketch.words(vName, "v", [middle[0] + nx - zero[0], middle[1] + ny - zero[1] + 4], "middle");
        if (value === null) sketch.words(imageName, name, beyond([px, py], 14), "middle");
        else {
          const [ox, oy] = polar(turned(angle + 90), length > 8 ? 18 : 30);
          const place: Point = length > 8 ? [(px * 0.8 + zero[0] * 0.2) + ox - zero[0], (py * 0.8 + zero[1] * 0.2) + oy - zero[1] + 4] : [ox, oy];
          sketch.words(imageName, name, [clamp(place[0], room.x[0] + 28, room.x[1] - 28), place[1]], ox > zero[0] + 6 ? "start" : ox < zero[0] - 6 ? "end" : "middle");
        }
        handle.sketch(sketch);
      });
    },
  };
}

function leanPicture(signal: AbortSignal) {
  const picture = new Picture("chart", 40);
  const zero = svg("path", { class: "level" });
  const curve = svg("path", { class: "lean-curve" });
  const stem = svg("path", { class: "lean-stem" });
  const now = svg("circle", { class: "now" });
  const ring = svg("circle", { class: "hit" });
  const text = svg("text", { class: "name lean-name halo" });
  const sketch = new Sketch(picture, [zero, curve, stem, now, ring, text], signal);
  let [x, y]: [Scale, Scale] = [linear([0, 180], [0, 1]), linear([-99, 99], [1, 0])];
  let known: { readonly matrix: Matrix; readonly parts: readonly (readonly Point[])[] } | null = null;
  return {
    picture,
    size(width: number, height: number) {
      const room = picture.size(width, height);
      sketch.size(width, height, [0, 0, width, height]);
      x = linear([0, 180], room.x);
      y = linear([-99, 99], room.y); // so that 90° is no frame
      picture.axes(x, y, { at: [0, 45, 90, 135, 180], text: (value) => `${value}°` }, { at: [-90, -45, 0, 45, 90], text: (value) => `${plain(value)}°` },
        { x: "direction of v’s line", y: "Av leans off it by" });
    },
    draw({ matrix, angle }: State, { lean: off, value, spectrum }: Derived) {
      if (known?.matrix !== matrix) known = { matrix, parts: leans(matrix) };
      const { parts } = known;
      sketch.draw(() => {
        sketch.line(zero, [[x(0), y(0)], [x(180), y(0)]]);
        for (const part of parts) sketch.line(curve, part.map(([at, by]): Point => [x(at), y(by)]));
        const px = x(turned(angle, 180));
        const py = y(off ?? 0);
        sketch.line(stem, [[px, y(0)], [px, py]]);
        if (value !== null) sketch.disc(ring, [px, y(0)], 9);
        sketch.disc(now, [px, py], 5);
        const says = value !== null ? `λ = ${shown(value)}` : `${shown(off ?? 0, 3)}°`;
        const toRight = px < x(120);
        const up = (off ?? 0) > 0 || (value !== null && spectrum.kind !== "every");
        sketch.words(text, says, [px + (toRight ? 11 : -11), clamp(py + (up ? -11 : 20), y(90) + 22, y(-90) - 8)], toRight ? "start" : "end");
      });
    },
  };
}

/** The lean in each direction, cut where it jumps from 90° to −90° or is none. */
function leans(matrix: Matrix): Point[][] {
  const parts: Point[][] = [[]];
  for (let at = 0; at <= 180; at++) {
    const off = lean(matrix, at);
    const before = parts.at(-1)?.at(-1)?.[1];
    if (off === null || (before !== undefined && Math.abs(off - before) > 90)) parts.push([]);
    if (off !== null) parts.at(-1)?.push([at, off]);
  }
  return parts.filter((part) => part.length > 0);
}

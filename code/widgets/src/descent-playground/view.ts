/** Draws the playground: the path over the contours, the loss beside it, the controls. */
import { checkbox, choice, entry, button, enable, make, set, svg } from "../kit/dom.ts";
import { plain, ticks } from "../kit/axes.ts";
import { Contours } from "../kit/contour.ts";
import type { Controls, View } from "../kit/element.ts";
import { shown } from "../kit/format.ts";
import { lossChart } from "../kit/loss-chart.ts";
import { readPoint } from "../kit/options.ts";
import { pair } from "../kit/pair.ts";
import { Path } from "../kit/path.ts";
import { Handle } from "../kit/point.ts";
import { linear, type Scale } from "../kit/scale.ts";
import { Sketch, type Point } from "../kit/sketch.ts";
import { Slider, type SliderShape } from "../kit/slider.ts";
import { Square } from "../kit/square.ts";
import { settled, stopped, STRETCH, type Action, type Derived } from "./model.ts";
import type { Setting } from "./run.ts";
import { SURFACES, surfaceOf, type Surface, type SurfaceName } from "./surfaces.ts";

const PACE = 160; // ms a step

const shapes = new Map<Surface, SliderShape>();
function shapeOf(surface: Surface): SliderShape {
  const known = shapes.get(surface);
  if (known) return known;
  const shape = { min: 0, max: surface.etaMax, step: surface.etaStep, marks: surface.marks.map(({ eta, ...mark }) => ({ at: eta, ...mark })) };
  shapes.set(surface, shape);
  return shape;
}

export function view({ send, release, state, signal }: Controls<Setting, Action>): View<Setting, Derived> {
  const map = mapPicture(signal);
  const chart = lossChart(signal);
  const grid = (): number => (surfaceOf(state().surface).x[1] - surfaceOf(state().surface).x[0]) / 200;
  const toStart = (x: number, y: number, hold: string): void => {
    const unit = grid();
    const snap = (value: number): number => Number((Math.round(value / unit) * unit).toPrecision(10)) + 0;
    halt();
    send({ type: "start", at: [snap(x), snap(y)] }, hold);
  };
  const handle = new Handle(map.picture.box, {
    name: "Start of the run: drag it, or move it with the arrow keys",
    plane: true,
    to: (px, py) => toStart(within(map.x.invert(px), surfaceOf(state().surface).x), within(map.y.invert(py), surfaceOf(state().surface).y), "start"),
    by(dx, dy) {
      const [x, y] = state().start;
      toStart(x + dx * grid(), y + dy * grid(), "start");
    },
    grasp: () => map.redraw(),
    end: release,
  }, signal);
  map.models(handle.model);

  const surfaces = choice("Loss", Object.fromEntries(Object.entries(SURFACES).map(([name, { title, formula }]) => [name, `${title}: ${formula}`])),
    (name) => {
      halt();
      send({ type: "surface", surface: name as SurfaceName });
    }, signal);
  const start = entry("Start", "Two numbers, like 4, 3", (text) => {
    const at = readPoint(text);
    if (!at) return false;
    halt();
    send({ type: "start", at });
    return true;
  }, signal);
  const eta = new Slider({
    name: "Learning rate η",
    says: (value) => {
      const mark = surfaceOf(state().surface).marks.find((one) => one.eta === value);
      return mark ? `${mark.label}, ${mark.says}` : shown(value);
    },
    shown: (value) => surfaceOf(state().surface).marks.find((one) => one.eta === value && /^[\d/]+$/.test(one.label))?.label ?? shown(value),
    accepts: (value) => value >= 0,
    wanted: "A number from 0 up, like 0.4 or 1/3",
    change: (value, held) => send({ type: "eta", eta: value }, held ? "eta" : ""),
    end: release,
  }, signal);
  const flip = checkbox("Flip the sign", (on) => send({ type: "flip", on }), signal);
  const forget = checkbox("Forget zero_grad()", (on) => send({ type: "forget", on }), signal);

  let timer: ReturnType<typeof setInterval> | undefined;
  let goal = 0;
  const busy = (): boolean => timer !== undefined;
  function halt(): void {
    if (!busy()) return;
    clearInterval(timer);
    timer = undefined;
    run.textContent = "Run";
  }
  const one = button("Step", () => {
    halt();
    send({ type: "step", count: 1 });
  }, signal, "main");
  const run = button("Run", () => {
    if (busy()) {
      halt();
      release();
      return;
    }
    goal = state().steps + STRETCH;
    // Without motion the end is there at once.
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      send({ type: "step", count: STRETCH });
      return;
    }
    run.textContent = "Pause";
    timer = setInterval(() => {
      send({ type: "step", count: 1 }, "run");
      if (state().steps < goal && !settled(state())) return;
      halt();
      release();
    }, PACE);
  }, signal);
  signal.addEventListener("abort", () => clearInterval(timer));

  return {
    stage: make("div", "stage two", map.picture.box, chart.picture.box),
    controls: make("div", "controls-grid", eta.element, make("div", "fields", surfaces.label, start.label), make("div", "checks", flip.label, forget.label)),
    buttons: [one, run],
    busy,
    halt,
    draw(setting, derived, width) {
      const surface = surfaceOf(setting.surface);
      const room = pair(width);
      map.size(surface, room.first);
      chart.size(room.second, room.wide ? map.picture.height : room.below);
      const [x, y] = setting.start;
      const { x: xs, y: ys } = surface;
      handle.draw(map.x(within(x, xs)), map.y(within(y, ys)), `x ${shown(x)}, y ${shown(y)}`, { now: x, min: xs[0], max: xs[1] });
      map.draw(setting, surface, derived, handle);
      chart.draw(derived.run.losses, handle.held);
    },
    tell(setting) {
      const [x, y] = setting.start;
      surfaces.draw(setting.surface);
      start.draw(`${shown(x)}, ${shown(y)}`);
      eta.draw(setting.eta, shapeOf(surfaceOf(setting.surface)));
      flip.draw(setting.flip);
      forget.draw(setting.forget);
      enable(one, !stopped(setting));
      enable(run, busy() || !stopped(setting));
    },
  };
}

const within = (value: number, [low, high]: readonly [number, number]): number => Math.min(Math.max(value, low), high);

function mapPicture(signal: AbortSignal) {
  const picture = new Square();
  const contours = new Contours();
  const targets = svg("g", { class: "targets" });
  const path = new Path();
  const arrow = svg("path");
  const nabla = svg("text", { class: "halo" });
  const now = svg("circle", { class: "now" });
  picture.inside.append(contours.group, targets);
  const sketch = new Sketch(picture, [path.model, svg("g", { class: "gradient" }, arrow, nabla), now], signal);
  let x: Scale = linear([0, 1], [0, 1]);
  let y = x;
  return {
    picture,
    get x() { return x; },
    get y() { return y; },
    models: (...elements: SVGElement[]) => picture.model(...elements),
    redraw: () => sketch.redraw(),
    size(surface: Surface, width: number) {
      const room = picture.fit(width, sketch, surface.title);
      if (!room) return;
      x = linear(surface.x, room.x);
      y = linear(surface.y, room.y);
      picture.axes(x, y, { at: ticks(...surface.x, 5), text: plain }, { at: ticks(...surface.y, 5), text: plain }, { x: "x", y: "y" });
    },
    draw(setting: Setting, surface: Surface, { run, drawn }: Derived, handle: Handle) {
      contours.draw(setting.surface, surface.loss, surface.levels, x, y);
      const places = surface.minima.map(([a, b]) => ({ cx: x(a), cy: y(b), r: 6 }));
      while (targets.children.length > places.length) targets.lastChild?.remove();
      places.forEach((place, k) => set(targets.children[k] ?? targets.appendChild(svg("circle")), place));
      const [cx, cy] = [run.xs[drawn] as number, run.ys[drawn] as number];
      const [px, py] = [x(cx), y(cy)];
      const [gx, gy] = surface.grad(cx, cy);
      const steep = Math.hypot(gx, gy);
      sketch.draw(() => {
        path.draw(sketch, run.xs, run.ys, drawn, x, y);
        if (steep > 0.05 && Number.isFinite(steep)) {
          // Pixels run down, the gradient runs up; both axes have one scale. A weak slope has a short arrow.
          const [ux, uy] = [gx / steep, -gy / steep];
          const size = within(steep / 3, [0.4, 1]);
          const at = (along: number, across: number): Point => [px + size * (along * ux - across * uy), py + size * (along * uy + across * ux)];
          sketch.line(arrow, [at(0, 0), at(30, 0)]);
          sketch.line(arrow, [at(23, -5), at(31, 0), at(23, 5)]);
          const end = size * 31 + 11;
          sketch.words(nabla, "∇", [px + ux * end - 4, py + uy * end + 4]);
        }
        sketch.disc(now, [px, py], 5.5);
        handle.sketch(sketch);
      });
    },
  };
}

/** Draws the map: grid, unit square and the letter F, moved by two arrows. */
import { button, choice, entry, make, svg, write } from "../kit/dom.ts";
import type { Controls, View } from "../kit/element.ts";
import { clamp, shown } from "../kit/format.ts";
import { readNumber } from "../kit/options.ts";
import { nearest, Plane, reachFor, type Vector } from "../kit/plane.ts";
import { Handle } from "../kit/point.ts";
import { Readout } from "../kit/readout.ts";
import type { Point } from "../kit/sketch.ts";
import { length, snapped } from "../kit/vector.ts";
import { apply, between, column, derived, EXAMPLES, LIMIT, type Action, type Derived, type Matrix, type State } from "./model.ts";

const GRID = 0.1;
const LINES = 12; // to each side
const SQUARE: readonly Vector[] = [[0, 0], [1, 0], [1, 1], [0, 1]];
/** An F looks another way after every turn and every flip. */
const LETTER: readonly Vector[] = [
  [0.25, 0.12], [0.42, 0.12], [0.42, 0.44], [0.66, 0.44], [0.66, 0.59], [0.42, 0.59], [0.42, 0.74], [0.77, 0.74], [0.77, 0.9], [0.25, 0.9]];
const PLAYED = 1100; // ms
const BOTH = [0, 1] as const;
const OWN = "own";

export function view({ send, release, state, signal }: Controls<State, Action>): View<State, Derived> {
  const looks = {
    grid: svg("path", { class: "grid-lines" }), before: svg("path", { class: "dashed-line" }),
    square: svg("path", { class: "square" }), edge: svg("path", { class: "loss-line" }), letter: svg("path", { class: "letter" }),
    line: svg("path", { class: "flat-line" }), arrow: svg("path", { class: "arrow" }), name: svg("text", { class: "arrow-name halo" }),
  };
  const plane = new Plane(Object.values(looks), signal);
  const handles = BOTH.map((index) => {
    const handle = new Handle(plane.picture.box, {
      name: `Column ${index + 1}: drag its tip, or move it with the arrow keys`,
      plane: true,
      to(px, py) {
        halt();
        send({ type: "column", index, at: snapped(plane.to(px, py), GRID), snap: true }, `column ${index}`);
      },
      by(dx, dy) {
        halt();
        const [x, y] = column(state().matrix, index);
        send({ type: "column", index, at: snapped([clamp(x + dx * GRID, -LIMIT, LIMIT), clamp(y + dy * GRID, -LIMIT, LIMIT)], GRID) }, `column ${index}`);
      },
      nears: (x, y) => nearest(BOTH.map((one) => plane.at(column(state().matrix, one))), x, y) === index,
      grasp: () => plane.sketch.redraw(),
      end: release,
    }, signal);
    handle.element.classList.add("tip");
    handle.model.classList.add("tip");
    plane.picture.model(handle.model);
    return handle;
  });

  const examples = choice("Map", { ...Object.fromEntries(Object.entries(EXAMPLES).map(([name, { title }]) => [name, title])), [OWN]: "your own" }, (name) => {
    halt();
    const found = EXAMPLES[name];
    if (found) send({ type: "matrix", matrix: found.matrix });
  }, signal);
  const entries = [0, 1, 2, 3].map((i) => entry(`Row ${i < 2 ? 1 : 2}, column ${(i % 2) + 1}`, `A number from −${LIMIT} to ${LIMIT}`, (text) => {
    const value = readNumber(text);
    if (value === null || Math.abs(value) > LIMIT) return false;
    halt();
    send({ type: "matrix", matrix: state().matrix.map((old, j) => (i === j ? value : old)) as unknown as Matrix });
    return true;
  }, signal));
  const matrix = make("div", "matrix-fields", ...entries.map(({ label }) => label));
  matrix.setAttribute("role", "group");
  matrix.setAttribute("aria-label", "The matrix");
  const readout = new Readout([
    { name: "det", role: "output" }, { name: "area", role: "output" }, { name: "the F", role: "input" }, { name: "rank", role: "step" },
  ]);

  let frame = 0;
  let part = 1;
  const busy = (): boolean => frame !== 0;
  function halt(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    part = 1;
    write(play, "Play");
  }
  const play = button("Play", () => {
    if (busy()) {
      halt();
      paint(state().matrix);
      return;
    }
    // Without motion there is nothing to play: before and after are drawn already.
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    write(play, "Stop");
    const begin = performance.now();
    const tick = (now: number): void => {
      const gone = Math.min(1, Math.max(0, now - begin) / PLAYED);
      part = gone * gone * (3 - 2 * gone);
      frame = gone < 1 ? requestAnimationFrame(tick) : 0;
      if (!frame) halt();
      paint(state().matrix);
    };
    frame = requestAnimationFrame(tick);
  }, signal, "main");
  signal.addEventListener("abort", () => cancelAnimationFrame(frame));

  return {
    stage: make("div", "stage beside", plane.picture.box, readout.element),
    controls: make("div", "controls-grid", make("div", "fields", examples.label, matrix)),
    buttons: [play],
    busy,
    halt,
    draw(now, _, width) {
      const held = handles.some((handle) => handle.held);
      plane.size(Math.min(width, 420), held ? plane.reach : reachFor(now.matrix, 3));
      handles.forEach((handle, i) => {
        const [x, y] = column(now.matrix, BOTH[i] as 0 | 1);
        handle.draw(...plane.inside([x, y]), `x ${shown(x)}, y ${shown(y)}`, { now: x, min: -plane.reach, max: plane.reach });
      });
      paint(now.matrix);
    },
    tell(now, { det, rank, flipped }) {
      readout.draw([shown(det), shown(Math.abs(det)), rank < 2 ? "flat" : flipped ? "flipped" : "kept", String(rank)]);
      examples.draw(Object.entries(EXAMPLES).find(([, one]) => one.matrix.every((value, i) => value === now.matrix[i]))?.[0] ?? OWN);
      entries.forEach((one, i) => one.draw(shown(now.matrix[i] as number)));
    },
  };

  function paint(goal: Matrix): void {
    const { sketch, at, reach } = plane;
    const now = part === 1 ? goal : between(goal, part);
    const to = (points: readonly Vector[]): Point[] => points.map((point) => at(apply(now, point)));
    const { line } = derived({ matrix: now });
    sketch.draw(() => {
      const lines: Point[][] = [];
      for (let t = -LINES; t <= LINES; t++) lines.push(to([[t, -LINES], [t, LINES]]), to([[-LINES, t], [LINES, t]]));
      sketch.lines(looks.grid, lines);
      sketch.lines(looks.before, [[...SQUARE, SQUARE[0] as Vector].map(at)]);
      if (line) {
        const far = (3 * reach) / length(line);
        sketch.lines(looks.line, [[at([-line[0] * far, -line[1] * far]), at([line[0] * far, line[1] * far])]]);
      }
      const corners = to(SQUARE);
      sketch.area(looks.square, corners);
      sketch.lines(looks.edge, [[...corners, corners[0] as Point]]);
      sketch.area(looks.letter, to(LETTER));
      for (const index of BOTH) plane.arrow(looks.arrow, column(now, index));
      // Beside the picture's middle line, where both tips would lie on each other, the second name steps aside.
      const tips = BOTH.map((index) => column(now, index));
      tips.forEach((tip, i) => {
        const close = i === 1 && Math.hypot(tip[0] - (tips[0] as Vector)[0], tip[1] - (tips[0] as Vector)[1]) < reach * 0.25;
        plane.name(looks.name, `column ${i + 1}`, tip, close ? 54 : 22);
      });
      for (const handle of handles) handle.sketch(sketch);
    });
  }
}

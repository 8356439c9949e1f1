/** The loss at each step of a run, on a logarithmic axis. */
import { Picture, plain, tenTo, ticks } from "./axes.ts";
import { AxisPen } from "./axis-pen.ts";
import { svg } from "./dom.ts";
import { clamp, shown } from "./format.ts";
import { linear, log } from "./scale.ts";
import { Sketch, type Point } from "./sketch.ts";

const LADDER = [12, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];
const DECADES = 4;

export function lossChart(signal: AbortSignal) {
  const picture = new Picture("chart", 40);
  const axes = new AxisPen();
  const line = svg("path", { class: "loss-line" });
  const dots = svg("path", { class: "loss-dots" });
  const now = svg("circle", { class: "loss-now" });
  const value = svg("text", { class: "loss-value halo" });
  const number = svg("text", { class: "loss-number halo" });
  const sketch = new Sketch(picture, [axes.model, line, dots, now, value, number], signal);
  let room: { x: readonly [number, number]; y: readonly [number, number] } = { x: [0, 1], y: [1, 0] };
  let [shownTop, shownBottom] = [0, 0];
  return {
    picture,
    size(width: number, height: number) {
      room = picture.size(width, height);
      sketch.size(width, height, [0, 0, width, height]); // the axes too
    },
    /**
     * While something is held the axis of the loss only grows: it does not jump under the reader's hand. Beside the last
     * loss, the first few can be `named`.
     */
    draw(losses: Float64Array, held: boolean, named = 0) {
      const n = losses.length - 1;
      const last = LADDER.find((most) => n <= most) ?? n;
      let [low, high] = [Infinity, 1e-300];
      for (const loss of losses) {
        if (loss > 0 && loss < low) low = loss;
        if (loss < Infinity && loss > high) high = loss;
      }
      let top = Math.min(308, Math.max(Math.ceil(Math.log10(high)), -12));
      let bottom = Math.max(-16, Math.min(Math.floor(Math.log10(Math.min(low, 1e308))), top - DECADES));
      if (held) [top, bottom] = [Math.max(top, shownTop), Math.min(bottom, shownBottom)];
      [shownTop, shownBottom] = [top, bottom];
      const x = linear([0, last], room.x);
      const y = log([10 ** bottom, 10 ** top], room.y);
      const steps = ticks(0, last, room.x[1] - room.x[0] > 300 ? 6 : 3).filter(Number.isInteger);
      const every = Math.ceil((top - bottom) / 5);
      const powers = Array.from({ length: Math.floor((top - bottom) / every) + 1 }, (_, i) => bottom + i * every);
      const at = (k: number): Point => {
        const loss = losses[k] as number;
        const high = loss > 0 ? y(Math.max(loss, 10 ** bottom)) : room.y[0];
        return [x(k), Number.isFinite(loss) ? high : room.y[1]];
      };
      const stride = Math.max(1, Math.ceil(n / 800));
      const points: Point[] = [];
      let k = 0;
      for (; k <= n && !Number.isNaN(losses[k]); k += stride) points.push(at(k));
      const end = Number.isNaN(losses[n]) ? k - stride : n;
      if (stride > 1) points.push(at(end));
      const [cx, cy] = at(end);
      // Where the line does not come from: after a fall below it, after a climb above.
      const toRight = cx < room.x[1] - 60;
      const fell = n > 0 && (losses[n] as number) < (losses[n - 1] as number);
      sketch.draw(() => {
        axes.draw(sketch, x, y, { at: steps, text: plain },
          { at: powers.map((power) => 10 ** power), text: (at) => tenTo(Math.round(Math.log10(at))) }, { x: "steps", y: "loss" });
        sketch.line(line, points);
        if (n <= 60) sketch.dots(dots, points);
        let before: Point = [-Infinity, 0];
        for (let i = 0; i < Math.min(named, n); i++) {
          const [px, py] = at(i);
          // Beside the name of the axis, and not on the number before.
          const place: Point = py < room.y[1] + 26 && i === 0 ? [px + 38, py + 3] : [px + 8, py - 5];
          if (Math.hypot(cx - px, cy - py) < 40 || Math.hypot((place[0] - before[0]) / 3, place[1] - before[1]) < 13) continue;
          before = place;
          sketch.words(number, shown(losses[i] as number, 5), place);
        }
        sketch.disc(now, [cx, cy], 4.5);
        sketch.words(value, shown(losses[n] as number, named ? 5 : 4), [
          cx + (toRight ? 8 : -8), clamp(cy + (fell && !toRight ? 20 : -9), room.y[1] + 26, room.y[0] - 6),
        ], toRight ? "start" : "end");
      });
    },
  };
}

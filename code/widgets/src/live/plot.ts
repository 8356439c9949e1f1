/** Draws what `plot` hands over, in the manner of the book's figures. */
import { extent } from "d3-array";
import { type Ticks, Picture, plain, tenTo, ticks } from "../kit/axes.ts";
import { make, svg } from "../kit/dom.ts";
import { shown } from "../kit/format.ts";
import { linear, log, pixel, type Scale } from "../kit/scale.ts";
import type { Plot } from "./types.ts";

const HEIGHT = 240; // px
const DASHES = ["", "8 3", "2 3", "8 3 2 3"]; // lines are told apart without color too

type Span = readonly [number, number];

function span(values: readonly (number | null)[]): Span {
  const [low = 0, high = 1] = extent(values.filter((value): value is number => value !== null)) as [number?, number?];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** One sentence for those who do not see the picture. Pure. */
export function described({ x, lines, points, log: logarithmic }: Plot): string {
  const [left, right] = span(x);
  const parts = lines.map((line, i) => {
    const known = line.filter((value): value is number => value !== null);
    const name = lines.length > 1 ? `line ${i + 1}` : points ? "the points" : "the line";
    if (known.length === 0) return `${name} has no finite value`;
    return `${name} starts at ${shown(known[0]!)}, ends at ${shown(known.at(-1)!)}, lowest ${shown(Math.min(...known))}, highest ${shown(Math.max(...known))}`;
  });
  return `Plot${logarithmic ? ", logarithmic" : ""}: x from ${shown(left)} to ${shown(right)}; ${parts.join("; ")}.`;
}

export function draw(plot: Plot, width: number): HTMLElement {
  const positive = plot.lines.flat().filter((value): value is number => value !== null && value > 0);
  const logarithmic = plot.log && positive.length > 0;
  const picture = new Picture("live-plot", 58);
  const size = picture.size(width, HEIGHT);
  const x = linear(span(plot.x), size.x);
  const y = logarithmic ? log(decades(span(positive)), size.y) : linear(padded(span(plot.lines.flat())), size.y);
  picture.axes(x, y, round(x), logarithmic ? powers(y) : round(y), { x: plot.xlabel, y: plot.ylabel });
  plot.lines.forEach((line, i) => picture.inside.append(...(plot.points ? dots(plot, line, x, y) : [path(plot, line, x, y, i)])));
  const figure = make("figure", "live-figure", picture.box);
  figure.setAttribute("role", "img");
  figure.setAttribute("aria-label", described(plot));
  return figure;
}

const padded = ([low, high]: Span): Span => [low - 0.05 * (high - low), high + 0.05 * (high - low)];
const decades = ([low, high]: Span): Span => low < high ? [low / 1.3, high * 1.3] : [low / 10, high * 10];
const round = (scale: Scale): Ticks => ({
  at: ticks(...scale.domain, 5),
  text: (value) => (Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3) ? shown(value, 2) : plain(value)),
});

function powers({ domain }: Scale): Ticks {
  const [low, high] = domain.map(Math.log10) as [number, number];
  const at = ticks(low, high, 5).filter(Number.isInteger);
  return { at: (at.length > 0 ? at : [Math.round((low + high) / 2)]).map((power) => 10 ** power), text: (value) => tenTo(Math.round(Math.log10(value))) };
}

function fits(y: Scale, value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(y(value));
}

function path(plot: Plot, line: readonly (number | null)[], x: Scale, y: Scale, i: number): SVGElement {
  let pen = "M";
  let d = "";
  line.forEach((value, k) => {
    const at = plot.x[k];
    if (!fits(y, value) || at === null || at === undefined) return void (pen = "M");
    d += `${pen}${pixel(x(at))} ${pixel(y(value))}`;
    pen = "L";
  });
  return svg("path", { d, fill: "none", class: `series series-${i % 4}`, "stroke-dasharray": DASHES[i % 4]! });
}

function dots(plot: Plot, line: readonly (number | null)[], x: Scale, y: Scale): SVGElement[] {
  return line.flatMap((value, k) => {
    const at = plot.x[k];
    return fits(y, value) && at !== null && at !== undefined ? [svg("circle", { cx: pixel(x(at)), cy: pixel(y(value)), r: 3, class: "dot" })] : [];
  });
}

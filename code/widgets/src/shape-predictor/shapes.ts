/** NumPy's rules for the shape of a result, told axis by axis from the right. Pure; held to NumPy's by test/golden-vectors.json. */
import { shown } from "../kit/format.ts";

export type Shape = readonly number[];
export type Op = "add" | "multiply" | "matmul";

/** One place of the aligned shapes; the last column is axis −1. */
export interface Column {
  readonly a: number;
  readonly b: number;
  /** The shape has no such axis: it counts as 1. */
  readonly lacks: { readonly a: boolean; readonly b: boolean };
  /** null where no result has this axis: the lengths clash, or it was lent and goes away again. */
  readonly out: number | null;
  /** After how many stages it is known. */
  readonly known: number;
  readonly clash: boolean;
}

export interface Stage {
  /** Columns that it speaks of. */
  readonly columns: readonly number[];
  readonly says: string;
}

export interface Plan {
  readonly columns: readonly Column[];
  /** Each told in turn; the first lines the shapes up. */
  readonly stages: readonly Stage[];
  /** null where NumPy refuses. */
  readonly result: Shape | null;
}

/** As NumPy prints it. */
export const tuple = (shape: Shape): string => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
export const numbers = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);
export const SIGNS: Readonly<Record<Op, string>> = { add: "+", multiply: "*", matmul: "@" };

const axis = (back: number): string => `axis −${back}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What two lengths make, or null. */
const meet = (a: number, b: number): number | null => (a === b || b === 1 ? a : a === 1 ? b : null);

/** NumPy counts bytes in 63 bits. */
const MOST = 2 ** 63;
const TOO_LARGE = "That would be 2⁶³ bytes or more. NumPy raises ValueError before it asks for memory.";

export function plan(a: Shape, b: Shape, op: Op): Plan {
  const found = op === "matmul" ? product(a, b) : elementwise(a, b);
  if (found.result === null || 8 * numbers(found.result) < MOST) return found;
  return { ...found, stages: [...found.stages, { columns: [], says: TOO_LARGE }], result: null };
}

function elementwise(a: Shape, b: Shape): Plan {
  const count = Math.max(a.length, b.length);
  const columns: Column[] = [];
  const stages: Stage[] = [{ columns: [], says: lineUp(a, b, count) }];
  let stopped = false;
  for (let back = 1; back <= count; back++) {
    const column = pair(a, b, back, stopped ? Infinity : back + 1);
    columns.unshift(column);
    if (!stopped) stages.push({ columns: [count - back], says: told(column, back) });
    stopped ||= column.clash;
  }
  return { columns, stages, result: stopped ? null : columns.map(({ out }) => out as number) };
}

/** The lengths at one place from the right. */
function pair(a: Shape, b: Shape, back: number, known: number): Column {
  const [x, y] = [a.at(-back), b.at(-back)];
  const out = meet(x ?? 1, y ?? 1);
  return { a: x ?? 1, b: y ?? 1, lacks: { a: x === undefined, b: y === undefined }, out, known, clash: out === null };
}

function lineUp(a: Shape, b: Shape, count: number): string {
  if (count === 0) return "Two numbers: there are no axes to line up.";
  const lacking = [["a", a], ["b", b]].find(([, shape]) => (shape as Shape).length < count);
  if (!lacking) return "Line the shapes up at the right. Both have the same number of axes.";
  const missing = count - (lacking[1] as Shape).length;
  return `Line the shapes up at the right. ${lacking[0] as string} has ${missing} ${missing > 1 ? "axes" : "axis"} less: a 1 is put in at the left.`;
}

function told({ a, b, out, lacks }: Column, back: number): string {
  const here = capital(axis(back));
  if (out === null) return `${here}: ${a} meets ${b}. They differ and neither is 1, so NumPy raises ValueError.`;
  if (a === b) return `${here}: ${a} meets ${b}, equal. The result has ${out}.`;
  const name = a === 1 ? "a" : "b";
  return `${here}: ${a} meets ${b}. ${name} ${lacks[name] ? "has no such axis and" : "has a 1 here and"} repeats along it. The result has ${out}.`;
}

/** `@`: the inner axes must agree and vanish; axes before the last two are broadcast. */
function product(a: Shape, b: Shape): Plan {
  if (a.length === 0 || b.length === 0) {
    const name = a.length === 0 ? "a" : "b";
    const count = Math.max(a.length, b.length);
    const columns = Array.from({ length: count }, (_, j) => ({ ...pair(a, b, count - j, Infinity), out: null, clash: false }));
    return { columns, stages: [{ columns: [], says: `${name} is a number without axes. @ needs at least one axis on both sides, so NumPy raises ValueError.` }], result: null };
  }
  const [lentA, lentB] = [a.length === 1, b.length === 1];
  const [whole, other] = [lentA ? [1, ...a] : a, lentB ? [...b, 1] : b];
  const count = Math.max(whole.length, other.length);
  const [n, k, l, m] = [whole.at(-2), whole.at(-1), other.at(-2), other.at(-1)] as [number, number, number, number];
  const lent = [lentA ? "a is lent a row axis, 1, in front" : "", lentB ? "b is lent a column axis, 1, at the end" : ""].filter(Boolean).join("; ");
  const stages: Stage[] = [{ columns: [], says: lent ? `Each side needs rows and columns: ${lent}. It goes away again.` : "The last two axes of each are rows and columns." }];
  const agree = k === l;
  const inner = `Inner axes: a's last is ${k}, b's last but one is ${l}.`;
  const last: Column = { a: k, b: m, lacks: { a: false, b: lentB }, out: agree && !lentB ? m : null, known: agree ? 3 : 2, clash: !agree };
  const before: Column = { a: n, b: l, lacks: { a: lentA, b: false }, out: agree && !lentA ? n : null, known: agree ? 3 : 2, clash: !agree };
  const columns: Column[] = [before, last];
  stages.push({ columns: [count - 2, count - 1], says: agree ? `${inner} Equal, so they are summed away.` : `${inner} They differ, so NumPy raises ValueError.` });
  if (agree) {
    const kept = [lentA ? "" : `${n} rows from a`, lentB ? "" : `${m} columns from b`].filter(Boolean).join(" and ");
    stages.push({ columns: [count - 2, count - 1], says: kept ? `What remains: ${kept}.` : "What was lent goes away: no axis is left." });
  }
  let stopped = !agree;
  for (let back = 3; back <= count; back++) {
    const column = pair(whole, other, back, stopped ? Infinity : back + 1);
    columns.unshift(column);
    if (!stopped) stages.push({ columns: [count - back], says: told(column, back) });
    stopped ||= column.clash;
  }
  return { columns, stages, result: stopped ? null : columns.flatMap(({ out }) => (out === null ? [] : [out])) };
}

const UNITS = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB", "RB", "QB"];

/** In units of a thousand, as disks are sold and bills are written. */
export function bytes(count: number): string {
  if (count >= 1e33) return `${shown(count)} bytes`;
  const power = count < 1000 ? 0 : Math.min(Math.floor(Math.log10(count) / 3 + 1e-9), UNITS.length - 1);
  const text = String(Number((count / 1000 ** power).toPrecision(4)));
  return `${text} ${count === 1 ? "byte" : (UNITS[power] as string)}`;
}

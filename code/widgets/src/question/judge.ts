/**
 * Compares what was typed with the key: right first, then the nearest known slip, then wrong. Pure.
 * A typed number is right when |typed − value| ≤ max(size, 1e-9·max(1, |value|)), `size` being the
 * tolerance, times |value| where it is relative. Each slip is met by the same rule about its own value.
 */
import { axes, flat, number, plain, quoted, readNested, readNumber, readShape } from "./read.ts";
import type {
  Blank, FormulaBlank, Nested, Num, Outcome, Read, ReadFormula, Shape, Tolerance,
} from "./types.ts";

/** Texts longer than this are no answer to any question. */
const LONGEST = 2000;
/** How far two formulas may differ at a point: their values come from two mathematics libraries. */
const FORMULA: Tolerance = { size: 1e-6, relative: true };

const wrong = (note?: string): Outcome => (note === undefined ? { verdict: "wrong" } : { verdict: "wrong", note });
const syntax = (note: string): Outcome => ({ verdict: "syntax", note });

/** What the typed text comes to. `formula` is needed for formulas alone, and comes in a chunk of its own. */
export function judge(blank: Blank, typed: string, formula?: ReadFormula): Outcome {
  if (plain(typed) === "") return { verdict: "empty" };
  if (typed.length > LONGEST) return syntax("That is too long to be read.");
  switch (blank.kind) {
    case "number":
      return judgeNumbers(readNumber(typed), blank.value, blank.slips, blank.tolerance);
    case "vector":
      return judgeNumbers(readNested(typed), blank.value, blank.slips, blank.tolerance);
    case "shape":
      return judgeShape(readShape(typed), blank.value, blank.slips);
    case "formula":
      return formula
        ? judgeFormula(blank, typed, formula)
        : syntax("The reader of formulas is not here yet. Check again.");
    case "text":
      return judgeText(typed, blank.value, blank.slips, words);
    case "trace":
      return judgeText(typed, [blank.value], blank.slips, printed);
  }
}

/** How far apart two numbers are, in tolerances: at most 1 is close enough. */
function distance(typed: number, key: Num, tolerance: Tolerance): number {
  const value = number(key);
  if (Number.isNaN(value)) return Number.isNaN(typed) ? 0 : Infinity;
  if (!Number.isFinite(value) || !Number.isFinite(typed)) return typed === value ? 0 : Infinity;
  const size = tolerance.relative ? tolerance.size * Math.abs(value) : tolerance.size;
  const most = Math.max(size, 1e-9 * Math.max(1, Math.abs(value)));
  const gap = Math.abs(typed - value);
  return gap <= most ? gap / most : Infinity;
}

function distances(typed: readonly number[], key: readonly Num[], tolerance: Tolerance): number {
  return Math.max(0, ...typed.map((x, i) => distance(x, key[i]!, tolerance)));
}

/** The index of the nearest of several, or -1 where none is near. */
function nearest(gaps: readonly number[]): number {
  const least = Math.min(...gaps);
  return least <= 1 ? gaps.indexOf(least) : -1;
}

function judgeNumbers(
  read: Read<Nested<number>>, value: Nested<Num>, slips: readonly Nested<Num>[], tolerance: Tolerance,
): Outcome {
  if ("no" in read) return syntax(read.no);
  const shape = axes(read.ok);
  if (shape === null) return syntax("The rows differ in length.");
  const gap = (key: Nested<Num>): number =>
    axes(key)?.join() === shape.join() ? distances(flat(read.ok), flat(key), tolerance) : Infinity;
  if (gap(value) <= 1) return { verdict: "right" };
  const slip = nearest(slips.map(gap));
  if (slip >= 0) return { verdict: "slip", slip };
  const asked = axes(value) ?? [];
  return shape.join() === asked.join() ? wrong() : wrong(`You typed ${form(shape)}; the answer is ${form(asked)}.`);
}

function form(shape: readonly number[]): string {
  const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
  if (shape.length === 0) return "a number";
  if (shape.length === 1) return `a vector with ${count(shape[0]!, "entry", "entries")}`;
  if (shape.length === 2) {
    return `a matrix with ${count(shape[0]!, "row", "rows")} and ${count(shape[1]!, "column", "columns")}`;
  }
  return `an array of shape (${shape.join(", ")})`;
}

function judgeShape(read: Read<Shape>, value: Shape, slips: readonly Shape[]): Outcome {
  if ("no" in read) return syntax(read.no);
  const same = (key: Shape): boolean =>
    Array.isArray(key) === Array.isArray(read.ok) && String(key) === String(read.ok);
  if (same(value)) return { verdict: "right" };
  const slip = slips.findIndex(same);
  if (slip >= 0) return { verdict: "slip", slip };
  const [typed, key] = [read.ok, value];
  if (typeof typed === "number") {
    return typeof key === "number" ? wrong()
      : wrong("That is a number, not a shape. A shape with one axis is written with a comma: (n,).");
  }
  if (typeof key === "number") return wrong("That is a shape, not a number.");
  // (5,), (5, 1) and (1, 5) hold as many numbers and are three shapes.
  const long = (shape: readonly number[]): string => shape.filter((n) => n !== 1).join();
  if (typed.length === key.length || long(typed) !== long(key)) return wrong();
  const count = typed.length === 1 ? "1 axis" : `${typed.length} axes`;
  return wrong(
    `That has ${count}. An axis of length 1 counts too: (n,), (n, 1) and (1, n) are three shapes.`);
}

function judgeFormula(blank: FormulaBlank, typed: string, formula: ReadFormula): Outcome {
  const read = formula(plain(typed), blank.variables, quoted);
  if ("no" in read) return syntax(read.no);
  const values = blank.values.map((_, i) => read.ok(blank.points.map((list) => list[i]!)));
  if (distances(values, blank.values, FORMULA) <= 1) return { verdict: "right" };
  const slip = nearest(blank.slips.map((slipped) => distances(values, slipped, FORMULA)));
  if (slip >= 0) return { verdict: "slip", slip };
  return values.some((v, i) => Number.isNaN(v) && number(blank.values[i]!) === number(blank.values[i]!))
    ? wrong("It has no value at some points where the answer has one.")
    : wrong();
}

/** Words, blind to case, blanks, quotation marks and a full stop. */
function words(text: string): string {
  return plain(text).normalize("NFC").replace(/[‘’]/g, "'").replace(/[“”„]/g, '"').toLowerCase()
    .replace(/^["'`](.*)["'`]$/, "$1").replace(/(.)\.$/, "$1").trim();
}

/** Printed lines, blind to how much blank there is, not to case. */
function printed(text: string): string {
  const line = (row: string): string => row
    .replace(/[−–]/g, "-").replace(/[\u200B-\u200F\u2060\uFEFF]/g, "").replace(/\s+/g, " ")
    .replace(/([[({]) /g, "$1").replace(/ ([\])},])/g, "$1").replace(/, /g, ",").trim();
  return text.split(/\r\n|\r|\n/).map(line).join("\n").replace(/^\n+|\n+$/g, "");
}

function judgeText(
  typed: string, value: readonly string[], slips: readonly (readonly string[])[], normal: (text: string) => string,
): Outcome {
  const text = normal(typed);
  const same = (key: string): boolean => normal(key) === text;
  if (value.some(same)) return { verdict: "right" };
  const slip = slips.findIndex((known) => known.some(same));
  if (slip >= 0) return { verdict: "slip", slip };
  if (normal === words) return wrong();
  const loosely = (key: string): string => normal(key).toLowerCase();
  if (value.some((key) => loosely(key) === loosely(typed))) {
    return wrong("Only the capitals differ. Python prints True, False, None.");
  }
  const inline = (key: string): string => normal(key).replace(/\n/g, " ");
  if (value.some((key) => inline(key) === inline(typed))) return wrong("Only the line breaks differ.");
  return wrong();
}

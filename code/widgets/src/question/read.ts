/**
 * Reads what was typed: numbers, vectors, matrices, shapes. Pure, and forgiving about notation, not
 * about meaning. What cannot be read comes back as a sentence for the reader.
 *
 * Numbers: `4.1`, `.5`, `−3`, `1e-3`, `1.89*10^7`, `2·10⁻³`, `10^7`, `1/3`, `1,050` and `1_050`
 * (thousands), `inf`, `nan`. Not read: a decimal comma, a percent sign, a unit, arithmetic. A percent
 * sign is refused because 20 % is 0.2 or 20 by the question's own unit, and a guess would be wrong half
 * of the time.
 */
import type { Nested, Num, Read } from "./types.ts";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** One spelling for each sign: minus, times, blanks, superscripts, full-width letters. */
export function plain(typed: string): string {
  return typed
    .replace(/[\u200B-\u200F\u2060\uFEFF\u00AD]/g, "")
    .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (power) =>
      `^${[...power].map((c) => (c === "⁻" ? "-" : c === "⁺" ? "+" : SUPERSCRIPTS.indexOf(c))).join("")}`)
    .replace(/[−–—‐‑‒﹣]/g, "-")
    .replace(/[·⋅×∙•]/g, "*")
    .replace(/[⁄∕÷]/g, "/")
    .replace(/\*\*/g, "^")
    .replace(/∞/g, "inf")
    .replace(/\s+/g, " ")
    .trim();
}

const DIGITS = String.raw`(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:_\d+)*)(?:\.\d*)?|\.\d+`;
const DECIMAL = String.raw`(?:${DIGITS})(?:e[+-]?\d+)?`;
const POWER = String.raw`10 ?\^ ?(?:\( ?[+-]? ?\d+ ?\)|[+-]? ?\d+)`;
const NUMBER = new RegExp(
  String.raw`^([+-]?) ?(?:(${DECIMAL})(?: ?[*x] ?(${POWER}))?|(${POWER}))(?: ?\/ ?([+-]?) ?(${DECIMAL}))?$`, "i");
const NOT_FINITE = /^([+-]?) ?(?:(?:np|numpy|math|torch)\.)?(inf|infinity|nan)$/i;

/** A typed text as shown back in a sentence: cut, so that a novel does not come back. */
export function quoted(typed: string): string {
  const shown = typed.replace(/\s+/g, " ").trim();
  return `“${shown.length > 40 ? `${shown.slice(0, 39)}…` : shown}”`;
}

function decimal(text: string): number {
  return Number(text.replace(/[,_]/g, ""));
}

function power(text: string): number {
  return Number(`1e${text.slice(text.indexOf("^") + 1).replace(/[() ]/g, "")}`);
}

/** Reads one number. */
export function readNumber(typed: string): Read<number> {
  const text = plain(typed).replace(/^[=≈] ?/, "");
  const word = NOT_FINITE.exec(text);
  if (word) {
    return { ok: word[2]!.toLowerCase() === "nan" ? NaN : word[1] === "-" ? -Infinity : Infinity };
  }
  const found = NUMBER.exec(text);
  if (!found) return { no: noNumber(typed, text) };
  const [, sign, mantissa, times, alone, under, divisor] = found;
  // "3.5*10^-2" is read as "3.5e-2": multiplying would be off in the last bit.
  let value = alone ? power(alone) : decimal(mantissa!);
  if (times) {
    value = mantissa!.toLowerCase().includes("e")
      ? value * power(times)
      : Number(`${mantissa!.replace(/[,_]/g, "")}e${times.slice(times.indexOf("^") + 1).replace(/[() ]/g, "")}`);
  }
  if (divisor) value /= decimal(divisor) * (under === "-" ? -1 : 1);
  if (!Number.isFinite(value)) return { no: `${quoted(typed)} is beyond every number that can be stored.` };
  return { ok: sign === "-" ? -value : value };
}

function noNumber(typed: string, text: string): string {
  if (/^[+-]?\d*,\d+$/.test(text)) return `Write a decimal point: ${text.replace(",", ".")}.`;
  if (text.includes("%")) return "Write the number without the percent sign.";
  const unit = /^([+-]?[\d.,]+(?:e[+-]?\d+)?) ?([\p{L}°$€]+)$/iu.exec(text);
  if (unit) return `Write the number alone, without ${quoted(unit[2]!)}.`;
  if (/^[[(].*[\])]$/.test(text)) return `${quoted(typed)} has brackets; one number is asked for.`;
  return `This is no number: ${quoted(typed)}.`;
}

/** Reads numbers in lists: `1.8, 3.4`, `[1.8 3.4]`, `[[1, 2], [3, 4]]`, `1 2; 3 4`. */
export function readNested(typed: string): Read<Nested<number>> {
  let text = plain(typed)
    .replace(/^[=≈] ?/, "")
    .replace(/^(?:(?:np|numpy|torch)\.)?(?:array|asarray|tensor|matrix|Size)? ?\( ?(\[.*\]) ?(?:, ?dtype ?= ?[\w.]+ ?)?\)$/i, "$1")
    .replace(/[⟨{]/g, "[").replace(/[⟩}]/g, "]");
  // Rows by semicolons or by lines, as in a printed matrix without its inner brackets.
  const rows = typed.trim().split(/[;\n]/).filter((row) => row.trim() !== "");
  if (rows.length > 1 && !/[[(].*[[(]/s.test(text)) {
    text = `[${rows.map((row) => `[${plain(row).replace(/[[\]()]/g, "")}]`).join(",")}]`;
  }
  return new Lists(text).read();
}

const DEPTH = 8;

/** A reader of nested lists, by descent; entries are told apart by commas or blanks. */
class Lists {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  read(): Read<Nested<number>> {
    const items = this.items("", 0);
    if ("no" in items) return items;
    const [only] = items.ok;
    if (items.ok.length === 0) return { no: "There is no number in it." };
    // One list in brackets is that list; numbers without brackets are a list.
    return { ok: items.ok.length === 1 && Array.isArray(only) ? only : items.ok };
  }

  /** Entries up to the closing bracket, or to the end where `closing` is empty. */
  private items(closing: string, depth: number): Read<Nested<number>[]> {
    const found: Nested<number>[] = [];
    if (depth > DEPTH) return { no: "Too many brackets." };
    for (;;) {
      this.skip();
      const sign = this.text[this.at];
      if (sign === undefined) {
        return closing === "" ? { ok: found } : { no: `A closing ${closing} is missing.` };
      }
      if (sign === "]" || sign === ")") {
        if (sign !== closing) return { no: closing === "" ? `There is a ${sign} too many.` : `The brackets don't match.` };
        this.at += 1;
        return { ok: found };
      }
      if (sign === "[" || sign === "(") {
        this.at += 1;
        const inner = this.items(sign === "[" ? "]" : ")", depth + 1);
        if ("no" in inner) return inner;
        found.push(inner.ok);
        continue;
      }
      const entry = readNumber(this.entry());
      if ("no" in entry) return { no: entry.no };
      found.push(entry.ok);
    }
  }

  private skip(): void {
    while (/[ ,;]/.test(this.text[this.at] ?? "")) this.at += 1;
  }

  /** The text of one entry. Brackets belong to it only after `10^`. */
  private entry(): string {
    const rest = this.text.slice(this.at);
    const entry = /^(?:[^[\](), ]*10 ?\^ ?\([^)]*\)|[+-] ?[^[\](), ]+|[^[\](), ]+)/.exec(rest)?.[0] ?? rest;
    this.at += Math.max(entry.length, 1);
    return entry;
  }
}

/** The lengths of nested lists along each axis; `null` where rows differ in length. */
export function axes(value: Nested<unknown>): readonly number[] | null {
  if (!Array.isArray(value)) return [];
  const inner = value.map((item: Nested<unknown>) => axes(item));
  const first = inner[0] ?? [];
  const same = inner.every((other) => other !== null && other.join() === first?.join());
  return same && first !== null ? [value.length, ...first] : null;
}

/** All numbers of nested lists, in reading order. */
export function flat<T>(value: Nested<T>): T[] {
  return Array.isArray(value) ? value.flatMap((item: Nested<T>) => flat(item)) : [value as T];
}

/** Reads a shape: `(5,)` is a tuple, `5` and `(5)` are numbers, as in Python; `5, 1` and `5×1` are tuples. */
export function readShape(typed: string): Read<number | readonly number[]> {
  const text = plain(typed).replace(/^[=≈] ?/, "").replace(/^(?:torch\.)?size ?\((.*)\)$/i, "$1").trim();
  const inside = /^(?:\((.*)\)|\[(.*)\])$/.exec(text);
  const bare = (inside ? (inside[1] ?? inside[2])! : text).trim();
  if (bare === "" && inside) return { ok: [] };
  const parts = bare.replace(/ ?, ?$/, "").split(/ ?[,*x] ?| /);
  const numbers = parts.map((part) => (/^\d{1,12}$/.test(part) ? Number(part) : NaN));
  if (numbers.some(Number.isNaN)) {
    return { no: /[-.]\d/.test(bare) && !/[a-z]/i.test(bare)
      ? `A shape is made of whole numbers from 0 on: ${quoted(typed)} is none.`
      : `This is no shape: ${quoted(typed)}. Write one like (2, 3).` };
  }
  const tuple = numbers.length > 1 || bare.endsWith(",") || inside?.[2] !== undefined;
  return { ok: tuple ? numbers : numbers[0]! };
}

/** A number of the press as a number. */
export function number(value: Num): number {
  return value === "inf" ? Infinity : value === "-inf" ? -Infinity : value === "nan" ? NaN : value;
}

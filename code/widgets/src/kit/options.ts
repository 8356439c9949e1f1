/** What a chapter or a link may set. Each widget's options.json says it once, for the press and for the page. */
export type Option =
  | { readonly type: "number"; readonly min?: number; readonly max?: number }
  | { readonly type: "count"; readonly max: number }
  | { readonly type: "point" }
  /** So many numbers: a matrix row by row. */
  | { readonly type: "numbers"; readonly count: number; readonly min?: number; readonly max?: number; readonly whole?: boolean }
  | { readonly type: "choice"; readonly choices: readonly string[] }
  | { readonly type: "flag" }
  | { readonly type: "shape"; readonly axes: number; readonly max: number };

export type Options = Readonly<Record<string, Option>>;
export type Value = number | boolean | string | readonly number[];
export type Values = Readonly<Record<string, Value>>;

const NUMBER = String.raw`[-+−]?(?:\d+\.?\d*|\.\d+)(?:e[-+−]?\d+)?`;
const FRACTION = new RegExp(`^(${NUMBER})(?:\\s*/\\s*(${NUMBER}))?$`, "i");

/** A finite number as a reader or an author writes it: `0.4`, `−1.5`, `1e-3`, `1/3`. */
export function readNumber(text: string): number | null {
  const found = FRACTION.exec(text.trim());
  if (!found) return null;
  const [top, bottom] = [found[1] ?? "", found[2] ?? "1"].map((part) => Number(part.replaceAll("−", "-")));
  const value = (top ?? NaN) / (bottom ?? NaN);
  return Number.isFinite(value) ? value : null;
}

/** Two numbers, with a comma, a space or parentheses: `4 3`, `(4, 3)`. */
export function readPoint(text: string): readonly [number, number] | null {
  const parts = text.trim().replace(/^[[(]|[\])]$/g, "").trim().split(/\s*,\s*|\s+/);
  const [x, y] = parts.map(readNumber);
  return parts.length === 2 && x != null && y != null ? [x, y] : null;
}

/** Numbers with commas, spaces or brackets between them: `4 2 2 4`, `[[4, 2], [2, 4]]`. */
export function readNumbers(text: string): readonly number[] | null {
  const found = text.replace(/[[\]();]/g, " ").trim().split(/\s*,\s*|\s+/).map(readNumber);
  return found.every((value) => value !== null) ? found : null;
}

/** A shape as NumPy writes it, or its numbers alone: `(3,)`, `100000 1`, `()`, `scalar`. */
export function readShape(text: string, axes: number, max: number): readonly number[] | null {
  const inner = text.trim().replace(/^\((.*)\)$/, "$1").trim();
  if (inner === "scalar" || (inner === "" && text.includes("("))) return [];
  const parts = inner.replace(/\s*,$/, "").split(/\s*,\s*|\s+/);
  if (parts.length > axes || !parts.every((part) => /^\d+$/.test(part) && Number(part) <= max)) return null;
  return parts.map(Number);
}

/** One option's value, or null where the text is none. */
export function readValue(option: Option, text: string): Value | null {
  switch (option.type) {
    case "flag":
      return text === "" || text === "1";
    case "choice":
      return option.choices.includes(text) ? text : null;
    case "point":
      return readPoint(text);
    case "shape":
      return readShape(text, option.axes, option.max);
    case "numbers": {
      const { count, min = -Infinity, max = Infinity, whole } = option;
      const values = readNumbers(text);
      const fits = values?.length === count && values.every((value) => value >= min && value <= max && (!whole || Number.isInteger(value)));
      return fits ? values : null;
    }
    case "count": {
      const value = readNumber(text);
      return value !== null && Number.isInteger(value) && value >= 0 && value <= option.max ? value : null;
    }
    case "number": {
      const value = readNumber(text);
      return value !== null && value >= (option.min ?? -Infinity) && value <= (option.max ?? Infinity) ? value : null;
    }
  }
}

/** All that can be read; `lost` names what cannot. */
export function readValues(options: Options, entries: Iterable<readonly [string, string]>): { values: Values; lost: string[] } {
  const values: Record<string, Value> = {};
  const lost: string[] = [];
  for (const [name, text] of entries) {
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    const value = option ? readValue(option, text) : null;
    if (value === null) lost.push(name);
    else values[name] = value;
  }
  return { values, lost };
}

/** As it is written into a link; `readValue` reads it back to the very same value. */
export function writeValue(value: Value): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  return typeof value === "object" ? value.join(",") || "scalar" : String(value);
}

/** A widget's state in the address: `#fig-descent-playground~1~eta=0.4&steps=12`. */
import { readValues, writeValue, type Options, type Values } from "./options.ts";

/** Raise it when an old link would mean another state. */
export const VERSION = "1";

export const OTHER_VERSION = "This link was made for another version of this figure, which starts as printed.";
export const UNREADABLE = "Part of this link could not be read; the rest is as the link says.";

export function writeHash(id: string, values: Values): string {
  const entries = Object.entries(values).filter(([, value]) => value !== false);
  return `#${id}~${VERSION}~${entries.map(([name, value]) => `${name}=${encodeURIComponent(writeValue(value)).replaceAll("%2C", ",")}`).join("&")}`;
}

export interface Linked {
  readonly values: Values;
  /** What the reader should know about the link, or "". */
  readonly notice: string;
}

/** What a hash says to the figure of this id, or null where it speaks to another, or of nothing. */
export function readHash(id: string, hash: string, options: Options): Linked | null {
  const [target, version, query] = decode(hash.replace(/^#/, "")).split("~");
  if (target !== id || version === undefined) return null;
  if (version !== VERSION || query === undefined) return { values: {}, notice: OTHER_VERSION };
  const entries = query.split("&").filter(Boolean).map((pair): [string, string] => {
    const [name = "", ...value] = pair.split("=");
    return [name, value.join("=")];
  });
  const { values, lost } = readValues(options, entries);
  return { values, notice: lost.length ? UNREADABLE : "" };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

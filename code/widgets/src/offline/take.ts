/** Fetch many files, a few at a time; say how far it is; stop when asked. */
import type { BookFile } from "./book.ts";
import { Changed, type Shelf } from "./shelf.ts";

const AT_ONCE = 4;

export type End = "done" | "cancelled" | "full" | "forbidden" | "changed" | "offline";

export async function takeAll(
  shelf: Shelf, files: readonly BookFile[], signal: AbortSignal, heard: (bytes: number) => void,
): Promise<End> {
  const left = [...files];
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const one = async (): Promise<void> => {
    for (let file = left.shift(); file; file = left.shift()) await shelf.take(file, either, heard);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    return "done";
  } catch (error) {
    stop.abort();
    return signal.aborted ? "cancelled" : endOf(error);
  }
}

/** What went wrong, by the error that the browser throws. */
export function endOf(error: unknown): End {
  if (error instanceof Changed) return "changed";
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "QuotaExceededError") return "full";
  if (name === "TypeError" || name === "NetworkError" || name === "AbortError") return "offline";
  return "forbidden";
}

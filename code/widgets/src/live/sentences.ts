/** What a cell says, in words. Pure. */
import type { Failure, PythonError } from "./types.ts";

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

export function progress(loaded: number, total: number): string {
  return `${(Math.min(loaded, total) / 1e6).toFixed(1)} of ${megabytes(total)}`;
}

export function took(milliseconds: number): string {
  return milliseconds < 1000 ? `Done in ${Math.max(1, Math.round(milliseconds))} ms.` : `Done in ${(milliseconds / 1000).toFixed(1)} s.`;
}

const AGAIN = "The result below is the book’s own.";

/** Why Python did not start, and what helps. */
export function failed(failure: Failure): string {
  switch (failure.why) {
    case "missing":
      return `Python could not be fetched: the site has no ${failure.file} (status ${failure.status}). ${AGAIN} Tell whoever keeps this site; then Run tries again.`;
    case "unreachable":
      return `Python could not be fetched: ${failure.file} did not arrive. Are you offline? ${AGAIN} Once you are back, Run tries again.`;
    case "damaged":
      return `Python arrived damaged: ${failure.file} is not the file that this page was built with. ${AGAIN} Run fetches it anew.`;
    case "forbidden":
      return `This site’s security policy does not let pages run Python (it must allow “wasm-unsafe-eval” for scripts, and workers of its own). ${AGAIN}`;
    case "silent":
      return `Python did not start in time. ${AGAIN} Run tries again.`;
    case "broken":
      return `Python did not start: ${failure.message}. ${AGAIN} Run tries again.`;
  }
}

export const STOPPED = "Stopped. The variables of this page are gone; the next Run starts a fresh Python.";
export const DIED = "Python was ended by the browser, perhaps for want of memory. The variables of this page are gone; the next Run starts a fresh Python.";
export const LONG = "It has run for 20 seconds. Stop ends it; the variables of this page are lost then.";

export function brokeDown(message: string): string {
  const deep = /call stack|recursion/i.test(message);
  return `${deep ? "The calls went so deep that Python itself gave up" : `Python itself broke down (${message})`}. The next Run starts a fresh one.`;
}

/** The headline of an error: its type and its message, as Python writes them. */
export function headline({ type, message }: PythonError): string {
  if (type === "TooMuchOutput") return "This cell printed too much, and was ended";
  return message ? `${type}: ${message}` : type;
}

/** What may help with an error; "" where its message says all. `unrun` counts the cells above that have not run. */
export function advice({ type, message, module }: PythonError, unrun = 0): string {
  if (type === "TooMuchOutput") return "A cell may print 1,000 lines. What it had printed by then stands above.";
  if (type === "ModuleNotFoundError" && module !== null) {
    return module.startsWith("matplotlib")
      ? "Pages ship no Matplotlib. plot(y) or plot(x, y) draws lines here; the chapter on Colab has Matplotlib."
      : `Pages ship NumPy and Python’s standard library, not ${module}. The chapter on Colab has more.`;
  }
  if (type === "MemoryError" || /array is too big/.test(message)) return "Python may use 1 GB in this page. Try a smaller array.";
  if (type === "NameError" && unrun > 0) return "Cells above have not run yet: “Run all above” runs them.";
  if (type === "RecursionError") return "A function called itself too many times: does it have a case in which it stops?";
  return "";
}

/** Where the reader's own lines stand: the cell's own first, others by name. */
export function place({ cell, line }: PythonError["lines"][number], own: string): string {
  return cell === own || cell === "answer" ? `line ${line}` : `${cell}, line ${line}`;
}

/** What to ask before a cell whose predecessors have not run. */
export function offer(count: number): string {
  return count === 1
    ? "This cell uses what a cell above defines, and that has not run yet."
    : `This cell uses what ${count} cells above define, and those have not run yet.`;
}

/** What paints on a canvas of the page: a worker where the browser lets one do it, so that a drag need not wait for it. */
import type { Face, Told } from "./paint-worker.ts";
import { paint, type Drawing } from "./painter.ts";

/** The worker's file, as build.mjs names it. */
declare const PAINTER: string;

const PATIENCE = 3000; // ms

/** The worker once it runs, or null: a page on a disk may have none, and says so by throwing. */
function started(): Promise<Worker | null> {
  if (typeof Worker === "undefined" || !("transferControlToOffscreen" in HTMLCanvasElement.prototype)) return Promise.resolve(null);
  return new Promise((resolve) => {
    const made = new Worker(new URL(PAINTER, import.meta.url));
    made.onmessage = () => {
      made.postMessage({ faces: [...document.styleSheets].flatMap(facesOf) } satisfies Told);
      resolve(made);
    };
    made.onerror = () => resolve(null);
    setTimeout(() => resolve(null), PATIENCE);
  });
}

let worker: Worker | null = null;
/** Figures wait for this: a canvas that was handed over cannot come back. */
export const ready = started().then((made) => void (worker = made), () => {});
const tell = (told: Told, transfer: Transferable[] = []): void => worker?.postMessage(told, transfer);
const drawings = new Map<number, Drawing>();
let canvases = 0;

/** The fonts of a style sheet, at addresses that hold for the worker too. */
function facesOf({ cssRules, href }: CSSStyleSheet): Face[] {
  return [...cssRules].filter((rule) => rule instanceof CSSFontFaceRule).map(({ style }) => {
    const said = (name: string): string => style.getPropertyValue(name);
    const source = said("src").replace(/url\("(.*?)"\)/g, (_, url: string) => `url("${new URL(url, href ?? document.baseURI).href}")`);
    return {
      family: said("font-family").replaceAll('"', ""), source,
      descriptors: { style: said("font-style") || "normal", weight: said("font-weight") || "normal", unicodeRange: said("unicode-range") || "U+0-10FFFF" },
    };
  });
}

/** All that is drawn in one go, as one message. */
function send(): void {
  tell({ drawings });
  drawings.clear();
}

export function brush(canvas: HTMLCanvasElement, signal: AbortSignal): (drawing: Drawing) => void {
  if (!worker) {
    const context = canvas.getContext("2d");
    return (drawing) => context && paint(context, drawing);
  }
  const number = ++canvases;
  const offscreen = canvas.transferControlToOffscreen();
  tell({ number, canvas: offscreen }, [offscreen]);
  signal.addEventListener("abort", () => tell({ number, canvas: null }));
  return (drawing) => {
    if (drawings.size === 0) queueMicrotask(send);
    drawings.set(number, drawing);
  };
}

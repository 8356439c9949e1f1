/** What paints on a canvas of the page: a worker where the browser lets one do it, so that a drag need not wait for it. */
import { paint, type Drawing } from "./painter.ts";

/** The worker's file, as build.mjs names it. */
declare const PAINTER: string;

const PATIENCE = 3000; // ms

/** The worker once it runs, or null: figures wait for the answer, since a canvas that was handed over cannot come back. */
function started(): Promise<Worker | null> {
  if (typeof Worker === "undefined" || !("transferControlToOffscreen" in HTMLCanvasElement.prototype)) return Promise.resolve(null);
  return new Promise((resolve) => {
    const made = new Worker(new URL(PAINTER, import.meta.url));
    made.onmessage = () => resolve(made);
    made.onerror = () => resolve(null);
    setTimeout(() => resolve(null), PATIENCE);
  });
}

const worker = await started();

export function brush(canvas: HTMLCanvasElement, signal: AbortSignal): (drawing: Drawing) => void {
  if (!worker) {
    const context = canvas.getContext("2d");
    return (drawing) => context && paint(context, drawing);
  }
  const { port1, port2 } = new MessageChannel();
  const offscreen = canvas.transferControlToOffscreen();
  worker.postMessage({ canvas: offscreen, port: port2 }, [offscreen, port2]);
  signal.addEventListener("abort", () => port1.close());
  return (drawing) => port1.postMessage(drawing);
}

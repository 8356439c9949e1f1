/** The worker that paints: a canvas comes with a port, through the port its drawings. */
import { paint, type Drawing } from "./painter.ts";

self.onmessage = ({ data: { canvas, port } }: MessageEvent<{ canvas: OffscreenCanvas; port: MessagePort }>): void => {
  const context = canvas.getContext("2d");
  port.onmessage = ({ data }: MessageEvent<Drawing>) => context && paint(context, data);
};
self.postMessage("ready");

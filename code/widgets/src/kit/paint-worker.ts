/** The worker that paints: a canvas comes with a number, then its drawings come by that number. */
import { paint, type Context, type Drawing } from "./painter.ts";

/** A font of the page, which a worker does not see by itself. */
export interface Face {
  readonly family: string;
  readonly source: string;
  readonly descriptors: FontFaceDescriptors;
}

export type Told =
  | { readonly faces: readonly Face[] }
  | { readonly number: number; readonly canvas: OffscreenCanvas | null }
  | { readonly drawings: ReadonlyMap<number, Drawing> };

const { fonts } = self as unknown as { readonly fonts: FontFaceSet };
const contexts = new Map<number, Context | null>();
const latest = new Map<number, Drawing>();

function show(number: number): void {
  const [context, drawing] = [contexts.get(number), latest.get(number)];
  if (context && drawing) paint(context, drawing);
}

self.onmessage = ({ data }: MessageEvent<Told>): void => {
  if ("drawings" in data) {
    for (const [number, drawing] of data.drawings) {
      latest.set(number, drawing);
      show(number);
    }
  } else if ("faces" in data) {
    for (const { family, source, descriptors } of data.faces) fonts.add(new FontFace(family, source, descriptors));
  } else if (data.canvas) contexts.set(data.number, data.canvas.getContext("2d"));
  else {
    contexts.delete(data.number);
    latest.delete(data.number);
  }
};
fonts.addEventListener("loadingdone", () => [...latest.keys()].forEach(show));
self.postMessage("ready");

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

/** With its fonts there: a worker does not come back to words that it has once written in another font. */
function ready({ marks }: Drawing): Promise<unknown> | null {
  const missing = marks.flatMap((mark) => (mark.as === "words" && !fonts.check(mark.look.font, mark.text) ? [fonts.load(mark.look.font, mark.text)] : []));
  return missing.length ? Promise.allSettled(missing) : null;
}

self.onmessage = ({ data }: MessageEvent<Told>): void => {
  if ("drawings" in data) {
    for (const [number, drawing] of data.drawings) {
      latest.set(number, drawing);
      const wait = ready(drawing);
      if (wait) void wait.then(() => show(number));
      else show(number);
    }
  } else if ("faces" in data) {
    for (const { family, source, descriptors } of data.faces) fonts.add(new FontFace(family, source, descriptors));
  } else if (data.canvas) contexts.set(data.number, data.canvas.getContext("2d"));
  else {
    contexts.delete(data.number);
    latest.delete(data.number);
  }
};
self.postMessage("ready");

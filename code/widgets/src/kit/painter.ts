/** Paints a drawing, which is plain data, on a canvas: on the page, or in the worker of paint-worker.ts. */
export interface Look {
  readonly stroke: string;
  readonly fill: string;
  readonly width: number;
  readonly dash: readonly number[];
  readonly font: string;
  readonly density: number;
}

export type Point = readonly [x: number, y: number];
export type Box = readonly [x: number, y: number, width: number, height: number];
export type Anchor = "start" | "middle" | "end";

export type Mark = { readonly look: Look } & (
  | { readonly as: "lines"; readonly lines: readonly (readonly Point[])[] }
  | { readonly as: "area"; readonly points: readonly Point[] }
  | { readonly as: "boxes"; readonly boxes: readonly Box[] }
  | { readonly as: "dots"; readonly points: readonly Point[] }
  | { readonly as: "disc"; readonly at: Point; readonly radius: number }
  | { readonly as: "words"; readonly text: string; readonly at: Point; readonly anchor: Anchor }
);

export interface Drawing {
  /** In CSS pixels; `finest` device pixels make one of them. */
  readonly width: number;
  readonly height: number;
  readonly finest: number;
  /** The part where something is drawn. */
  readonly clip: Box;
  readonly marks: readonly Mark[];
}

export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export function paint(context: Context, { width, height, finest, clip, marks }: Drawing): void {
  const { canvas } = context;
  const [wide, high] = [Math.round(width * finest), Math.round(height * finest)];
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  context.setTransform(finest, 0, 0, finest, 0, 0);
  context.clearRect(0, 0, width, height);
  context.save();
  context.beginPath();
  context.rect(...clip);
  context.clip();
  context.lineCap = context.lineJoin = "round";
  for (const mark of marks) put(context, mark);
  context.restore();
}

function put(context: Context, mark: Mark): void {
  const { look } = mark;
  context.strokeStyle = look.stroke;
  context.fillStyle = look.fill;
  context.lineWidth = look.width;
  context.setLineDash(mark.as === "lines" ? (look.dash as number[]) : []);
  context.beginPath();
  switch (mark.as) {
    case "lines":
      for (const line of mark.lines) line.forEach(([x, y], k) => (k ? context.lineTo(x, y) : context.moveTo(x, y)));
      context.stroke();
      break;
    case "area":
      for (const [x, y] of mark.points) context.lineTo(x, y);
      context.globalAlpha = look.density;
      context.fill();
      context.globalAlpha = 1;
      break;
    case "boxes":
      for (const box of mark.boxes) context.rect(...box);
      outline(context, look);
      break;
    case "dots":
      for (const [x, y] of mark.points) {
        context.moveTo(x + look.width / 2, y);
        context.arc(x, y, look.width / 2, 0, 2 * Math.PI);
      }
      context.fillStyle = look.stroke;
      context.fill();
      break;
    case "disc":
      context.arc(...mark.at, mark.radius, 0, 2 * Math.PI);
      outline(context, look);
      break;
    case "words":
      context.font = look.font;
      context.textAlign = mark.anchor === "middle" ? "center" : mark.anchor;
      if (look.stroke !== "none") context.strokeText(mark.text, ...mark.at);
      context.fillText(mark.text, ...mark.at);
  }
}

/** Filled and outlined, as far as the look has either. */
function outline(context: Context, { fill, stroke }: Look): void {
  if (fill !== "none") context.fill();
  if (stroke !== "none") context.stroke();
}

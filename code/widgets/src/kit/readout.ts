/** Named numbers in a row. While something is dragged they follow at the pace at which one can read. */
import { make, write } from "./dom.ts";

const GLANCE = 200; // ms

export interface Reading {
  readonly name: string;
  /** The class that gives its color. */
  readonly role: "input" | "output" | "gradient" | "step" | "target";
}

export class Readout {
  readonly element: HTMLElement;
  private readonly boxes: readonly HTMLElement[];
  private readonly names: readonly HTMLElement[];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private latest: readonly string[] = [];

  constructor(readings: readonly Reading[], signal: AbortSignal) {
    this.boxes = readings.map(() => make("dd"));
    this.names = readings.map(({ name }) => make("dt", "", name));
    this.element = make("dl", "readout", ...readings.map(({ role }, i) => make("div", role, this.names[i] as HTMLElement, this.boxes[i] as HTMLElement)));
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  name(place: number, name: string): void {
    write(this.names[place] as HTMLElement, name);
  }

  draw(texts: readonly string[], held: boolean): void {
    this.latest = texts;
    if (held) this.timer ??= setTimeout(() => this.show(), GLANCE);
    else this.show();
  }

  private show(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.boxes.forEach((box, i) => write(box, this.latest[i] ?? ""));
  }
}

/** Named numbers in a row. */
import { make, write } from "./dom.ts";

export interface Reading {
  readonly name: string;
  /** The class that gives its color. */
  readonly role: "input" | "output" | "gradient" | "step" | "target";
}

export class Readout {
  readonly element: HTMLElement;
  private readonly boxes: readonly HTMLElement[];
  private readonly names: readonly HTMLElement[];

  constructor(readings: readonly Reading[]) {
    this.boxes = readings.map(() => make("dd"));
    this.names = readings.map(({ name }) => make("dt", "", name));
    this.element = make("dl", "readout", ...readings.map(({ role }, i) => make("div", role, this.names[i] as HTMLElement, this.boxes[i] as HTMLElement)));
  }

  name(place: number, name: string): void {
    write(this.names[place] as HTMLElement, name);
  }

  draw(texts: readonly string[]): void {
    this.boxes.forEach((box, i) => write(box, texts[i] ?? ""));
  }
}

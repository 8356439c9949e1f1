/**
 * A point that can be dragged, touched, and moved by the arrow keys. It lies over the picture, 44 pixels wide for fingers. While
 * it is dragged its look is drawn on the sketch, and the element follows when it is let go: that spares the browser a layer.
 */
import { make, set, svg } from "./dom.ts";
import type { Sketch } from "./sketch.ts";

export interface Movable {
  readonly name: string;
  /** Whether it moves up and down too. */
  readonly plane: boolean;
  /** To a place in the picture's pixels. */
  to(x: number, y: number): void;
  /** By arrow keys, in steps. */
  by(dx: number, dy: number): void;
  /** Whether a press there, beside it, is meant for it: where a picture has several points, for the nearest. */
  nears?(x: number, y: number): boolean;
  /** Taken hold of: draw it. */
  grasp?(): void;
  /** Let go. */
  end(): void;
}

const KEYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
};

export class Handle {
  readonly element = make("div", "handle");
  private readonly ring = svg("circle", { class: "handle-ring" });
  private readonly knob = svg("circle", { class: "handle-knob" });
  /** Give its look on a sketch. */
  readonly model = svg("g", {}, this.ring, this.knob);
  held = false;

  constructor(box: HTMLElement, movable: Movable, signal: AbortSignal) {
    const { element } = this;
    element.tabIndex = 0;
    element.setAttribute("role", "slider");
    element.setAttribute("aria-label", movable.name);
    element.title = movable.name;
    let offset: readonly [number, number] | null = null;
    const place = (event: PointerEvent): [number, number] => {
      const rect = box.getBoundingClientRect();
      return [event.clientX - rect.left, event.clientY - rect.top];
    };
    element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      const [x, y] = place(event);
      offset = [x - this.x, y - this.y];
      element.setPointerCapture(event.pointerId);
      if (this.sketched) this.held = true;
      element.dataset.held = this.sketched ? "sketched" : "";
      movable.grasp?.();
    }, { signal });
    element.addEventListener("pointermove", (event) => {
      if (!offset || !event.isPrimary) return;
      const [x, y] = place(event);
      movable.to(x - offset[0], y - offset[1]);
    }, { signal });
    const end = (): void => {
      if (!offset) return;
      offset = null;
      this.held = false;
      delete element.dataset.held;
      this.place();
      movable.end();
    };
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"] as const) element.addEventListener(name, end, { signal });
    element.addEventListener("keydown", (event) => {
      const way = KEYS[event.key];
      if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const times = event.shiftKey ? 10 : 1;
      const [dx, dy] = movable.plane ? way : [way[0] + way[1], 0];
      movable.by(dx * times, dy * times);
    }, { signal });
    element.addEventListener("keyup", (event) => {
      if (event.key in KEYS) movable.end();
    }, { signal });
    // A press beside it brings it there: with a finger only a tap, so that the page can be scrolled.
    box.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest(".handle")) return;
      const rect = box.getBoundingClientRect();
      const [x, y] = [event.clientX - rect.left, event.clientY - rect.top];
      if (movable.nears?.(x, y) === false) return;
      movable.to(x, y);
      movable.end();
    }, { signal });
    box.append(element);
  }

  private x = 0;
  private y = 0;
  private sketched = false;

  /** Put it where it was drawn. */
  private place(): void {
    this.element.style.transform = `translate(${this.x.toFixed(1)}px, ${this.y.toFixed(1)}px)`;
  }

  /** While it is dragged, as the last thing on a sketch. */
  sketch(on: Sketch): void {
    this.sketched = true;
    if (!this.held) return;
    on.disc(this.ring, [this.x, this.y], 13.75);
    on.disc(this.knob, [this.x, this.y], 7);
  }

  draw(x: number, y: number, says: string, range: { now: number; min: number; max: number }): void {
    this.x = x;
    this.y = y;
    if (this.held) return;
    this.place();
    set(this.element, {
      "aria-valuetext": says, "aria-valuenow": range.now,
      "aria-valuemin": Math.min(range.min, range.now), "aria-valuemax": Math.max(range.max, range.now),
    });
  }
}

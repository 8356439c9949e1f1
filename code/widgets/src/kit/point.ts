/** A point that can be dragged, touched, and moved by the arrow keys. It lies over the picture, 44 pixels wide for fingers. */
import { make } from "./dom.ts";

export interface Movable {
  readonly name: string;
  /** Whether it moves up and down too. */
  readonly plane: boolean;
  /** To a place in the picture's pixels. */
  to(x: number, y: number): void;
  /** By arrow keys, in steps. */
  by(dx: number, dy: number): void;
  /** Let go. */
  end(): void;
}

const KEYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
};

export class Handle {
  readonly element = make("div", "handle");
  private readonly movable: Movable;

  constructor(box: HTMLElement, movable: Movable, signal: AbortSignal) {
    this.movable = movable;
    const { element } = this;
    element.tabIndex = 0;
    element.setAttribute("role", "slider");
    element.setAttribute("aria-label", movable.name);
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
      element.dataset.held = "";
    }, { signal });
    element.addEventListener("pointermove", (event) => {
      if (!offset || !event.isPrimary) return;
      const [x, y] = place(event);
      movable.to(x - offset[0], y - offset[1]);
    }, { signal });
    const end = (): void => {
      if (!offset) return;
      offset = null;
      delete element.dataset.held;
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
      if (event.target instanceof Node && element.contains(event.target)) return;
      const rect = box.getBoundingClientRect();
      movable.to(event.clientX - rect.left, event.clientY - rect.top);
      movable.end();
    }, { signal });
    box.append(element);
  }

  private x = 0;
  private y = 0;

  draw(x: number, y: number, says: string, range: { now: number; min: number; max: number }): void {
    this.x = x;
    this.y = y;
    const { element } = this;
    element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    element.setAttribute("aria-valuetext", says);
    element.setAttribute("aria-valuenow", String(range.now));
    element.setAttribute("aria-valuemin", String(Math.min(range.min, range.now)));
    element.setAttribute("aria-valuemax", String(Math.max(range.max, range.now)));
    element.title = this.movable.name;
  }
}

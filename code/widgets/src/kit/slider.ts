/** A slider with marks, and a field beside it for the exact value. */
import { entry, make, set } from "./dom.ts";
import { readNumber } from "./options.ts";

export interface SliderMark {
  readonly at: number;
  readonly label: string;
  /** A word below the label where there is room. */
  readonly note?: string;
  readonly says?: string;
}

export interface SliderShape {
  /** In the slider's own units, which `position` and `value` translate. */
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly marks: readonly SliderMark[];
}

export interface SliderUse {
  readonly name: string;
  /** What is said of a value. */
  says(value: number): string;
  shown(value: number): string;
  /** Where a value lies on the slider; by default, it is the value. */
  position?(value: number): number;
  value?(position: number): number;
  accepts(value: number): boolean;
  readonly wanted: string;
  change(value: number, held: boolean): void;
  end(): void;
}

let made = 0;

export class Slider {
  readonly element: HTMLElement;
  private readonly input = make("input");
  private readonly marks = make("div", "marks");
  private readonly field: ReturnType<typeof entry>;
  private readonly use: SliderUse;
  private shape: SliderShape | null = null;
  private value = NaN;

  constructor(use: SliderUse, signal: AbortSignal) {
    this.use = use;
    const { input } = this;
    input.type = "range";
    input.id = `downhill-slider-${++made}`;
    const label = make("label", "name", use.name);
    label.htmlFor = input.id;
    this.field = entry(`${use.name}, typed`, use.wanted, (text) => {
      const value = readNumber(text);
      if (value === null || !use.accepts(value)) return false;
      use.change(value, false);
      return true;
    }, signal);
    this.field.label.classList.add("exact");
    input.addEventListener("input", () => use.change(this.read(), true), { signal });
    input.addEventListener("change", () => use.end(), { signal });
    this.element = make("div", "slider", label, make("div", "track", input, this.marks), this.field.label);
    this.marks.addEventListener("click", (event) => {
      const at = event.target instanceof Element ? event.target.closest("button")?.dataset.at : undefined;
      if (at === undefined) return;
      use.change(Number(at), false);
    }, { signal });
  }

  /** A mark within half a step is meant exactly. */
  private read(): number {
    const { input, use, shape } = this;
    const position = Number(input.value);
    const near = shape?.marks.find(({ at }) => Math.abs((use.position?.(at) ?? at) - position) <= shape.step * 0.501);
    return near ? near.at : use.value?.(position) ?? Number(position.toPrecision(12));
  }

  draw(value: number, shape: SliderShape): void {
    const { input, use } = this;
    if (shape !== this.shape) {
      this.shape = shape;
      this.value = NaN;
      input.min = String(shape.min);
      input.max = String(shape.max);
      input.step = String(shape.step);
      this.marks.replaceChildren(...shape.marks.map((mark) => {
        const button = make("button", "", make("span", "unseen", `${use.name} `), make("span", "label", mark.label), ...(mark.note ? [make("span", "note", mark.note)] : []));
        button.type = "button";
        button.dataset.at = String(mark.at);
        if (mark.says) button.title = mark.says;
        const part = ((use.position?.(mark.at) ?? mark.at) - shape.min) / (shape.max - shape.min);
        button.style.setProperty("--at", String(part));
        button.toggleAttribute("data-first", part <= 0.02);
        return button;
      }));
    }
    const position = String(use.position?.(value) ?? value);
    if (input.value !== position) input.value = position;
    if (value === this.value) return;
    this.value = value;
    set(input, { "aria-valuetext": use.says(value) });
    for (const button of this.marks.children) button.toggleAttribute("data-here", Number((button as HTMLElement).dataset.at) === value);
    this.field.draw(use.shown(value));
  }
}

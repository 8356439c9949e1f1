/** Steps that are put in order by buttons and by the arrow keys. */
import { steps } from "./form.ts";

type Moved = (sentence: string) => void;

/** Brings the buttons to life; `moved` hears one sentence for each press. */
export function orderable(form: HTMLFormElement, moved: Moved, signal: AbortSignal): void {
  const list = form.querySelector(".steps");
  if (!list) return;
  nameButtons(form);
  markEnds(form);
  list.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("button[data-move]");
    if (button) move(form, button, Number(button.dataset.move), moved);
  }, { signal });
  list.addEventListener("keydown", (event) => {
    const { key, target } = event as KeyboardEvent;
    const button = (target as Element).closest<HTMLElement>("button[data-move]");
    if (!button || (key !== "ArrowUp" && key !== "ArrowDown")) return;
    event.preventDefault(); // the page would scroll away under the step
    move(form, button, key === "ArrowUp" ? -1 : 1, moved);
  }, { signal });
}

function move(form: HTMLFormElement, button: HTMLElement, by: number, moved: Moved): void {
  const items = steps(form);
  const from = items.findIndex((item) => item.contains(button));
  const item = items[from];
  const neighbor = items[from + by];
  if (!item) return;
  // The neighbor is what moves: an element that is taken out and put back loses the focus.
  if (neighbor) {
    if (by < 0) item.after(neighbor);
    else item.before(neighbor);
    markEnds(form);
  }
  const place = neighbor ? from + by + 1 : from + 1;
  const where = `place ${place} of ${items.length}`;
  moved(neighbor ? `Step moved to ${where}.` : `The step is at ${where} already.`);
}

/** At the ends a button does nothing; it says so, and stays where the focus may be. */
export function markEnds(form: HTMLFormElement): void {
  const items = steps(form);
  items.forEach((item, i) => {
    for (const button of item.querySelectorAll<HTMLElement>("button[data-move]")) {
      const end = Number(button.dataset.move) < 0 ? i === 0 : i === items.length - 1;
      button.setAttribute("aria-disabled", String(end));
    }
  });
}

/** Each pair of buttons is called the same; what they move tells them apart. */
function nameButtons(form: HTMLFormElement): void {
  for (const item of steps(form)) {
    const content = item.querySelector(".step");
    if (!content) continue;
    content.id ||= `${form.id}-step${item.dataset.step}`;
    for (const button of item.querySelectorAll("button[data-move]")) {
      button.setAttribute("aria-describedby", content.id);
    }
  }
}

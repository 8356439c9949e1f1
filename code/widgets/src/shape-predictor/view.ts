/** Draws the predictor: the fields, the aligned axes, and the arrays with what repeats. */
import { button, choice, enable, entry, make, write } from "../kit/dom.ts";
import type { Controls, View } from "../kit/element.ts";
import { readShape } from "../kit/options.ts";
import { Alignment } from "./alignment.ts";
import { Arrays } from "./arrays.ts";
import { AXES, last, LONGEST, type Action, type Derived, type Guess, type State } from "./model.ts";
import { tuple, type Op } from "./shapes.ts";

const PACE = 1300; // ms a stage
const OPS: Readonly<Record<Op, string>> = { add: "a + b", multiply: "a * b", matmul: "a @ b" };
const WANTED = `Up to ${AXES} lengths, like (3, 4), or () for a number`;

export function view({ send, release, state, signal }: Controls<State, Action>): View<State, Derived> {
  const alignment = new Alignment();
  const arrays = new Arrays();
  const frame = make("div", "frame", alignment.root, arrays.root);
  const picture = make("div", "picture shapes", frame);
  const act = (action: Action): void => {
    halt();
    send(action);
  };
  const shapes = (["a", "b"] as const).map((name) => entry(`Shape of ${name}`, WANTED, (text) => {
    const shape = readShape(text, AXES, LONGEST);
    if (shape) act({ type: name, shape });
    return shape !== null;
  }, signal));
  const op = choice("Operation", OPS, (name) => act({ type: "op", op: name as Op }), signal);
  const guess = entry("Your guess", "A shape, like (3, 4), or error", (text) => {
    const read = readGuess(text);
    if (read !== undefined) act({ type: "guess", guess: read });
    return read !== undefined;
  }, signal);
  guess.label.classList.add("guess");
  let timer: ReturnType<typeof setInterval> | undefined;
  const busy = (): boolean => timer !== undefined;
  function halt(): void {
    if (!busy()) return;
    clearInterval(timer);
    timer = undefined;
    write(run, "Run");
  }
  const one = button("Step", () => act({ type: "next" }), signal, "main");
  const run = button("Run", () => {
    if (busy()) {
      halt();
      release();
      return;
    }
    const left = last(state()) - state().step;
    // Without motion the end is there at once.
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      for (let k = 0; k < left; k++) send({ type: "next" }, "run");
      release();
      return;
    }
    if (left === 0) return;
    write(run, "Pause");
    const on = (): void => {
      send({ type: "next" }, "run");
      if (state().step < last(state())) return;
      halt();
      release();
    };
    timer = setInterval(on, PACE);
    on();
  }, signal);
  const puzzle = button("Another pair", () => act({ type: "puzzle" }), signal);
  signal.addEventListener("abort", () => clearInterval(timer));

  return {
    stage: make("div", "stage", make("div", "fields shape-fields", ...shapes.map(({ label }) => label), op.label, guess.label), picture),
    controls: make("div", ""),
    buttons: [one, run, puzzle],
    busy,
    halt,
    draw(now, shape, width) {
      const top = alignment.draw(now, shape, width);
      const height = top + arrays.draw(now, shape, width);
      frame.style.width = `${width}px`;
      frame.style.height = `${height}px`;
    },
    tell(now) {
      shapes.forEach((field, i) => field.draw(tuple(i ? now.b : now.a)));
      op.draw(now.op);
      guess.draw(now.guess === null ? "" : now.guess === "error" ? "error" : tuple(now.guess));
      const more = now.step < last(now);
      enable(one, more);
      enable(run, more);
    },
  };
}

/** undefined where it cannot be read. */
function readGuess(text: string): Guess | undefined {
  if (text.trim() === "") return null;
  if (/^(value)?error$/i.test(text.trim())) return "error";
  return readShape(text, 2 * AXES, LONGEST ** 2) ?? undefined;
}

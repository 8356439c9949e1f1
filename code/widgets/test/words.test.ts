// @vitest-environment happy-dom
/** When a figure draws, and when it tells: pictures follow the hand, words wait until it rests. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { elementFor, type Send } from "../src/kit/element.ts";
import { make } from "../src/kit/dom.ts";

let send: Send<number>;
let release: () => void;
let drawn: number[];
let told: number[];

customElements.define("downhill-counter", elementFor<number, number, { readonly sentence: string }>({
  title: "Counter", options: {}, initial: () => 0, values: (count) => ({ count }), step: (_, next) => next, set: (count) => count,
  derived: (count) => ({ sentence: `It is ${count}.` }), python: String,
  view(controls) {
    ({ send, release } = controls);
    return {
      stage: make("div"), controls: make("div"), buttons: [],
      draw: (count) => void drawn.push(count), tell: (count) => void told.push(count),
    };
  },
}));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("ResizeObserver", class { observe(): void {} disconnect(): void {} });
  [drawn, told] = [[], []];
  const host = document.createElement("downhill-counter");
  host.append(make("figure"));
  document.body.append(host);
});
afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Hold it, and move it every 50 ms. */
function drag(moves: number): void {
  for (let k = 1; k <= moves; k++) {
    send(k, "hand");
    vi.advanceTimersByTime(50);
  }
}

const seen = (): string | null => document.querySelector(".seen")?.textContent ?? null;

test("at first a figure is drawn and told at once", () => {
  expect([drawn, told, seen()]).toEqual([[0], [0], "It is 0."]);
});

test("what is not held is told with the next picture", () => {
  send(5);
  vi.advanceTimersByTime(20);
  expect([drawn, told, seen()]).toEqual([[0, 5], [0, 5], "It is 5."]);
});

test("a drag is drawn move by move, and told when the hand rests", () => {
  drag(4);
  expect([drawn, told]).toEqual([[0, 1, 2, 3, 4], [0]]);
  vi.advanceTimersByTime(100);
  expect([told, seen()]).toEqual([[0, 4], "It is 4."]);
});

test("a drag that does not rest is told once a second", () => {
  drag(60);
  expect(drawn).toHaveLength(61);
  expect(told.length).toBeGreaterThanOrEqual(3);
  expect(told.length).toBeLessThanOrEqual(4);
});

test("what is let go is told at once", () => {
  drag(4);
  release();
  vi.advanceTimersByTime(20);
  expect([told, seen()]).toEqual([[0, 4], "It is 4."]);
});

test("a figure that is taken from the page tells nothing more", () => {
  drag(2);
  document.body.replaceChildren();
  vi.advanceTimersByTime(5000);
  expect(told).toEqual([0]);
});

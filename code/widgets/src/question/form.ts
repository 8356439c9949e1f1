/** The press's form as data: reads key and answer off it, and writes an answer back into it. */
import type { Mode, Sure } from "./model.ts";
import type { Answer, Key } from "./types.ts";

type Field = HTMLInputElement | HTMLTextAreaElement;

/** ROT47, which undoes itself. */
export const turned = (text: string): string => text.replace(/[!-~]/g, (sign) => String.fromCharCode(33 + ((sign.charCodeAt(0) + 14) % 94)));

/** The key, which is encoded only so that nobody sees it by accident. Throws where there is none. */
export function readKey(form: HTMLFormElement): Key {
  const key = JSON.parse(turned(form.dataset.key ?? "")) as Key;
  if (!("right" in key || "order" in key || "blanks" in key)) throw new Error(`${form.id}: no key`);
  return key;
}

export function readMode(form: HTMLFormElement): Mode {
  return form.classList.contains("predict") ? "predict"
    : form.classList.contains("self-check") ? "self-check" : "ask";
}

export function choices(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>(".choices input")];
}

export function blanks(form: HTMLFormElement): Field[] {
  return [...form.querySelectorAll<Field>("input.blank, textarea.blank")];
}

export function steps(form: HTMLFormElement): HTMLLIElement[] {
  return [...form.querySelectorAll<HTMLLIElement>(".steps > li")];
}

function sureness(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>(".sureness input")];
}

export function readAnswer(form: HTMLFormElement, key: Key): Answer {
  if ("right" in key) {
    return { chosen: choices(form).filter((input) => input.checked).map((input) => Number(input.value)) };
  }
  if ("order" in key) return { order: steps(form).map((item) => Number(item.dataset.step)) };
  return { typed: blanks(form).map((input) => input.value) };
}

export function readSure(form: HTMLFormElement): Sure | null {
  const value = sureness(form).find((input) => input.checked)?.value;
  return value === "sure" || value === "unsure" ? value : null;
}

/** Writes without an event: whoever calls knows. */
export function write(form: HTMLFormElement, answer: Answer, sure: Sure | null): void {
  if ("chosen" in answer) {
    for (const input of choices(form)) input.checked = answer.chosen.includes(Number(input.value));
  } else if ("typed" in answer) {
    blanks(form).forEach((input, i) => (input.value = answer.typed[i] ?? ""));
  } else {
    const items = new Map(steps(form).map((item) => [Number(item.dataset.step), item]));
    const list = form.querySelector(".steps");
    const now = [...items.keys()].join();
    // Moving an element takes the focus off it: leave an order alone that is right already.
    if (now !== answer.order.join()) list?.append(...answer.order.flatMap((place) => items.get(place) ?? []));
  }
  for (const input of sureness(form)) input.checked = input.value === sure;
}

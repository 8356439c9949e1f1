/** The reader's own hands on the memory: to a file, from a file, forget. */
import { make } from "../kit/dom.ts";
import type { Imported, Memory } from "./memory.ts";

const LARGEST = 4_000_000;

/**
 * Brings a progress panel to life. `changed` hears of which questions the answers are new; `cannot` has
 * the sentence for a browser that keeps nothing.
 */
export function panel(
  section: HTMLElement, memory: Memory, changed: (ids: readonly string[]) => void, cannot: () => string,
  signal: AbortSignal,
): void {
  const find = <T extends HTMLElement>(selector: string): T | null => section.querySelector<T>(selector);
  const say = (sentence: string): void => find(".result")?.replaceChildren(make("p", "", sentence));
  const file = find<HTMLInputElement>("input[type=file]");

  find(".export")?.addEventListener("click", () => {
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([memory.export()], { type: "application/json" }));
    link.download = "downhill-answers.json";
    link.click();
    // Not at once: the download reads the address after this.
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    say("Your answers are in the file downhill-answers.json.");
  }, { signal });

  find(".import")?.addEventListener("click", () => file?.click(), { signal });
  file?.addEventListener("change", async () => {
    const chosen = file.files?.[0];
    file.value = ""; // so that the same file can be chosen again
    if (!chosen) return;
    const found = chosen.size > LARGEST ? null : memory.import(await chosen.text());
    say(found ? merged(found, cannot) : "This file holds no answers of this book. Nothing was changed.");
    if (found) changed(found.ids);
  }, { signal });

  const forget = find(".forget");
  const label = forget?.textContent ?? "";
  const disarm = (): void => {
    if (forget?.dataset.armed !== undefined) {
      delete forget.dataset.armed;
      forget.textContent = label;
    }
  };
  forget?.addEventListener("click", () => {
    if (forget.dataset.armed === undefined) {
      forget.dataset.armed = "";
      forget.textContent = "Press again to forget";
      say("This removes every answer from this browser. Press again to do it, or go on to keep them.");
      return;
    }
    disarm();
    const ids = memory.clear();
    say(`${ids.length === 1 ? "1 answer" : `${ids.length} answers`} forgotten.`);
    changed(ids);
  }, { signal });
  forget?.addEventListener("blur", disarm, { signal });
  section.dataset.live = "";
}

function merged({ taken, kept, unread, lost }: Imported, cannot: () => string): string {
  const parts = [`${taken} taken from the file.`];
  if (kept > 0) parts.push(`${kept} kept as they are here, which is as new or newer.`);
  if (unread > 0) parts.push(`${unread} could not be read.`);
  if (lost > 0) parts.push(taken > 0 ? `${lost} could not be kept.` : cannot());
  return parts.join(" ");
}

/** Copies a text; where the browser will not, shows it to be copied by hand. */
import { make } from "./dom.ts";

export async function copy(text: string, place: HTMLElement): Promise<boolean> {
  place.replaceChildren();
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = make("textarea", "by-hand", text);
    area.readOnly = true;
    area.rows = Math.min(12, text.split("\n").length);
    area.setAttribute("aria-label", "To copy by hand");
    place.append(area);
    area.focus();
    area.select();
    return false;
  }
}

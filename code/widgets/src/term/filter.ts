/** A box above the list of terms that leaves those whose names or definitions hold what is typed, from the beginnings of words. */
import { make } from "../kit/dom.ts";
import { folded } from "./match.ts";

interface Entry {
  readonly parts: readonly HTMLElement[];
  readonly text: string;
}

export function filtering(list = document.querySelector<HTMLElement>("dl.glossary")): void {
  if (!list) return;
  const entries = entriesOf(list);
  const field = make("input");
  field.type = "search";
  field.autocomplete = "off";
  field.spellcheck = false;
  const count = make("p", "filter-said");
  count.setAttribute("role", "status");
  const letters = document.querySelector<HTMLElement>("nav.letters");
  const filter = (): void => {
    const words = folded(field.value).split(" ").filter(Boolean);
    let left = 0;
    for (const { parts, text } of entries) {
      const fits = words.every((word) => text.includes(` ${word}`));
      for (const part of parts) part.hidden = !fits;
      left += Number(fits);
    }
    if (letters) letters.hidden = words.length > 0;
    count.textContent = words.length ? `${left} of ${entries.length} terms` : `${entries.length} terms`;
  };
  field.addEventListener("input", filter);
  const label = make("label", "filter", make("span", "name", "Filter"), field);
  document.querySelector(".filter-line")?.append(label, count);
  // A link into the list, such as a letter or an address with #term-…, shows what it leads to.
  addEventListener("hashchange", () => {
    field.value = "";
    filter();
  });
  filter();
}

/** What an entry says of its own: not the terms and sections that it leads to. */
function said(part: HTMLElement): string {
  const own = part.cloneNode(true) as HTMLElement;
  for (const link of own.querySelectorAll("dl a")) link.remove();
  return own.textContent ?? "";
}

/** Each definition with the names above it. */
function entriesOf(list: HTMLElement): Entry[] {
  const entries: Entry[] = [];
  let names: HTMLElement[] = [];
  for (const part of list.children) {
    if (!(part instanceof HTMLElement)) continue;
    names.push(part);
    if (part.localName !== "dd") continue;
    entries.push({ parts: names, text: ` ${folded(names.map(said).join(" "))}` });
    names = [];
  }
  return entries;
}

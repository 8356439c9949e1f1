/** The list of contents marks the section that is being read. */

/** A section begins to be read when its heading is this far down the window. */
const READING = 0.3;

/** The last of some places, each given by its top in the window, that the reader has reached; -1 before the first. */
export function reached(tops: readonly number[], height: number): number {
  return tops.findLastIndex((top) => top <= height * READING);
}

export function contents(): void {
  const links = new Map([...document.querySelectorAll<HTMLAnchorElement>("#pst-page-toc-nav a[href^='#']")].map((link) => [link.hash.slice(1), link]));
  const main = document.querySelector(".bd-article > section");
  if (!links.size || !main) return;
  const linkOf = (section: Element): HTMLAnchorElement | undefined =>
    links.get(section.id) ?? [...section.querySelectorAll(":scope > span[id]")].map(({ id }) => links.get(id)).find(Boolean);
  const listed = (section: Element): Element[] => [...section.querySelectorAll(":scope > section")].filter(linkOf);
  /** Sections are asked level by level: one that is far off the screen need not be laid out for it. */
  const reading = (section: Element): Element => {
    const inner = listed(section);
    const at = inner[reached(inner.map((one) => one.getBoundingClientRect().top), innerHeight)];
    return at ? reading(at) : section;
  };
  let frame = 0;
  let shown: Element | undefined;
  const draw = (): void => {
    frame = 0;
    const link = linkOf(reading(main));
    if (link === shown) return;
    shown?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    for (const entry of [...links.values(), ...document.querySelectorAll("#pst-page-toc-nav .toc-entry")]) {
      entry.classList.toggle("active", link !== undefined && (entry === link || (entry.matches(".toc-entry") && entry.contains(link))));
    }
    shown = link;
  };
  const soon = (): void => void (frame ||= requestAnimationFrame(draw));
  for (const type of ["scroll", "resize", "hashchange"]) addEventListener(type, soon, { passive: true });
  soon();
}

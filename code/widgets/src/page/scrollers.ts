/** A box that scrolls is printed with a tab stop, so that keys reach it. Where what it holds fits, the stop is needless. */

/** Code; and long formulas, which are boxes on a phone: see math.css. */
const BOXES = "pre[tabindex], .math.long";
const PHONE = "(max-width: 480px)";

function fit(boxes: Iterable<HTMLElement>): void {
  const found = [...boxes].map((box) => [box, box.scrollWidth > box.clientWidth ? 0 : -1] as const); // all read, then all written
  for (const [box, stop] of found) if (box.tabIndex !== stop) box.tabIndex = stop;
}

export function scrollers(): void {
  const laidOut = new Set<HTMLElement>();
  // It hears of a box when that is laid out.
  const observer = new ResizeObserver((entries) => {
    const boxes = entries.map(({ target }) => target as HTMLElement);
    boxes.forEach((box) => laidOut.add(box));
    fit(boxes);
  });
  const asked = matchMedia(PHONE).matches;
  for (const box of document.querySelectorAll<HTMLElement>(BOXES)) {
    if (!asked && box.localName !== "pre") box.tabIndex = -1;
    observer.observe(box);
  }
  // Letters of another width come with the font, and change no box.
  document.fonts.addEventListener("loadingdone", () => fit(laidOut));
}

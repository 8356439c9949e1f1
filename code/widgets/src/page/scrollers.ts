/** A box of code that scrolls is printed with a tab stop, so that keys reach it. Where it fits, the stop is needless. */

function fit(box: Element): void {
  if (box instanceof HTMLElement) box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1;
}

export function scrollers(): void {
  const laidOut = new Set<Element>();
  // It hears of a box when that is laid out: what is far off the screen has not been, and need not be.
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      laidOut.add(target);
      fit(target);
    }
  });
  for (const box of document.querySelectorAll("pre[tabindex]")) observer.observe(box);
  // Letters of another width come with the font, and change no box.
  document.fonts.addEventListener("loadingdone", () => laidOut.forEach(fit));
}

/**
 * A lesson is seventy screens long, and the first of them should not wait for the rest. Once the page is parsed, what stands
 * below the first screens is taken out of it, and put back block by block while the browser has nothing else to do. Browsers
 * ask every text field whether it can be filled, which lays out the page up to the last of them: styles cannot keep them from it.
 */

/** How much of the page stays from the beginning, in heights of the window. */
const SCREENS = 2;
/** How long blocks are put back at a time, in milliseconds. On a phone that is four times slower, this is still no long task. */
const SLICE = 4;
/** A network that is slower than this, in milliseconds, does not hold the text up. */
const PATIENCE = 3000;
/** With these a reader may go anywhere. */
const LEAPS = ["keydown", "pointerdown", "focusin", "hashchange", "beforeprint"];

interface Held {
  readonly parent: Element;
  readonly block: Element;
}

/** Take out the blocks of a section that begin below a line of the window. A section among them is emptied, so that it too comes back in blocks. */
function takeOut(section: Element, line: number): Held[] {
  const blocks = [...section.children];
  const below = blocks.findIndex((block) => block.getBoundingClientRect().top > line);
  const last = blocks.at(below < 0 ? -1 : below - 1);
  const within = last?.localName === "section" && below !== 0 ? takeOut(last, line) : [];
  return below < 0 ? within : [...within, ...blocks.slice(below).flatMap((block) => takenApart(section, block))];
}

function takenApart(parent: Element, block: Element): Held[] {
  block.remove();
  const inner = block.localName === "section" ? [...block.children] : [];
  return [{ parent, block }, ...inner.flatMap((child) => takenApart(block, child))];
}

/** The fonts of a text: whenever one comes, browsers lay out anew all that they have. */
function fonts(text: string): Promise<unknown> {
  const faces = new Set([...document.fonts].map(({ style, weight, family }) => `${style} ${weight} 1em ${family}`));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  return Promise.race([late, Promise.allSettled([...faces].map((face) => document.fonts.load(face, text)))]);
}

const whenIdle = (work: () => void): void => void (window.requestIdleCallback ?? setTimeout)(work);

function arrive(article: Element): void {
  const root = document.documentElement;
  const held = takeOut(article, SCREENS * innerHeight);
  const done = new AbortController();
  root.dataset.arriving = "";
  done.signal.addEventListener("abort", () => {
    root.dataset.whole = "";
    delete root.dataset.arriving;
  });
  if (!held.length) done.abort();
  const putBack = (): Element | undefined => {
    const next = held.shift();
    next?.parent.append(next.block);
    if (!held.length) done.abort();
    return next?.block;
  };
  const all = (): void => {
    while (putBack());
  };
  const ahead = (): void => {
    while (held.length && article.getBoundingClientRect().bottom < (1 + SCREENS) * innerHeight) putBack();
  };
  const some = (): void => {
    const end = performance.now() + SLICE;
    while (performance.now() < end && putBack()?.getBoundingClientRect()); // laid out now: its time counts
    if (held.length) whenIdle(some);
  };
  for (const type of LEAPS) addEventListener(type, all, { capture: true, signal: done.signal });
  addEventListener("scroll", ahead, { passive: true, signal: done.signal });
  addEventListener("load", async () => {
    await fonts(held.map(({ block }) => block.textContent).join(""));
    whenIdle(some);
  }, { signal: done.signal });
}

/** Whoever comes to a place in the text, or back to one, has `data-whole` from the start: see layout.html. */
export function arrival(): void {
  document.addEventListener("DOMContentLoaded", () => {
    const article = document.querySelector(".bd-article > section");
    if (article && document.documentElement.dataset.whole === undefined) arrive(article);
  });
}

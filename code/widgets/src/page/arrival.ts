/**
 * A lesson is seventy screens long, and the first of them should not wait for the rest. Once the page is parsed, what stands
 * below the first screens is taken out of it, and put back block by block while the browser has nothing else to do. Browsers
 * ask every text field whether it can be filled, which lays out the page up to the last of them: styles cannot keep them from it.
 */

import { painted } from "./painted.ts";

/** How much of the page stays from the beginning, in heights of the window, by the estimate below. */
const FIRST = 1.5;
/** How much there is ahead of the reader as soon as that is drawn. */
const AHEAD = 2;
/** About how high a block is, in pixels: so much, and so many square pixels for each of its letters. To measure it would lay it out, and fetch its fonts before the first screen is drawn. */
const BLOCK = 50;
const LETTER = 240;
const COLUMN = 640; // pixels, where the window has them
/** How long blocks are put back at a time, in milliseconds. On a phone that is four times slower, this is still no long task. */
const SLICE = 4;
/** A network that is slower than this, in milliseconds, does not hold the text up. */
const PATIENCE = 3000;
/** With these a reader may go anywhere. */
const LEAPS = ["keydown", "pointerdown", "focusin", "hashchange", "beforeprint"];

/** Told by the document when all of the text is in it. */
const WHOLE = "downhill:whole";

/** Resolved when all of the text is there, for a script that runs before. */
export function wholeText(): Promise<void> {
  if (document.documentElement.dataset.whole !== undefined) return Promise.resolve();
  return new Promise((resolve) => document.addEventListener(WHOLE, () => resolve(), { once: true }));
}

interface Held {
  readonly parent: Element;
  readonly block: Element;
}

/** Take out the blocks that begin below a line of the window. A section is emptied, so that it too comes back in blocks. */
function takeOut(article: Element, line: number): Held[] {
  const width = Math.min(innerWidth, COLUMN);
  const held: Held[] = [];
  let top = 0;
  const visit = (parent: Element): void => {
    for (const block of [...parent.children]) {
      if (top > line) held.push(...takenApart(parent, block));
      else if (block.localName === "section") visit(block);
      else top += BLOCK + (LETTER * (block.textContent?.length ?? 0)) / width;
    }
  };
  visit(article);
  return held;
}

function takenApart(parent: Element, block: Element): Held[] {
  block.remove();
  const inner = block.localName === "section" ? [...block.children] : [];
  return [{ parent, block }, ...inner.flatMap((child) => takenApart(block, child))];
}

/** What a text is set in, by the elements around it: as the style sheet has it for most of the page. */
const FAMILIES: Readonly<Record<string, string>> = { math: "--formula", code: "--mono", pre: "--mono", kbd: "--mono" };
const ITALIC = new Set(["em", "i", "cite"]);
const BOLD = new Set(["strong", "b", "h1", "h2", "h3", "h4", "dt", "th", "legend", "summary"]);

/** The texts of some blocks by the font that each is set in. `first` gives the first family of a custom property. */
export function textsByFont(blocks: readonly Element[], first: (property: string) => string): Map<string, string> {
  const texts = new Map<string, string>();
  const add = (font: string, text: string): void => void texts.set(font, (texts.get(font) ?? "") + text);
  const visit = (element: Element, style: string, weight: number): void => {
    const { localName } = element;
    const family = FAMILIES[localName];
    if (family) return add(`normal 400 1em ${first(family)}`, element.textContent ?? "");
    if (ITALIC.has(localName)) style = "italic";
    if (BOLD.has(localName)) weight = 600;
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) add(`${style} ${weight} 1em ${first("--serif")}`, (child as Text).data);
      else if (child.nodeType === Node.ELEMENT_NODE) visit(child as Element, style, weight);
    }
  };
  for (const block of blocks) visit(block, "normal", 400);
  return texts;
}

/** The fonts of some blocks: whenever one comes, browsers lay out anew all that they have. */
function fonts(blocks: readonly Element[]): Promise<unknown> {
  const style = getComputedStyle(document.documentElement);
  const families = new Map(["--serif", ...Object.values(FAMILIES)].map((name) => [name, style.getPropertyValue(name).split(",")[0] as string]));
  const texts = textsByFont(blocks, (property) => families.get(property) as string);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  return Promise.race([late, Promise.allSettled([...texts].map(([font, text]) => document.fonts.load(font, text)))]);
}

/** A browser that never says that it is idle, as some do for a page from a disk, is not asked again for long. Milliseconds. */
const BUSY = 50;
const whenIdle = (work: () => void): void => void ("requestIdleCallback" in window ? requestIdleCallback(work, { timeout: BUSY }) : setTimeout(work));

/** Resolved when all is back in its place. */
function arrive(article: Element): Promise<void> {
  const root = document.documentElement;
  const held = takeOut(article, FIRST * innerHeight);
  const done = new AbortController();
  root.dataset.arriving = "";
  done.signal.addEventListener("abort", () => {
    root.dataset.whole = "";
    delete root.dataset.arriving;
    document.dispatchEvent(new Event(WHOLE));
  });
  if (!held.length) done.abort();
  const putBack = (): Element | undefined => {
    const next = held.shift();
    next?.parent.append(next.block);
    if (!held.length) done.abort();
    return next?.block;
  };
  const all = (): void => {
    delete root.dataset.folded;
    while (putBack());
  };
  const ahead = (): void => {
    while (held.length && article.getBoundingClientRect().bottom < (1 + AHEAD) * innerHeight) putBack();
  };
  const some = (): void => {
    const end = performance.now() + SLICE;
    while (performance.now() < end && putBack()?.getBoundingClientRect()); // laid out now: its time counts
    if (held.length) whenIdle(some);
  };
  for (const type of LEAPS) addEventListener(type, all, { capture: true, signal: done.signal });
  addEventListener("scroll", ahead, { passive: true, signal: done.signal });
  const drawn = painted().then(() => {
    delete root.dataset.folded;
    ahead();
  });
  addEventListener("load", async () => {
    await drawn;
    await fonts(held.map(({ block }) => block));
    whenIdle(some);
  }, { signal: done.signal });
  return new Promise((resolve) => (done.signal.aborted ? resolve() : done.signal.addEventListener("abort", () => resolve())));
}

/** Resolved when the whole page is there. Whoever comes to a place in the text, or back to one, has `data-whole` from the start: see
 *  layout.html. Others see the first screen as soon as it comes; what is below it is folded away until then. */
export function arrival(): Promise<void> {
  const root = document.documentElement;
  const article = document.querySelector(".bd-article > section");
  if (article && root.dataset.whole === undefined && !location.hash) return arrive(article);
  root.dataset.whole = "";
  delete root.dataset.folded;
  return Promise.resolve();
}

/** What an edit has changed on a page: found between two states of its source, and put into the page that has run its scripts since. */

/** Blocks that follow each other, and what stands in their place now. */
export interface Change {
  readonly old: readonly Element[];
  readonly fresh: readonly Element[];
}

/** The smallest blocks in which two elements differ. */
export function changes(old: Element, fresh: Element): Change[] {
  if (old.isEqualNode(fresh)) return [];
  if (!holdsBlocks(old) || !holdsBlocks(fresh) || !old.cloneNode().isEqualNode(fresh.cloneNode())) return [{ old: [old], fresh: [fresh] }];
  const [before, after] = [[...old.children], [...fresh.children]];
  return before.length === after.length ? before.flatMap((child, at) => changes(child, after[at]!)) : [between(before, after)];
}

/** These may hold text, or blocks and nothing between them that shows. */
const HOLDERS = "html, head, body, main, article, section, div, aside, blockquote, figure, details, ul, ol, li, table, thead, tbody, tr";
/** Beside these, space shows. An empty span is a place that links lead to. */
const INLINE = "em, strong, code, span:not(:empty), a, sub, sup, br, kbd, img, cite, q, abbr, s, math";

function holdsBlocks(element: Element): boolean {
  return element.matches(HOLDERS) && element.children.length > 0
    && [...element.childNodes].every((node) => (node instanceof Element ? !node.matches(INLINE) : node.nodeType !== Node.TEXT_NODE || !node.textContent!.trim()));
}

/** What is left of two lists without the blocks that both begin or end with. One of these stays beside, to tell the place. */
function between(old: readonly Element[], fresh: readonly Element[]): Change {
  const shorter = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < shorter && old[start]!.isEqualNode(fresh[start]!)) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end)!.isEqualNode(fresh.at(-1 - end)!)) end += 1;
  if (start + end === old.length) {
    if (start > 0 && isProse(old[start - 1]!)) start -= 1;
    else if (end > 0) end -= 1;
  }
  return { old: old.slice(start, old.length - end), fresh: fresh.slice(start, fresh.length - end) };
}

/** What scripts leave alone, where it does not belong to what they care for. */
const PROSE = "p, em, strong, code, span, a, sub, sup, br, kbd, img, cite, q, abbr, s, div, aside, blockquote, figure, figcaption, "
  + "ul, ol, li, table, caption, colgroup, col, thead, tbody, tr, th, td, math, math *, title, meta";
/** They care for questions, for what a prediction hides, for the glossary's list, and for all that is no text. */
const OWNED = "form, form.predict + *, dl, nav, header, footer, dialog, template";

const isProse = (block: Element): boolean => [block, ...block.querySelectorAll("*")].every((element) => element.matches(PROSE));

function isOwned(block: Element): boolean {
  if (block.closest("head")) return false;
  if (!block.closest("article") || block.closest(OWNED)) return true;
  for (let around = block.parentElement; around; around = around.parentElement) if (around.localName.includes("-")) return true;
  return false;
}

/** The blocks of the page that these of its source have become; none where a script has changed them, or others that look the same. */
function onPage([first, ...rest]: readonly Element[], page: Document): Element[] | undefined {
  if (!first) return undefined;
  const like = (root: Document): Element[] => [...root.getElementsByTagName(first.localName)].filter((one) => one.isEqualNode(first));
  const [inSource, there] = [like(first.ownerDocument), like(page)];
  let last = inSource.length === there.length ? there[inSource.indexOf(first)] : undefined;
  if (!last) return undefined;
  const found = [last];
  for (const block of rest) {
    last = last.nextElementSibling ?? undefined;
    if (!last?.isEqualNode(block)) return undefined;
    found.push(last);
  }
  return found;
}

/** Put changes of its source into a page. False, and the page stays as it was, where scripts hold what would go, or should have what would come. */
export function put(found: readonly Change[], page: Document): boolean {
  if (!found.every(({ old, fresh }) => [...old, ...fresh].every(isProse) && !old.some(isOwned))) return false;
  const places = found.map(({ old }) => onPage(old, page));
  if (!places.every((place) => place !== undefined)) return false;
  places.forEach((place, at) => {
    place[0]!.before(...found[at]!.fresh.map((block) => page.importNode(block, true)));
    place.forEach((block) => block.remove());
  });
  return true;
}

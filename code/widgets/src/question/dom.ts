/** What questions make of elements that are there: copies of them, and words and signs for some readers only. */
import { make } from "../kit/dom.ts";

/** Copies of nodes, fit to stand on the page a second time: without ids, and without buttons that need them. */
export function copies(nodes: Iterable<Node>): Node[] {
  return [...nodes].map((node) => {
    const copy = node.cloneNode(true);
    if (copy instanceof Element) {
      for (const button of copy.querySelectorAll("button, .headerlink, .mark")) button.remove();
      for (const element of [copy, ...copy.querySelectorAll("[id]")]) element.removeAttribute("id");
    }
    return copy;
  });
}

/** What stands inside an element, copied. */
export function inside(element: Element | null | undefined): Node[] {
  if (!element) return [];
  return copies(element.childNodes).filter((node) => !(node instanceof Element && node.matches(".mark, button")));
}

/** Words for those who listen, where others see a sign. */
export function unseen(text: string): HTMLElement {
  return make("span", "unseen", text);
}

/** A sign for those who see, silent for those who listen. */
export function icon(sign: string): HTMLElement {
  const element = make("span", "icon", sign);
  element.setAttribute("aria-hidden", "true");
  return element;
}

/** What a term means, next to its link, on hover and on focus: WCAG 1.4.13. A tap follows the link. */

/** For each term, by the last part of its address: its definition in HTML, its symbol, and its name if the address is another. */
export type Terms = Readonly<Record<string, readonly [definition: string, symbol?: string, name?: string]>>;

const OPEN = 250; // ms that a pointer rests on a link before the preview comes
const CLOSE = 200; // ms to cross from the link to the preview
const GAP = 6; // px between them
const EDGE = 8; // px to the edge of the window

export function previews(terms: Terms, signal?: AbortSignal): void {
  const box = document.createElement("div");
  box.className = box.id = "term-preview";
  box.role = "tooltip";
  box.hidden = true;
  let shownBy: Element | null | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hide = (): void => {
    clearTimeout(timer);
    shownBy?.removeAttribute("aria-describedby");
    shownBy = null;
    box.hidden = true;
  };
  const show = (link: HTMLAnchorElement, x?: number): void => {
    const address = slug(link);
    const term = terms[address];
    hide();
    if (!term) return;
    const [definition, symbol = "", name = address.replaceAll("-", " ")] = term;
    // The page's own words, made at build; formulas come as MathML.
    box.innerHTML = `<p><b></b> ${symbol}<p>${definition}`;
    box.querySelector("b")!.textContent = name;
    shownBy = link;
    link.setAttribute("aria-describedby", box.id);
    box.hidden = false;
    place(box, link, x);
  };

  const on = <K extends keyof DocumentEventMap>(name: K, act: (event: DocumentEventMap[K]) => void): void =>
    document.addEventListener(name, act, signal ? { signal } : {});
  on("pointerover", ({ target, pointerType, clientX }) => {
    if (pointerType === "touch") return;
    clearTimeout(timer);
    const link = linkAt(target);
    if (link === shownBy && link || box.contains(target as Node)) return;
    timer = link ? setTimeout(show, OPEN, link, clientX) : setTimeout(() => {
      if (shownBy !== document.activeElement) hide();
    }, CLOSE);
  });
  on("focusin", ({ target }) => {
    const link = linkAt(target);
    if (link?.matches(":focus-visible")) show(link);
  });
  on("focusout", hide);
  on("keydown", ({ key }) => key === "Escape" && hide());
  (document.querySelector("article") ?? document.body).append(box);
}

const linkAt = (target: EventTarget | null): HTMLAnchorElement | null => (target as Element).closest?.("a.term") ?? null;

/** The last part of a term's address, `…/term/<slug>/` or `…/<slug>/index.html`. A path begins with a slash. */
const slug = (link: HTMLAnchorElement): string => link.pathname.split("/").at(-2)!;

/** Below the link, or above it where there is no room; within the window's width. */
function place(box: HTMLElement, link: HTMLElement, x = 0): void {
  const lines = [...link.getClientRects()];
  // Of a link that is broken over two lines, the part under the pointer.
  const line = lines.find(({ left, right }) => x >= left && x <= right) ?? lines[0]!;
  box.style.translate = "";
  const { left, top, width, height } = box.getBoundingClientRect();
  const room = document.documentElement.clientWidth - EDGE - width;
  const above = line.top - GAP - height;
  const below = line.bottom + GAP;
  const y = below + height > innerHeight && above > 0 ? above : below;
  box.style.translate = `${Math.max(EDGE, Math.min(line.left, room)) - left}px ${y - top}px`;
}

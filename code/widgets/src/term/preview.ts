/** What a term means, next to its link, on hover and on focus: WCAG 1.4.13. A tap follows the link. */

/** For each term, by the last part of its address: its name, its definition in HTML, and its symbol. */
export type Terms = Readonly<Record<string, readonly [name: string, definition: string, symbol?: string]>>;

const OPEN = 250; // ms that a pointer rests on a link before the preview comes
const CLOSE = 200; // ms to cross from the link to the preview
const GAP = 6; // px between them
const EDGE = 8; // px to the edge of the window

export function previews(terms: Terms, signal?: AbortSignal): void {
  const box = document.createElement("div");
  box.className = "term-preview";
  box.id = "term-preview";
  box.role = "tooltip";
  box.hidden = true;
  let shownBy: HTMLElement | undefined;
  let timer = 0;

  const later = (act: () => void, wait: number): void => {
    clearTimeout(timer);
    timer = setTimeout(act, wait) as unknown as number;
  };
  const hide = (): void => {
    clearTimeout(timer);
    shownBy?.removeAttribute("aria-describedby");
    shownBy = undefined;
    box.hidden = true;
  };
  const show = (link: HTMLAnchorElement, x?: number): void => {
    const term = terms[slug(link)];
    if (!term) return;
    hide();
    shownBy = link;
    // The page's own words, made at build: the definition holds formulas.
    box.innerHTML = `<p>${term[1]}</p>`;
    const head = document.createElement("p");
    head.className = "term-preview-head";
    head.innerHTML = `<b></b>${term[2] ? ` ${term[2]}` : ""}`;
    head.firstElementChild!.textContent = term[0];
    box.prepend(head);
    link.setAttribute("aria-describedby", box.id);
    box.hidden = false;
    place(box, link, x);
  };

  const on = <K extends keyof DocumentEventMap>(name: K, act: (event: DocumentEventMap[K]) => void): void =>
    document.addEventListener(name, act, signal ? { signal } : {});
  on("pointerover", ({ target, pointerType, clientX }) => {
    if (pointerType === "touch" || !(target instanceof Element)) return;
    const link = target.closest<HTMLAnchorElement>("a.term");
    if (link && link === shownBy || box.contains(target)) clearTimeout(timer);
    else if (link) later(() => show(link, clientX), OPEN);
    else if (shownBy !== document.activeElement) later(hide, CLOSE);
    else clearTimeout(timer);
  });
  on("focusin", ({ target }) => {
    if (target instanceof HTMLAnchorElement && target.matches("a.term:focus-visible")) show(target);
  });
  on("focusout", ({ target }) => target === shownBy && hide());
  on("keydown", ({ key }) => key === "Escape" && hide());
  (document.querySelector("main article") ?? document.body).append(box);
}

function slug(link: HTMLAnchorElement): string {
  return link.pathname.replace(/\/(index\.html)?$/, "").split("/").at(-1) ?? "";
}

/** Below the link, or above it where there is no room; within the window's width. */
function place(box: HTMLElement, link: HTMLElement, x?: number): void {
  const lines = [...link.getClientRects()];
  const line = lines.find(({ left, right }) => x !== undefined && x >= left && x <= right) ?? lines[0];
  if (!line) return;
  const { style } = box;
  style.left = style.top = "0";
  const at = box.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const left = Math.max(EDGE, Math.min(line.left, width - EDGE - at.width));
  const below = line.bottom + GAP;
  const above = line.top - GAP - at.height;
  style.left = `${left - at.left}px`;
  style.top = `${(below + at.height > innerHeight && above > 0 ? above : below) - at.top}px`;
}

/** The page's figures that move. Each one's script comes when the reader comes near it. A new figure: one line here. */
const FIGURES: Readonly<Record<string, () => Promise<{ readonly element: CustomElementConstructor }>>> = {
  "dot-product-dial": () => import("./dot-product-dial/element.ts"),
  "map-grid": () => import("./map-grid/element.ts"),
  "multiplication-order": () => import("./multiplication-order/element.ts"),
  "shape-predictor": () => import("./shape-predictor/element.ts"),
  "descent-playground": () => import("./descent-playground/element.ts"),
  "rank-slider": () => import("./rank-slider/element.ts"),
  "spin-vector": () => import("./spin-vector/element.ts"),
  "tangent-explorer": () => import("./tangent-explorer/element.ts"),
  "tilt-bowl": () => import("./tilt-bowl/element.ts"),
};

function fetchFigure(host: Element): void {
  const tag = host.localName;
  const name = tag.replace("downhill-", "");
  if (customElements.get(tag)) return;
  FIGURES[name]?.().then(
    ({ element }) => customElements.get(tag) ?? customElements.define(tag, element),
    (error: unknown) => console.error(error), // the figure stays as it was printed
  );
}

const hosts = [...document.querySelectorAll(Object.keys(FIGURES).map((name) => `downhill-${name}`).join())];
const asked = (host: Element): boolean => location.hash.startsWith(`#${(host as HTMLElement).dataset.figure}`);
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    fetchFigure(target);
  }
}, { rootMargin: "1200px" });
for (const host of hosts) {
  if (asked(host)) fetchFigure(host);
  else near.observe(host);
}

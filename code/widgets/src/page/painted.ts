/** A page that is not drawn by then, since it is in the background, will do without. Milliseconds. */
const PATIENCE = 2000;

/** Resolved when the first screen is on the reader's own screen: whatever is fetched from then on holds it up no more. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    const seen = new PerformanceObserver((entries) => {
      if (entries.getEntriesByName("first-contentful-paint").length) resolve();
    });
    seen.observe({ type: "paint", buffered: true });
    setTimeout(resolve, PATIENCE);
  });
}

/** The sidebar stays where the reader scrolled it. */
const KEY = "sidebar-scroll-top";

export function keepSidebar(): void {
  const bar = document.querySelector<HTMLElement>("#pst-primary-sidebar");
  if (!bar) return;
  try {
    const kept = Number.parseInt(sessionStorage.getItem(KEY) ?? "", 10);
    if (kept) bar.scrollTop = kept;
    // Not in a narrow window, which shows it in a drawer.
    addEventListener("pagehide", () => bar.offsetParent && sessionStorage.setItem(KEY, String(bar.scrollTop)));
  } catch {
    // Storage is forbidden: the sidebar starts at its top.
  }
}

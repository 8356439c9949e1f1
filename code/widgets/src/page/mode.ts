/** Light, dark, or as the system has it: the button goes round, and the browser remembers. */
export type Mode = "auto" | "light" | "dark";

const KEY = "mode";

/** The mode after this one; the first press shows the theme that the system does not. */
export function next(mode: Mode, systemIsDark: boolean): Mode {
  const round: readonly Mode[] = systemIsDark ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
  return round[(round.indexOf(mode) + 1) % round.length] ?? "auto";
}

export function modes(): void {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const mode = (): Mode => (root.dataset.mode === "light" || root.dataset.mode === "dark" ? root.dataset.mode : "auto");
  const show = (chosen: Mode): void => {
    root.dataset.mode = chosen;
    root.dataset.theme = chosen === "auto" ? (system.matches ? "dark" : "light") : chosen;
  };
  system.addEventListener("change", () => show(mode()));
  show(mode()); // the system may have changed its mind since the page began
  for (const button of document.querySelectorAll(".theme-switch-button")) {
    button.addEventListener("click", () => {
      show(next(mode(), system.matches));
      try {
        localStorage.setItem(KEY, mode());
      } catch {
        // Forbidden or full: the choice lasts as long as the page.
      }
    });
  }
}

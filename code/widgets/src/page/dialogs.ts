/** What opens over the page: the search field, and on a narrow screen the two sidebars. */

/** A press beside an open dialog closes it. */
function closesOutside(dialog: HTMLDialogElement): void {
  dialog.addEventListener("click", ({ clientX: x, clientY: y, target }) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    if (target === dialog && (x < left || x > right || y < top || y > bottom)) dialog.close();
  });
}

const writes = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

/** The one search: by its buttons, by `/`, and by Ctrl+K or ⌘K. On the search page, its own field is meant. */
export function search(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#pst-search-dialog");
  const onPage = [...document.querySelectorAll<HTMLInputElement>("form.bd-search input[type=search]")].find((field) => !dialog?.contains(field));
  const toggle = (): void => {
    if (onPage) {
      onPage.focus();
      onPage.select();
    } else if (dialog?.open) dialog.close();
    else dialog?.showModal();
  };
  if (dialog) closesOutside(dialog);
  if (onPage) toggle();
  for (const button of document.querySelectorAll(".search-button__button")) button.addEventListener("click", toggle);
  const mac = /^(Mac|iPhone|iPad)/.test(navigator.platform);
  if (mac) for (const key of document.querySelectorAll(".kbd-shortcut__modifier")) key.textContent = "⌘";
  window.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    const shortcut = key.toLowerCase() === "k" && (mac ? metaKey && !ctrlKey : ctrlKey && !metaKey) && !shiftKey && !altKey;
    const slash = key === "/" && !ctrlKey && !metaKey && !altKey && !writes(event.target);
    if (!shortcut && !slash) return;
    event.preventDefault();
    toggle();
  });
}

/** A sidebar moves into its dialog while that is open, with its classes, and back when it closes. */
function drawer(name: "primary" | "secondary"): void {
  const button = document.querySelector(`.${name}-toggle`);
  const bar = document.querySelector<HTMLElement>(`#pst-${name}-sidebar`);
  const dialog = document.querySelector<HTMLDialogElement>(`#pst-${name}-sidebar-modal`);
  if (!button || !bar || !dialog) return;
  const move = (from: HTMLElement, to: HTMLElement): void => {
    to.append(...from.childNodes);
    to.className = from.className;
    from.className = "";
  };
  button.addEventListener("click", (event) => {
    event.preventDefault();
    move(bar, dialog);
    dialog.showModal(); // which gives the focus back when it closes
  });
  dialog.addEventListener("close", () => move(dialog, bar));
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") dialog.close();
  });
  // A link to a place on this page leads out of the drawer.
  dialog.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("a[href^='#']")) dialog.close();
  });
  closesOutside(dialog);
}

export function drawers(): void {
  drawer("primary");
  drawer("secondary");
}

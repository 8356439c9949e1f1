/** A button at each form of a citation, and a digit that copies it while the fold has the focus. */
import { copy } from "../kit/copy.ts";
import { button, make } from "../kit/dom.ts";

export function citing(fold = document.querySelector<HTMLDetailsElement>("details.cite"), signal = new AbortController().signal): void {
  if (!fold) return;
  const said = fold.querySelector<HTMLElement>(".cite-said");
  if (!said) return;
  const forms = new Map<string, HTMLButtonElement>();
  for (const form of fold.querySelectorAll<HTMLElement>(".cite-form")) {
    const text = form.querySelector<HTMLElement>("pre");
    const heading = form.querySelector(".cite-name");
    const name = heading?.textContent ?? "";
    const key = form.dataset.key ?? "";
    if (!text) continue;
    text.textContent = addressed(text.textContent ?? "", fold.dataset.address ?? "");
    const press = button("Copy", () => {
      void copy(text.textContent ?? "", byHand).then((done) => {
        said.textContent = done ? `${name} copied` : "This browser does not let the page copy: press Ctrl+C or ⌘C now";
      });
    }, signal, "cite-copy");
    heading?.append(" ", make("kbd", "", key));
    press.setAttribute("aria-label", `Copy as ${name}`);
    const byHand = make("div");
    form.append(press, byHand);
    forms.set(key, press);
  }
  fold.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLTextAreaElement) return;
    forms.get(event.key)?.click();
  }, { signal });
  const hint = make("p", "cite-keys", `Press 1 to ${forms.size} to copy.`);
  fold.querySelector(".cite-hint")?.after(hint);
  if (location.hash === "#cite") fold.open = true;
}

/** A site that was built without its address learns it from where it is read. */
function addressed(text: string, address: string): string {
  if (!address.startsWith("/") || !location.protocol.startsWith("http")) return text;
  return text.replaceAll(address, location.origin + location.pathname.replace(/index\.html$/, ""));
}

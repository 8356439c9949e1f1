/** Small helpers that make elements. Text goes in as text, always. */
type Content = Node | string;

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, className = "", ...content: Content[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K, attributes: Readonly<Record<string, string | number>> = {}, ...content: Content[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  set(element, attributes);
  element.append(...content);
  return element;
}

export function set(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    // The same value written again would still have the browser lay out what hangs on it.
    if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
  }
}

/** New words in an element that holds nothing else. A text that is exchanged has the browser ask all `:has()` of the page again. */
export function write(element: Element, text: string): void {
  const { firstChild } = element;
  if (!(firstChild instanceof Text)) element.textContent = text;
  else if (firstChild.data !== text) firstChild.data = text;
}

export function button(text: string, press: () => void, signal: AbortSignal, className = ""): HTMLButtonElement {
  const made = make("button", className, text);
  made.type = "button";
  made.addEventListener("click", press, { signal });
  return made;
}

/** Unavailable, yet still in the order of tabs: a press that does its last step must not lose the focus. */
export function enable(made: HTMLButtonElement, on: boolean): void {
  if (on) made.removeAttribute("aria-disabled");
  else set(made, { "aria-disabled": "true" });
}

export function labeled(text: string, control: HTMLElement, className = ""): HTMLLabelElement {
  return make("label", className, make("span", "name", text), control);
}

export function checkbox(text: string, change: (on: boolean) => void, signal: AbortSignal): { label: HTMLLabelElement; draw(on: boolean): void } {
  const box = make("input");
  box.type = "checkbox";
  box.addEventListener("change", () => change(box.checked), { signal });
  return {
    label: make("label", "check-line", box, make("span", "", text)),
    draw(on) {
      if (box.checked !== on) box.checked = on;
    },
  };
}

export function choice(
  text: string, choices: Readonly<Record<string, string>>, change: (name: string) => void, signal: AbortSignal,
): { label: HTMLLabelElement; draw(name: string): void } {
  const select = make("select", "", ...Object.entries(choices).map(([value, shown]) => {
    const option = make("option", "", shown);
    option.value = value;
    return option;
  }));
  select.addEventListener("change", () => change(select.value), { signal });
  return {
    label: labeled(text, select, "field"),
    // Written anew, the same choice would have the browser lay out the page.
    draw(name) {
      if (select.value !== name) select.value = name;
    },
  };
}

/** A field for what is typed: read on Enter and on leaving it; what cannot be read is marked and keeps its text. */
export function entry(
  text: string, wanted: string, read: (text: string) => boolean, signal: AbortSignal,
): { label: HTMLLabelElement; draw(shown: string): void } {
  const field = make("input");
  field.type = "text";
  field.spellcheck = false;
  field.autocomplete = "off";
  let last = "";
  const commit = (): void => {
    if (field.value === last) return clear();
    if (read(field.value)) return clear();
    field.setAttribute("aria-invalid", "true");
    field.title = wanted;
  };
  const clear = (): void => {
    field.removeAttribute("aria-invalid");
    field.title = "";
  };
  field.addEventListener("change", commit, { signal });
  field.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") commit();
    if (key === "Escape") {
      field.value = last;
      clear();
    }
  }, { signal });
  return {
    label: labeled(text, make("span", "box", field), "field"),
    draw(shown) {
      if (shown === last) return;
      last = field.value = shown;
      clear();
    },
  };
}

/** What a run leaves on the page: its output, its error, what its checks found. */
import { make } from "../kit/dom.ts";
import { draw } from "./plot.ts";
import { advice, headline, place } from "./sentences.ts";
import type { CheckResult, Plot, PythonError, RunResult } from "./types.ts";

/** Takes up what a cell says while it runs, in the order in which it says it. */
export class Output {
  readonly element = make("div", "live-output");
  private open: { kind: string; text: Text } | null = null;

  hear(kind: "out" | "err" | "plot", text: string): void {
    if (kind === "plot") {
      this.open = null;
      this.element.append(draw(JSON.parse(text) as Plot, Math.min(620, Math.max(260, this.element.clientWidth))));
      return;
    }
    if (this.open?.kind !== kind) {
      const node = document.createTextNode("");
      this.element.append(scrollable(make("pre", kind === "err" ? "live-err" : "", node)));
      this.open = { kind, text: node };
    }
    this.open.text.appendData(text);
  }

  /** The value of the last expression. */
  value(result: Extract<RunResult, { ok: true }>): void {
    if (result.value === null) return;
    this.element.append(scrollable(make("pre", "live-value", result.value)));
    if (result.note) this.element.append(make("p", "live-shape", result.note));
  }

  get empty(): boolean {
    return this.element.childElementCount === 0;
  }

  /** As it is read out. */
  get text(): string {
    return [...this.element.children].map((part) => part.getAttribute("aria-label") ?? part.textContent ?? "").join(" ");
  }
}

function scrollable(pre: HTMLPreElement): HTMLPreElement {
  pre.tabIndex = 0; // a long line, or many lines, can be scrolled by keys
  return pre;
}

/** `own` is the cell's name; `source` its code, of which the line is shown. */
export function errorBox(error: PythonError, own: string, source: string, unrun: number): HTMLElement {
  const box = make("div", "live-error", make("p", "verdict", "✗ ", make("code", "", headline(error))));
  const rows = source.split("\n");
  const list = make("ul", "live-lines", ...error.lines.map((one) => {
    const here = one.cell === own || one.cell === "answer";
    const code = here ? rows[one.line - 1]?.trim() ?? "" : "";
    return make("li", "", place(one, own), ...(code ? [": ", make("code", "", code)] : []));
  }));
  if (error.lines.length > 0) box.append(list);
  const words = advice(error, unrun);
  if (words) box.append(make("p", "", words));
  return box;
}

export function sentence(text: string): HTMLElement {
  return make("p", "live-sentence", text);
}

/** Which checks the reader's code passed, and of the first that failed what it raised. `slip` is the author's own word. */
export function checkBox(result: CheckResult, titles: readonly string[], source: string, slip: readonly Node[]): HTMLElement {
  if (result.error) {
    const box = errorBox(result.error, "answer", source, 0);
    box.prepend(sentence("The code must run before it can be checked."));
    return box;
  }
  const all = result.passed.every(Boolean);
  const line = make("p", "verdict", `${all ? "✓ All checks pass." : `• ${result.passed.filter(Boolean).length} of ${result.passed.length} checks pass.`}`);
  line.dataset.verdict = all ? "right" : "wrong";
  const list = make("ul", "live-checks", ...titles.map((title, i) => {
    const ok = result.passed[i] === true;
    const error = result.errors[i];
    const item = make("li", "", ok ? "✓ " : "✗ ", make("span", "unseen", ok ? "passed: " : "failed: "), title);
    item.dataset.verdict = ok ? "right" : "wrong";
    if (error) item.append(" ", make("code", "", headline(error)));
    return item;
  }));
  return make("div", "live-check", line, list, ...(slip.length > 0 ? [make("div", "reason", ...slip)] : []));
}

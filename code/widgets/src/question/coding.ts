/** A coding exercise in the reader's record. Its code runs elsewhere, in `live`; here its verdict is kept. */
import { Remembered, type Asked, type Page } from "./asked.ts";
import { parseEntry, PREFIX } from "./memory.ts";
import type { Verdict } from "./model.ts";
import { drawMark } from "./view.ts";

/** As `live/coding.ts` says it. */
const CHECKED = "downhill:checked";
const LONGEST = 4000;

export class Coding extends Remembered implements Asked {
  readonly scored = true;
  kept: Verdict | null = null;

  constructor(form: HTMLFormElement, page: Page) {
    super(form, page);
    form.addEventListener("submit", (event) => event.preventDefault(), { signal: page.signal });
    form.addEventListener(CHECKED, (event) => this.checked((event as CustomEvent<{ code: string; right: boolean }>).detail), { signal: page.signal });
    window.addEventListener("storage", ({ key, newValue }) => {
      if (key !== null && (key !== PREFIX + this.id || (newValue !== null && parseEntry(newValue)?.hash !== this.hash))) return;
      this.refresh();
      page.changed();
    }, { signal: page.signal });
    this.refresh();
    form.dataset.live = "";
  }

  get state(): { readonly mode: "ask" | "self-check"; readonly verdict: Verdict | null; readonly sure: null } {
    return { mode: this.form.classList.contains("self-check") ? "self-check" : "ask", verdict: this.kept, sure: null };
  }

  get answered(): boolean {
    return this.kept !== null;
  }

  private checked({ code, right }: { code: string; right: boolean }): void {
    const before = this.stored();
    this.kept = right ? "right" : "wrong";
    drawMark(this.form, this.kept);
    this.page.memory.set(this.id, {
      hash: this.hash, answer: { typed: [code.slice(0, LONGEST)] }, verdict: this.kept, tries: (before?.tries ?? 0) + 1, sure: null, at: Date.now(),
    });
    this.page.changed();
  }

  /** Its code is run when the reader says so, not with its set. */
  check(): Promise<void> {
    return Promise.resolve();
  }

  refresh(): void {
    this.kept = this.stored()?.verdict ?? null;
    drawMark(this.form, this.kept);
  }

  forget(): void {
    this.erase();
    this.refresh();
    this.page.changed();
  }
}

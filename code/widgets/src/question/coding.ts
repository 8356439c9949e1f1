/** A coding exercise in the reader's record. Its code runs elsewhere, in `live`; here its verdict is kept. */
import type { Asked, Page } from "./element.ts";
import { parseEntry, PREFIX, type Entry } from "./memory.ts";
import type { Verdict } from "./model.ts";
import { drawMark } from "./view.ts";

/** As `live/coding.ts` says it. */
const CHECKED = "downhill:checked";
const LONGEST = 4000;

export class Coding implements Asked {
  readonly id: string;
  readonly was: readonly string[];
  readonly section: string;
  readonly scored = true;
  readonly form: HTMLFormElement;
  kept: Verdict | null = null;
  private readonly page: Page;
  private readonly hash: string;

  constructor(form: HTMLFormElement, page: Page) {
    this.form = form;
    this.page = page;
    this.id = form.id;
    this.was = form.dataset.was?.match(/\S+/g) ?? [];
    this.hash = form.dataset.hash ?? "";
    this.section = form.dataset.section ?? "";
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

  private stored(): Entry | null {
    return this.page.memory.get(this.id, this.hash, this.was);
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
    for (const id of [this.id, ...this.was]) this.page.memory.remove(id);
    this.refresh();
    this.page.changed();
  }
}

/** Brings one form to life: listens, steps the model, draws, remembers. */
import { Remembered, type Asked, type Page } from "./asked.ts";
import { curtain, type Curtain } from "./curtain.ts";
import { readAnswer, readKey, readMode, readSure, write } from "./form.ts";
import { judge } from "./judge.ts";
import { parseEntry, PREFIX, type Entry } from "./memory.ts";
import { derived, initial, step, type Action, type State, type Verdict } from "./model.ts";
import { markEnds, orderable } from "./order.ts";
import type { Answer, Outcome, ReadFormula } from "./types.ts";
import { announce, clearFeedback, drawFeedback, drawMarks, drawStale, region } from "./view.ts";

let loading: Promise<ReadFormula> | null = null;

/** The reader of formulas comes in a file of its own, when it is first needed. */
function formulaReader(): Promise<ReadFormula> {
  loading ??= import("./formula.ts").then((chunk) => chunk.readFormula);
  loading.catch(() => (loading = null)); // the next press tries again
  return loading;
}

const UNLOADED = "The reader of formulas could not be loaded. Check again, or compare with the answer below.";

export class Question extends Remembered implements Asked {
  /** The verdict as remembered: editing a right answer does not take its progress back. */
  kept: Verdict | null = null;
  state: State;
  private readonly first: Answer;
  private readonly cover: Curtain | null;
  private asked = 0;

  constructor(form: HTMLFormElement, page: Page) {
    super(form, page);
    const key = readKey(form);
    this.first = readAnswer(form, key);
    this.state = initial(readMode(form), key, this.first);
    this.cover = this.state.mode === "predict" ? curtain(form) : null;
    this.listen();
    const spoken = region(form);
    // Only what is new is read out, not all that stands there.
    spoken?.setAttribute("aria-atomic", "false");
    // A self-check speaks once, through its own result.
    if (this.state.mode === "self-check") spoken?.setAttribute("aria-live", "off");
    const entry = this.stored();
    // Lists of lessons know the new id alone. What is under the old one stays, for pages still cached.
    if (entry && !page.memory.get(this.id, this.hash)) page.memory.set(this.id, entry);
    this.recall(entry);
    form.dataset.live = "";
  }

  /** Predictions are never scored. */
  get scored(): boolean {
    return this.state.mode !== "predict";
  }

  get answered(): boolean {
    const { answer } = this.state;
    if ("chosen" in answer) return answer.chosen.length > 0;
    if ("typed" in answer) return answer.typed.some((text) => text.trim() !== "");
    return answer.order.join() !== ("order" in this.first ? this.first.order.join() : "") || this.kept !== null;
  }

  private listen(): void {
    const { form } = this;
    const { signal } = this.page;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.state.mode !== "self-check") void this.check();
    }, { signal });
    form.addEventListener("input", () => this.changed(), { signal });
    form.querySelector(".skip")?.addEventListener("click", () => {
      this.dispatch({ type: "skip" });
      this.checked();
    }, { signal });
    const details = form.querySelector<HTMLDetailsElement>("details.answer");
    details?.addEventListener("toggle", () => this.dispatch({ type: "reveal", open: details.open }), { signal });
    // The chunk is under way while the formula is typed, so that the verdict comes at the press.
    form.addEventListener("focusin", () => {
      if (this.needsFormulas()) formulaReader().catch(() => {});
    }, { signal });
    orderable(form, (sentence) => {
      this.changed();
      announce(form, sentence);
    }, signal);
    window.addEventListener("storage", (event) => this.elsewhere(event), { signal });
    if (this.cover) window.addEventListener("hashchange", () => this.drawCover(), { signal });
  }

  private needsFormulas(): boolean {
    const { key } = this.state;
    return "blanks" in key && key.blanks.some((blank) => blank.kind === "formula");
  }

  private drawCover(): void {
    this.cover?.draw(derived(this.state).curtain);
  }

  private dispatch(action: Action): void {
    this.state = step(this.state, action);
  }

  private changed(): void {
    const { key } = this.state;
    this.asked += 1; // a verdict still under way is on another answer
    this.dispatch({ type: "change", answer: readAnswer(this.form, key) });
    const sure = readSure(this.form);
    if (sure) this.dispatch({ type: "sure", sure });
    drawMarks(this.form, this.state);
    if (this.state.verdict === null) drawStale(this.form);
    if (this.state.mode === "self-check") this.remember();
  }

  /** Judges what stands in the form, shows it, and remembers it. */
  async check(): Promise<void> {
    const turn = ++this.asked;
    const { key } = this.state;
    const answer = readAnswer(this.form, key);
    this.dispatch({ type: "change", answer });
    const outcomes = "blanks" in key && "typed" in answer ? await this.judged(answer.typed) : undefined;
    if (turn !== this.asked) return;
    this.dispatch(outcomes ? { type: "check", outcomes } : { type: "check" });
    this.checked();
  }

  private async judged(typed: readonly string[]): Promise<readonly Outcome[]> {
    const { key } = this.state;
    const asked = "blanks" in key ? key.blanks : [];
    const formulas = this.needsFormulas() ? await formulaReader().catch(() => undefined) : undefined;
    return asked.map((blank, i): Outcome => blank.kind === "formula" && !formulas
      ? { verdict: "syntax", note: UNLOADED }
      : judge(blank, typed[i] ?? "", formulas));
  }

  private checked(): void {
    const { verdict } = this.state;
    if (verdict !== "syntax" && verdict !== "incomplete") this.remember();
    drawMarks(this.form, this.state);
    drawFeedback(this.form, this.state, this.page.notice());
    this.drawCover();
  }

  private remember(): void {
    const { answer, verdict, tries, sure } = this.state;
    this.kept = verdict ?? this.kept;
    // An edit alone takes no right answer out of the memory; the next check may.
    if (verdict === null && this.stored()?.verdict === "right") return;
    this.page.memory.set(this.id, { hash: this.hash, answer, verdict, tries, sure, at: Date.now() });
    this.page.changed();
  }

  /** Takes up a remembered answer, without a word: marks appear, nothing moves. */
  private recall(entry: Entry | null): void {
    if (entry) this.dispatch({ type: "restore", saved: pick(entry) });
    if (entry && this.state.answer === entry.answer) {
      this.kept = entry.verdict;
      write(this.form, entry.answer, entry.sure);
      markEnds(this.form);
    }
    drawMarks(this.form, this.state);
    this.drawCover();
  }

  /** Takes up what an import or another tab has put into the memory. */
  refresh(): void {
    const entry = this.stored();
    if (!entry) {
      this.reset();
      return;
    }
    clearFeedback(this.form);
    this.recall(entry);
  }

  private elsewhere(event: StorageEvent): void {
    if (event.key !== PREFIX + this.id && event.key !== null) return;
    // What is being written here and now goes first.
    const busy = this.state.verdict === null && this.answered && this.form.contains(document.activeElement);
    const entry = parseEntry(event.newValue);
    if (busy || (event.key !== null && event.newValue !== null && entry?.hash !== this.hash)) return;
    this.refresh();
    this.page.changed();
  }

  /** As on the first visit; the memory is the caller's business. */
  reset(): void {
    this.asked += 1;
    this.kept = null;
    this.dispatch({ type: "reset", answer: this.first });
    write(this.form, this.first, null);
    markEnds(this.form);
    drawMarks(this.form, this.state);
    clearFeedback(this.form);
    this.drawCover();
  }

  forget(): void {
    this.erase();
    this.reset();
    this.page.changed();
  }
}

function pick({ answer, verdict, tries, sure }: Entry): Pick<Entry, "answer" | "verdict" | "tries" | "sure"> {
  return { answer, verdict, tries, sure };
}

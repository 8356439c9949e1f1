/** One live cell: its code, its buttons, its results. Python is the page's, and so are the cells above. */
import { copy } from "../kit/copy.ts";
import { button, make } from "../kit/dom.ts";
import type { Draft } from "./drafts.ts";
import type { Editor } from "./editor.ts";
import { Ended, type Engine, NotStarted } from "./engine.ts";
import { errorBox, Output, sentence } from "./result.ts";
import { failed, LONG, megabytes, offer, progress, took } from "./sentences.ts";

const PATIENCE = 20_000; // ms before Stop is pointed out
const HEARD = 300; // letters of a result that are read out

export interface Surroundings {
  readonly engine: Engine;
  readonly signal: AbortSignal;
  /** A cell by its number, counted from 1. */
  readonly cell: (number: number) => LiveCell | undefined;
  readonly above: (cell: LiveCell) => LiveCell[];
  readonly save: () => Promise<string>;
}

interface Need {
  readonly number: number;
  readonly names: readonly string[];
}

/** "4:bowl,grad_bowl 5:descend", as the press writes it. */
function readNeeds(text: string): Need[] {
  return [...text.matchAll(/(\d+):(\S+)/g)].map(([, number, names]) => ({ number: Number(number), names: names!.split(",") }));
}

let loading: Promise<typeof import("./editor.ts")> | null = null;

function loadEditor(): Promise<typeof import("./editor.ts")> {
  loading ??= import("./editor.ts");
  loading.catch(() => (loading = null)); // the next focus tries again
  return loading;
}

export class LiveCell {
  readonly host: HTMLElement;
  readonly number: number;
  readonly name: string;
  readonly built: string;
  readonly unseen: boolean;
  /** The generation of Python in which it ran, whole. */
  ranIn = -1;
  protected readonly page: Surroundings;
  private readonly needs: readonly Need[];
  private readonly draft: Draft;
  private readonly pre: HTMLPreElement;
  /** What is focused before there is an editor: the theme takes the code itself out of the order of tabs. */
  private readonly spot: HTMLElement;
  private readonly note: HTMLElement | null;
  private readonly results: HTMLElement | null;
  private readonly old: HTMLElement | null;
  private readonly now = make("div", "live-now");
  private readonly good = make("div", "live-good");
  private readonly label = make("p", "live-old", "The last good result:");
  private code: string;
  private editor: Editor | null = null;
  private running = 0;

  constructor(host: HTMLElement, number: number, page: Surroundings, draft: (built: string) => Draft) {
    this.host = host;
    this.number = number;
    this.name = `cell ${number}`;
    this.page = page;
    this.pre = host.querySelector<HTMLPreElement>("pre")!;
    this.spot = this.pre.parentElement!;
    this.built = (this.pre.textContent ?? "").replace(/\n$/, "");
    this.pre.dataset.built = this.built;
    this.draft = draft(this.built);
    this.needs = readNeeds(host.dataset.needs ?? "");
    this.unseen = host.dataset.unseen !== undefined;
    this.note = host.querySelector(".live-note");
    this.results = host.querySelector(".live-result");
    this.old = host.querySelector(".cell_output");
    const kept = this.unseen ? null : this.draft.read();
    this.code = kept ?? this.built;
    if (this.unseen) return;
    this.results?.append(this.now);
    this.old?.before(this.label);
    this.old?.after(this.good);
    if (!this.old) this.results?.append(this.label, this.good);
    this.label.hidden = true;
    if (kept !== null && kept !== this.built) {
      this.pre.textContent = kept;
      this.say("This is your own version, kept in this browser. Reset brings back the book’s.");
    }
    this.listen();
    host.dataset.live = "";
  }

  get source(): string {
    return this.code;
  }

  get edited(): boolean {
    return this.code !== this.built;
  }

  get isRunning(): boolean {
    return this.running > 0;
  }

  private find(name: string): HTMLButtonElement | null {
    return this.host.querySelector<HTMLButtonElement>(`.live-controls > .${name}`);
  }

  protected on(name: string, press: () => void): void {
    this.find(name)?.addEventListener("click", press, { signal: this.page.signal });
  }

  private listen(): void {
    const { signal } = this.page;
    this.on("run", () => void this.run());
    this.on("stop", () => this.page.engine.stop());
    this.on("reset", () => this.reset());
    this.on("above", () => void this.runAbove());
    this.on("copy", () => void copy(this.code, this.now).then((done) => done && this.say("Copied.")));
    this.on("save", () => void this.page.save().then((said) => this.say(said)));
    const { spot } = this;
    spot.tabIndex = 0;
    spot.setAttribute("role", "group");
    spot.setAttribute("aria-label", `Code of live cell ${this.number}; it opens in an editor`);
    // By keys the focus opens the editor; by pointer the click does, so that code can be selected.
    spot.addEventListener("focusin", ({ target }) => {
      if (!this.editor && (target as Element).matches(":focus-visible")) void this.open(true);
    }, { signal });
    spot.addEventListener("click", (event) => {
      if (!this.editor && (getSelection()?.isCollapsed ?? true)) void this.open(true, { x: event.clientX, y: event.clientY });
    }, { signal });
    window.addEventListener("storage", ({ key, newValue }) => {
      if (key === this.draft.key) this.elsewhere(newValue);
    }, { signal });
  }

  /** Another tab has changed this cell. What is being written here goes first. */
  private elsewhere(text: string | null): void {
    const next = text ?? this.built;
    if (next === this.code) return;
    if (this.host.contains(document.activeElement) || this.isRunning) {
      this.say("This cell was changed in another tab as well. Yours stays here, and is kept when you change it or run it.");
      return;
    }
    this.show(next);
    this.say("Taken over from another tab.");
  }

  protected say(text: string, heard = ""): void {
    if (!this.note) return;
    this.note.replaceChildren(text, ...(heard ? [make("span", "unseen", ` ${heard.slice(0, HEARD)}`)] : []));
  }

  /** Puts the editor where the code stands. Without it the cell still runs. */
  private async open(focus: boolean, at?: { x: number; y: number }): Promise<void> {
    if (!this.editor) {
      let chunk;
      try {
        chunk = await loadEditor();
      } catch {
        this.say("The editor could not be fetched. The cell runs as it is; focus its code again to try once more.");
        return;
      }
      if (!this.editor) this.mount(chunk);
    }
    // Whoever has gone on in the meantime stays there.
    if (focus && (at || document.activeElement === document.body)) this.editor?.focus(at);
  }

  private mount(chunk: typeof import("./editor.ts")): void {
    this.editor = chunk.edit(this.code, `Code of live cell ${this.number}. Control Enter runs it, Escape leaves it.`, {
      run: () => void this.run(),
      leave: () => this.find("run")?.focus(),
      change: (text) => this.changed(text),
    });
    this.pre.after(this.editor.dom);
    // Before what is focused is hidden or leaves the order of tabs.
    if (document.activeElement === this.spot || document.activeElement === this.pre) this.editor.focus();
    this.pre.hidden = true;
    for (const name of ["tabindex", "role", "aria-label"]) this.spot.removeAttribute(name);
  }

  private changed(text: string): void {
    this.code = text;
    this.draft.write(text === this.built ? null : text);
  }

  /** Shows code that the reader has not typed here. */
  private show(text: string): void {
    this.code = text;
    this.pre.textContent = text;
    this.editor?.write(text);
  }

  private reset(): void {
    this.show(this.built);
    this.draft.write(null);
    this.now.replaceChildren();
    this.good.replaceChildren();
    this.label.hidden = true;
    if (this.old) this.old.hidden = false;
    this.say("As in the book again.");
  }

  /** The cells that this one needs, as it stands, and that have not run in this Python; in order. */
  private unrun(): LiveCell[] {
    const { engine, cell } = this.page;
    const found = new Set<LiveCell>();
    for (const { number, names } of this.needs) {
      const other = cell(number);
      if (!other || (engine.alive && other.ranIn === engine.generation)) continue;
      if (!names.some((name) => new RegExp(`\\b${name}\\b`).test(this.code))) continue;
      for (const one of [...other.unrun(), other]) found.add(one);
    }
    return [...found].sort((a, b) => a.number - b.number);
  }

  /** Runs the cell; first offers to run those that it needs, unless `alone`. True when it ran whole. */
  async run(alone = false): Promise<boolean> {
    const missing = this.unrun();
    const seen = missing.filter(({ unseen }) => !unseen);
    if (seen.length > 0 && !alone) {
      void this.open(false);
      this.propose(missing, seen.length);
      return false;
    }
    return (await this.all(missing.filter(({ unseen }) => unseen))) && this.execute();
  }

  private propose(missing: readonly LiveCell[], count: number): void {
    const { signal } = this.page;
    const first = button(count === 1 ? "Run that, then this" : "Run those, then this", () => {
      this.now.replaceChildren();
      // What Python has to say while it starts belongs where the reader looks.
      void this.during(() => this.all(missing)).then((ok) => ok && this.execute());
    }, signal, "live-first");
    const alone = button("Run this alone", () => void this.run(true), signal);
    const size = this.page.engine.alive ? "" : ` Python is ${megabytes(this.page.engine.total)}, fetched once.`;
    this.now.replaceChildren(make("div", "live-offer", sentence(offer(count) + size), make("p", "controls", first, alone)));
    this.say("");
    first.focus();
  }

  /** Runs cells in order, as far as they go. */
  private async all(cells: readonly LiveCell[]): Promise<boolean> {
    for (const cell of cells) {
      if (await cell.execute(this)) continue;
      if (cell !== this) this.now.replaceChildren(sentence(`Cell ${cell.number} above did not run whole; see there.`));
      return false;
    }
    return true;
  }

  private async runAbove(): Promise<void> {
    const above = this.page.above(this);
    if (above.length === 0) return this.say("No live cell stands above this one.");
    if (await this.all(above)) this.say(above.length === 1 ? "The cell above has run." : `The ${above.length} cells above have run.`);
  }

  /** One thing that Python does for this cell: what is said while it is under way, and when it ends early. */
  protected async during<T>(work: () => Promise<T>, told: LiveCell = this): Promise<T | null> {
    const { engine } = this.page;
    const stop = told.find("stop");
    const run = told.find("run");
    told.running += 1;
    if (stop) stop.hidden = false;
    const bar = make("progress", "live-bar");
    bar.setAttribute("aria-label", "Python, fetched so far");
    const bytes = make("span", "live-bytes");
    const before = engine.alive;
    told.say(before ? "Running…" : `Fetching Python, ${megabytes(engine.total)}…`);
    let long: ReturnType<typeof setTimeout> | undefined;
    const patient = (): void => {
      long = setTimeout(() => told.now.append(sentence(LONG)), PATIENCE);
    };
    engine.onprogress = ({ loaded, total, starting }) => {
      bar.max = total;
      bar.value = loaded;
      bytes.textContent = progress(loaded, total);
      if (!bar.isConnected) told.note?.after(bar, bytes);
      if (starting) told.say("Starting Python…");
    };
    try {
      void told.open(false);
      await engine.boot();
      bar.remove();
      bytes.remove();
      told.say("Running…");
      patient();
      return await work();
    } catch (error) {
      const words = error instanceof NotStarted ? failed(error.failure) : error instanceof Ended ? error.message : String(error);
      told.say("Not finished.", words);
      told.now.append(sentence(words));
      told.point();
      return null;
    } finally {
      clearTimeout(long);
      bar.remove();
      bytes.remove();
      told.running -= 1;
      if (!told.isRunning && stop) {
        if (document.activeElement === stop) run?.focus();
        stop.hidden = true;
      }
    }
  }

  /** `told` is the cell whose button was pressed: an unseen cell has no place of its own to speak. */
  async execute(told: LiveCell = this): Promise<boolean> {
    const speaker = this.unseen ? told : this;
    const { engine } = this.page;
    const output = new Output();
    const { code } = this;
    if (!this.unseen) this.now.replaceChildren(output.element);
    this.editor?.markLine(null);
    let began = 0;
    const result = await this.during(() => {
      began = performance.now();
      return engine.run(code, this.name, (kind, text) => output.hear(kind, text));
    }, speaker);
    if (!result) return false;
    if (result.ok) {
      output.value(result);
      this.ranIn = engine.generation;
      if (!this.unseen) this.settle(output, performance.now() - began);
      return true;
    }
    speaker.now.append(errorBox(result.error, this.name, code, speaker.page.above(speaker).filter(({ ranIn }) => ranIn !== engine.generation).length));
    speaker.say("It raised an error.", speaker.now.lastElementChild?.textContent ?? "");
    const own = result.error.lines.filter(({ cell }) => cell === this.name).at(-1);
    await this.open(false);
    this.editor?.markLine(own?.line ?? null);
    speaker.point();
    return false;
  }

  /** A run that ended well: its output takes the place of the last. */
  private settle(output: Output, milliseconds: number): void {
    if (output.empty) output.element.append(sentence("It ran, and printed nothing."));
    this.good.replaceChildren(output.element);
    this.now.replaceChildren();
    this.label.hidden = true;
    if (this.old) this.old.hidden = true;
    this.say(took(milliseconds), output.text);
  }

  /** After a run that did not end well: what is below is older. */
  private point(): void {
    this.label.hidden = this.old === null && this.good.childElementCount === 0;
  }

  protected put(...nodes: Node[]): void {
    this.now.replaceChildren(...nodes);
  }
}

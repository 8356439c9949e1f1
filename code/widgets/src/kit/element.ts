/** What every figure that moves has in common: the custom element around a static figure. It draws, listens, undoes,
 *  resets, links and copies. The figure stays until the first drawing has succeeded. */
import { ready } from "./brush.ts";
import { copy } from "./copy.ts";
import { button, enable, make } from "./dom.ts";
import { readHash, writeHash } from "./hash.ts";
import { advance, begin, release, undo, type History } from "./history.ts";
import { readValues, type Options, type Values } from "./options.ts";
import { Sentence } from "./sentence.ts";

export interface Send<A> {
  /** `hold` names what is being dragged: its moves are undone together, and heard at the end. */
  (action: A, hold?: string): void;
}

export interface Controls<S, A> {
  readonly send: Send<A>;
  /** What was held is let go. */
  readonly release: () => void;
  readonly state: () => S;
  readonly signal: AbortSignal;
}

export interface View<S, D> {
  /** Pictures above the sentence, controls below it, and what stands first in the row of buttons. */
  readonly stage: HTMLElement;
  readonly controls: HTMLElement;
  readonly buttons: readonly HTMLElement[];
  /** The pictures: at each frame in which something has changed. */
  draw(state: S, shown: D, width: number): void;
  /** Words and controls: while something is dragged, where the hand rests. */
  tell(state: S, shown: D): void;
  /** Whether the figure moves by itself just now. */
  busy?(): boolean;
  /** The reader has taken over: stop what moves by itself. */
  halt?(): void;
}

/** New words have the browser lay out and paint the page, and cost more than all that is drawn. So they follow a drag where the
 *  hand rests, and now and then where it does not. */
const REST = 120; // ms
const GLANCE = 1000; // ms

export interface Figure<S, A, D extends { readonly sentence: string }> {
  readonly title: string;
  readonly options: Options;
  initial(values: Values): S;
  values(state: S): Values;
  step(state: S, action: A): S;
  set(state: S): A;
  derived(state: S): D;
  python(state: S): string;
  view(controls: Controls<S, A>): View<S, D>;
}

export function elementFor<S, A, D extends { readonly sentence: string }>(spec: Figure<S, A, D>): CustomElementConstructor {
  return class extends HTMLElement {
    private abort: AbortController | null = null;

    connectedCallback(): void {
      const figure = this.querySelector("figure");
      if (this.abort || !figure) return;
      const abort = (this.abort = new AbortController());
      const live = make("div", "live");
      abort.signal.addEventListener("abort", () => {
        live.remove();
        delete figure.dataset.live;
      });
      void ready.then(() => {
        if (abort.signal.aborted) return;
        try {
          bring(this, figure, live, spec, abort.signal);
        } catch (error) {
          console.error(error); // the figure stays as it was printed
          abort.abort();
        }
      });
    }

    disconnectedCallback(): void {
      this.abort?.abort();
      this.abort = null;
    }
  };
}

function bring<S, A, D extends { readonly sentence: string }>(
  host: HTMLElement, figure: HTMLElement, live: HTMLElement, spec: Figure<S, A, D>, signal: AbortSignal,
): void {
  const { figure: id = figure.id, ...settings } = host.dataset;
  const given = Object.entries(settings).map(([name, text]): [string, string] => [name, text ?? ""]);
  const props = readValues(spec.options, given).values;
  const printed = spec.initial(props);
  let history: History<S> = begin(printed);
  /** What was drawn last. */
  let state = printed;
  let shown!: D;
  let width = 0;
  let frame = 0;
  let quiet = false;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let glance: ReturnType<typeof setTimeout> | undefined;

  const text = (state: S): string => JSON.stringify(spec.values(state));
  const beginning = text(printed);
  const sentence = new Sentence(signal);
  const changed = (next: History<S>, hold = ""): void => {
    const same = next.present === history.present;
    history = next;
    if (same) return;
    quiet = hold !== "";
    frame ||= requestAnimationFrame(draw);
  };
  const send: Send<A> = (action, hold = "") => changed(advance(history, spec.step(history.present, action), hold), hold);
  const view = spec.view({
    send, signal, state: () => history.present,
    release() {
      history = release(history);
      quiet = false;
      frame ||= requestAnimationFrame(draw);
    },
  });
  const note = make("p", "note-line");
  note.setAttribute("role", "status");
  const byHand = make("div", "by-hand-place");
  const undoButton = button("Undo", () => {
    view.halt?.();
    changed(undo(history));
  }, signal);
  const resetButton = button("Reset", () => {
    view.halt?.();
    note.textContent = "";
    changed(advance(history, spec.step(history.present, spec.set(printed))));
  }, signal);
  const told = async (text: string, done: string): Promise<void> => {
    note.textContent = "";
    const worked = await copy(text, byHand);
    note.textContent = worked ? done : "This browser does not let the page copy. The text is below, selected.";
  };
  const link = button("Copy link to this state", () => {
    const hash = writeHash(id, spec.values(history.present));
    window.history.replaceState(window.history.state, "", hash);
    void told(location.href, "Link copied.");
  }, signal, "quiet");
  const numpy = button("Copy as NumPy", () => void told(spec.python(history.present), "Code copied."), signal, "quiet");

  live.setAttribute("role", "group");
  live.setAttribute("aria-label", spec.title);
  live.append(view.stage, sentence.element, make("div", "buttons", ...view.buttons, undoButton, resetButton), view.controls,
    make("div", "buttons last", link, numpy, note), byHand);

  function draw(): void {
    frame = 0;
    state = history.present;
    shown = spec.derived(state);
    view.draw(state, shown, width);
    if (!quiet) return tell();
    clearTimeout(rest);
    rest = setTimeout(tell, REST);
    glance ??= setTimeout(tell, GLANCE);
  }

  /** What has been drawn, in words: all of them at once, so that the browser lays out once. */
  function tell(): void {
    clearTimeout(rest);
    clearTimeout(glance);
    glance = undefined;
    view.tell(state, shown);
    enable(undoButton, history.past.length > 0);
    enable(resetButton, text(state) !== beginning);
    sentence.say(shown.sentence, quiet || (view.busy?.() ?? false));
  }

  /** A link that was followed, or opened, to a state of this figure. */
  const follow = (hash: string): boolean => {
    const linked = readHash(id, hash, spec.options);
    if (!linked) return false;
    view.halt?.();
    // A link to another function than the printed one goes with that one's own defaults.
    const other = Object.entries(linked.values).some(([name, value]) => spec.options[name]?.type === "choice" && spec.values(printed)[name] !== value);
    const next = spec.initial({ ...(other ? {} : props), ...linked.values });
    if (text(next) !== text(history.present)) changed(advance(history, spec.step(history.present, spec.set(next))));
    note.textContent = linked.notice;
    return true;
  };

  figure.insertBefore(live, figure.firstChild);
  figure.dataset.live = "";
  width = live.clientWidth;
  const linked = follow(location.hash);
  if (frame) cancelAnimationFrame(frame);
  draw();
  sentence.begin(shown.sentence);
  if (linked) figure.scrollIntoView({ block: "nearest" });

  const observer = new ResizeObserver(() => {
    const now = live.clientWidth;
    if (now === width || now === 0) return;
    width = now;
    sentence.resize();
    quiet = true;
    frame ||= requestAnimationFrame(draw);
  });
  observer.observe(live);
  signal.addEventListener("abort", () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    clearTimeout(rest);
    clearTimeout(glance);
  });
  window.addEventListener("hashchange", () => follow(location.hash), { signal });
  // The same link, pressed again, changes no hash.
  document.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a.play") : null;
    if (pressed && pressed.hash === location.hash) follow(pressed.hash);
  }, { signal });
}

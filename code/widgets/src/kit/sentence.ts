/** The one sentence that says what is seen: to the eye at once, and to the ear when the changes have come to rest. */
import { make, write } from "./dom.ts";

const REST = 500; // ms

export class Sentence {
  readonly element: HTMLElement;
  private readonly seen = make("p", "seen");
  private readonly heard = make("p", "unseen");
  private timer: ReturnType<typeof setTimeout> | undefined;
  private latest = "";
  private longest = 0;

  constructor(signal: AbortSignal) {
    this.seen.setAttribute("aria-hidden", "true");
    this.heard.setAttribute("role", "status");
    this.element = make("div", "sentence", this.seen, this.heard);
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  /** `quiet`: more is to come, or the reader did not ask. */
  say(text: string, quiet = false): void {
    if (text === this.latest && !quiet && this.heard.textContent === text) return;
    this.latest = text;
    clearTimeout(this.timer);
    this.show();
    if (!quiet) this.timer = setTimeout(() => (this.heard.textContent = this.latest), REST);
  }

  /** Before anything has changed: there to be read, but not announced. */
  begin(text: string): void {
    clearTimeout(this.timer);
    this.latest = text;
    this.show();
    this.heard.textContent = text;
  }

  /** The width has changed. */
  resize(): void {
    this.longest = 0;
    this.element.style.height = "";
    this.show();
  }

  /** The box has a height of its own, so that new words lay out nothing but themselves; it grows with the longest. */
  private show(): void {
    const text = this.latest;
    write(this.seen, text);
    if (text.length <= this.longest) return;
    this.longest = text.length;
    const { scrollHeight, clientHeight } = this.element;
    if (scrollHeight > clientHeight) this.element.style.height = `${scrollHeight}px`;
  }
}

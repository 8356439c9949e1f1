/** The control "Read offline": says the size, fetches the book, and tells how far it is. */
import { bytes, total, type BookFile } from "./book.ts";
import { button, checkbox, enable, make } from "../kit/dom.ts";
import { Shelf, shelfNames, siteBook } from "./shelf.ts";
import { endOf, takeAll, type End } from "./take.ts";

/** Groups that are offered apart, in words. */
const APART: Readonly<Record<string, string>> = { python: "Python, for code that runs on the page" };

const FORBIDDEN = "This browser keeps nothing for this site: the window may be private, or its settings forbid site data.";
const UNREACHED = "What this needs cannot be loaded from the site now. Try again later.";
const ENDS: Readonly<Record<Exclude<End, "done">, string>> = {
  cancelled: "Stopped. What has come is kept.",
  full: "The browser’s storage is full. What has come is kept; free some space, then go on.",
  forbidden: FORBIDDEN,
  changed: "The book has changed meanwhile. Reload this page, then go on: what is the same is not fetched again.",
  offline: "The network does not answer. What has come is kept; go on when it is back.",
};

export async function start(host: HTMLElement, root: URL, registered: Promise<unknown>): Promise<void> {
  const status = make("p", "offline-status");
  status.setAttribute("role", "status");
  host.append(status);
  host.hidden = false;
  try {
    await registered;
    await new Panel(host, status, await shelfOf(root)).draw();
  } catch (error) {
    status.textContent = endOf(error) === "offline" ? UNREACHED : FORBIDDEN;
  }
}

/** The shelf of what the site has now; without a network, of what is kept. */
async function shelfOf(root: URL): Promise<Shelf> {
  const names = await shelfNames(root);
  const kept = names[0] === undefined ? undefined : await Shelf.kept(root, names[0]);
  if (kept && !navigator.onLine) return kept;
  try {
    return await Shelf.make(root, await siteBook(root));
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

class Panel {
  private readonly signal = new AbortController().signal;
  private readonly wanted = new Set(["book"]);
  private readonly size = make("p", "offline-size");
  private readonly bar = make("progress");
  private readonly far = make("span", "offline-far");
  private readonly go = button("Read offline", () => void this.press(), this.signal, "offline-go");
  private readonly clear = button("Remove what is kept", () => void this.remove(), this.signal, "offline-clear");
  private readonly status: HTMLElement;
  private readonly shelf: Shelf;
  private running: AbortController | undefined;

  constructor(host: HTMLElement, status: HTMLElement, shelf: Shelf) {
    this.status = status;
    this.shelf = shelf;
    const choices = this.groups().filter((group) => group !== "book").map((group) =>
      checkbox(`${APART[group] ?? group}: ${bytes(total(this.files(group)))} more`, (on) => {
        this.wanted[on ? "add" : "delete"](group);
        void this.draw();
      }, this.signal).label);
    this.bar.setAttribute("aria-label", "Kept of what you asked for");
    const row = make("div", "offline-progress", this.bar, this.far);
    host.prepend(this.size, ...choices, make("div", "offline-actions", this.go, this.clear), row);
    row.hidden = true;
    addEventListener("downhill-kept", () => void this.draw());
  }

  async draw(): Promise<void> {
    const kept = await this.shelf.files();
    const files = this.chosen();
    const here = total(files.filter((file) => kept.has(file)));
    const all = files.every((file) => kept.has(file));
    this.size.textContent = all
      ? `All of it, ${bytes(here)}, is on this device. It is brought up to date when you open a page with a network.`
      : `${this.wanted.size > 1 ? "Together" : "The whole book"}: ${bytes(total(files))}` +
        (here ? `, of which ${bytes(here)} is on this device.` : ".");
    this.go.textContent = this.running ? "Stop" : "Read offline";
    enable(this.go, this.running !== undefined || !all);
    this.clear.hidden = this.running !== undefined || kept.size === 0;
  }

  private groups(): string[] {
    return [...new Set(this.shelf.book.files.map(({ group }) => group))];
  }

  private files(group: string): BookFile[] {
    return this.shelf.book.files.filter((file) => file.group === group);
  }

  private chosen(): BookFile[] {
    return this.groups().filter((group) => this.wanted.has(group)).flatMap((group) => this.files(group));
  }

  private async press(): Promise<void> {
    if (this.running) return this.running.abort();
    if (this.go.getAttribute("aria-disabled")) return;
    this.running = new AbortController();
    try {
      this.say(await this.take(this.running));
    } catch (error) {
      this.say(ENDS[endOf(error) as Exclude<End, "done">]);
    }
    this.running = undefined;
    await this.draw();
  }

  /** Fetches what is chosen and not yet kept; the words that tell how it ended. */
  private async take(running: AbortController): Promise<string> {
    const kept = await this.shelf.files();
    const files = this.chosen();
    const missing = files.filter((file) => !kept.has(file));
    const lacking = total(missing) - await room();
    if (lacking > 0) {
      return `This needs ${bytes(total(missing))}, which is ${bytes(lacking)} more than the browser lets this site keep.`;
    }
    await navigator.storage?.persist?.().catch(() => false);
    const whole = total(files);
    let here = whole - total(missing);
    this.bar.max = whole;
    this.bar.parentElement!.hidden = false;
    const show = (): void => {
      this.bar.value = here;
      this.far.textContent = `${bytes(here)} of ${bytes(whole)}`;
    };
    show();
    await this.draw();
    this.say(`Fetching ${bytes(total(missing))}.`);
    let tenth = 0;
    const end = await takeAll(this.shelf, missing, running.signal, (count) => {
      here += count;
      show();
      const now = Math.floor(10 * here / whole);
      if (now > tenth && now < 10) this.say(`${now * 10} % fetched.`);
      tenth = now;
    });
    this.bar.parentElement!.hidden = true;
    if (end !== "done") return ENDS[end];
    for (const group of this.wanted) await this.shelf.promise(group);
    return "Done. You can read it without a network, from this address.";
  }

  private async remove(): Promise<void> {
    await this.shelf.clear();
    this.say("Removed.");
    await this.draw();
    this.go.focus();
  }

  private say(words: string): void {
    this.status.textContent = words;
  }
}

/** The bytes that the browser lets the site keep besides what it keeps; unlimited where it does not say. */
async function room(): Promise<number> {
  const { quota, usage } = await navigator.storage?.estimate?.() ?? {};
  return quota === undefined ? Infinity : quota - (usage ?? 0);
}

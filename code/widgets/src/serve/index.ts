/** What `press serve` adds to each page: a save of prose is put into it, where the author reads; after any other, it is loaded again. */
import { changes, put } from "./changes.ts";

/** A page in one state of its source; `text` is missing where the server has no such page. */
interface State {
  readonly text: string | undefined;
  /** When its file was written, in milliseconds; missing where the server does not say. */
  readonly written: number | undefined;
}

async function ask(): Promise<State> {
  const answer = await fetch(location.href, { cache: "no-cache" });
  const written = answer.headers.get("Last-Modified");
  return { text: answer.ok ? await answer.text() : undefined, written: written === null ? undefined : Date.parse(written) };
}

const parse = ({ text = "" }: State): Document => new DOMParser().parseFromString(text, "text/html");

/** The file of the site that an address leads to. */
const fileOf = (address: string): string => decodeURI(new URL(address).pathname).slice(1).replace(/(^|\/)$/, "$1index.html");

const own = fileOf(location.href);
/** What the page has loaded besides itself. */
const loaded = new Set<string>();
new PerformanceObserver((entries) => {
  for (const { name } of entries.getEntries()) loaded.add(fileOf(name));
  loaded.delete(own); // for which this script asks
}).observe({ type: "resource", buffered: true });

/** The source of what is on the screen, as the browser was given it; undefined where nobody knows that. */
let shown: Promise<Document | undefined> = ask().then(
  (state) => (state.written === undefined || state.written === Date.parse(document.lastModified) ? parse(state) : undefined),
  () => undefined,
);

async function follow(): Promise<void> {
  const [old, fresh] = [await shown, parse(await ask())];
  if (old && put(changes(old.documentElement, fresh.documentElement), document)) shown = Promise.resolve(fresh);
  else location.reload();
}

let last: Promise<unknown> = Promise.resolve();
/** After a request that failed nobody knows what is shown, and the next one loads the page. */
function later(work: () => unknown): void {
  last = last.then(work).catch(() => (shown = Promise.resolve(undefined)));
}

function hear(files: readonly string[]): void {
  if (files.some((file) => loaded.has(file))) later(() => location.reload());
  else if (files.includes(own)) later(follow);
}

// A browser has six connections to a server: pages that nobody sees leave theirs to the others.
let news: EventSource | undefined;
function listen(): void {
  news?.close();
  if (document.hidden) return;
  news = new EventSource("/_news");
  news.onopen = () => later(follow); // what was saved meanwhile was told to no one
  news.onmessage = ({ data }: MessageEvent<string>) => hear(JSON.parse(data));
}
document.addEventListener("visibilitychange", listen);
listen();

/** What `press serve` adds to each page: a save of prose is put into it, where the author reads; after any other, it is loaded again. */
import { changes, put } from "./changes.ts";

/** The page as the server has it. */
class Source {
  readonly text: string | undefined;
  #parsed: Document | undefined;

  constructor(text: string | undefined) {
    this.text = text;
  }

  get document(): Document {
    return (this.#parsed ??= new DOMParser().parseFromString(this.text ?? "", "text/html"));
  }

  static async read(cache: RequestCache): Promise<Source> {
    const answer = await fetch(location.href, { cache });
    return new Source(answer.ok ? await answer.text() : undefined);
  }
}

/** Whether the page shows one of these files of the site, or works by it. */
function uses(files: readonly string[]): boolean {
  const loaded = new Set(performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname));
  return files.some((file) => !file.endsWith(".html") && loaded.has(`/${file}`));
}

let shown = Source.read("force-cache");
// The first save finds this done. Milliseconds.
setTimeout(async () => (await shown).document, 1000);

async function update(files: readonly string[]): Promise<void> {
  const [old, fresh] = [await shown, await Source.read("reload")];
  const follows = !uses(files) && (old.text === fresh.text
    || put(changes(old.document.documentElement, fresh.document.documentElement), document));
  if (!follows) return location.reload();
  shown = Promise.resolve(fresh);
}

const news = new EventSource("/_news");
let last = Promise.resolve();
const next = (files: readonly string[]): void => void (last = last.then(() => update(files)));
// What was saved while the page was loaded, or while nobody served it, is told to no one.
news.onopen = () => next([]);
news.onmessage = ({ data }: MessageEvent<string>) => next(JSON.parse(data));

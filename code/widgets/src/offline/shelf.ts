/** The shelf: the files of one build that this browser keeps. One build, one shelf; never a mixture. */
import { addressOf, byPath, LIST, type Book, type BookFile } from "./book.ts";

/** Requests of the page that fetches the whole book: the service worker lets them pass. */
export const TAKING = { "Downhill-Taking": "1" };

/** The site is of another build by now. */
export class Changed extends Error {}

const prefix = (scope: URL): string => `downhill ${scope.pathname} `;
export const nameOf = (scope: URL, build: string): string => prefix(scope) + build;

/** The names of this book's shelves; a host may hold other books beside it. */
export async function shelfNames(scope: URL): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(prefix(scope)));
}

/** The list that the site has now. */
export async function siteBook(scope: URL): Promise<Book> {
  const response = await fetch(new URL(LIST, scope), { cache: "no-store", headers: TAKING });
  if (!response.ok) throw new TypeError(`${LIST}: ${response.status}`);
  return response.json() as Promise<Book>;
}

export class Shelf {
  readonly book: Book;
  readonly scope: URL;
  private readonly cache: Cache;

  private constructor(book: Book, scope: URL, cache: Cache) {
    this.book = book;
    this.scope = scope;
    this.cache = cache;
  }

  /** The shelf of a build; its list is fetched where it is not there yet. */
  static async open(scope: URL, build: string): Promise<Shelf> {
    const known = await Shelf.kept(scope, nameOf(scope, build));
    if (known) return known;
    const book = await siteBook(scope);
    if (book.build !== build) throw new Changed();
    return Shelf.make(scope, book);
  }

  static async make(scope: URL, book: Book): Promise<Shelf> {
    const cache = await caches.open(nameOf(scope, book.build));
    const list = new Response(JSON.stringify(book), { headers: { "Content-Type": "application/json" } });
    await cache.put(new URL(LIST, scope), list);
    return new Shelf(book, scope, cache);
  }

  /** A shelf that is there already. */
  static async kept(scope: URL, name: string): Promise<Shelf | undefined> {
    if (!(await caches.has(name))) return undefined;
    const cache = await caches.open(name);
    const list = await cache.match(new URL(LIST, scope));
    return list && new Shelf(await list.json() as Book, scope, cache);
  }

  get(file: BookFile): Promise<Response | undefined> {
    return this.cache.match(addressOf(file, this.scope));
  }

  /** The files that are kept. */
  async files(): Promise<Set<BookFile>> {
    const addresses = new Set((await this.cache.keys()).map(({ url }) => url));
    return new Set(this.book.files.filter((file) => addresses.has(addressOf(file, this.scope))));
  }

  /** Fetch a file and keep it. `heard` is told the bytes as they come. */
  async take(file: BookFile, signal?: AbortSignal, heard?: (bytes: number) => void): Promise<void> {
    const address = addressOf(file, this.scope) + (file.query ?? "");
    const response = await fetch(address, { cache: "no-cache", headers: TAKING, ...(signal && { signal }) });
    if (!response.ok) {
      if (await this.isCurrent()) throw new TypeError(`${file.path}: ${response.status}`);
      throw new Changed();
    }
    await this.keep(file, heard ? counted(response, heard) : response);
  }

  /** Keep what the site sent. Throws Changed where it is not of this shelf's build. */
  async keep(file: BookFile, response: Response): Promise<void> {
    const body = await response.arrayBuffer();
    // A host may alter pages on their way; then the site's list still names this build.
    if ((await hash(body)) !== file.hash && !(await this.isCurrent())) throw new Changed();
    const type = response.headers.get("Content-Type") ?? "application/octet-stream";
    await this.cache.put(addressOf(file, this.scope), new Response(body, { headers: { "Content-Type": type } }));
  }

  /** Take over a file of an older shelf, where this build has the very same. */
  async adopt(file: BookFile, older: Shelf): Promise<boolean> {
    const before = byPath(older.book).get(file.path);
    const response = before?.hash === file.hash ? await older.get(before) : undefined;
    if (response) await this.cache.put(addressOf(file, this.scope), response);
    return response !== undefined;
  }

  /** Keep in mind that a whole group is wanted, so that the next build is fetched whole too. */
  async promise(group: string): Promise<void> {
    await this.cache.put(this.mark(group), new Response(""));
  }

  async promised(): Promise<string[]> {
    const groups = [...new Set(this.book.files.map(({ group }) => group))];
    const marks = await Promise.all(groups.map((group) => this.cache.match(this.mark(group))));
    return groups.filter((_, i) => marks[i]);
  }

  /** Keep nothing any more but the list. */
  async clear(): Promise<void> {
    const list = new URL(LIST, this.scope).href;
    for (const request of await this.cache.keys()) if (request.url !== list) await this.cache.delete(request);
  }

  private mark(group: string): URL {
    return new URL(`${LIST}?whole=${encodeURIComponent(group)}`, this.scope);
  }

  private async isCurrent(): Promise<boolean> {
    return (await siteBook(this.scope)).build === this.book.build;
  }
}

async function hash(body: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function counted(response: Response, heard: (bytes: number) => void): Response {
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      heard(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(count) ?? null, { headers: response.headers });
}

/** What may be kept of the book: the list that the press makes of a build, and the place of an address in it. */
export interface BookFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** The first 32 hexadecimal digits of the SHA-256 of its bytes. */
  readonly hash: string;
  /** "book", or the name of what is offered apart. */
  readonly group: string;
  /** The version that pages ask for it by: "?v=56ddd82f". */
  readonly query?: string;
  /** Of a page. */
  readonly title?: string;
}

export interface Book {
  readonly build: string;
  readonly files: readonly BookFile[];
}

export const LIST = "offline.json";

/** A name that tells the file's content: esbuild's and MyST-NB's. Another content, another name. */
const HASHED = /-[0-9A-Z]{8}\.js$|\.[0-9a-f]{64}\.css$/;

export interface Place {
  readonly file: BookFile;
  /** The address tells the content, so that what is kept need not be compared with what the site has. */
  readonly fixed: boolean;
}

/** The file of a build that an address asks for; undefined where it asks for another build's, or for none. */
export function find(book: Book, scope: URL, address: string): Place | undefined {
  const url = new URL(address);
  if (url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname.slice(scope.pathname.length));
  } catch {
    return undefined; // a lone percent sign: no file of the book
  }
  const names = path === "" || path.endsWith("/") ? [`${path}index.html`] : [path, `${path}.html`, `${path}/index.html`];
  const file = names.map((name) => byPath(book).get(name)).find((found) => found);
  if (!file) return undefined;
  const version = /^\?(?:v|digest)=/.test(url.search) && !isPage(file);
  if (version && url.search !== file.query) return undefined;
  return { file, fixed: version || HASHED.test(file.path) };
}

export const isPage = (file: BookFile): boolean => file.path.endsWith(".html");

export const addressOf = (file: BookFile, scope: URL): string =>
  new URL(file.path.split("/").map(encodeURIComponent).join("/"), scope).href;

const maps = new WeakMap<Book, ReadonlyMap<string, BookFile>>();

export function byPath(book: Book): ReadonlyMap<string, BookFile> {
  const known = maps.get(book) ?? new Map(book.files.map((file) => [file.path, file]));
  maps.set(book, known);
  return known;
}

export const total = (files: Iterable<BookFile>): number => [...files].reduce((sum, { size }) => sum + size, 0);

/** "640 kB", "2.1 MB": decimal units, as browsers and shops count. */
export const bytes = (count: number): string =>
  count < 999_500 ? `${Math.ceil(count / 1000)} kB` : `${(count / 1e6).toFixed(1)} MB`;

// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { addressOf, bytes, find, total, type Book, type BookFile } from "../src/offline/book.ts";
import { missing } from "../src/offline/missing.ts";
import { Changed, type Shelf } from "../src/offline/shelf.ts";
import { endOf, takeAll } from "../src/offline/take.ts";

const file = (path: string, more: Partial<BookFile> = {}): BookFile => ({ path, size: 10, hash: "h", group: "book", ...more });
const book: Book = {
  build: "b",
  files: [
    file("index.html"),
    file("term/gradient/index.html"),
    file("book/lesson one.html"),
    file("search.html"),
    file("searchindex.js"),
    file("_static/app.css", { query: "?v=11112222" }),
    file("_static/widgets/figure-ABCD2345.js"),
  ],
};
const scope = new URL("https://host.example/books/downhill/");
const found = (address: string) => find(book, scope, new URL(address, scope).href);

describe("an address of the book", () => {
  test.each([
    ["", "index.html"],
    ["index.html#top", "index.html"],
    ["term/gradient/", "term/gradient/index.html"],
    ["term/gradient", "term/gradient/index.html"],
    ["search", "search.html"],
    ["search.html?q=loss", "search.html"],
    ["book/lesson%20one.html", "book/lesson one.html"],
  ])("%s is %s, and may have changed", (address, path) => {
    expect(found(address)).toMatchObject({ file: { path }, fixed: false });
  });

  test("is fixed where it names the version or the hash of its content", () => {
    expect(found("_static/app.css?v=11112222")?.fixed).toBe(true);
    expect(found("_static/widgets/figure-ABCD2345.js")?.fixed).toBe(true);
    expect(found("searchindex.js")?.fixed).toBe(false);
    expect(found("_static/app.css")?.fixed).toBe(false);
  });

  test.each([
    "_static/app.css?v=33334444", "_static/widgets/figure-ZZZZ2345.js", "nowhere.html", "../other/index.html",
    "https://elsewhere.example/books/downhill/index.html", "book/%E0%A4%A.html",
  ])("%s is none: of another build, of another book, or of nothing", (address) => {
    expect(found(address)).toBeUndefined();
  });

  test("leads back to its file", () => {
    for (const one of book.files) expect(find(book, scope, addressOf(one, scope) + (one.query ?? ""))?.file).toBe(one);
  });
});

test.each([[0, "0 kB"], [1, "1 kB"], [999_499, "1000 kB"], [999_500, "1.0 MB"], [2_149_000, "2.1 MB"], [16_300_000, "16.3 MB"]])(
  "%i bytes are said as %s", (count, words) => expect(bytes(count)).toBe(words));

/** A shelf that takes in its own time; `fail` throws at a path. */
function shelfWith(take: (path: string, signal: AbortSignal, heard: (bytes: number) => void) => Promise<void>): Shelf {
  return { take: (one: BookFile, signal: AbortSignal, heard: (count: number) => void) => take(one.path, signal, heard) } as unknown as Shelf;
}

describe("taking many files", () => {
  test("takes each once, and hears of every byte", async () => {
    const taken: string[] = [];
    let heard = 0;
    const shelf = shelfWith(async (path, _, hear) => {
      taken.push(path);
      hear(4);
      await Promise.resolve();
      hear(6);
    });
    expect(await takeAll(shelf, book.files, new AbortController().signal, (count) => (heard += count))).toBe("done");
    expect(taken.sort()).toEqual(book.files.map(({ path }) => path).sort());
    expect(heard).toBe(total(book.files));
  });

  test("stops where it is told to, and begins no further file", async () => {
    const stop = new AbortController();
    const taken: string[] = [];
    const shelf = shelfWith((path, signal) => new Promise((_, fail) => {
      taken.push(path);
      signal.addEventListener("abort", () => fail(signal.reason));
      if (taken.length === 3) stop.abort();
    }));
    expect(await takeAll(shelf, book.files, stop.signal, () => undefined)).toBe("cancelled");
    expect(taken.length).toBeLessThanOrEqual(4);
  });

  test.each([
    [new DOMException("no room", "QuotaExceededError"), "full"],
    [new DOMException("insecure", "SecurityError"), "forbidden"],
    [new TypeError("Failed to fetch"), "offline"],
    [new Changed(), "changed"],
  ] as const)("says why it failed: %s", async (error, end) => {
    const shelf = shelfWith(() => Promise.reject(error));
    expect(await takeAll(shelf, book.files, new AbortController().signal, () => undefined)).toBe(end);
    expect(endOf(error)).toBe(end);
  });
});

test("the page for what is not kept names what is, and lets no name become markup", async () => {
  const kept = [file("book/a.html", { title: "Loss < 1 & \"rising\"" })];
  const response = missing("https://host.example/books/downhill/x.html?q=<b>", scope, kept);
  const text = await response.text();
  const page = new DOMParser().parseFromString(text, "text/html");
  expect(response.status).toBe(503);
  expect([...page.querySelectorAll("li a")].map((link) => link.textContent)).toEqual(["Loss < 1 & \"rising\""]);
  expect(page.querySelector("b")).toBeNull();
});

/** The service worker: keeps what the reader has opened, and shows it where there is no network. */
import { byPath, find, isPage, type BookFile } from "./book.ts";
import { missing } from "./missing.ts";
import { Changed, nameOf, Shelf, shelfNames, TAKING } from "./shelf.ts";

/** Set by the press in the first line of the script. */
declare const DOWNHILL_BUILD: string;

interface Extendable extends Event { waitUntil(work: Promise<unknown>): void }
interface Fetching extends Extendable { readonly request: Request; respondWith(answer: Promise<Response>): void }
interface Told extends Extendable { readonly data: { readonly keep: readonly string[] }; readonly ports: readonly MessagePort[] }
interface Worker_ {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listen: (event: Extendable) => void): void;
  addEventListener(type: "fetch", listen: (event: Fetching) => void): void;
  addEventListener(type: "message", listen: (event: Told) => void): void;
}

const worker = self as unknown as Worker_;
const scope = new URL(worker.registration.scope);
const PATIENCE = 3000; // ms that a network may take before what is kept is shown
/** Kept from the start, so that what is kept can be searched. */
const SEARCH = ["index.html", "search.html", "searchindex.js", "_static/searchtools.js", "_static/language_data.js"];
const quietly = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);

let opened: Promise<Shelf> | undefined;
function shelf(): Promise<Shelf> {
  opened ??= Shelf.open(scope, DOWNHILL_BUILD).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

worker.addEventListener("install", (event) => event.waitUntil(prepare().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (event) => event.waitUntil(dropOlder().then(() => worker.clients.claim())));
worker.addEventListener("message", (event) =>
  event.waitUntil(quietly(keepAll(event.data.keep)).then(() => event.ports[0]?.postMessage("kept"))));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const ours = request.method === "GET" && request.url.startsWith(scope.href);
  if (!ours || request.headers.has("range") || request.headers.has(Object.keys(TAKING)[0]!)) return;
  event.respondWith(answer(event));
});

/** A new build's shelf is filled before it replaces the old one: a failure leaves the old one as it is. */
async function prepare(): Promise<void> {
  const fresh = await shelf();
  const wanted = new Set(SEARCH);
  for (const name of await shelfNames(scope)) {
    const older = name === nameOf(scope, DOWNHILL_BUILD) ? undefined : await Shelf.kept(scope, name);
    if (!older) continue;
    const groups = await older.promised();
    for (const group of groups) await fresh.promise(group);
    for (const file of fresh.book.files) if (groups.includes(file.group)) wanted.add(file.path);
    for (const { path } of await older.files()) wanted.add(path);
    await Promise.all([...wanted].map(async (path) => {
      const file = byPath(fresh.book).get(path);
      if (file && await fresh.adopt(file, older)) wanted.delete(path);
    }));
  }
  const there = await fresh.files();
  const files = [...wanted].map((path) => byPath(fresh.book).get(path));
  for (const file of files) if (file && !there.has(file)) await fresh.take(file);
}

async function dropOlder(): Promise<void> {
  const own = nameOf(scope, DOWNHILL_BUILD);
  await Promise.all((await shelfNames(scope)).filter((name) => name !== own).map((name) => caches.delete(name)));
}

/** What the first page had loaded before there was a worker. */
async function keepAll(addresses: readonly string[]): Promise<void> {
  const own = await shelf();
  for (const address of addresses) {
    const file = find(own.book, scope, address)?.file;
    if (file && !(await own.get(file))) await quietly(own.take(file));
  }
}

/** From the network where it answers, so that corrections arrive; what cannot have changed, from the shelf. */
async function answer(event: Fetching): Promise<Response> {
  const { request } = event;
  const own = await shelf().catch(() => undefined); // storage forbidden, or the site has changed
  const place = own && find(own.book, scope, request.url);
  const kept = async (): Promise<Response | undefined> => place && own.get(place.file);
  if (place?.fixed) {
    const found = await kept();
    if (found) return found;
  }
  const fresh = fetch(request).then((response) => {
    if (response.status >= 500) throw new TypeError(`${response.status}`);
    return response;
  });
  if (place) event.waitUntil(quietly(fresh.then((response) => keepCopy(own, place.file, response))));
  const late = new Promise((wake) => setTimeout(wake, PATIENCE)).then(kept).then((found) => found ?? fresh);
  try {
    return await Promise.race([fresh, late]);
  } catch {
    return await kept() ?? (request.mode === "navigate" ? missing(request.url, scope, await pages(own)) : Response.error());
  }
}

async function keepCopy(own: Shelf, file: BookFile, response: Response): Promise<void> {
  if (response.status !== 200 || response.type !== "basic") return;
  await own.keep(file, response.clone()).catch((error: unknown) => {
    if (error instanceof Changed) return worker.registration.update();
    throw error; // no room: the reader has not asked for it
  });
}

async function pages(own: Shelf | undefined): Promise<BookFile[]> {
  return own ? [...await own.files()].filter((file) => isPage(file) && file.path !== "index.html") : [];
}

/**
 * Scripts that a page can be read without. They are printed as `text/later`, which a browser does not fetch: on a slow network they
 * would hold up the first screen. They are fetched when that is drawn, and run when the whole page is there; those for what stands on the
 * first screen, at once.
 */
import { put, type Data } from "./data.ts";
import { painted } from "./painted.ts";

const LATER = 'script[type="text/later"]';

function fetchAhead({ src, dataset }: HTMLScriptElement): void {
  const link = document.createElement("link");
  if (dataset.module === undefined) {
    link.rel = "preload";
    link.as = "script";
  } else link.rel = "modulepreload";
  link.href = src;
  document.head.append(link);
}

function run({ src, dataset }: HTMLScriptElement): Promise<unknown> {
  const script = document.createElement("script");
  if (dataset.module !== undefined) script.type = "module";
  script.async = false; // in their order
  script.src = src;
  document.head.append(script);
  return new Promise((resolve) => {
    script.onerror = resolve; // the page works without it
    script.onload = (event) => { // before the next one runs
      if ("data" in script) put(script.data as Data);
      resolve(event);
    };
  });
}

/** `whole`: all of the text is there. */
export async function later(whole: Promise<unknown>): Promise<void> {
  const root = document.documentElement;
  const scripts = [...document.querySelectorAll<HTMLScriptElement>(LATER)];
  const done = new AbortController();
  // A question shows its buttons when it can answer. Enter in one of its fields would still send the form, and load the page anew.
  addEventListener("submit", (event) => {
    if ((event.target as Element).closest("article")) event.preventDefault();
  }, { signal: done.signal });
  root.dataset.waiting = "";
  await painted();
  scripts.forEach(fetchAhead);
  const first = scripts.filter(({ dataset }) => dataset.soon !== undefined).map(run);
  await whole;
  await Promise.all([...first, ...scripts.filter(({ dataset }) => dataset.soon === undefined).map(run)]);
  done.abort();
  delete root.dataset.waiting;
}

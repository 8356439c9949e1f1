/** The page's live cells, come to life. Nothing more is fetched until one is focused or run. */
import { CodingCell } from "./coding.ts";
import { LiveCell, type Surroundings } from "./cell.ts";
import { Draft } from "./drafts.ts";
import { Engine } from "./engine.ts";
import { notebook } from "./notebook.ts";
import type { Runtime } from "./types.ts";

/** The name of the worker's file, beside this one: esbuild puts it here. */
declare const WORKER: string;

export function start(make: () => Worker): AbortController {
  const abort = new AbortController();
  const described = document.getElementById("live-runtime")?.textContent;
  if (!described) return abort;
  const runtime = JSON.parse(described) as Runtime;
  const root = new URL(document.documentElement.dataset.content_root ?? "./", location.href);
  const engine = new Engine(runtime, new URL(runtime.base, root).href, make);
  const cells: LiveCell[] = [];
  const page: Surroundings = {
    engine,
    signal: abort.signal,
    cell: (number) => cells[number - 1],
    above: (cell) => cells.slice(0, cells.indexOf(cell)).filter((other) => !(other instanceof CodingCell)),
    async save() {
      const edits = cells.filter(({ edited }) => edited).map(({ built, source }) => ({ built, mine: source }));
      const { name, text } = await notebook(edits);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
      link.download = name;
      link.click();
      // Not at once: the download reads the address after this.
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      return `Saved as ${name}, with your versions of the cells.`;
    },
  };
  // Cells come first in the numbers that the press gave, exercises after them.
  const hosts = [...document.querySelectorAll<HTMLElement>("live-cell")];
  const ordered = [...hosts.filter((host) => host.dataset.exercise === undefined), ...hosts.filter((host) => host.dataset.exercise !== undefined)];
  ordered.forEach((host, i) => {
    const draft = (built: string): Draft => new Draft(location.pathname, i, built);
    cells.push(host.dataset.exercise === undefined ? new LiveCell(host, i + 1, page, draft) : new CodingCell(host, i + 1, page, draft).begin());
  });
  addEventListener("pagehide", ({ persisted }) => {
    if (!persisted) engine.stop();
  }, { signal: abort.signal });
  return abort;
}

start(() => new Worker(new URL(WORKER, import.meta.url), { type: "module" }));

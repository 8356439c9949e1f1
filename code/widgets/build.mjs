// Bundles what moves on a page: node code/widgets/build.mjs OUT. Writes hashed files and manifest.json
// ({"question.js": "question-ABCDEFGH.js"}). Run by the press; nothing that it writes is committed.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
if (!out) {
  console.error("usage: node code/widgets/build.mjs OUT");
  process.exit(2);
}

/** Files that a bundle fetches when it first needs them: source → the name of what it became. */
const later = new Map();

// esbuild's own splitting would move a few helpers of the rarely needed file into a third one, which
// every page then loads. So each file is a bundle, and the import names the bundle made before it.
const fetchLater = {
  name: "fetch-later",
  setup(bundle) {
    bundle.onResolve({ filter: /^\./ }, ({ path: name, resolveDir, kind }) =>
      kind === "dynamic-import" ? { path: `./${later.get(path.resolve(resolveDir, name))}`, external: true } : undefined);
  },
};

async function made(name, source, notice = "", format = "esm", define = {}) {
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: { [name]: source },
    outdir: path.resolve(out),
    bundle: true,
    preserveSymlinks: true, // names are hashes of paths too: wherever the modules lie, the same
    format,
    minify: true,
    target: "es2022",
    charset: "utf8",
    entryNames: "[name]-[hash]",
    banner: notice ? { js: `/*! ${notice} */` } : {},
    loader: { ".py": "text" },
    define,
    logLevel: "warning",
    plugins: [fetchLater],
    write: false,
  });
  const [{ path: file, contents }] = outputFiles;
  await writeFile(file, contents);
  console.log(`${path.basename(file)}  ${contents.length} B, gzip ${gzipSync(contents, { level: 9 }).length} B`);
  return path.basename(file);
}

/** Figures share a kit, so esbuild splits them: a small file for the page, one for each figure, one for what they share. */
async function madeFigures(painter) {
  const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: { widgets: "src/widgets.ts" },
    outdir: path.resolve(out),
    bundle: true,
    preserveSymlinks: true, // names are hashes of paths too: wherever the modules lie, the same
    splitting: true,
    format: "esm",
    minify: true,
    target: "es2022",
    charset: "utf8",
    entryNames: "[name]-[hash]",
    chunkNames: "figure-[hash]",
    define: { PAINTER: JSON.stringify(`./${painter}`) },
    banner: { js: "/*! Contains d3-contour and d3-array, ISC: https://d3js.org */" },
    logLevel: "warning",
    metafile: true,
  });
  let entry = "";
  for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
    const name = path.basename(file);
    const contents = await readFile(path.resolve(here, file));
    if (entryPoint === "src/widgets.ts") entry = name;
    console.log(`${name}  ${contents.length} B, gzip ${gzipSync(contents, { level: 9 }).length} B${entryPoint ? `, ${entryPoint}` : ""}`);
  }
  return entry;
}

await mkdir(out, { recursive: true });
const formula = "src/question/formula.ts";
later.set(path.resolve(here, formula), await made("formula", formula, "Contains mathjs, Apache-2.0: https://mathjs.org"));
const editor = "src/live/editor.ts";
later.set(path.resolve(here, editor), await made("live-editor", editor, "Contains CodeMirror, MIT: https://codemirror.net"));
const worker = await made("live-worker", "src/live/worker.ts");
const panel = "src/offline/panel.ts";
later.set(path.resolve(here, panel), await made("read-offline", panel));
const manifest = {
  "live.js": await made("live", "src/live/index.ts", "", "esm", { WORKER: JSON.stringify(`./${worker}`) }),
  "question.js": await made("question", "src/question/index.ts"),
  "widgets.js": await madeFigures(await made("paint-worker", "src/kit/paint-worker.ts")),
  "offline.js": await made("offline", "src/offline/index.ts"),
  // Without imports and exports it is a classic script too: not every browser lets a worker be a module.
  "sw.js": await made("sw", "src/offline/worker.ts"),
  // A browser refuses modules from file://; a page opened from a disk has its colors, its search and its previews too.
  "first.js": await made("first", "src/page/first.ts", "", "iife"),
  "page.js": await made("page", "src/page/main.ts", "", "iife"),
  "term.js": await made("term", "src/term/index.ts", "", "iife"),
  "glossary.js": await made("glossary", "src/term/glossary.ts", "", "iife"),
};
await writeFile(path.join(out, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);

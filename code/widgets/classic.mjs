// Module scripts for pages on a disk, where a browser loads no module: node code/widgets/classic.mjs FOLDER FILE…
// Each FILE becomes a classic script with everything in it that it imports, now or later. The files that it has
// swallowed are removed.
import { rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const [folder, ...entryPoints] = process.argv.slice(2);
if (!folder || !entryPoints.length) {
  console.error("usage: node code/widgets/classic.mjs FOLDER FILE…");
  process.exit(2);
}

const { metafile } = await build({
  absWorkingDir: path.resolve(folder),
  entryPoints,
  outdir: ".",
  outbase: ".",
  allowOverwrite: true,
  bundle: true,
  format: "iife",
  minify: true,
  target: "es2022",
  charset: "utf8",
  define: { "import.meta.url": "downhillScript" },
  inject: [fileURLToPath(new URL("this-script.mjs", import.meta.url))],
  logLevel: "warning",
  metafile: true,
});
const swallowed = Object.keys(metafile.inputs).filter((file) => !file.startsWith("..") && !entryPoints.includes(file));
await Promise.all(swallowed.map((file) => rm(path.resolve(folder, file))));

// One classic script, with everything in it that it imports: node code/widgets/script.mjs SOURCE. It goes to the standard output.
import path from "node:path";
import { build } from "esbuild";

const [source] = process.argv.slice(2);
if (!source) {
  console.error("usage: node code/widgets/script.mjs SOURCE");
  process.exit(2);
}

const { outputFiles } = await build({ entryPoints: [path.resolve(source)], bundle: true, format: "iife", target: "es2022", charset: "utf8", logLevel: "warning", write: false });
process.stdout.write(outputFiles[0].text);

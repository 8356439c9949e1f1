/** Standard input: {foreign, own, sources}. Standard output: one style sheet, minified, in which what others wrote is
 *  cut down to the rules that a page may use: those whose names stand in a source that writes pages. */
import { readFileSync } from "node:fs";
import esbuild from "esbuild";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";

const { foreign, own, sources } = JSON.parse(readFileSync(0, "utf8"));

/** Their fonts are cut apart from this, and the sheets that they import stand in the list themselves. */
function withoutFontsAndImports(css) {
  const root = postcss.parse(css);
  root.walkAtRules(/^(font-face|import|charset)$/, (rule) => rule.remove());
  return root.toString();
}

const purged = await new PurgeCSS().purge({
  content: sources,
  css: foreign.map((file) => ({ raw: withoutFontsAndImports(readFileSync(file, "utf8")), extension: "css" })),
  keyframes: true,
});
const sheet = [...purged.map(({ css }) => css), own].join("\n");
const { code } = await esbuild.transform(sheet, { loader: "css", minify: true, legalComments: "none" });
process.stdout.write(code);

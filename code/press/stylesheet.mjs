/** Standard input: {foreign, own}, the texts of style sheets in the order of the cascade. Standard output: the rules of all of them,
 *  minified, each with the names that a page must have for it to apply: see press/core/cascade.py. */
import { readFileSync } from "node:fs";
import esbuild from "esbuild";
import postcss from "postcss";
import parseSelectors from "postcss-selector-parser";

const { foreign, own } = JSON.parse(readFileSync(0, "utf8"));

/** Rules within these hold on a condition; all other at-rules are kept as they are. */
const CONDITIONS = new Set(["media", "supports", "container", "layer"]);

/** Their fonts are cut apart from this, and the sheets that they import stand in the list themselves. */
function withoutFontsAndImports(css) {
  const root = postcss.parse(css);
  root.walkAtRules(/^(font-face|import|charset)$/, (rule) => rule.remove());
  return root.toString();
}

/** The tags, classes, ids and data attributes that an element and those around it must have. What an argument of `:not()` or `:is()` names
 *  may be missing, and other attributes are properties that a browser sets too. */
function namesOf(selector) {
  const names = [];
  const visit = (node) => {
    if (node.type === "class" || node.type === "tag" || node.type === "id") names.push(node.value);
    if (node.type === "attribute" && node.attribute.startsWith("data-")) names.push(node.attribute);
    if (node.type !== "pseudo") node.nodes?.forEach(visit);
  };
  visit(selector);
  return names;
}

const selectorsOf = (text) => parseSelectors().astSync(text).nodes.map((one) => [String(one), namesOf(one)]);

/** A custom property may be empty, but for a space. */
const declaration = ({ prop, value, important }) => [prop, `${value.trim() || " "}${important ? "!important" : ""}`];

function rulesOf(container, at = []) {
  return container.nodes.flatMap((node) => {
    if (node.type === "rule") return [{ at, selectors: selectorsOf(node.selector), declarations: node.nodes.map(declaration) }];
    if (node.type !== "atrule") return [];
    if (CONDITIONS.has(node.name) && node.nodes) return rulesOf(node, [...at, `@${node.name}${node.raws.afterName}${node.params}`]);
    return [{ at, text: String(node), ...(node.name === "keyframes" ? { keyframes: node.params } : {}) }];
  });
}

const sheet = [...foreign.map(withoutFontsAndImports), own].join("\n");
// Without nesting each rule stands by itself.
const { code } = await esbuild.transform(sheet, { loader: "css", minify: true, legalComments: "none", supported: { nesting: false } });
process.stdout.write(JSON.stringify(rulesOf(postcss.parse(code))));

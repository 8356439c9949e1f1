// A server for press/pdf/formulas.py: one JSON request a line in, one JSON answer a line out.
// It turns TeX into Typst's math, and MathML into words that a screen reader says.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { tex2typst } from "tex2typst";

const require = createRequire(import.meta.url);
const speech = require("speech-rule-engine");
const maps = join(dirname(require.resolve("speech-rule-engine")), "..", "lib", "mathmaps");
await speech.setupEngine({
  locale: "en", domain: "clearspeak", modality: "speech", markup: "none", json: maps,
  style: "Prime_Prime:Functions_Auto:ImpliedTimes_None:Paren_Auto",
});
await speech.engineReady();

// TeX that tex2typst passes on as names that Typst does not have …
const customTexMacros = {
  "\\lVert": "\\left\\|", "\\rVert": "\\right\\|", "\\lvert": "\\left|", "\\rvert": "\\right|",
  "\\dots": "\\ldots",
};
// … and names that Typst has given up, or that draw another sign than TeX's.
const renamed = [
  [/\b(dot|plus|minus|times)\.circle\b/g, "$1.o"],
  [/\bcircle\.(tiny|small)\b/g, "compose"],
  // TeX sets no space between \text{loss} and its bracket.
  [/" (?=[([])/g, '"'],
];

for await (const line of createInterface({ input: process.stdin })) {
  const { tex, mathml } = JSON.parse(line);
  let answer;
  try {
    let typst = tex2typst(tex, { customTexMacros });
    for (const [old, now] of renamed) typst = typst.replace(old, now);
    answer = { typst, spoken: speech.toSpeech(mathml) };
  } catch (error) {
    answer = { error: error.message };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}

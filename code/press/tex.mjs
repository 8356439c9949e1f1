// A TeX → MathML server for press/mathml.py: one JSON request a line in, one JSON answer a line out.
// It ends by itself when its input ends, so no Node outlives the build that started it.
import { createInterface } from "node:readline";
import temml from "temml";

for await (const line of createInterface({ input: process.stdin })) {
  const { tex, display } = JSON.parse(line);
  let answer;
  try {
    answer = { mathml: temml.renderToString(tex, { displayMode: display, annotate: true, throwOnError: true }) };
  } catch (error) {
    // Mostly a ParseError; for a few broken formulas, such as "x_", Temml stumbles itself.
    answer = { error: error.message };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}

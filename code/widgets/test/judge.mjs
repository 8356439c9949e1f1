// The page's own judge for tests in other languages. Reads JSON lines {"blank": …, "typed": "…"} from
// standard input, answers each with {"verdict": …, "slip": …, "note": …}: node code/widgets/test/judge.mjs
import { createInterface } from "node:readline";
import { readFormula } from "../src/question/formula.ts";
import { judge } from "../src/question/judge.ts";

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === "") continue;
  const { blank, typed } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(judge(blank, typed, readFormula))}\n`);
}

import { expect, test } from "vitest";
import { reached } from "../src/page/contents.ts";
import { next, type Mode } from "../src/page/mode.ts";

test.each([[true, "light"], [false, "dark"]] as const)("the first press shows what the system does not (dark: %s)", (dark, first) => {
  expect(next("auto", dark)).toBe(first);
});

test.each([true, false])("three presses lead round (dark: %s)", (dark) => {
  const seen: Mode[] = ["auto"];
  for (let i = 0; i < 3; i++) seen.push(next(seen.at(-1)!, dark));
  expect(seen.at(-1)).toBe("auto");
  expect(new Set(seen).size).toBe(3);
});

test("a section is read from when its heading has come into the upper third until the next one has", () => {
  expect(reached([400, 900], 1000)).toBe(-1);
  expect(reached([300, 900], 1000)).toBe(0);
  expect(reached([-900, 300, 301], 1000)).toBe(1);
  expect(reached([], 1000)).toBe(-1);
});

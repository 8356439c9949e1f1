// @vitest-environment happy-dom
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { filtering } from "../src/term/filter.ts";
import { folded, matches, type Found } from "../src/term/match.ts";

const term = (...names: string[]): Found => ({ names, text: `What ${names[0]} is.`, href: `term/${names[0]}` });
const TERMS = [
  term("gradient"), term("gradient descent"), term("local minimum", "minimum"), term("global minimum"),
  term("learning rate"), term("loss function", "loss"), term("vanishing gradients"), term("Poincaré map"),
];
const found = (query: string): string[] => matches(TERMS, query).map(({ names }) => names[0]!);

describe("the terms that a query means", () => {
  test("begin with the one that is called so", () => {
    expect(found("gradient")).toEqual(["gradient", "gradient descent", "vanishing gradients"]);
    expect(found("gradient descent")).toEqual(["gradient descent"]);
  });
  test("are found by plurals, in any case, by other names, by beginnings of words", () => {
    expect(found("Gradients")[0]).toBe("gradient");
    expect(found("learning rates")).toEqual(["learning rate"]);
    expect(found("loss")).toEqual(["loss function"]);
    expect(found("rate learn")).toEqual(["learning rate"]);
    expect(found("poincare")).toEqual(["Poincaré map"]);
  });
  test("put a term that bears the name before one that contains it", () => {
    expect(found("minimum")).toEqual(["local minimum", "global minimum"]);
  });
  test("are none for what is no term, and for nothing", () => {
    expect(found("pipeline")).toEqual([]);
    expect(found("   ")).toEqual([]);
    expect(found("?!")).toEqual([]);
  });
  test("hold every term under each of its own names", () => {
    fc.assert(fc.property(fc.constantFrom(...TERMS.flatMap((one) => one.names.map((name) => [name, one.names[0]!] as const))),
      fc.func(fc.boolean()), ([name, own], upper) => {
        const written = [...name].map((sign, i) => (upper(i) ? sign.toUpperCase() : sign)).join("");
        expect(found(written)).toContain(own);
      }));
  });
  test("take any text for a query", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (query) => {
      expect(matches(TERMS, query).length).toBeLessThanOrEqual(TERMS.length);
      expect(folded(folded(query))).toBe(folded(query));
    }));
  });
});

describe("the filter of the list", () => {
  const list = `<div class="filter-line"></div><nav class="letters"></nav><dl class="glossary"><dt>gradient</dt><dd>All slopes at once.<dl><dd><a>minimum</a></dd></dl></dd>
    <dt>local minimum</dt><dt>minimum</dt><dd>No higher than near it.</dd></dl>`;
  const shown = (): string[] => [...document.querySelectorAll<HTMLElement>(".glossary > *")].filter((one) => !one.hidden).map((one) => one.textContent!);
  const type = (text: string): void => {
    const field = document.querySelector("input")!;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  test("leaves the entries whose names or definitions hold all words, and says how many", () => {
    document.body.innerHTML = list;
    filtering();
    expect(document.querySelector(".filter-said")!.textContent).toBe("2 terms");
    type("HIGHER min");
    expect(shown()).toEqual(["local minimum", "minimum", "No higher than near it."]);
    expect(document.querySelector(".filter-said")!.textContent).toBe("1 of 2 terms");
    expect(document.querySelector<HTMLElement>(".letters")!.hidden).toBe(true);
    type("ope");
    expect(shown()).toEqual([]);
    type("slope");
    expect(shown()).toEqual(["gradient", "All slopes at once.minimum"]);
    type("nothing");
    expect(shown()).toEqual([]);
    type("");
    expect(shown()).toHaveLength(5);
  });

  test("makes nothing on a page without a list", () => {
    document.body.innerHTML = "<p>Text</p>";
    filtering();
    expect(document.body.innerHTML).toBe("<p>Text</p>");
  });
});

// @vitest-environment happy-dom
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changes, put } from "../src/serve/changes.ts";

const read = (article: string, head = "<title>A page</title>"): Document =>
  new DOMParser().parseFromString(`<!doctype html><html><head>${head}</head><body><nav><p>Contents</p></nav><main><article>${article}</article></main></body></html>`, "text/html");

const LESSON = `<section id="one"><h1>One</h1><p>First.</p><ul>
  <li><p>A point with <em>stress</em>.</p></li>
  <li><p>Another.</p></li>
</ul>
<form class="quiz"><p>How much?</p><input></form>
<p>Second.</p><form class="quiz predict"><p>Will it fall?</p><input></form>
<p>It falls.</p><p>Always.</p><dl><dt>Slope</dt><dd><p>Rise over run.</p></dd></dl><downhill-bowl><figure><p>A bowl.</p></figure></downhill-bowl><p>Third.</p></section>`;

/** The texts of the blocks before and after. */
const told = (old: string, fresh: string): [string[], string[]][] =>
  changes(read(old).documentElement, read(fresh).documentElement)
    .map((change) => [change.old.map(({ textContent }) => textContent!), change.fresh.map(({ textContent }) => textContent!)]);

/** Edit a page's source; whether the page followed, and what it shows then. */
function follow(from: string, to: string, act: (page: Document) => void = () => {}): [boolean, Document] {
  const page = read(LESSON);
  act(page);
  const done = put(changes(read(LESSON).documentElement, read(LESSON.replace(from, to)).documentElement), page);
  return [done, page];
}

/** Markup without the space between blocks, which shows nowhere. */
const bare = (html: string): string => html.replace(/>\s+</g, "><");

describe("what has changed", () => {
  test("is nothing where nothing has", () => expect(told(LESSON, LESSON)).toEqual([]));
  test("is a block, and not what is around it", () => {
    expect(told(LESSON, LESSON.replace("Second.", "The second."))).toEqual([[["Second."], ["The second."]]]);
    expect(told(LESSON, LESSON.replace("stress", "weight"))).toEqual([[["A point with stress."], ["A point with weight."]]]);
  });
  test("are several blocks, each by itself", () => {
    expect(told(LESSON, LESSON.replace("First", "1st").replace("Third", "3rd"))).toEqual([[["First."], ["1st."]], [["Third."], ["3rd."]]]);
  });
  test("is a new block with prose beside it, to tell the place", () => {
    expect(told(LESSON, LESSON.replace("<p>Third", "<p>New.</p><p>Third"))).toEqual([[["Third."], ["New.", "Third."]]]);
    expect(told(LESSON, LESSON.replace("<form", "<p>New.</p><form"))[0]![1].at(-1)).toBe("New.");
    expect(told(LESSON, LESSON.replace("<p>Second", "<p>New.</p><p>Second"))).toEqual([[["Second."], ["New.", "Second."]]]);
  });
  test("is a block that is gone", () => {
    expect(told("<section><p>A</p><p>B</p><p>C</p></section>", "<section><p>A</p><p>C</p></section>")).toEqual([[["B"], []]]);
  });
  test("is the space between words, and not that between blocks", () => {
    expect(told("<li><em>a</em> <em>b</em></li>", "<li><em>a</em><em>b</em></li>")).toEqual([[["a b"], ["ab"]]]);
    expect(told("<div><a>a</a> <a>c</a></div>", "<div><a>a</a> <a>b</a> <a>c</a></div>")).toEqual([[["a c"], ["a b c"]]]);
    expect(told("<div><p>a</p>\n<p>b</p></div>", "<div><p>a</p><p>b</p></div>")).toEqual([]);
  });
  test("stays small in a section that has a place for links", () => {
    expect(told('<section><span id="a"></span><h2>A</h2><p>b</p></section>', '<section><span id="a"></span><h2>A</h2><p>c</p></section>'))
      .toEqual([[["b"], ["c"]]]);
  });
  test("is an element whose marks have changed", () => {
    expect(told('<div class="note"><p>A</p></div>', '<div class="warning"><p>A</p></div>')).toEqual([[["A"], ["A"]]]);
  });
});

describe("a page follows its source", () => {
  test.each([
    ["First.", "The first."],
    ["<p>First.</p>", "<p>First.</p><p>New <math><mi>x</mi></math>.</p>"],
    ["<p>Second.</p>", ""],
    ["  <li><p>Another.</p></li>\n", ""],
    ["<p>Third.</p>", "<table><tbody><tr><td><p>1</p></td></tr></tbody></table><p>Third.</p>"],
  ])("%s → %s", (from, to) => {
    const [done, page] = follow(from, to);
    expect(done).toBe(true);
    expect(bare(page.documentElement.outerHTML)).toBe(bare(read(LESSON.replace(from, to)).documentElement.outerHTML));
  });

  test("and leaves alone what its scripts have made of the rest", () => {
    const [done, page] = follow("Second.", "The second.", (page) => {
      page.querySelector("input")!.setAttribute("data-answered", "4.1");
      page.querySelector("form")!.insertAdjacentHTML("beforebegin", "<p>Second</p><aside>of a script</aside>");
    });
    expect(done).toBe(true);
    expect(page.querySelector("[data-answered='4.1']")).not.toBeNull();
    expect(page.querySelector("article")!.textContent).toContain("The second.");
  });

  test("by the one of several that look the same", () => {
    const old = "<section><p>Same.</p><ul><li><p>Same.</p></li></ul><p>Same.</p></section>";
    const fresh = "<section><p>Same.</p><ul><li><p>Another.</p></li></ul><p>Same.</p></section>";
    const page = read(old);
    expect(put(changes(read(old).documentElement, read(fresh).documentElement), page)).toBe(true);
    expect(page.querySelector("article")!.innerHTML).toBe(fresh);
  });

  test("in its head", () => {
    const [old, fresh, page] = [read("<p>A</p>"), read("<p>A</p>", "<title>Another</title>"), read("<p>A</p>")];
    expect(put(changes(old.documentElement, fresh.documentElement), page)).toBe(true);
    expect(page.title).toBe("Another");
  });
});

describe("a page stays as it was, and has to be loaded again,", () => {
  test.each([
    ["where a question is another", "How much?", "How many?"],
    ["where a figure's words are", "A bowl.", "A ball."],
    ["where a heading is", "<h1>One</h1>", "<h1>First</h1>"],
    ["where what a prediction hides is", "It falls.", "It does."],
    ["where more comes that it hides", "<p>It falls.</p>", "<p>Lo:</p><p>It falls.</p>"],
    ["where a list of terms is", "Rise over run.", "Rise by run."],
    ["where a section comes", "<p>Third.</p>", '<section id="two"><h2>Two</h2></section>'],
    ["where code comes", "<p>Third.</p>", "<pre>x = 1</pre>"],
    ["where anything else is beside", "First.</p>", "1st.</p><script>1</script>"],
  ])("%s", (_, from, to) => {
    const [done, page] = follow(from, to);
    expect(done).toBe(false);
    expect(page.documentElement.outerHTML).toBe(read(LESSON).documentElement.outerHTML);
  });

  test("where its list of contents is another", () => {
    const fresh = read(LESSON);
    fresh.querySelector("nav p")!.textContent = "Others";
    expect(put(changes(read(LESSON).documentElement, fresh.documentElement), read(LESSON))).toBe(false);
  });

  test("where a script has changed the block", () => {
    const touch = (page: Document): void => page.querySelectorAll("p").forEach((one) => one.textContent === "First." && one.classList.add("seen"));
    expect(follow("First.", "The first.", touch)[0]).toBe(false);
  });

  test("where a script has put another like it there", () => {
    expect(follow("Second.", "The second.", (page) => page.querySelector("section")!.append(page.querySelector("form + p")!.cloneNode(true)))[0]).toBe(false);
  });
});

test("whatever prose comes, goes or changes, a page that no script has touched shows its new source", () => {
  const { block } = fc.letrec<{ block: string }>((tie) => ({
    block: fc.oneof({ maxDepth: 3, withCrossShrink: true },
      fc.constantFrom("<p>a</p>", "<p>b</p>", "<p>c <em>d</em></p>", "<p></p>"),
      fc.array(tie("block"), { minLength: 1, maxLength: 4 }).map((blocks) => `<div>${blocks.join("")}</div>`),
      fc.array(tie("block"), { minLength: 1, maxLength: 3 }).map((blocks) => `<ul>${blocks.map((one) => `<li>${one}</li>`).join("")}</ul>`)),
  }));
  const prose = fc.array(block, { minLength: 1, maxLength: 5 }).map((blocks) => `<section>${blocks.join("\n")}</section>`);
  fc.assert(fc.property(prose, prose, (old, fresh) => {
    const page = read(old);
    const found = changes(read(old).documentElement, read(fresh).documentElement);
    if (put(found, page)) expect(bare(page.body.innerHTML)).toBe(bare(read(fresh).body.innerHTML));
    else expect(page.body.innerHTML).toBe(read(old).body.innerHTML);
  }));
});

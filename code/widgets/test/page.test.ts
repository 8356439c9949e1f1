// @vitest-environment happy-dom
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { start } from "../src/question/main.ts";
import { Memory } from "../src/question/memory.ts";
import { blank, choice, dds, number, panel, question, result, steps } from "./page.ts";

const find = <T extends HTMLElement = HTMLElement>(selector: string): T => document.querySelector<T>(selector)!;
const said = (id: string): string => find(`#${id} .feedback`).textContent!.replace(/\s+/g, " ").trim();
const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

async function type(id: string, ...texts: string[]): Promise<void> {
  texts.forEach((text, i) => {
    const field = find<HTMLInputElement>(`#${id}-b${i}`);
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await check(id);
}

async function check(id: string): Promise<void> {
  find(`#${id}`).dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await settle();
}

function press(selector: string, key?: string): void {
  find(selector).dispatchEvent(key ? new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }) : new MouseEvent("click", { bubbles: true }));
}

function pick(selector: string, checked = true): void {
  const input = find<HTMLInputElement>(selector);
  input.checked = checked;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

let page: AbortController | undefined;

/** Each start is a visit; what was in storage stays. */
function visit(html: string, memory = new Memory()): void {
  page?.abort();
  document.body.innerHTML = `<article><section id="sec-one"><h2>One</h2>${html}</section></article>
    <nav id="pst-page-toc-nav"><a href="#sec-one">One</a></nav>`;
  page = start(memory);
}

beforeEach(() => localStorage.clear());
afterEach(() => page?.abort());

describe("a number", () => {
  test("wrong, wrong again, slipped, unreadable, right: each is told in words", async () => {
    visit(number("q-a"));
    await type("q-a", "7");
    expect(said("q-a")).toBe("✗ Not yet.A hint.Read again: Section one");
    await type("q-a", "8");
    expect(said("q-a")).toBe("✗ Not yet.The worked reason.Read again: Section one");
    await type("q-a", "4");
    expect(said("q-a")).toBe("✗ Not yet.You got 4, the tangent.Read again: Section one");
    await type("q-a", "four");
    expect(said("q-a")).toBe("? Not readable yet; this does not count.This is no number: “four”.");
    await type("q-a", "4.1");
    expect(said("q-a")).toBe("✓ Right.The worked reason.");
    expect(find("#q-a legend").textContent).toContain("answered right");
  });

  test("keeps each id on the page once", async () => {
    visit(number("q-a"));
    await type("q-a", "4.1");
    expect(document.querySelectorAll("#twice")).toHaveLength(1);
  });

  test("loses its mark when it changes, and what was said stays readable", async () => {
    visit(number("q-a"));
    await type("q-a", "4");
    find<HTMLInputElement>("#q-a-b0").dispatchEvent(new Event("input", { bubbles: true }));
    expect(find("#q-a").dataset.verdict).toBeUndefined();
    expect(find("#q-a .feedback").hasAttribute("data-stale")).toBe(true);
    expect(said("q-a")).toContain("You got 4");
  });
});

test("several blanks are told apart", async () => {
  const key = { blanks: [4.1, 2].map((value) => ({ kind: "number" as const, value, tolerance: { size: 0.01, relative: false }, slips: [] })) };
  visit(question("q-a", { kind: "number", key, body: blank("q-a") + blank("q-a", 1) }));
  await type("q-a", "4.1", "");
  expect(said("q-a")).toContain("One blank is still empty.");
  await type("q-a", "4.1", "3");
  expect(said("q-a")).toContain("✓ Blank 0: right✗ Blank 1: not yet");
  await type("q-a", "4.1", "2");
  expect(said("q-a")).toContain("Right.");
});

test("a formula is read by its own chunk", async () => {
  const key = { blanks: [{ kind: "formula" as const, variables: ["x"], points: [[1, 2]], values: [2, 4], slips: [] }] };
  visit(question("q-a", { kind: "formula", key, body: blank("q-a") }));
  await type("q-a", "2x");
  await expect.poll(() => said("q-a")).toContain("Right.");
});

test("choices show the reason of what was chosen", async () => {
  visit(question("q-a", { kind: "choice", key: { right: [false, true] }, body: choice("q-a", 2), reasons: dds }));
  await check("q-a");
  expect(said("q-a")).toContain("Nothing chosen yet.");
  pick("#q-a-c0");
  await check("q-a");
  expect(said("q-a")).toContain("Not yet.Reason A.");
  pick("#q-a-c0", false);
  pick("#q-a-c1");
  await check("q-a");
  expect(said("q-a")).toContain("Right.Reason B.");
});

test("steps move by buttons and by arrow keys, and each move is said", async () => {
  visit(question("q-a", { kind: "order", key: { order: [0, 1, 2] }, body: steps(2, 0, 1) }));
  const down = "#q-a li[data-step='2'] [data-move='1']";
  find(down).focus();
  press(down);
  expect(said("q-a")).toBe("Step moved to place 2 of 3.");
  press(down, "ArrowDown");
  expect(said("q-a")).toBe("Step moved to place 3 of 3.");
  press(down, "ArrowDown");
  expect(said("q-a")).toBe("The step is at place 3 of 3 already.");
  expect(find(down).getAttribute("aria-disabled")).toBe("true");
  expect(document.activeElement).toBe(find(down));
  await check("q-a");
  expect(said("q-a")).toContain("Right.");
});

describe("a prediction", () => {
  const html = `${number("q-a", "predict")}<div class="cell"><p id="fig-a">A figure</p></div>`;

  test("hides what follows until it is committed, and is told without a score", async () => {
    visit(html);
    expect(find(".cell").classList.contains("curtained")).toBe(true);
    await type("q-a", "");
    expect(said("q-a")).toContain("Commit to a guess, or skip.");
    await type("q-a", "4");
    expect(said("q-a")).toBe("• You guessed 4. It is 4.1.You got 4, the tangent.");
    expect(find(".cell").classList.contains("curtained")).toBe(false);
  });

  test("that was skipped stays open on the next visit", () => {
    visit(html);
    press("#q-a .skip");
    expect(said("q-a")).toContain("Skipped.");
    visit(html);
    expect(find(".cell").classList.contains("curtained")).toBe(false);
  });

  test("does not hide the next section or question", () => {
    visit(`${number("q-a", "predict")}${number("q-b")}`);
    expect(document.querySelector(".curtained")).toBeNull();
  });
});

describe("a self-check", () => {
  const html = number("q-b") + number("q-x", "self-check") + number("q-y", "self-check") + number("q-z", "self-check") + result("q-x", "q-y", "q-z");
  const fill = (id: string, text: string, sure = "") => {
    find<HTMLInputElement>(`#${id}-b0`).value = text;
    pick(`#${id} [value=${sure || "sure"}]`, sure !== "");
  };

  test("lists sure and wrong first, with the section and more questions on it, and what is unanswered", async () => {
    visit(html);
    fill("q-x", "7", "unsure");
    fill("q-y", "4", "sure");
    await check("q-x");
    expect(said("q-x")).toBe("");
    press(".check-all");
    await settle();
    const text = find(".result").textContent!.replace(/\s+/g, " ");
    expect(text).toContain("0 of 3 right.");
    expect(text).toMatch(/Sure and wrong: .*Title of q-y: Section oneMore on this: Title of q-b.*Missed: .*Title of q-x.*Not answeredTitle of q-z/);
    expect(said("q-y")).toContain("You got 4");
  });

  test("all right says so, and can be tried again from nothing", async () => {
    visit(html);
    for (const id of ["q-x", "q-y", "q-z"]) fill(id, "4.1", "sure");
    press(".check-all");
    await settle();
    expect(find(".result").textContent).toContain("All 3 right.");
    press(".try-again");
    expect(find<HTMLInputElement>("#q-x-b0").value).toBe("");
    expect(localStorage.length).toBe(0);
  });

  test("keeps what was typed over a reload, before anything is checked", () => {
    visit(html);
    fill("q-x", "7", "unsure");
    visit(html);
    expect(find<HTMLInputElement>("#q-x-b0").value).toBe("7");
    expect(find<HTMLInputElement>("#q-x [value=unsure]").checked).toBe(true);
  });
});

describe("editing a right answer of a self-check", () => {
  const html = number("q-x", "self-check") + number("q-y", "self-check") + result("q-x", "q-y");
  const edit = (text: string): void => {
    find<HTMLInputElement>("#q-x-b0").value = text;
    find("#q-x-b0").dispatchEvent(new Event("input", { bubbles: true }));
  };
  const stored = (): { verdict: string | null } => JSON.parse(localStorage.getItem("downhill:1:q-x")!) as { verdict: string };

  test("takes back its mark, not its progress", async () => {
    visit(html);
    edit("4.1");
    await check("q-x");
    press(".check-all");
    await settle();
    expect(stored().verdict).toBe("right");
    edit("7");
    expect(find("#q-x").dataset.verdict).toBeUndefined();
    expect(stored().verdict).toBe("right");
    expect(find("nav a").textContent).toContain("1/2");
    visit(html);
    expect(find("nav a").textContent).toContain("1/2");
    // A mark stands beside the answer that earned it.
    expect(find<HTMLInputElement>("#q-x-b0").value).toBe("4.1");
    expect(find("#q-x").dataset.verdict).toBe("right");
    edit("7");
    press(".check-all");
    await settle();
    expect(stored().verdict).toBe("wrong");
    expect(find("nav a").textContent).toContain("0/2");
  });

  test("does not overwrite what another tab got right meanwhile", () => {
    visit(html);
    edit("4");
    localStorage.setItem("downhill:1:q-x", JSON.stringify({ hash: "h", answer: { typed: ["4.1"] }, verdict: "right", tries: 1, sure: null, at: 1 }));
    edit("4.");
    expect(stored().verdict).toBe("right");
  });

  test("of a wrong one, what is typed is kept", async () => {
    visit(html);
    edit("7");
    press(".check-all");
    await settle();
    edit("8");
    visit(html);
    expect(find<HTMLInputElement>("#q-x-b0").value).toBe("8");
    expect(find("#q-x").dataset.verdict).toBeUndefined();
  });
});

describe("a renamed question", () => {
  const renamed = (classes = "", hash = "h"): string =>
    number("q-new", classes).replace('data-hash="h"', `data-hash="${hash}" data-was="q-old q-older"`);
  const keep = (id: string, typed = "4.1"): string => {
    const text = JSON.stringify({ hash: "h", answer: { typed: [typed] }, verdict: "right", tries: 1, sure: null, at: 1 });
    localStorage.setItem(`downhill:1:${id}`, text);
    return text;
  };
  const value = (): string => find<HTMLInputElement>("#q-new-b0").value;

  test("finds its answer under its old id, and the list of lessons finds it under the new one", () => {
    const text = keep("q-older");
    document.documentElement.dataset.content_root = "./";
    visit(`${renamed()}<p data-lesson="a.html"><span class="lesson-mark"></span></p>
      <script type="application/json" id="downhill-questions">{"a.html": {"title": "A", "questions": {"q-new": "h"}}}</script>`);
    expect(value()).toBe("4.1");
    expect(find("#q-new").dataset.verdict).toBe("right");
    expect(localStorage.getItem("downhill:1:q-new")).toBe(text);
    expect(localStorage.getItem("downhill:1:q-older")).toBe(text); // a page still cached reads it
    expect(find(".lesson-mark").textContent).toBe("1 of 1 question answered right");
  });

  test("saves under its new id, which then goes first", async () => {
    const text = keep("q-old");
    visit(renamed());
    await type("q-new", "7");
    expect(localStorage.getItem("downhill:1:q-old")).toBe(text);
    visit(renamed());
    expect(value()).toBe("7");
  });

  test("that has changed as well is asked anew, and nothing is lost", () => {
    keep("q-old");
    visit(renamed("", "other"));
    expect(value()).toBe("");
    expect(localStorage.length).toBe(1);
  });

  test("is forgotten under all of its ids", () => {
    keep("q-old");
    visit(renamed("self-check") + result("q-new") + panel);
    press(".check-all");
    keep("q-older");
    press(".forget");
    press(".forget");
    expect(value()).toBe("");
    expect(localStorage.length).toBe(0);
  });

  test("is cleared by Try again for good", async () => {
    keep("q-old");
    const html = renamed("self-check") + result("q-new");
    visit(html);
    press(".check-all");
    await settle();
    press(".try-again");
    visit(html);
    expect(value()).toBe("");
  });

  test("takes up an import that knows its old id", async () => {
    visit(renamed() + panel);
    await take({ "q-old": { hash: "h", answer: { typed: ["4.1"] }, verdict: "right", tries: 1, sure: null, at: 1 } });
    expect(value()).toBe("4.1");
    expect(find("nav a").textContent).toContain("1/1");
  });
});

/** Imports a file of these answers. */
async function take(answers: object): Promise<void> {
  const text = JSON.stringify({ format: "downhill-answers", version: 1, answers });
  const input = find<HTMLInputElement>(".progress-panel input");
  Object.defineProperty(input, "files", { value: [new File([text], "a.json")], configurable: true, writable: true });
  input.dispatchEvent(new Event("change"));
  await expect.poll(() => find(".progress-panel .result").textContent).not.toBe("");
}

describe("an import", () => {
  const right = { hash: "h", answer: { typed: ["4.1"] }, verdict: "right", tries: 1, sure: null, at: 1 };
  const told = (): string => find(".progress-panel .result").textContent!;

  test("says what was taken", async () => {
    visit(number("q-a") + panel);
    await take({ "q-a": right, "q-b": 7 });
    expect(told()).toBe("1 taken from the file. 1 could not be read.");
    expect(find("#q-a").dataset.verdict).toBe("right");
  });

  test("into a browser that keeps nothing says so, once", async () => {
    visit(number("q-a") + panel, new Memory(() => { throw new Error("forbidden"); }));
    await take({ "q-a": right, "q-b": right });
    expect(told()).toBe("0 taken from the file. This browser does not let the page remember answers, so they last until you leave it.");
    await type("q-a", "4");
    expect(said("q-a")).not.toContain("remember");
  });

  test("that fits in part says how much did not", async () => {
    const store = new Map<string, string>();
    visit(number("q-a") + panel, new Memory(() => ({
      length: 0, key: () => null, removeItem: () => {}, getItem: (key) => store.get(key) ?? null,
      setItem: (key, value) => {
        if (store.size === 1) throw new DOMException("full", "QuotaExceededError");
        store.set(key, value);
      },
    })));
    await take({ "q-a": right, "q-b": right });
    expect(told()).toBe("1 taken from the file. 1 could not be kept.");
    await type("q-a", "4");
    expect(said("q-a")).toContain("remember");
  });
});

describe("the next visit", () => {
  test("finds answer, mark and progress, in silence", async () => {
    visit(number("q-a") + number("q-b"));
    await type("q-a", "4.1");
    visit(number("q-a") + number("q-b"));
    expect(find<HTMLInputElement>("#q-a-b0").value).toBe("4.1");
    expect(find("#q-a").dataset.verdict).toBe("right");
    expect(said("q-a")).toBe("");
    expect(find("nav a").textContent).toBe("One1/2 (1 of 2 questions answered right)");
  });

  test("asks a changed question anew", async () => {
    visit(number("q-a"));
    await type("q-a", "4.1");
    visit(number("q-a").replace('data-hash="h"', 'data-hash="other"'));
    expect(find<HTMLInputElement>("#q-a-b0").value).toBe("");
    // It may have been a stale page that was looked at in between.
    visit(number("q-a"));
    expect(find<HTMLInputElement>("#q-a-b0").value).toBe("4.1");
  });

  test("survives whatever else was stored under the key", () => {
    for (const text of ["{", "null", '{"hash":"h","answer":{"typed":["1","2"]},"verdict":"right","tries":1,"sure":null}']) {
      localStorage.setItem("downhill:1:q-a", text);
      visit(number("q-a"));
      expect(find("#q-a").dataset.live).toBe("");
      expect(find("#q-a").dataset.verdict).toBeUndefined();
    }
  });

  test("shows what another tab answered meanwhile", async () => {
    visit(number("q-a"));
    const entry = JSON.stringify({ hash: "h", answer: { typed: ["4.1"] }, verdict: "right", tries: 1, sure: null, at: 1 });
    localStorage.setItem("downhill:1:q-a", entry);
    window.dispatchEvent(new StorageEvent("storage", { key: "downhill:1:q-a", newValue: entry }));
    expect(find("#q-a").dataset.verdict).toBe("right");
    expect(find("nav a").textContent).toContain("1/1");
  });
});

test("a page that can't remember says so once, and works", async () => {
  visit(number("q-a"), new Memory(() => { throw new Error("forbidden"); }));
  expect(said("q-a")).toBe("");
  await type("q-a", "4");
  expect(said("q-a")).toContain("does not let the page remember");
  await type("q-a", "4.1");
  expect(said("q-a")).not.toContain("remember");
});

test("forgetting takes a second press", async () => {
  visit(number("q-a") + panel);
  await type("q-a", "4.1");
  press(".forget");
  expect(localStorage.length).toBe(1);
  press(".forget");
  expect(localStorage.length).toBe(0);
  expect(find("#q-a").dataset.verdict).toBeUndefined();
  expect(find(".progress-panel .result").textContent).toBe("1 answer forgotten.");
});

test("a form whose key can't be read stays as it was printed", () => {
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  visit(number("q-a").replace(/data-key="[^"]*"/, 'data-key="!"') + number("q-b"));
  expect(find("#q-a").dataset.live).toBeUndefined();
  expect(find("#q-b").dataset.live).toBe("");
  expect(told).toHaveBeenCalledTimes(1);
  told.mockRestore();
});

test("markup and script typed as an answer stay text", async () => {
  visit(number("q-a") + number("q-p", "predict"));
  const elements = (id: string): number => document.querySelectorAll(`#${id} .feedback *`).length;
  await type("q-a", "x");
  const usual = elements("q-a");
  const text = fc.oneof(fc.string(), fc.constantFrom("<img src=x onerror=alert(1)>", "</p><script>alert(1)</script>", "&lt;b&gt;", "<svg/onload=1>"));
  await fc.assert(fc.asyncProperty(text, async (typed) => {
    await type("q-a", `z${typed}`);
    expect(elements("q-a")).toBe(usual);
    expect(document.querySelector(".feedback :is(img, script, svg, b)")).toBeNull();
  }), { numRuns: 60 });
  await type("q-p", "<b>4</b>");
  expect(said("q-p")).toContain("“<b>4</b>”");
});

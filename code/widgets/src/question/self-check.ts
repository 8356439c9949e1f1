/** A self-check: all items at once, and a result that says what to read again. */
import { make } from "../kit/dom.ts";
import { icon, inside } from "./dom.ts";
import type { Asked } from "./asked.ts";
import type { Sure, Verdict } from "./model.ts";

export interface Item {
  readonly id: string;
  readonly verdict: Verdict | null;
  readonly sure: Sure | null;
}

export interface Result {
  readonly right: number;
  readonly all: number;
  /** Sure and wrong: what a reader would never look up. */
  readonly first: readonly string[];
  readonly missed: readonly string[];
  readonly unread: readonly string[];
  readonly unanswered: readonly string[];
  readonly unsure: readonly string[];
}

/** Sorts a self-check's items. Pure. */
export function sorted(items: readonly Item[]): Result {
  const ids = (test: (item: Item) => boolean): string[] => items.filter(test).map((item) => item.id);
  return {
    right: ids((item) => item.verdict === "right").length,
    all: items.length,
    first: ids((item) => item.verdict === "wrong" && item.sure === "sure"),
    missed: ids((item) => item.verdict === "wrong" && item.sure !== "sure"),
    unread: ids((item) => item.verdict === "syntax"),
    unanswered: ids((item) => item.verdict === null || item.verdict === "incomplete"),
    unsure: ids((item) => item.verdict === "right" && item.sure === "unsure"),
  };
}

/** How many other questions a missed one offers; those not answered right come first. */
const MOST = 3;

/** Brings the result section to life. `questions` are all of the page's. */
export function selfCheck(
  section: HTMLElement, questions: ReadonlyMap<string, Asked>, signal: AbortSignal,
): void {
  const button = section.querySelector<HTMLButtonElement>(".check-all");
  const target = section.querySelector<HTMLElement>(".result");
  const items = (section.dataset.for ?? "").split(/\s+/).flatMap((id) => questions.get(id) ?? []);
  if (!button || !target || items.length === 0) return;
  const again = make("button", "try-again", "Try again");
  again.type = "button";
  button.addEventListener("click", async () => {
    await Promise.all(items.map((item) => item.check()));
    const result = sorted(items.map(({ id, state, answered }) =>
      ({ id, sure: state.sure, verdict: answered ? state.verdict : null })));
    target.replaceChildren(...report(result, questions));
    button.after(again);
  }, { signal });
  again.addEventListener("click", () => {
    for (const item of items) item.forget();
    target.replaceChildren(make("p", "", "All cleared. Answer from memory again."));
  }, { signal });
  section.dataset.live = "";
}

function report(result: Result, questions: ReadonlyMap<string, Asked>): Node[] {
  const { right, all } = result;
  const done = right === all;
  const line = make("p", "verdict", icon(done ? "✓" : "•"), done ? ` All ${all} right.` : ` ${right} of ${all} right.`);
  line.dataset.verdict = done ? "right" : "guess";
  const list = (title: string, ids: readonly string[], read: boolean): Node[] => {
    const found = ids.flatMap((id) => questions.get(id) ?? []);
    if (found.length === 0) return [];
    return [make("p", "result-title", title), make("ul", "", ...found.map((one) => entry(one, questions, read)))];
  };
  return [
    line,
    ...list("Sure and wrong: read these again first", result.first, true),
    ...list("Missed: read again", result.missed, true),
    ...list("Right, though you were not sure", result.unsure, true),
    ...list("Not readable yet", result.unread, false),
    ...list("Not answered", result.unanswered, false),
  ];
}

function entry(one: Asked, questions: ReadonlyMap<string, Asked>, read: boolean): HTMLElement {
  const item = make("li", "", linkTo(one));
  const sections = [...one.form.querySelectorAll<HTMLAnchorElement>("details.answer .tests a")];
  if (read && sections.length > 0) {
    const links = sections.map((a) => link(a.getAttribute("href") ?? "", inside(a)));
    item.append(": ", ...listed(links));
  }
  const others = [...questions.values()]
    .filter((other) => other !== one && other.scored && other.state.mode !== "self-check"
      && other.section !== "" && other.section === one.section)
    .sort((a, b) => Number(a.kept === "right") - Number(b.kept === "right"))
    .slice(0, MOST);
  if (read && others.length > 0 && one.state.verdict === "wrong") {
    item.append(make("span", "more", "More on this: ", ...listed(others.map(linkTo))));
  }
  return item;
}

function listed(nodes: readonly Node[]): (Node | string)[] {
  return nodes.flatMap((node, i) => (i ? [", ", node] : [node]));
}

function linkTo(question: Asked): HTMLAnchorElement {
  return link(`#${question.id}`, inside(question.form.querySelector("legend")));
}

function link(href: string, content: Node[]): HTMLAnchorElement {
  const a = make("a", "", ...content);
  a.setAttribute("href", href);
  return a;
}

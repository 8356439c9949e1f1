/** Marks of progress: at each section of the page's contents, and at each lesson of a list of lessons. */
import { make } from "../kit/dom.ts";
import { icon, unseen } from "./dom.ts";
import type { Asked } from "./asked.ts";
import type { Memory } from "./memory.ts";

/** "2/5" for those who see; a sentence for those who listen. The style sheet keeps its place free. */
function fill(mark: HTMLElement, right: number, all: number): void {
  mark.style.setProperty("--done", String(right / all));
  mark.toggleAttribute("data-done", right === all);
  mark.replaceChildren(icon(`${right}/${all}`), unseen(` (${sentence(right, all)})`));
}

function sentence(right: number, all: number): string {
  return `${right} of ${all} ${all === 1 ? "question" : "questions"} answered right`;
}

/** A mark in each link's corner of the page's own contents; each call draws them anew. */
export function sectionProgress(questions: Iterable<Asked>): () => void {
  const scored = [...questions].filter((question) => question.scored);
  const marks = [...document.querySelectorAll<HTMLAnchorElement>("#pst-page-toc-nav a[href^='#']")].flatMap((link) => {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const inside = scored.filter((question) => section?.contains(question.form));
    if (inside.length === 0) return [];
    const mark = make("span", "progress-mark");
    link.append(mark);
    return [{ mark, inside }];
  });
  return () => {
    for (const { mark, inside } of marks) {
      fill(mark, inside.filter((question) => question.kept === "right").length, inside.length);
    }
  };
}

/** How far the reader is in this lesson, below its title. */
export function pageProgress(questions: Iterable<Asked>): () => void {
  const scored = [...questions].filter((question) => question.scored);
  const place = document.querySelector(".lesson-done");
  return () => {
    if (place && scored.length > 0) place.textContent = sentence(scored.filter((question) => question.kept === "right").length, scored.length);
  };
}

interface Lesson {
  readonly path: string;
  readonly questions: ReadonlyMap<string, string>;
}

/** The press's list of lessons and their questions; none where there is no list. */
export function readLessons(text: string | null | undefined): Lesson[] {
  let listed: unknown;
  try {
    listed = JSON.parse(text ?? "{}");
  } catch {
    return [];
  }
  if (typeof listed !== "object" || listed === null) return [];
  return Object.entries(listed).flatMap(([path, lesson]) => {
    const questions = Object.entries((lesson as { questions?: Record<string, string> } | null)?.questions ?? {});
    return questions.length > 0 ? [{ path, questions: new Map(questions) }] : [];
  });
}

/**
 * On a page that lists lessons. A link's underline fills as its lesson does, since that moves nothing;
 * an element `[data-lesson]`, where the press has kept a place, gets the numbers.
 */
export function lessonProgress(memory: Memory): () => void {
  const lessons = readLessons(document.getElementById("downhill-questions")?.textContent);
  const root = new URL(document.documentElement.dataset.content_root ?? "./", location.href);
  return () => {
    for (const { path, questions } of lessons) {
      const right = [...questions].filter(([id, hash]) => memory.get(id, hash)?.verdict === "right").length;
      const address = new URL(path, root).pathname;
      for (const link of document.querySelectorAll<HTMLAnchorElement>("article a[href], .bd-sidenav a[href]")) {
        if (link.pathname === address && link.hash === "") underline(link, right, questions.size);
      }
      for (const place of document.querySelectorAll<HTMLElement>("[data-lesson]")) {
        const mark = place.dataset.lesson === path ? place.querySelector(".lesson-mark") : null;
        if (mark) mark.textContent = sentence(right, questions.size);
      }
    }
  };
}

function underline(link: HTMLAnchorElement, right: number, all: number): void {
  link.classList.toggle("lesson-progress", right > 0);
  link.style.setProperty("--done", String(right / all));
  link.querySelector(".unseen.done")?.remove();
  if (right === 0) return;
  const said = unseen(` (${sentence(right, all)})`);
  said.classList.add("done");
  link.append(said);
}

/** The page's questions, come to life. A module script runs once the page is parsed. */
import type { Asked } from "./asked.ts";
import { Coding } from "./coding.ts";
import { Question } from "./element.ts";
import { Memory } from "./memory.ts";
import { panel } from "./panel.ts";
import { lessonProgress, pageProgress, sectionProgress } from "./progress.ts";
import { selfCheck } from "./self-check.ts";

const CANNOT = "This browser does not let the page remember answers, so they last until you leave it.";

export function start(memory = new Memory()): AbortController {
  const abort = new AbortController();
  const questions = new Map<string, Asked>();
  let pending = "";
  memory.onfail = () => (pending = CANNOT);
  const draws: (() => void)[] = [];
  const changed = (): void => draws.forEach((draw) => draw());
  const notice = (): string => {
    const said = pending;
    pending = "";
    return said;
  };
  for (const form of document.querySelectorAll<HTMLFormElement>("form.quiz[data-key]")) {
    try {
      const page = { memory, changed, notice, signal: abort.signal };
      questions.set(form.id, form.dataset.kind === "coding" ? new Coding(form, page) : new Question(form, page));
    } catch (error) {
      console.error(error); // the form stays as it was printed
    }
  }
  draws.push(sectionProgress(questions.values()), pageProgress(questions.values()), lessonProgress(memory));
  for (const section of document.querySelectorAll<HTMLElement>(".self-check-result")) {
    selfCheck(section, questions, abort.signal);
  }
  for (const section of document.querySelectorAll<HTMLElement>(".progress-panel")) {
    panel(section, memory, (ids) => {
      for (const question of questions.values()) {
        if ([question.id, ...question.was].some((id) => ids.includes(id))) question.refresh();
      }
      changed();
    }, () => {
      notice(); // said here, it need not be said again
      return CANNOT;
    }, abort.signal);
  }
  changed();
  return abort;
}

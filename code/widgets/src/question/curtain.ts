/** Hides what follows a prediction until the reader commits or skips. It keeps its place: nothing moves. */
import { unseen } from "./dom.ts";

export interface Curtain {
  draw(closed: boolean): void;
}

/** What follows is hidden only where it is one thing: a figure, a cell, a paragraph; not the next section. */
const WHOLE = "section, form, aside, h1, h2, h3, h4, h5, h6, script, template, footer, nav";

export function curtain(form: HTMLFormElement): Curtain {
  const follows = form.nextElementSibling;
  const target = follows instanceof HTMLElement && !follows.matches(WHOLE) ? follows : null;
  if (!target) return { draw: () => {} };
  const note = unseen(" What follows stays hidden until you commit or skip.");
  return {
    draw(closed) {
      // A link that leads behind the curtain opens it: the reader asked for it by name, and perhaps in some state.
      const asked = location.hash.length > 1 ? document.getElementById(decode(location.hash.slice(1)).split("~")[0] ?? "") : null;
      const hide = closed && !(asked && target.contains(asked));
      target.classList.toggle("curtained", hide);
      target.inert = hide;
      if (hide) form.querySelector(".controls")?.append(note);
      else note.remove();
    },
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A page as the press writes it, in small: the contract between code/press/questions/form.py and the script. */
import type { Key } from "../src/question/types.ts";

interface Asked {
  readonly kind: string;
  readonly key: Key;
  readonly body: string;
  readonly classes?: string;
  readonly reasons?: string;
}

/** The sign 47 places on in the ring of the 94 that ASCII prints, as in a table. */
const RING = Array.from({ length: 94 }, (_, place) => String.fromCharCode(33 + place));
const encoded = (key: Key): string => [...JSON.stringify(key)].map((sign) => RING[(RING.indexOf(sign) + 47) % 94] ?? sign)
  .map((sign) => (sign === '"' ? "&quot;" : sign === "&" ? "&amp;" : sign)).join("");

export function question(id: string, { kind, key, body, classes = "", reasons = "" }: Asked): string {
  const controls = classes.includes("self-check")
    ? `<p class="sureness controls"><label><input type="radio" name="${id}-sure" value="sure"> sure</label>
       <label><input type="radio" name="${id}-sure" value="unsure"> not sure</label></p>`
    : `<div class="controls"><button type="submit" class="check">Check</button>${
        classes.includes("predict") ? '<button type="button" class="skip">Skip</button>' : ""}</div>`;
  return `<form class="exercise quiz ${classes}" id="${id}" data-kind="${kind}" data-hash="h" data-section="sec-one" data-key="${encoded(key)}" novalidate>
    <fieldset><legend>Title of ${id}</legend>${body}</fieldset>${controls}
    <div class="feedback" id="${id}-feedback" role="status"></div>
    <template class="hint"><p>A hint.</p></template>
    <details class="answer"><summary>Show the answer</summary><p class="key"><strong>4.1</strong></p>
      <div class="worked"><p id="twice">The worked reason.</p></div><dl class="reasons">${reasons}</dl>
      <p class="tests">Read again: <a href="#sec-one">Section one</a></p></details></form>`;
}

export const blank = (id: string, place = 0): string =>
  `<p class="blank-line"><label for="${id}-b${place}">Blank ${place}</label> <input type="text" id="${id}-b${place}" class="blank"></p>`;

export const choice = (id: string, count: number, type = "radio"): string => `<div class="choices">${
  Array.from({ length: count }, (_, i) => `<div class="choice"><input type="${type}" id="${id}-c${i}" name="${id}" value="${i}">
    <label for="${id}-c${i}"><span class="letter">${"ABC"[i]}</span> <span>Choice</span></label></div>`).join("")}</div>`;

export const steps = (...order: number[]): string => `<ol class="steps">${
  order.map((i) => `<li data-step="${i}"><div class="step">Step ${i}</div><span class="moves">
    <button type="button" data-move="-1" aria-label="Move up">↑</button><button type="button" data-move="1" aria-label="Move down">↓</button></span></li>`).join("")}</ol>`;

export const secant: Key = {
  blanks: [{ kind: "number", value: 4.1, tolerance: { size: 0.005, relative: false }, slips: [4] }],
};
export const slip = '<dt>If you got 4</dt><dd data-slip="0.0"><p>You got 4, the tangent.</p></dd>';
export const dds = '<dt>A</dt><dd data-choice="0"><p>Reason A.</p></dd><dt>B</dt><dd data-choice="1"><p>Reason B.</p></dd>';

export const number = (id: string, classes = ""): string =>
  question(id, { kind: "number", key: secant, body: blank(id), classes, reasons: slip });

export const result = (...ids: string[]): string =>
  `<section class="self-check-result" data-for="${ids.join(" ")}"><div class="controls"><button type="button" class="check-all">Check my answers</button></div>
   <div class="result" role="status"></div></section>`;

export const panel = `<section class="progress-panel"><div class="controls"><button type="button" class="export">Export</button>
  <button type="button" class="import">Import</button><input type="file" hidden><button type="button" class="forget">Forget everything</button></div>
  <div class="result" role="status"></div></section>`;

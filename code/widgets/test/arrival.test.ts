// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { textsByFont } from "../src/page/arrival.ts";

const fonts = (html: string): Record<string, string> => {
  document.body.innerHTML = html;
  return Object.fromEntries(textsByFont([...document.body.children], (property) => property.slice(2)));
};

test("each text is asked for in the font that it is set in, and in no other", () => {
  expect(fonts("<p>a<em>b</em><strong>c<em>d</em></strong></p><h2>e</h2><pre>f<b>g</b></pre><p><math><mi>η</mi></math></p>")).toEqual({
    "normal 400 1em serif": "a", "italic 400 1em serif": "b", "normal 600 1em serif": "ce", "italic 600 1em serif": "d",
    "normal 400 1em mono": "fg", "normal 400 1em formula": "η",
  });
});

test("a block without a text asks for no font", () => {
  expect(fonts("<img alt=''><p></p>")).toEqual({});
});

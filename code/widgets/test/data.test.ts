// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { put } from "../src/page/data.ts";

beforeEach(() => (document.body.innerHTML = '<form id="q-a"></form><form id="q-b"></form>'));

test("keys and blocks stand where scripts look for them", () => {
  put({ keys: { "q-b": 'D@>6 "<6J"' }, blocks: { terms: { slope: ["<b>Rise</b> over run"] } } });
  expect(document.getElementById("q-a")!.dataset.key).toBeUndefined();
  expect(document.getElementById("q-b")!.dataset.key).toBe('D@>6 "<6J"');
  expect(JSON.parse(document.getElementById("terms")!.textContent!)).toEqual({ slope: ["<b>Rise</b> over run"] });
  expect(document.querySelector("b")).toBeNull();
});

test("a question that the page does not have, as in an older copy of it, keeps nobody else's key back", () => {
  put({ keys: { "q-gone": "x", "q-a": "D@>6" }, blocks: { terms: {} } });
  expect(document.getElementById("q-a")!.dataset.key).toBe("D@>6");
  expect(document.getElementById("terms")).not.toBeNull();
});

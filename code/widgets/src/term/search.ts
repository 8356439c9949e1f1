/** On the search page, the terms that are meant come before all else, with their definitions. */
import { make } from "../kit/dom.ts";
import { type Found, matches } from "./match.ts";

export function searching(): void {
  const data = document.getElementById("downhill-glossary")?.textContent;
  const results = document.getElementById("search-results");
  const query = new URLSearchParams(location.search).get("q");
  if (!data || !results || !query) return;
  const found = matches(JSON.parse(data) as Found[], query);
  if (!found.length) return;
  const heading = make("h2", "", found.length > 1 ? "Terms" : "Term");
  heading.id = "terms-found";
  const list = make("dl", "terms-found", ...found.flatMap(({ names, text, href }) => {
    const link = make("a", "", names[0] ?? "");
    link.href = href;
    return [make("dt", "", link), make("dd", "", text)];
  }));
  const section = make("section", "", heading, list);
  section.setAttribute("aria-labelledby", heading.id);
  results.before(section);
}

/** The previews of a page's terms. A deferred script runs once the page is parsed. */
import { previews } from "./preview.ts";

const data = document.getElementById("downhill-terms")?.textContent;
if (data) previews(JSON.parse(data));

/** What every page does: its colors, its search, its drawers, its list of contents, its boxes that scroll. */
import { wholeText } from "./arrival.ts";
import { contents } from "./contents.ts";
import { drawers, search } from "./dialogs.ts";
import { modes } from "./mode.ts";
import { scrollers } from "./scrollers.ts";

modes();
search();
drawers();
void wholeText().then(() => {
  contents();
  scrollers();
});

/** What every page does: its other scripts, its colors, its search, its sidebars, its list of contents, its boxes that scroll. */
import { arrival } from "./arrival.ts";
import { contents, keepSidebar } from "./contents.ts";
import { drawers, search } from "./dialogs.ts";
import { later } from "./later.ts";
import { modes } from "./mode.ts";
import { scrollers } from "./scrollers.ts";

void later(arrival());
modes();
search();
drawers();
contents();
keepSidebar();
scrollers();

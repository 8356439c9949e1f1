/** What every page does: its colors, its search, its sidebars, its list of contents, its boxes that scroll. */
import { arrival } from "./arrival.ts";
import { contents, keepSidebar } from "./contents.ts";
import { drawers, search } from "./dialogs.ts";
import { modes } from "./mode.ts";
import { scrollers } from "./scrollers.ts";

arrival();
modes();
search();
drawers();
contents();
keepSidebar();
scrollers();

/** What every page does: its colors, its search, its sidebars, its list of contents, its boxes that scroll. */
import { contents, keepSidebar, layOutAtFirstMove } from "./contents.ts";
import { drawers, search } from "./dialogs.ts";
import { modes } from "./mode.ts";
import { scrollers } from "./scrollers.ts";

modes();
search();
drawers();
contents();
layOutAtFirstMove();
keepSidebar();
scrollers();

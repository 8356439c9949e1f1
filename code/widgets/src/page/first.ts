/** What stands in each page, and runs before its first screen is drawn: that comes first, then the rest of the text, then all other scripts. */
import { arrival } from "./arrival.ts";
import { later } from "./later.ts";
import { keepSidebar } from "./sidebar.ts";

void later(arrival());
keepSidebar();

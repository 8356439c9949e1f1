/** The glossary's own pages: a filter for the list, keys that copy citations, terms in the search. */
import { citing } from "./cite.ts";
import { filtering } from "./filter.ts";
import { searching } from "./search.ts";

filtering();
citing();
searching();

/** What a chapter or a link sets, as the model wants it. */
import type { Options, Values } from "../kit/options.ts";
import type { Props, State } from "./model.ts";
import options from "./options.json" with { type: "json" };

export const OPTIONS = options as Options;

/** The values were read by OPTIONS, so their names and types are the state's. */
export const props = (values: Values): Props => values as Props;

/** The guess is the reader's own, and no part of a link. */
export const values = ({ a, b, op, step }: State): Values => ({ a, b, op, step });

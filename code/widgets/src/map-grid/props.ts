/** What a chapter or a link sets, as the model wants it. */
import type { Options, Values } from "../kit/options.ts";
import type { Props, State } from "./model.ts";
import options from "./options.json" with { type: "json" };

export const OPTIONS = options as Options;

/** The values were read by OPTIONS, so their names and types are the state's. */
export const props = (values: Values): Props => values as unknown as Props;

export const values = ({ matrix }: State): Values => ({ matrix });

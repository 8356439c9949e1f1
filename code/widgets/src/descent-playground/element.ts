import { elementFor } from "../kit/element.ts";
import { derived, initial, step, type Action, type Derived } from "./model.ts";
import { OPTIONS, props, values } from "./props.ts";
import { asNumpy } from "./python.ts";
import type { Setting } from "./run.ts";
import { view } from "./view.ts";

/** `initial` fills what is not set; what the surface decides follows the surface that a link names. */
export const element = elementFor<Setting, Action, Derived>({
  title: "Descent playground",
  options: OPTIONS,
  initial: (given) => initial(props(given)),
  values,
  step,
  set: (setting) => ({ type: "set", setting }),
  derived,
  python: asNumpy,
  view,
});

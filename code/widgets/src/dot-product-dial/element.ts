import { elementFor } from "../kit/element.ts";
import { derived, initial, step, type Action, type Derived, type State } from "./model.ts";
import { OPTIONS, props, values } from "./props.ts";
import { asNumpy } from "./python.ts";
import { view } from "./view.ts";

export const element = elementFor<State, Action, Derived>({
  title: "Dot-product dial",
  options: OPTIONS,
  initial: (given) => initial(props(given)),
  values,
  step,
  set: (state) => ({ type: "set", state }),
  derived,
  python: asNumpy,
  view,
});

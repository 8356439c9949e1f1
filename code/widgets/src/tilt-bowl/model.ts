/** Tilt the bowl: Lesson 3's run on its bowl, both turned. Every entry of the Hessian changes, and no loss does. Pure. */
import { shown } from "../kit/format.ts";
import { regime, type Regime } from "../descent-playground/regime.ts";
import { descend, type Run } from "../descent-playground/run.ts";
import { bowl, type Bowl } from "./bowl.ts";

export interface State {
  /** Degrees clockwise, from −180 to 180. */
  readonly angle: number;
  readonly eta: number;
  readonly steps: number;
}

export type Action =
  | { readonly type: "angle"; readonly angle: number }
  | { readonly type: "turn"; readonly by: number }
  | { readonly type: "eta"; readonly eta: number }
  | { readonly type: "steps"; readonly steps: number }
  | { readonly type: "set"; readonly state: State };

export type Props = Partial<State>;

export const MOST_STEPS = 50;

export const initial = (props: Props): State => ({ angle: 45, eta: 0.1, steps: 12, ...props });

/** An action that means nothing leaves the very same state. */
export function step(state: State, action: Action): State {
  switch (action.type) {
    case "angle":
      return facing(state, action.angle);
    case "turn":
      return facing(state, state.angle + action.by);
    case "eta":
      return action.eta === state.eta || !(action.eta >= 0) || action.eta === Infinity ? state : { ...state, eta: action.eta };
    case "steps": {
      const steps = Math.min(Math.max(Math.round(action.steps), 0), MOST_STEPS) + 0;
      return Number.isNaN(steps) || steps === state.steps ? state : { ...state, steps };
    }
    case "set":
      return action.state;
  }
}

/** Beyond half a turn it comes from the other side. */
function facing(state: State, wanted: number): State {
  if (!Number.isFinite(wanted)) return state;
  const angle = (Math.abs(wanted) <= 180 ? wanted : ((((wanted + 180) % 360) + 360) % 360) - 180) + 0; // no −0
  return angle === state.angle ? state : { ...state, angle };
}

export interface Derived {
  readonly bowl: Bowl;
  readonly run: Run;
  readonly regime: Regime;
  /** The last step that can be drawn. */
  readonly drawn: number;
  readonly sentence: string;
}

export function derived(state: State): Derived {
  const { eta, steps } = state;
  const turned = bowl(state.angle);
  const setting = { eta, steps, start: turned.start, flip: false, forget: false };
  const run = descend(turned, setting);
  // In its own directions it is Lesson 3's bowl, whatever the angle.
  const found = regime({ ...setting, surface: "bowl" }, turned.along(run));
  let drawn = steps;
  while (drawn > 0 && !(Number.isFinite(run.xs[drawn]) && Number.isFinite(run.ys[drawn]))) drawn -= 1;
  return { bowl: turned, run, regime: found, drawn, sentence: sentence(state, turned, run, found) };
}

const ENDS: Record<Regime["name"], string> = {
  ready: "Take a step", falling: "Falling", climbing: "Climbing", converging: "Converging", "zig-zag": "Zig-zag across the steep direction",
  bouncing: "Bouncing in the steep direction, as far each time", diverging: "Diverging along the steep direction",
  stuck: "Stuck: no step moves", converged: "Converged", diverged: "Diverged",
};

function sentence({ angle, steps }: State, turned: Bowl, { losses }: Run, { name }: Regime): string {
  const place = angle === 0 ? `Not turned, H = ${rows(turned)}` : `Turned by ${shown(angle)}°, H = ${rows(turned)}`;
  const loss = shown(losses[steps] as number, 5);
  const after = steps === 0 ? `the loss at the start is ${loss}` : `after ${steps} ${steps === 1 ? "step" : "steps"} the loss is ${loss}`;
  return `${place}: ${after}${angle === 0 ? "" : ", as it is at 0°"}. ${ENDS[name]}.`;
}

/** What rounding leaves of a 0 is shown as 0. */
export const entry = (value: number): string => shown(Math.abs(value) < 1e-12 ? 0 : value, 3);

export function rows({ hessian: [a, b, d] }: Bowl): string {
  return `[[${entry(a)}, ${entry(b)}], [${entry(b)}, ${entry(d)}]]`;
}

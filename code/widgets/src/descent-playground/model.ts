/** The descent playground: its state, what changes it, and all that is shown of it. Pure. */
import { shown } from "../kit/format.ts";
import { regime, type Regime } from "./regime.ts";
import { walk, type Run, type Setting } from "./run.ts";
import { surfaceOf, type SurfaceName } from "./surfaces.ts";

export const MOST_STEPS = 10_000;
/** How far "Run" goes at a press. */
export const STRETCH = 50;

export type Action =
  | { readonly type: "step"; readonly count: number }
  | { readonly type: "back" }
  | { readonly type: "start"; readonly at: readonly [number, number] }
  | { readonly type: "eta"; readonly eta: number }
  | { readonly type: "surface"; readonly surface: SurfaceName }
  | { readonly type: "flip" | "forget"; readonly on: boolean }
  | { readonly type: "set"; readonly setting: Setting };

export type Props = Partial<Setting>;

/** What a chapter or a link sets; the rest is the surface's own. */
export function initial(props: Props): Setting {
  const surface = props.surface ?? "bowl";
  const { eta, start } = surfaceOf(surface);
  return { eta, start, flip: false, forget: false, steps: 0, ...props, surface };
}

/** An action that means nothing leaves the very same state. */
export function step(state: Setting, action: Action): Setting {
  switch (action.type) {
    case "step": {
      const room = stopped(state) ? 0 : MOST_STEPS - state.steps;
      const more = Math.min(Math.trunc(action.count), room);
      return more > 0 ? { ...state, steps: state.steps + more } : state;
    }
    case "back":
      return state.steps > 0 ? { ...state, steps: state.steps - 1 } : state;
    case "start": {
      const [x, y] = action.at;
      const same = x === state.start[0] && y === state.start[1];
      return same || !Number.isFinite(x) || !Number.isFinite(y) ? state : { ...state, start: [x, y] };
    }
    case "eta":
      return action.eta === state.eta || !(action.eta >= 0) || action.eta === Infinity ? state : { ...state, eta: action.eta };
    case "surface": {
      if (action.surface === state.surface) return state;
      return { ...initial({ surface: action.surface }), flip: state.flip, forget: state.forget };
    }
    case "flip":
      return action.on === state.flip ? state : { ...state, flip: action.on };
    case "forget":
      return action.on === state.forget ? state : { ...state, forget: action.on };
    case "set":
      return action.setting;
  }
}

export interface Derived {
  readonly run: Run;
  readonly regime: Regime;
  readonly loss: number;
  /** How many of the run's steps can be drawn: up to the last finite point. */
  readonly drawn: number;
  readonly sentence: string;
}

export function derived(state: Setting): Derived {
  const run = walk(state);
  const found = regime(state, run);
  const n = state.steps;
  const loss = run.losses[n] as number;
  let drawn = n;
  while (drawn > 0 && !(Number.isFinite(run.xs[drawn]) && Number.isFinite(run.ys[drawn]))) drawn -= 1;
  return { run, regime: found, loss, drawn, sentence: sentence(state, run, found) };
}

const WORDS: Record<Regime["name"], string> = {
  ready: "", falling: "", climbing: "",
  converging: "Converging", "zig-zag": "Zig-zag", bouncing: "Bouncing",
  diverging: "Diverging", stuck: "Stuck", converged: "Converged", diverged: "Diverged",
};

function sentence(state: Setting, { losses }: Run, { name, why, lostAt }: Regime): string {
  const n = state.steps;
  const now = losses[n] as number;
  if (n === 0) {
    const [x, y] = state.start;
    const { x: xs, y: ys } = surfaceOf(state.surface);
    const outside = x < xs[0] || x > xs[1] || y < ys[0] || y > ys[1] ? ", outside the picture" : "";
    return `Start at (${shown(x)}, ${shown(y)})${outside}, loss ${shown(now)}. Take a step.`;
  }
  if (name === "diverged") {
    return `Step ${n}, loss ${shown(now)}. Diverged at step ${lostAt}: the loss passed ${shown(losses[lostAt] as number)} there. Reset, or try a smaller η.`;
  }
  const change = now - (losses[n - 1] as number);
  const way = change < 0 ? "falling" : change > 0 ? "climbing" : "level";
  const end = WORDS[name] ? ` ${WORDS[name]}${why ? `: ${why}` : ""}.` : "";
  return `Step ${n}, loss ${shown(now)}, ${way}.${end}`;
}

/** Whether there is nothing left to run for. */
export function stopped(state: Setting): boolean {
  if (state.steps >= MOST_STEPS) return true;
  const last = walk(state).losses.at(-1) as number;
  return !Number.isFinite(last);
}

/** Whether running on would show nothing new. */
export function settled(state: Setting): boolean {
  const { name } = regime(state, walk(state));
  return stopped(state) || name === "diverged" || name === "converged";
}

/** The tangent explorer: a point on a curve, and a second one that closes in on it. Pure. */
import { clamp, shown } from "../kit/format.ts";
import { curveOf, type CurveName } from "./curves.ts";

export interface State {
  readonly function: CurveName;
  readonly x: number;
  /** How far the second point is; always positive. */
  readonly h: number;
  /** The second point is on the left, at x − h. */
  readonly left: boolean;
}

export const SMALLEST = 0.001;
export const LARGEST = 2;

export type Action =
  | { readonly type: "function"; readonly function: CurveName }
  | { readonly type: "x"; readonly x: number }
  | { readonly type: "h"; readonly h: number }
  | { readonly type: "left"; readonly on: boolean }
  | { readonly type: "set"; readonly state: State };

export type Props = Partial<State>;

export const initial = (props: Props): State => ({ function: "square", x: 1, h: 1, left: false, ...props });

/** An action that means nothing leaves the very same state. */
export function step(state: State, action: Action): State {
  switch (action.type) {
    case "function":
      return action.function === state.function ? state : { ...state, function: action.function };
    case "x": {
      const [low, high] = curveOf(state.function).x;
      const x = clamp(action.x, low, high) + 0; // no −0
      return Number.isNaN(x) || x === state.x ? state : { ...state, x };
    }
    case "h": {
      const h = clamp(action.h, SMALLEST, LARGEST);
      return Number.isNaN(h) || h === state.h ? state : { ...state, h };
    }
    case "left":
      return action.on === state.left ? state : { ...state, left: action.on };
    case "set":
      return action.state;
  }
}

export interface Derived {
  readonly y: number;
  /** null at a kink. */
  readonly slope: number | null;
  readonly far: { readonly x: number; readonly y: number };
  readonly secant: number;
  /** Where the tangent and the secant agree to four digits, they are one line to the eye. */
  readonly sentence: string;
}

export function derived(state: State): Derived {
  const { f, slope: prime, kink } = curveOf(state.function);
  const h = state.left ? -state.h : state.h;
  const y = f(state.x);
  const far = { x: state.x + h, y: f(state.x + h) };
  const secant = (far.y - y) / h + 0; // no −0
  const slope = prime(state.x);
  const side = state.left ? "left" : "right";
  const here = `At x = ${shown(state.x)} the height is ${shown(y)}`;
  let end: string;
  if (slope === null || state.x === kink) {
    end = `and there is no slope: this is a kink. From the ${side} the secants have slope ${shown(secant)}.`;
  } else {
    const gap = Math.abs(secant - slope);
    const off = gap < 1e-9 ? "the same" : `off by ${shown(gap, 2)}`;
    const flat = slope === 0 ? ", flat" : "";
    end = `and the slope ${shown(slope)}${flat}. The secant over h = ${shown(h)} has slope ${shown(secant)}, ${off}.`;
  }
  return { y, slope, far, secant, sentence: `${here} ${end}` };
}

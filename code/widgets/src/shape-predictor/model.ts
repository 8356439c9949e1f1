/** The shape predictor: two shapes, an operation, a guess, and the rule told axis by axis. Pure. */
import { shown } from "../kit/format.ts";
import { bytes, numbers, plan, SIGNS, tuple, type Op, type Plan, type Shape } from "./shapes.ts";

export type Guess = Shape | "error" | null;

export interface State {
  readonly a: Shape;
  readonly b: Shape;
  readonly op: Op;
  readonly guess: Guess;
  /** How many stages have been told; the one after the last is the result. */
  readonly step: number;
}

export const AXES = 4;
export const LONGEST = 1_000_000_000;
/** Of a float64. */
const SIZE = 8;

export type Action =
  | { readonly type: "a" | "b"; readonly shape: Shape }
  | { readonly type: "op"; readonly op: Op }
  /** A guess begins anew. */
  | { readonly type: "guess"; readonly guess: Guess }
  | { readonly type: "next" | "back" | "puzzle" }
  | { readonly type: "set"; readonly state: State };

export type Props = Partial<State>;

export const initial = (props: Props): State => at({ a: [100_000], b: [100_000, 1], op: "add", guess: null, step: 0, ...props });

/** Not further than the end. */
const at = (state: State): State => ({ ...state, step: Math.min(state.step, last(state)) });
export const last = ({ a, b, op }: State): number => end(plan(a, b, op));
/** A refusal is told where it happens; a result has a stage of its own. */
const end = ({ stages, result }: Plan): number => stages.length + (result === null ? 0 : 1);

/** Pairs to practice on, each with another catch. */
export const PUZZLES: readonly (readonly [Shape, Shape, Op])[] = [
  [[4, 3], [3], "add"], [[4, 3], [4], "add"], [[4, 3], [4, 1], "add"], [[3], [3, 1], "multiply"], [[5, 3], [3, 2], "matmul"],
  [[5, 3], [3], "matmul"], [[8, 1, 6], [7, 1], "add"], [[3], [3], "matmul"], [[2, 3], [2, 3], "matmul"], [[10, 2, 3], [3, 4], "matmul"],
  [[], [2, 2], "multiply"], [[2, 3, 4], [2, 1, 4], "multiply"], [[1, 5], [5, 1], "matmul"], [[100_000], [100_000, 1], "add"],
];

const legal = (shape: Shape): boolean => shape.length <= AXES && shape.every((size) => Number.isInteger(size) && size >= 0 && size <= LONGEST);
const same = (a: Guess, b: Guess): boolean => a === b || (a !== null && b !== null && typeof a === "object" && typeof b === "object" && tuple(a) === tuple(b));

/** An action that means nothing leaves the very same state. */
export function step(state: State, action: Action): State {
  switch (action.type) {
    case "a":
    case "b":
      return !legal(action.shape) || same(action.shape, state[action.type]) ? state : anew({ ...state, [action.type]: action.shape });
    case "op":
      return action.op === state.op ? state : anew({ ...state, op: action.op });
    case "guess": {
      const { guess } = action;
      if (same(guess, state.guess) || (typeof guess === "object" && guess !== null && !guess.every((size) => size >= 0))) return state;
      return { ...state, guess, step: 0 };
    }
    case "next":
      return state.step < last(state) ? { ...state, step: state.step + 1 } : state;
    case "back":
      return state.step > 0 ? { ...state, step: state.step - 1 } : state;
    case "puzzle": {
      const now = PUZZLES.findIndex(([a, b, op]) => same(a, state.a) && same(b, state.b) && op === state.op);
      const [a, b, op] = PUZZLES[(now + 1) % PUZZLES.length] as (typeof PUZZLES)[number];
      return anew({ ...state, a, b, op });
    }
    case "set":
      return at(action.state);
  }
}

const anew = (state: State): State => ({ ...state, guess: null, step: 0 });

export interface Derived {
  readonly plan: Plan;
  readonly sum: string;
  /** Whether the result is shown. */
  readonly done: boolean;
  /** Of the result as float64; null where there is none. */
  readonly bytes: number | null;
  readonly right: boolean | null;
  readonly sentence: string;
}

export function derived(state: State): Derived {
  const { a, b, op, guess } = state;
  const found = plan(a, b, op);
  const sum = `a ${SIGNS[op]} b`;
  const done = state.step >= end(found);
  const right = guess === null ? null : found.result === null ? guess === "error" : same(guess, found.result);
  const size = found.result === null ? null : numbers(found.result) * SIZE;
  return { plan: found, sum, done, bytes: size, right, sentence: sentence(state, found, sum, right, size) };
}

function sentence(state: State, { stages, result }: Plan, sum: string, right: boolean | null, size: number | null): string {
  const { guess, step: told } = state;
  if (told === 0) {
    return guess === null
      ? `What is the shape of ${sum}? Type your guess, then step through the axes.`
      : `Your guess: ${written(guess)}. Now step through the axes.`;
  }
  const says = stages[Math.min(told, stages.length) - 1]?.says ?? "";
  if (told < stages.length || (told === stages.length && result !== null)) return says;
  const found = result === null
    ? says
    : `${sum} has the shape ${tuple(result)}: ${count(numbers(result))}, ${bytes(size as number)} as float64${share(state, numbers(result))}.`;
  return guess === null ? found : `${found} ${right ? "As you said." : slip(state, guess, result)}`;
}

/** What broadcasting does to the memory, where it is worth a word. */
function share({ a, b }: State, result: number): string {
  const ratio = result / (numbers(a) + numbers(b));
  return Number.isFinite(ratio) && ratio >= 2 ? `, ${shown(ratio, 3)} times what a and b take` : "";
}

const count = (many: number): string => `${many < 1e5 ? many : shown(many)} ${many === 1 ? "number" : "numbers"}`;
const written = (guess: Shape | "error"): string => (guess === "error" ? "an error" : tuple(guess));

/** What a wrong guess may come from: the first that gives this very shape. */
function slip({ a, b, op }: State, guess: Shape | "error", result: Shape | null): string {
  const said = `You said ${written(guess)}`;
  if (guess === "error") return `${said}, but no axis stands in the way.`;
  const other = plan(a, b, op === "matmul" ? "add" : "matmul").result;
  const reasons: [Shape | null, string][] = [
    [fromLeft(a, b, op), "the axes lined up from the left. They line up from the right"],
    [result && [...result].reverse(), "the right lengths in the wrong order"],
    [result && result.filter((size) => size !== 1), "the result without its axes of length 1. They stay"],
    [other, op === "matmul" ? "the shape of a + b. @ sums the inner axis away" : "the shape of a @ b. Here nothing is summed away"],
    [[...a, ...b], "both shapes one after the other. Axes that line up share a place"],
    [a, result ? "the shape of a. b has more to say" : "the shape of a"],
    [b, result ? "the shape of b. a has more to say" : "the shape of b"],
    [result && [numbers(result)], "the number of entries, as one axis"],
  ];
  const found = reasons.find(([shape]) => shape !== null && same(shape, guess));
  return found ? `${said}, ${found[1]}.` : `${said}.`;
}

function fromLeft(a: Shape, b: Shape, op: Op): Shape | null {
  if (op === "matmul") return null;
  return plan([...a].reverse(), [...b].reverse(), op).result?.slice().reverse() ?? null;
}

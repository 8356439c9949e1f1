/** The dot-product dial: two arrows, the shadow of one on the other, and the angle between them. Pure. */
import { shown } from "../kit/format.ts";
import type { Vector } from "../kit/plane.ts";
import { aligned, cross, dot, isNothing, length, scaled, tidy } from "../kit/vector.ts";

export type Name = "a" | "b";

export interface State {
  readonly a: Vector;
  readonly b: Vector;
}

export const LIMIT = 10;

export type Action =
  /** `snap`: a right angle that is missed by a hair is meant. */
  | { readonly type: Name; readonly at: Vector; readonly snap?: boolean }
  /** Turn `a` to an angle from `b`, counterclockwise, and leave its length. */
  | { readonly type: "turn"; readonly degrees: number }
  | { readonly type: "set"; readonly state: State };

export type Props = Partial<State>;

export const initial = ({ a = [3, 4], b = [4, 3] }: Props): State => ({ a: tidy(a), b: tidy(b) });

/** In degrees. */
const HAIR = 2;
const legal = ([x, y]: Vector): boolean => Math.abs(x) <= LIMIT && Math.abs(y) <= LIMIT;
const same = (a: Vector, b: Vector): boolean => a[0] === b[0] && a[1] === b[1];

/** An action that means nothing leaves the very same state. */
export function step(state: State, action: Action): State {
  switch (action.type) {
    case "a":
    case "b": {
      if (!legal(action.at)) return state;
      const near = action.snap ? aligned(action.at, state[action.type === "a" ? "b" : "a"], HAIR, true) : action.at;
      const at = tidy(legal(near) ? near : action.at);
      return same(at, state[action.type]) ? state : { ...state, [action.type]: at };
    }
    case "turn": {
      const { a, b } = state;
      const [long, other] = [length(a), length(b)];
      if (!Number.isFinite(action.degrees) || long === 0 || other === 0) return state;
      const [cos, sin] = wheel(action.degrees);
      const [ux, uy] = [b[0] / other, b[1] / other];
      const at = tidy(scaled([ux * cos - uy * sin, uy * cos + ux * sin], long));
      return same(at, a) || !legal(at) ? state : { ...state, a: at };
    }
    case "set":
      return action.state;
  }
}

/** Cosine and sine, exact at quarter turns. */
function wheel(degrees: number): Vector {
  const turns = degrees / 90;
  if (Number.isInteger(turns)) return ([[1, 0], [0, 1], [-1, 0], [0, -1]] as const)[((turns % 4) + 4) % 4] as Vector;
  const angle = (degrees * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
}

export interface Derived {
  readonly dot: number;
  readonly lengths: { readonly a: number; readonly b: number };
  /** null where an arrow has no length. */
  readonly cosine: number | null;
  /** From b to a in degrees, counterclockwise, from −180 to 180; null where an arrow has no length. */
  readonly angle: number | null;
  /** The foot of the perpendicular from a's tip on b's line; null where b has no length. */
  readonly foot: Vector | null;
  /** The signed length of a's shadow on b. */
  readonly shadow: number | null;
  readonly sentence: string;
}

export function derived({ a, b }: State): Derived {
  const lengths = { a: length(a), b: length(b) };
  const right = isNothing(dot(a, b), a, b);
  const product = right ? 0 : dot(a, b) + 0; // no −0
  const across = isNothing(cross(b, a), a, b) ? 0 : cross(b, a);
  const both = lengths.a > 0 && lengths.b > 0;
  const cosine = both ? Math.min(1, Math.max(-1, product / (lengths.a * lengths.b))) : null;
  const angle = both ? (Math.atan2(across, product) * 180) / Math.PI : null;
  const shadow = lengths.b > 0 ? product / lengths.b : null;
  const foot = lengths.b > 0 ? scaled(b, product / (lengths.b * lengths.b)) : null;
  return { dot: product, lengths, cosine, angle, foot, shadow, sentence: sentence(lengths, product, across, angle, shadow) };
}

function sentence(lengths: Derived["lengths"], product: number, across: number, angle: number | null, shadow: number | null): string {
  if (angle === null || shadow === null) {
    const empty = lengths.a === 0 ? (lengths.b === 0 ? "a and b have" : "a has") : "b has";
    return `a · b = 0: ${empty} length 0, so there is no angle to speak of.`;
  }
  if (product === 0) return "a · b = 0: a right angle. The shadow of a on b is one point, and neither arrow has any part of the other.";
  const cast = `The shadow of a on b is ${shown(Math.abs(shadow))} long`;
  if (across === 0) {
    return product > 0
      ? `a · b = ${shown(product)}, the product of the lengths: both point the same way.`
      : `a · b = ${shown(product)}, minus the product of the lengths: they point opposite ways.`;
  }
  const apart = `${shown(Math.abs(angle))}° apart`;
  return product > 0
    ? `a · b = ${shown(product)}, positive: less than a right angle, ${apart}. ${cast}, along b.`
    : `a · b = ${shown(product)}, negative: more than a right angle, ${apart}. ${cast}, against b.`;
}

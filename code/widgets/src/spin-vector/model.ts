/** Spin the vector: a matrix, and a vector of length 1 that is turned until the matrix keeps its line. Pure. */
import { shown } from "../kit/format.ts";
import { apply, lean, spectrum, stretches, turned, unit, type Matrix, type Spectrum } from "./eigen.ts";

export interface State {
  readonly matrix: Matrix;
  /** The direction of v in degrees, from 0 to 360. */
  readonly angle: number;
  /** Show the lines that the matrix keeps. */
  readonly lines: boolean;
}

export type Action =
  /** Dragged there: a line that is kept draws v in when it is close. */
  | { readonly type: "drag"; readonly angle: number }
  /** By keys, in whole degrees: a line that is kept is not stepped over. */
  | { readonly type: "turn"; readonly by: number }
  | { readonly type: "angle"; readonly angle: number }
  /** Counterclockwise to the next line that is kept. */
  | { readonly type: "next" }
  | { readonly type: "matrix"; readonly matrix: Matrix }
  | { readonly type: "lines"; readonly on: boolean }
  | { readonly type: "set"; readonly state: State };

export type Props = Partial<State>;

export const MOST = 20;
/** In degrees. */
const CATCH = 1.5;
const SAME = 1e-9;

export function initial(props: Props): State {
  const { angle = 0, ...rest } = props;
  return { matrix: [4, 2, 2, 4], lines: false, ...rest, angle: turned(angle) };
}

/** An action that means nothing leaves the very same state. */
export function step(state: State, action: Action): State {
  switch (action.type) {
    case "drag": {
      const near = stops(state.matrix).find((stop) => Math.abs(turned(action.angle - stop + 180) - 180) <= CATCH);
      return facing(state, near ?? Math.round(action.angle));
    }
    case "turn": {
      if (!Number.isFinite(action.by) || action.by === 0) return state;
      const way = Math.sign(action.by);
      const whole = way > 0 ? Math.floor(state.angle + SAME) : Math.ceil(state.angle - SAME);
      const goal = Math.abs(whole + Math.trunc(action.by) - state.angle);
      const first = Math.min(...stops(state.matrix).map((stop) => turned(way * (stop - state.angle))).filter((far) => far > SAME && far < 360 - SAME));
      return facing(state, first < goal ? nearest(state, state.angle + way * first) : whole + Math.trunc(action.by));
    }
    case "angle":
      return facing(state, action.angle);
    case "next": {
      const far = stops(state.matrix).map((stop) => turned(stop - state.angle)).filter((one) => one > SAME && one < 360 - SAME);
      return far.length ? facing(state, nearest(state, state.angle + Math.min(...far))) : state;
    }
    case "matrix": {
      const same = action.matrix.every((entry, i) => entry === state.matrix[i]);
      const legal = action.matrix.length === 4 && action.matrix.every((entry) => Math.abs(entry) <= MOST);
      return same || !legal ? state : { ...state, matrix: action.matrix };
    }
    case "lines":
      return action.on === state.lines ? state : { ...state, lines: action.on };
    case "set":
      return action.state;
  }
}

/** Where v lies on a line that is kept. */
const stops = (matrix: Matrix): readonly number[] => spectrum(matrix).lines.flatMap((line) => [line, line + 180]);

/** A stop itself, not what sums have rounded it to. */
const nearest = (state: State, angle: number): number =>
  stops(state.matrix).find((stop) => Math.abs(turned(angle - stop + 180) - 180) < 1e-6) ?? angle;

function facing(state: State, angle: number): State {
  if (!Number.isFinite(angle)) return state;
  const there = turned(angle);
  return there === state.angle ? state : { ...state, angle: there };
}

export interface Derived {
  readonly v: readonly [number, number];
  readonly image: readonly [number, number];
  readonly length: number;
  /** By how many degrees the image leans off v's line; null where it is 0. */
  readonly lean: number | null;
  /** The eigenvalue, where v lies on a line that is kept. */
  readonly value: number | null;
  readonly spectrum: Spectrum;
  readonly stretches: readonly [number, number];
  readonly sentence: string;
}

export function derived(state: State): Derived {
  const { matrix, angle } = state;
  const v = unit(angle);
  const image = apply(matrix, v);
  const length = Math.hypot(...image);
  const off = lean(matrix, angle);
  const found = spectrum(matrix);
  const along = image[0] * v[0] + image[1] * v[1];
  const value = off === null ? 0 : Math.abs(off) < 1e-6 ? along : null;
  return { v, image, length, lean: off, value, spectrum: found, stretches: stretches(matrix), sentence: sentence(angle, length, off, value, found) };
}

function sentence(angle: number, length: number, off: number | null, value: number | null, found: Spectrum): string {
  const here = `v at ${shown(angle)}°:`;
  if (value === null) {
    const where = Math.abs(off ?? 0) > 89.9995 ? "stands across v’s line" : `leans ${shown(Math.abs(off ?? 0), 3)}° ${(off ?? 0) > 0 ? "ahead of" : "behind"} v’s line`;
    const never = found.kind === "none" ? ` No line is kept: λ = ${complex(found.re, found.im)} is not real.` : "";
    return `${here} Av is ${shown(length)} long and ${where}.${never}`;
  }
  const more = found.kind === "one" ? " The only such line: λ counts twice, and A is defective."
    : found.kind === "every" ? " So it is on every line." : "";
  if (off === null) return `${here} Av = 0. The line is flattened: λ = 0.${more}`;
  const kept = value < 0 ? "The line is kept, and v flipped" : "The line is kept";
  return `${here} Av = ${times(value)}v. ${kept}: λ = ${shown(value)}.${more}`;
}

/** A factor before a letter: 6, −, or nothing for 1. */
export function times(value: number): string {
  const text = shown(value);
  return text === "1" ? "" : text === "−1" ? "−" : text;
}

export function complex(re: number, im: number): string {
  const part = `${shown(im) === "1" ? "" : shown(im)}i`;
  return shown(re) === "0" ? `±${part}` : `${shown(re)} ± ${part}`;
}

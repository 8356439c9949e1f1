/** A matrix as a map of the plane: where its columns lie, what becomes of areas, and what is lost. Pure. */
import { shown } from "../kit/format.ts";
import type { Vector } from "../kit/plane.ts";
import { aligned, cross, isNothing, length, scaled, tidy } from "../kit/vector.ts";

/** Row by row, as NumPy writes it: [[a, b], [c, d]]. */
export type Matrix = readonly [number, number, number, number];

export interface State {
  readonly matrix: Matrix;
}

export const LIMIT = 10;

export type Action =
  /** Move the tip of column 0 or 1. `snap`: a line that is missed by a hair is meant. */
  | { readonly type: "column"; readonly index: 0 | 1; readonly at: Vector; readonly snap?: boolean }
  | { readonly type: "matrix"; readonly matrix: Matrix }
  | { readonly type: "set"; readonly state: State };

export type Props = Partial<State>;

export const EXAMPLES: Readonly<Record<string, { readonly title: string; readonly matrix: Matrix }>> = {
  identity: { title: "nothing moves", matrix: [1, 0, 0, 1] },
  stretch: { title: "stretch", matrix: [2, 0, 0, 0.5] },
  shear: { title: "shear", matrix: [1, 1, 0, 1] },
  turn: { title: "quarter turn", matrix: [0, -1, 1, 0] },
  mirror: { title: "mirror", matrix: [-1, 0, 0, 1] },
  swap: { title: "swap x and y", matrix: [0, 1, 1, 0] },
  line: { title: "all on one line", matrix: [0.5, 0.5, 0.5, 0.5] },
  point: { title: "all on one point", matrix: [0, 0, 0, 0] },
};

export const initial = ({ matrix = [1, 1, 0, 1] }: Props): State => ({ matrix: tidy(matrix) });

export const column = ([a, b, c, d]: Matrix, index: 0 | 1): Vector => (index === 0 ? [a, c] : [b, d]);
export const apply = ([a, b, c, d]: Matrix, [x, y]: Vector): Vector => [a * x + b * y, c * x + d * y];

/** In degrees. */
const HAIR = 2;
const legal = (matrix: Matrix): boolean => matrix.every((value) => Math.abs(value) <= LIMIT);

/** An action that means nothing leaves the very same state. */
export function step(state: State, action: Action): State {
  switch (action.type) {
    case "column": {
      const other = column(state.matrix, action.index === 0 ? 1 : 0);
      const put = ([x, y]: Vector): Matrix => (action.index === 0 ? [x, other[0], y, other[1]] : [other[0], x, other[1], y]);
      const near = put(action.snap ? aligned(action.at, other, HAIR, false) : action.at);
      return changed(state, legal(near) ? near : put(action.at));
    }
    case "matrix":
      return changed(state, action.matrix);
    case "set":
      return action.state;
  }
}

function changed(state: State, given: Matrix): State {
  const matrix = tidy(given);
  return !legal(matrix) || matrix.every((value, i) => value === state.matrix[i]) ? state : { matrix };
}

/** On the way from the identity, 0, to the matrix, 1: each column turns and grows evenly, so that a rotation stays rigid. */
export function between(matrix: Matrix, part: number): Matrix {
  const [p, q] = ([0, 1] as const).map((index): Vector => {
    const from: Vector = index === 0 ? [1, 0] : [0, 1];
    const to = column(matrix, index);
    const turn = length(to) === 0 ? 0 : Math.atan2(cross(from, to), from[0] * to[0] + from[1] * to[1]) * part;
    const size = 1 + (length(to) - 1) * part;
    return scaled([from[0] * Math.cos(turn) - from[1] * Math.sin(turn), from[0] * Math.sin(turn) + from[1] * Math.cos(turn)], size);
  }) as [Vector, Vector];
  return [p[0], q[0], p[1], q[1]];
}

export interface Derived {
  /** 0 where the columns are parallel up to rounding. */
  readonly det: number;
  readonly rank: 0 | 1 | 2;
  readonly flipped: boolean;
  /** The line on which all lands, where the rank is 1. */
  readonly line: Vector | null;
  readonly sentence: string;
}

export function derived({ matrix }: State): Derived {
  const [p, q] = [column(matrix, 0), column(matrix, 1)];
  const area = cross(p, q);
  const det = isNothing(area, p, q) ? 0 : area;
  const longer = length(p) >= length(q) ? p : q;
  const rank = length(longer) === 0 ? 0 : det === 0 ? 1 : 2;
  return { det, rank, flipped: det < 0, line: rank === 1 ? longer : null, sentence: sentence(matrix, det, rank) };
}

const pair = ([x, y]: Vector): string => `(${shown(x)}, ${shown(y)})`;

function sentence(matrix: Matrix, det: number, rank: number): string {
  const columns = `(1, 0) goes to ${pair(column(matrix, 0))}, (0, 1) to ${pair(column(matrix, 1))}.`;
  if (rank === 0) return `${columns} Determinant 0, rank 0: all lands on the origin.`;
  if (rank === 1) return `${columns} Determinant 0, rank 1: all lands on one line, and no map brings it back.`;
  const size = Math.abs(det);
  const areas = Math.abs(size - 1) < 1e-9 ? "areas stay as they are" : `areas times ${shown(size)}`;
  return `${columns} Determinant ${shown(det)}: ${areas}${det < 0 ? ", and the F is flipped" : ""}.`;
}

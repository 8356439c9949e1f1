/** The rank slider: a picture, and how many patterns of it are kept. Pure. */
import { shown } from "../kit/format.ts";
import { COLUMNS, pictureOf, ROWS, type PictureName } from "./pictures.ts";
import { partial, svd, type Decomposition } from "./svd.ts";

export interface State {
  readonly picture: PictureName;
  readonly rank: number;
}

export type Action =
  | { readonly type: "rank"; readonly rank: number }
  | { readonly type: "more"; readonly by: number }
  | { readonly type: "picture"; readonly picture: PictureName }
  | { readonly type: "set"; readonly state: State };

export type Props = Partial<State>;

/** A table of 24 rows has no more patterns. */
export const FULL = Math.min(ROWS, COLUMNS);
/** What the picture itself is stored in. */
export const CELLS = ROWS * COLUMNS;
/** A column, a row and a singular value. */
export const PRICE = ROWS + COLUMNS + 1;

export const initial = (props: Props): State => ({ picture: "tilted", rank: 1, ...props });

/** An action that means nothing leaves the very same state. */
export function step(state: State, action: Action): State {
  switch (action.type) {
    case "rank":
      return keeping(state, action.rank);
    case "more":
      return keeping(state, state.rank + action.by);
    case "picture":
      return action.picture === state.picture ? state : { ...state, picture: action.picture };
    case "set":
      return action.state;
  }
}

function keeping(state: State, wanted: number): State {
  const rank = Math.min(Math.max(Math.round(wanted), 0), FULL) + 0; // no −0
  return Number.isNaN(rank) || rank === state.rank ? state : { ...state, rank };
}

interface Known extends Decomposition {
  readonly cells: Float64Array;
}

const known = new Map<PictureName, Known>();

/** Each picture is decomposed once. */
function decomposed(name: PictureName): Known {
  let found = known.get(name);
  if (!found) {
    const cells = pictureOf(name).cells();
    found = { cells, ...svd(cells, ROWS, COLUMNS) };
    known.set(name, found);
  }
  return found;
}

export interface Derived {
  readonly cells: Float64Array;
  readonly kept: Float64Array;
  /** cells − kept */
  readonly error: Float64Array;
  /** The singular values, falling. */
  readonly values: Float64Array;
  readonly stored: number;
  /** Parts of 1: the squares of what is kept, and the size of the error beside the picture's. */
  readonly energy: number;
  readonly relative: number;
  /** The largest factor by which the error stretches anything: the first singular value that is left out. */
  readonly spectral: number;
  readonly sentence: string;
}

/** Beside the first singular value, what rounding leaves of a 0. */
const ROUNDING = 1e-13;

export function derived(state: State): Derived {
  const { rank } = state;
  const found = decomposed(state.picture);
  const { cells, values } = found;
  const kept = partial(found, rank);
  const error = cells.map((cell, k) => cell - (kept[k] as number));
  const squares = (from: number): number => values.subarray(from).reduce((sum, value) => sum + value * value, 0);
  const relative = Math.sqrt(squares(rank) / squares(0));
  const spectral = values[rank] ?? 0;
  const exact = spectral <= ROUNDING * (values[0] as number);
  const shape = { stored: rank * PRICE, energy: 1 - relative * relative, relative: exact ? 0 : relative, spectral: exact ? 0 : spectral };
  return { cells, kept, error, values, ...shape, sentence: sentence(rank, shape) };
}

type Told = Pick<Derived, "stored" | "relative" | "spectral">;

function sentence(rank: number, { stored, relative, spectral }: Told): string {
  if (rank === 0) return `Rank 0: nothing is kept, and the error is the whole picture.`;
  const price = stored > CELLS ? `${stored} numbers, more than the picture’s ${CELLS}` : `${stored} numbers instead of ${CELLS}`;
  if (spectral === 0) {
    const why = rank === FULL ? "every pattern is kept" : "all further singular values are 0 up to rounding";
    return `Rank ${rank}: ${price}. There is no error: ${why}.`;
  }
  return `Rank ${rank}: ${price}. The error is ${percent(relative)} of the picture; the next pattern has σ = ${shown(spectral, 3)}.`;
}

/** Never 100 % for less, never 0 % for more. */
export function percent(part: number): string {
  if (part === 0 || part === 1) return `${100 * part} %`;
  if (part > 0.9999995) return "> 99.9999 %";
  const left = part > 0.5 ? Math.ceil(-Math.log10(1 - part)) : 1; // its nines, and two digits more
  return `${shown(100 * part, Math.max(3, left + 1))} %`;
}

/** What a 2×2 matrix does to lines through the origin, in closed form. Pure; held to NumPy's by test/golden.json. */

/** Row by row. */
export type Matrix = readonly [number, number, number, number];

export type Spectrum =
  /** Two lines are kept; angles in degrees, from 0 to 180. */
  | { readonly kind: "two"; readonly values: readonly [number, number]; readonly lines: readonly [number, number] }
  /** A double eigenvalue with one line: a defective matrix. */
  | { readonly kind: "one"; readonly values: readonly [number]; readonly lines: readonly [number] }
  /** A multiple of the identity. */
  | { readonly kind: "every"; readonly values: readonly [number]; readonly lines: readonly [] }
  /** Two complex eigenvalues, re ± i·im: no line is kept. */
  | { readonly kind: "none"; readonly re: number; readonly im: number; readonly values: readonly []; readonly lines: readonly [] };

/** Eigenvalues closer than a millionth of the entries are taken for one: rounding tells them apart no better. */
const CLOSE = 1e-12;

export function spectrum(matrix: Matrix): Spectrum {
  const largest = Math.max(...matrix.map(Math.abs));
  if (largest === 0) return { kind: "every", values: [0], lines: [] };
  // By a power of two, which rounds nothing: squares neither overflow nor vanish.
  const scale = 2 ** Math.floor(Math.log2(largest));
  const [a, b, c, d] = matrix.map((entry) => entry / scale) as unknown as Matrix;
  const [middle, half] = [(a + d) / 2, (a - d) / 2];
  if (Math.max(Math.abs(b), Math.abs(c), Math.abs(half)) <= 1e-9) return { kind: "every", values: [scale * middle], lines: [] };
  const square = half * half + b * c; // of half the distance between the eigenvalues
  if (Math.abs(square) <= CLOSE) return { kind: "one", values: [scale * middle], lines: [kept([a, b, c, d], middle)] };
  const root = Math.sqrt(Math.abs(square));
  if (square < 0) return { kind: "none", re: scale * middle, im: scale * root, values: [], lines: [] };
  const [first, last] = [middle + root, middle - root];
  return { kind: "two", values: [scale * first, scale * last], lines: [kept([a, b, c, d], first), kept([a, b, c, d], last)] };
}

/** The line that A − λI flattens: perpendicular to its longer row. */
function kept([a, b, c, d]: Matrix, value: number): number {
  const rows = [[a - value, b], [c, d - value]] as const;
  const [x, y] = Math.hypot(...rows[0]) >= Math.hypot(...rows[1]) ? rows[0] : rows[1];
  return turned((Math.atan2(x, -y) * 180) / Math.PI, 180);
}

/** Longest and shortest stretch: the half-axes of the ellipse. */
export function stretches([a, b, c, d]: Matrix): readonly [number, number] {
  const [sum, difference] = [Math.hypot(a + d, c - b) / 2, Math.hypot(a - d, b + c) / 2];
  return [sum + difference, Math.abs(sum - difference)];
}

export const apply = ([a, b, c, d]: Matrix, [x, y]: readonly [number, number]): readonly [number, number] => [a * x + b * y, c * x + d * y];

/** The point of the unit circle at an angle in degrees; what is 0 is 0. */
export function unit(angle: number): readonly [number, number] {
  const radians = (angle * Math.PI) / 180;
  const clean = (value: number): number => (Math.abs(value) < 1e-15 ? 0 : value);
  return [clean(Math.cos(radians)), clean(Math.sin(radians))];
}

/** From 0 up to, and without, a whole turn. */
export const turned = (angle: number, whole = 360): number => {
  const rest = ((angle % whole) + whole) % whole;
  return rest === whole ? 0 : rest + 0; // no −0
};

/** By how many degrees Av leans off the line of v: −90 to 90, counterclockwise above 0; null where Av is 0. */
export function lean(matrix: Matrix, angle: number): number | null {
  const [x, y] = unit(angle);
  const [ax, ay] = apply(matrix, [x, y]);
  if (Math.hypot(ax, ay) <= CLOSE * stretches(matrix)[0]) return null;
  const off = (Math.atan2(x * ay - y * ax, x * ax + y * ay) * 180) / Math.PI;
  return off > 90 ? off - 180 : off <= -90 ? off + 180 : off;
}

/**
 * The singular value decomposition of a small table, by one-sided Jacobi rotations: pairs of rows are turned into each other
 * until all rows are perpendicular (Hestenes 1958). Their lengths are the singular values, and the turns are the left vectors.
 * Pure; held to NumPy's values by test/golden.json.
 */
export interface Decomposition {
  /** Falling. */
  readonly values: Float64Array;
  /** u[i] has one weight for each row of the table. */
  readonly u: readonly Float64Array[];
  /** σᵢ times the i-th right vector, so that the table is the sum of u[i] times scaled[i]. */
  readonly scaled: readonly Float64Array[];
}

const SWEEPS = 30;
/** Rows this close to perpendicular are so, up to rounding. */
const PERPENDICULAR = 1e-15;

export function svd(table: Float64Array, rows: number, columns: number): Decomposition {
  const right = Array.from({ length: rows }, (_, i) => table.slice(i * columns, (i + 1) * columns));
  const left = Array.from({ length: rows }, (_, i) => Float64Array.from({ length: rows }, (_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0, turned = true; turned && sweep < SWEEPS; sweep++) {
    turned = false;
    for (let p = 0; p < rows - 1; p++) {
      for (let q = p + 1; q < rows; q++) {
        const [a, b] = [right[p] as Float64Array, right[q] as Float64Array];
        const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
        if (Math.abs(ab) <= PERPENDICULAR * Math.sqrt(aa * bb) || ab === 0) continue;
        turned = true;
        const zeta = (bb - aa) / (2 * ab);
        const tan = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const cos = 1 / Math.hypot(1, tan);
        rotate(a, b, cos, cos * tan);
        rotate(left[p] as Float64Array, left[q] as Float64Array, cos, cos * tan);
      }
    }
  }
  const lengths = right.map((row) => Math.sqrt(dot(row, row)));
  const order = lengths.map((_, i) => i).sort((i, j) => (lengths[j] as number) - (lengths[i] as number));
  return {
    values: Float64Array.from(order, (i) => lengths[i] as number),
    u: order.map((i) => left[i] as Float64Array),
    scaled: order.map((i) => right[i] as Float64Array),
  };
}

/** The sum of the first `rank` patterns: no table of that rank is closer (Eckart and Young 1936). */
export function partial({ u, scaled }: Decomposition, rank: number): Float64Array {
  const [rows, columns] = [u[0]?.length ?? 0, scaled[0]?.length ?? 0];
  const sum = new Float64Array(rows * columns);
  for (let k = 0; k < rank; k++) {
    const [left, right] = [u[k] as Float64Array, scaled[k] as Float64Array];
    for (let i = 0; i < rows; i++) {
      const weight = left[i] as number;
      for (let j = 0; j < columns; j++) sum[i * columns + j] = (sum[i * columns + j] as number) + weight * (right[j] as number);
    }
  }
  return sum;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function rotate(a: Float64Array, b: Float64Array, cos: number, sin: number): void {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    a[i] = cos * x - sin * y;
    b[i] = sin * x + cos * y;
  }
}

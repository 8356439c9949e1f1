/** Pictures of 24 × 32 gray cells, each from a formula that NumPy has too (test/golden.json). */
export const ROWS = 24;
export const COLUMNS = 32;

export interface Picture {
  readonly title: string;
  /** Row by row, from the top; 0 is black and 1 white. */
  cells(): Float64Array;
  /** In NumPy, with `across` and `down` at hand. */
  readonly python: readonly string[];
}

/** As np.linspace has it. */
const spaced = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => (i === count - 1 ? to : from + i * ((to - from) / (count - 1))));
const across = spaced(-1.6, 1.6, COLUMNS);
const down = spaced(1.2, -1.2, ROWS);

const each = (cell: (x: number, y: number) => number) => (): Float64Array =>
  Float64Array.from(down.flatMap((y) => across.map((x) => cell(x, y))));

export const PICTURES = {
  tilted: {
    title: "Rings of a turned bowl",
    cells: each((x, y) => 0.5 + 0.5 * Math.cos(2 * x * x + 2 * x * y + 2 * y * y)),
    python: ["image = 0.5 + 0.5 * np.cos(", "    2 * across**2 + 2 * across * down + 2 * down**2)  # (24, 32)"],
  },
  straight: {
    title: "The same rings, not turned",
    cells: each((x, y) => 0.5 + 0.5 * Math.cos(x * x + 3 * (y * y))),
    python: ["image = 0.5 + 0.5 * np.cos(across**2 + 3 * down**2)  # (24, 32)"],
  },
  edge: {
    title: "A diagonal edge",
    cells: () => Float64Array.from({ length: ROWS * COLUMNS }, (_, k) => {
      const [i, j] = [Math.floor(k / COLUMNS), k % COLUMNS];
      return ROWS * (2 * j + 1) > COLUMNS * (2 * i + 1) ? 1 : 0;
    }),
    python: ["i, j = np.indices((24, 32))", "image = (24 * (2 * j + 1) > 32 * (2 * i + 1)) * 1.0  # (24, 32)"],
  },
  noise: {
    title: "Noise",
    // The minimal standard generator of Park and Miller, from 1 on.
    cells() {
      let seed = 1;
      return Float64Array.from({ length: ROWS * COLUMNS }, () => {
        seed = (16807 * seed) % 2147483647;
        return seed / 2147483647;
      });
    },
    python: ["seed, cells = 1, []", "for _ in range(24 * 32):", "    seed = 16807 * seed % 2147483647", "    cells.append(seed / 2147483647)", "image = np.reshape(cells, (24, 32))"],
  },
} as const satisfies Record<string, Picture>;

export type PictureName = keyof typeof PICTURES;

export const pictureOf = (name: PictureName): Picture => PICTURES[name];

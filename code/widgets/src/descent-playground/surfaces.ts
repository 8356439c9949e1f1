/** The losses that one can walk on. Their values are held to NumPy's by test/golden.json. */
export type Point = readonly [number, number];

export interface Mark {
  readonly eta: number;
  readonly label: string;
  readonly note?: string;
  /** What the rate is good for, as the screen reader says it. */
  readonly says: string;
}

export interface Surface {
  readonly title: string;
  readonly formula: string;
  loss(x: number, y: number): number;
  grad(x: number, y: number): Point;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Levels of the contour lines; the second is labeled where the first would be too small. */
  readonly levels: readonly number[];
  readonly minima: readonly Point[];
  /** The first of the minima is the only lowest one. */
  readonly local?: boolean;
  readonly start: Point;
  readonly eta: number;
  readonly etaMax: number;
  readonly etaStep: number;
  readonly marks: readonly Mark[];
  /** The body of loss(w) and grad(w) in NumPy. */
  readonly python: { readonly loss: string; readonly grad: string };
}

const wide = { x: [-5, 5], y: [-5, 5] } as const;

export const SURFACES = {
  bowl: {
    title: "Bowl", formula: "x² + 3y²", ...wide,
    loss: (x, y) => x * x + 3 * (y * y),
    grad: (x, y) => [2 * x, 6 * y],
    levels: [1, 5, 14.56, 43, 100],
    minima: [[0, 0]], start: [4, 3], eta: 0.1, etaMax: 0.5, etaStep: 0.0025,
    marks: [
      { eta: 1 / 6, label: "1/6", note: "y at once", says: "y settles in one step" },
      { eta: 1 / 4, label: "1/4", note: "best", says: "best" },
      { eta: 1 / 3, label: "1/3", note: "limit", says: "limit" },
    ],
    python: { loss: "w[0] ** 2 + 3 * w[1] ** 2", grad: "np.array([2 * w[0], 6 * w[1]])" },
  },
  round: {
    title: "Round bowl", formula: "x² + y²", ...wide,
    loss: (x, y) => x * x + y * y,
    grad: (x, y) => [2 * x, 2 * y],
    levels: [1, 4, 9, 16, 25, 36],
    minima: [[0, 0]], start: [4, 3], eta: 0.1, etaMax: 1.5, etaStep: 0.01,
    marks: [
      { eta: 1 / 2, label: "1/2", note: "best", says: "best: one step" },
      { eta: 1, label: "1", note: "limit", says: "limit" },
    ],
    python: { loss: "w[0] ** 2 + w[1] ** 2", grad: "np.array([2 * w[0], 2 * w[1]])" },
  },
  valley: {
    title: "Narrow valley", formula: "x² + 100y²", ...wide,
    loss: (x, y) => x * x + 100 * (y * y),
    grad: (x, y) => [2 * x, 200 * y],
    levels: [1, 10, 40, 100, 400, 1000],
    minima: [[0, 0]], start: [4, 1], eta: 0.004, etaMax: 0.015, etaStep: 0.0001,
    marks: [
      { eta: 1 / 200, label: "1/200", note: "y at once", says: "y settles in one step" },
      { eta: 1 / 100, label: "1/100", note: "limit", says: "limit; the best, 1/101, is just below" },
    ],
    python: { loss: "w[0] ** 2 + 100 * w[1] ** 2", grad: "np.array([2 * w[0], 200 * w[1]])" },
  },
  rosenbrock: {
    title: "Rosenbrock’s banana", formula: "(1 − x)² + 100(y − x²)²", x: [-2, 2], y: [-1, 3],
    loss(x, y) {
      const r = y - x * x;
      return (1 - x) * (1 - x) + 100 * (r * r);
    },
    grad(x, y) {
      const r = y - x * x;
      return [-2 * (1 - x) - 400 * x * r, 200 * r];
    },
    levels: [0.3, 2, 10, 50, 200, 800],
    minima: [[1, 1]], start: [-1.2, 1], eta: 0.001, etaMax: 0.006, etaStep: 0.00005,
    marks: [{ eta: 2 / 1001.600639, label: "≈ 0.002", note: "limit", says: "limit near the minimum" }],
    python: {
      loss: "(1 - w[0]) ** 2 + 100 * (w[1] - w[0] ** 2) ** 2",
      grad: "np.array([-2 * (1 - w[0]) - 400 * w[0] * (w[1] - w[0] ** 2), 200 * (w[1] - w[0] ** 2)])",
    },
  },
  saddle: {
    title: "Saddle", formula: "x² + (y² − 4)²/8", ...wide,
    loss(x, y) {
      const q = y * y - 4;
      return x * x + q * q / 8;
    },
    grad: (x, y) => [2 * x, y * (y * y - 4) / 2],
    levels: [0.3, 1, 2, 4, 10, 20, 40],
    minima: [[0, 2], [0, -2]], start: [4, 0.05], eta: 0.1, etaMax: 0.75, etaStep: 0.005,
    marks: [{ eta: 1 / 2, label: "1/2", note: "limit", says: "limit near the minima" }],
    python: {
      loss: "w[0] ** 2 + (w[1] ** 2 - 4) ** 2 / 8",
      grad: "np.array([2 * w[0], w[1] * (w[1] ** 2 - 4) / 2])",
    },
  },
  basins: {
    title: "Two basins", formula: "(x² − 4)²/8 + x/4 + 1 + y²", ...wide,
    loss(x, y) {
      const q = x * x - 4;
      return q * q / 8 + x / 4 + 1 + y * y;
    },
    grad: (x, y) => [x * (x * x - 4) / 2 + 0.25, 2 * y],
    levels: [0.7, 1.2, 2, 3, 5, 10, 20, 40],
    minima: [[-2.05979197, 0], [1.93429788, 0]], local: true, start: [4, 3], eta: 0.1, etaMax: 0.75, etaStep: 0.005,
    marks: [{ eta: 2 / 4.36411444, label: "≈ 0.46", note: "limit", says: "limit near the lowest point" }],
    python: {
      loss: "(w[0] ** 2 - 4) ** 2 / 8 + w[0] / 4 + 1 + w[1] ** 2",
      grad: "np.array([w[0] * (w[0] ** 2 - 4) / 2 + 0.25, 2 * w[1]])",
    },
  },
} as const satisfies Record<string, Surface>;

export type SurfaceName = keyof typeof SURFACES;

export const surfaceOf = (name: SurfaceName): Surface => SURFACES[name];

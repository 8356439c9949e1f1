/** The curves of the tangent explorer. Their values are held to NumPy's by test/golden.json. */
export interface Curve {
  readonly title: string;
  readonly formula: string;
  f(x: number): number;
  /** The derivative, or null where there is none. */
  slope(x: number): number | null;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Where the one-sided slopes differ. */
  readonly kink?: number;
  readonly python: { readonly f: string; readonly slope: string };
}

export const CURVES = {
  square: {
    title: "Parabola", formula: "x²", f: (x) => x * x, slope: (x) => 2 * x, x: [-3, 3], y: [-2, 7],
    python: { f: "x ** 2", slope: "2 * x" },
  },
  cubic: {
    title: "Cubic", formula: "x³/3 − x", f: (x) => x * x * x / 3 - x, slope: (x) => x * x - 1, x: [-3, 3], y: [-4.5, 4.5],
    python: { f: "x ** 3 / 3 - x", slope: "x ** 2 - 1" },
  },
  sine: {
    title: "Sine", formula: "sin x", f: Math.sin, slope: Math.cos, x: [-3, 3], y: [-2.25, 2.25],
    python: { f: "np.sin(x)", slope: "np.cos(x)" },
  },
  exp: {
    title: "Exponential", formula: "eˣ", f: Math.exp, slope: Math.exp, x: [-3, 3], y: [-2, 7],
    python: { f: "np.exp(x)", slope: "np.exp(x)" },
  },
  relu: {
    title: "ReLU", formula: "max(x, 0)", f: (x) => Math.max(x, 0), slope: (x) => (x > 0 ? 1 : x < 0 ? 0 : null),
    x: [-3, 3], y: [-1.5, 3], kink: 0,
    python: { f: "np.maximum(x, 0)", slope: "np.where(x > 0, 1.0, np.where(x < 0, 0.0, np.nan))" },
  },
} as const satisfies Record<string, Curve>;

export type CurveName = keyof typeof CURVES;

export const curveOf = (name: CurveName): Curve => CURVES[name];

/** Matrices worth turning a vector in, one for each thing that can happen. */
import { shown } from "../kit/format.ts";
import type { Matrix } from "./eigen.ts";

export const PRESETS: Readonly<Record<string, { readonly title: string; readonly matrix: Matrix }>> = {
  symmetric: { title: "Symmetric", matrix: [4, 2, 2, 4] },
  triangular: { title: "Triangular", matrix: [3, 1, 0, 2] },
  oblique: { title: "Axes off the lines", matrix: [3, 0, 4, 5] },
  shear: { title: "Shear", matrix: [1, 1, 0, 1] },
  quarter: { title: "Quarter turn", matrix: [0, -1, 1, 0] },
  spiral: { title: "Turn and stretch", matrix: [1, -2, 1, 1] },
  mirror: { title: "Mirror", matrix: [0, 1, 1, 0] },
  flat: { title: "Flattening", matrix: [2, 1, 2, 1] },
  every: { title: "Twice everything", matrix: [2, 0, 0, 2] },
};

const OWN = "own";

export const CHOICES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(PRESETS).map(([name, { title, matrix }]) => [name, `${title}: ${rows(matrix)}`])), [OWN]: "As typed",
};

export const nameOf = (matrix: Matrix): string =>
  Object.entries(PRESETS).find(([, preset]) => preset.matrix.every((entry, i) => entry === matrix[i]))?.[0] ?? OWN;

export function rows([a, b, c, d]: Matrix): string {
  return `[[${shown(a)}, ${shown(b)}], [${shown(c)}, ${shown(d)}]]`;
}

/** The very vectors, and the eigenpairs, as a few lines of NumPy. */
import { python } from "../kit/format.ts";
import type { State } from "./model.ts";

export function asNumpy({ matrix: [a, b, c, d], angle }: State): string {
  return [
    "import numpy as np", "",
    `A = np.array([[${python(a)}, ${python(b)}], [${python(c)}, ${python(d)}]])  # (2, 2)`,
    `t = np.radians(${python(angle)})`,
    "v = np.array([np.cos(t), np.sin(t)])  # (2,)",
    'print("v ", *v)',
    'print("Av", *(A @ v))',
    "values, vectors = np.linalg.eig(A)  # one eigenvector a column",
    'print("eigenvalues", values)',
    "print(vectors)", "",
  ].join("\n");
}

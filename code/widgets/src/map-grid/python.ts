/** The very map as a few lines of NumPy. */
import { python } from "../kit/format.ts";
import type { State } from "./model.ts";

export function asNumpy({ matrix: [a, b, c, d] }: State): string {
  return [
    "import numpy as np", "",
    `M = np.array([[${python(a)}, ${python(b)}],`,
    `              [${python(c)}, ${python(d)}]])`,
    "square = np.array([[0.0, 1.0, 1.0, 0.0],",
    "                   [0.0, 0.0, 1.0, 1.0]])  # (2, 4): one corner a column",
    "print(M @ square)                      # columns 1 and 3 are those of M",
    'print("det ", np.linalg.det(M))',
    'print("rank", np.linalg.matrix_rank(M))', "",
  ].join("\n");
}

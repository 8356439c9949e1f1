/** The very numbers as a few lines of NumPy. */
import { python } from "../kit/format.ts";
import type { State } from "./model.ts";

export function asNumpy({ a, b }: State): string {
  return [
    "import numpy as np", "",
    `a = np.array([${a.map(python).join(", ")}])`,
    `b = np.array([${b.map(python).join(", ")}])`,
    "dot = a @ b",
    "lengths = np.linalg.norm(a), np.linalg.norm(b)",
    "cosine = dot / (lengths[0] * lengths[1])  # nan where an arrow has length 0",
    "shadow = dot / lengths[1]                 # of a on b, with its sign",
    'print("dot   ", dot)',
    'print("length", *lengths)',
    'print("cosine", cosine)',
    'print("shadow", shadow)', "",
  ].join("\n");
}

/** The very run as a few lines of NumPy. */
import { python } from "../kit/format.ts";
import type { Setting } from "./run.ts";
import { surfaceOf } from "./surfaces.ts";

export function asNumpy({ surface, eta, start, flip, forget, steps }: Setting): string {
  const { title, formula, python: code } = surfaceOf(surface);
  const sign = flip ? "+" : "-";
  const update = forget
    ? ["    g = g + grad(w)                # never cleared: the sum of all gradients so far", `    w = w ${sign} eta * g`]
    : [`    w = w ${sign} eta * grad(w)`];
  return [
    "import numpy as np", "",
    `# ${title}: ${formula}`,
    "def loss(w):", `    return ${code.loss}`, "",
    "def grad(w):", `    return ${code.grad}`, "",
    `w = np.array([${start.map(python).join(", ")}])`,
    ...(forget ? ["g = np.zeros(2)"] : []),
    `eta = ${python(eta)}`,
    `print(0, w, loss(w))`,
    `for k in range(${steps}):`,
    ...update,
    "    print(k + 1, w, loss(w))", "",
  ].join("\n");
}

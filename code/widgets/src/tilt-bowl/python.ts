/** The very run as a few lines of NumPy. */
import { python } from "../kit/format.ts";
import type { State } from "./model.ts";

export function asNumpy({ angle, eta, steps }: State): string {
  return [
    "import numpy as np", "",
    `t = np.radians(${python(angle)})`,
    "T = np.array([[np.cos(t), np.sin(t)], [-np.sin(t), np.cos(t)]])  # (2, 2) a clockwise turn",
    "H = T @ np.diag([2.0, 6.0]) @ T.T  # (2, 2) the turned bowl",
    "print(H)",
    'print("eigenvalues", np.linalg.eigvalsh(H))', "",
    "w = T @ np.array([4.0, 3.0])  # (2,)",
    `eta = ${python(eta)}`,
    "print(0, w, w @ H @ w / 2)",
    `for k in range(${steps}):`,
    "    w = w - eta * (H @ w)",
    "    print(k + 1, w, w @ H @ w / 2)", "",
  ].join("\n");
}

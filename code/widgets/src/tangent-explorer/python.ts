/** The very slopes as a few lines of NumPy. */
import { python } from "../kit/format.ts";
import { curveOf } from "./curves.ts";
import type { State } from "./model.ts";

export function asNumpy({ function: name, x, h, left }: State): string {
  const { title, formula, python: code } = curveOf(name);
  return [
    "import numpy as np", "",
    `# ${title}: ${formula}`,
    "def f(x):", `    return ${code.f}`, "",
    "def slope(x):", `    return ${code.slope}`, "",
    `x, h = ${python(x)}, ${python(left ? -h : h)}`,
    `print("tangent", slope(x))`,
    `print("secant ", (f(x + h) - f(x)) / h)`, "",
  ].join("\n");
}

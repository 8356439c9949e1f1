/** The very shapes as a few lines of NumPy, without filling the memory. */
import type { State } from "./model.ts";
import { numbers, plan, SIGNS, tuple } from "./shapes.ts";

/** So many numbers may be made to try it. */
const FEW = 1e6;

/** NumPy has no dry run for `@`: its rule, written out. */
const MATMUL = [
  "def matmul_shape(a, b):",
  "    if not a or not b:", '        raise ValueError("@ needs at least one axis on both sides")',
  "    A = a if len(a) > 1 else (1, *a)",
  "    B = b if len(b) > 1 else (*b, 1)",
  "    if A[-1] != B[-2]:", '        raise ValueError(f"inner axes differ: {A[-1]} and {B[-2]}")',
  "    outer = (A[-2],) * (len(a) > 1) + (B[-1],) * (len(b) > 1)",
  "    return np.broadcast_shapes(A[:-2], B[:-2]) + outer", "",
];

export function asNumpy({ a, b, op }: State): string {
  const { result } = plan(a, b, op);
  const small = [a, b, result ?? []].every((shape) => numbers(shape) <= FEW);
  const rule = small ? `(np.ones(a) ${SIGNS[op]} np.ones(b)).shape` : op === "matmul" ? "matmul_shape(a, b)" : "np.broadcast_shapes(a, b)";
  return [
    "import math", "import numpy as np", "",
    ...(small || op !== "matmul" ? [] : MATMUL),
    `a = ${tuple(a)}`, `b = ${tuple(b)}`,
    "try:", `    shape = ${rule}`,
    ...(small ? [] : ["    if 8 * math.prod(shape) >= 2 ** 63:", '        raise ValueError("array is too big")']),
    '    print(shape, 8 * math.prod(shape), "bytes")',
    "except ValueError as error:", '    print("ValueError:", error)', "",
  ].join("\n");
}

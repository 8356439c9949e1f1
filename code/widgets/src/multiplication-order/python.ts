/** The very count as a few lines of Python. */
import type { State } from "./model.ts";

export function asNumpy({ sizes: [n, m, p, q] }: State): string {
  return [
    `n, m, p, q = ${n}, ${m}, ${p}, ${q}  # A is (n, m), B is (m, p), C is (p, q)`, "",
    "def flops(m, k, n):",
    "    return 2 * m * k * n  # (m, k) @ (k, n): m * n sums of k products", "",
    "left = flops(n, m, p) + flops(n, p, q)   # (A @ B) @ C",
    "right = flops(m, p, q) + flops(n, m, q)  # A @ (B @ C)",
    'print("(AB)C", left)',
    'print("A(BC)", right)',
    'print("ratio", max(left, right) / min(left, right))',
    "# For longer chains np.linalg.multi_dot([A, B, C]) finds the cheapest order.", "",
  ].join("\n");
}

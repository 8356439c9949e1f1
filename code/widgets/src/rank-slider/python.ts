/** The very approximation as a few lines of NumPy. */
import type { State } from "./model.ts";
import { pictureOf } from "./pictures.ts";

export function asNumpy({ picture, rank }: State): string {
  const { title, python } = pictureOf(picture);
  return [
    "import numpy as np", "",
    `# ${title}`,
    "across = np.linspace(-1.6, 1.6, 32)  # (32,)",
    "down = np.linspace(1.2, -1.2, 24)[:, None]  # (24, 1)",
    ...python, "",
    "U, s, Vt = np.linalg.svd(image, full_matrices=False)",
    `k = ${rank}`,
    "kept = (U[:, :k] * s[:k]) @ Vt[:k]  # (24, 32)",
    "rest = np.sqrt(np.sum(s[k:] ** 2) / np.sum(s ** 2))",
    'print("numbers", k * (24 + 32 + 1), "of", image.size)',
    'print("energy", 1 - rest ** 2)',
    'print("relative error", rest)',
    'print("spectral error", np.linalg.norm(image - kept, 2))', "",
  ].join("\n");
}

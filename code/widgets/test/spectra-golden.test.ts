/** Lesson 4's figures show NumPy's numbers: see tests/golden_spectra.py. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { derived as sliderOf, initial as slider } from "../src/rank-slider/model.ts";
import type { PictureName } from "../src/rank-slider/pictures.ts";
import { apply, spectrum, stretches, turned, unit, type Matrix } from "../src/spin-vector/eigen.ts";
import { derived as tiltOf, initial as tilt } from "../src/tilt-bowl/model.ts";

interface Pair { matrix: Matrix; real: number[]; imaginary: number; vectors: [number, number][]; stretches: number[]; images: [number, number][] }
interface Tilt { angle: number; eta: number; hessian: number[][]; eigenvalues: number[]; start: number[]; losses: number[] }
interface Kept { rank: number; row: number[]; relative: number; spectral: number }
interface Decomposed { picture: PictureName; row: number[]; values: number[]; kept: Kept[] }

const golden = JSON.parse(readFileSync(new URL("golden.json", import.meta.url), "utf8")) as { eigenpairs: Pair[]; tilts: Tilt[]; decompositions: Decomposed[] };
const DIRECTIONS = [0, 20, 45, 100, 135, 210, 333];

/** Each within 1e-12 of the largest, or of `scale`. */
function agree(found: Iterable<number>, wanted: readonly number[], scale = Math.max(...wanted.map(Math.abs))): void {
  const all = [...found];
  expect(all.length).toBe(wanted.length);
  for (const [i, value] of all.entries()) expect(Math.abs(value - (wanted[i] as number))).toBeLessThanOrEqual(1e-12 * scale);
}

test.each(golden.eigenpairs)("$matrix has NumPy's eigenvalues, lines, stretches and images", ({ matrix, real, imaginary, vectors, stretches: wanted, images }) => {
  const found = spectrum(matrix);
  const scale = Math.max(...matrix.map(Math.abs));
  if (found.kind === "none") {
    agree([found.re, found.im], [real[0] as number, imaginary], scale);
  } else {
    expect(found.kind).toBe("two");
    agree(found.values, real, scale);
    const lines = vectors.map(([x, y]) => turned((Math.atan2(y, x) * 180) / Math.PI, 180));
    found.lines.forEach((line, i) => {
      const off = Math.abs(line - (lines[i] as number));
      expect(Math.min(off, 180 - off)).toBeLessThan(1e-11);
    });
  }
  agree(stretches(matrix), wanted, scale);
  DIRECTIONS.forEach((angle, i) => agree(apply(matrix, unit(angle)), images[i] as [number, number], scale));
});

test("the golden turns are as many as was asked for, and the brief's losses are in them at every angle", () => {
  const all = golden.tilts.filter(({ eta }) => eta === 0.1);
  expect(all.length).toBe(9);
  for (const { losses, eigenvalues } of all) {
    agree(losses.slice(0, 3), [43, 14.56, 7.2448], 43);
    agree(eigenvalues, [2, 6], 6);
  }
});

test.each(golden.tilts)("turned by $angle° with η = $eta it has NumPy's Hessian, start and losses", ({ angle, eta, hessian, start, losses }) => {
  const { bowl, run } = tiltOf(tilt({ angle, eta, steps: losses.length - 1 }));
  const [a, b, d] = bowl.hessian;
  agree([a, b, b, d], hessian.flat(), 6);
  agree(bowl.start, start, 5);
  losses.forEach((loss, k) => agree([run.losses[k] as number], [loss], Math.max(Math.abs(loss), 1e-12)));
});

test.each(golden.decompositions)("$picture has NumPy's cells, singular values, approximations and errors", ({ picture, row, values, kept }) => {
  const whole = sliderOf(slider({ picture, rank: 0 }));
  agree(whole.cells.slice(5 * 32, 6 * 32), row, 1);
  agree(whole.values, values);
  for (const { rank, row: wanted, relative, spectral } of kept) {
    const found = sliderOf(slider({ picture, rank }));
    agree(found.kept.slice(5 * 32, 6 * 32), wanted, values[0]);
    agree([found.relative], [relative], 1);
    agree([found.spectral], [spectral], values[0]);
  }
});

/** Arithmetic with arrows in the plane. Pure. */
import type { Vector } from "./plane.ts";

export const dot = ([ax, ay]: Vector, [bx, by]: Vector): number => ax * bx + ay * by;
/** The area of the parallelogram, negative where `b` lies clockwise of `a`. */
export const cross = ([ax, ay]: Vector, [bx, by]: Vector): number => ax * by - ay * bx;
export const length = ([x, y]: Vector): number => Math.hypot(x, y);
export const scaled = ([x, y]: Vector, by: number): Vector => [x * by + 0, y * by + 0]; // no −0

/** Below this part of the product of two lengths a product counts as 0: floats seldom meet it exactly. */
const NOTHING = 1e-9;
export const isNothing = (product: number, a: Vector, b: Vector): boolean => Math.abs(product) <= NOTHING * length(a) * length(b);

/** Numbers whose squares would vanish are 0: nobody could see them. */
export const tidy = <V extends readonly number[]>(numbers: V): V => numbers.map((x) => (Math.abs(x) < 1e-9 ? 0 : x)) as unknown as V;

/** On a grid, as a drag or a key moves a tip. */
export function snapped([x, y]: Vector, grid: number): Vector {
  const snap = (value: number): number => Number((Math.round(value / grid) * grid).toPrecision(10)) + 0;
  return [snap(x), snap(y)];
}

/** On the line of `other`, or at a right angle to it, if `v` is that near: in degrees. */
export function aligned(v: Vector, other: Vector, within: number, right: boolean): Vector {
  const size = length(v) * length(other);
  if (size === 0) return v;
  const [onto, off] = [dot(v, other), cross(other, v)];
  if (Math.abs(right ? onto : off) > size * Math.sin((within * Math.PI) / 180)) return v;
  const part = (right ? off : onto) / dot(other, other);
  return right ? scaled([-other[1], other[0]], part) : scaled(other, part);
}

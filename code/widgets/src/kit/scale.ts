/** From numbers to pixels and back. */
export interface Scale {
  (value: number): number;
  invert(pixel: number): number;
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
}

export function linear(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [a, b] = domain;
  const [p, q] = range;
  const factor = (q - p) / (b - a);
  return Object.assign((value: number) => p + (value - a) * factor, { invert: (pixel: number) => a + (pixel - p) / factor, domain, range });
}

/** Logarithmic; the domain is positive. */
export function log(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const inner = linear([Math.log10(domain[0]), Math.log10(domain[1])], range);
  return Object.assign((value: number) => inner(Math.log10(value)), { invert: (pixel: number) => 10 ** inner.invert(pixel), domain, range });
}

/** Far beyond any screen and safe for SVG: where a point is drawn that has flown off. */
const FAR = 1e5;
export const pixel = (value: number): string => Math.min(Math.max(value, -FAR), FAR).toFixed(1);

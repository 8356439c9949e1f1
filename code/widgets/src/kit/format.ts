/** Numbers as the book prints them: four significant digits, a true minus. */
export function shown(value: number, digits = 4): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "−inf";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-3
    ? value.toExponential(digits - 1).replace(/\.?0+e/, "e").replace("e+", "e")
    : String(Number(value.toPrecision(digits)));
  return text.replaceAll("-", "−");
}

/** A number as Python writes a float. */
export function python(value: number): string {
  const text = String(value).replace(/e([+-]?)(\d)$/, "e$10$2");
  return /[.e]/.test(text) ? text : `${text}.0`;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

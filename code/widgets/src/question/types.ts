/** What the press writes about a question, and what a reader's answer can come to. No behavior. */

/** A number as the press writes it: JSON has no infinities, so those are words. */
export type Num = number | "inf" | "-inf" | "nan";
/** A number, or lists of numbers in lists: a vector, a matrix. */
export type Nested<T> = T | readonly Nested<T>[];

export interface Tolerance {
  readonly size: number;
  readonly relative: boolean;
}

export interface NumberBlank {
  readonly kind: "number";
  readonly value: Num;
  readonly tolerance: Tolerance;
  readonly slips: readonly Num[];
}

export interface VectorBlank {
  readonly kind: "vector";
  readonly value: Nested<Num>;
  readonly tolerance: Tolerance;
  readonly slips: readonly Nested<Num>[];
}

/** A tuple, or a number where the point is that it is none. */
export type Shape = number | readonly number[];

export interface ShapeBlank {
  readonly kind: "shape";
  readonly value: Shape;
  readonly slips: readonly Shape[];
}

export interface FormulaBlank {
  readonly kind: "formula";
  readonly variables: readonly string[];
  /** One list per variable, all of one length. */
  readonly points: readonly (readonly number[])[];
  readonly values: readonly Num[];
  readonly slips: readonly (readonly Num[])[];
}

/** Any of several wordings, each as good as the other. */
export interface TextBlank {
  readonly kind: "text";
  readonly value: readonly string[];
  readonly slips: readonly (readonly string[])[];
}

export interface TraceBlank {
  readonly kind: "trace";
  readonly value: string;
  readonly slips: readonly (readonly string[])[];
}

export type Blank = NumberBlank | VectorBlank | ShapeBlank | FormulaBlank | TextBlank | TraceBlank;

export type Key =
  | { readonly right: readonly boolean[] }
  | { readonly order: readonly number[] }
  | { readonly blanks: readonly Blank[] };

/**
 * What one typed answer comes to. `wrong` may carry a note that names the slip; `syntax` means that
 * it could not be read: it says why, and is never counted as wrong.
 */
export type Outcome =
  | { readonly verdict: "right" }
  | { readonly verdict: "slip"; readonly slip: number }
  | { readonly verdict: "wrong"; readonly note?: string }
  | { readonly verdict: "syntax"; readonly note: string }
  | { readonly verdict: "empty" };

/** What a reader has entered. */
export type Answer =
  | { readonly chosen: readonly number[] }
  | { readonly order: readonly number[] }
  | { readonly typed: readonly string[] };

/** What was read, or a sentence that says why it could not be. */
export type Read<T> = { readonly ok: T } | { readonly no: string };
/**
 * Reads a formula whose signs are plain already; `quoted` shows the reader's text back. Both come from
 * `read.ts`: if the formula chunk imported that itself, a third file would have to be loaded first.
 */
export type ReadFormula = (
  text: string,
  variables: readonly string[],
  quoted: (typed: string) => string,
) => Read<(point: readonly number[]) => number>;

/** What a product of three matrices costs in either order. Pure. */
import { shown } from "../kit/format.ts";

/** A is n × m, B is m × p, C is p × q. */
export type Sizes = readonly [n: number, m: number, p: number, q: number];

export interface State {
  readonly sizes: Sizes;
}

export const LARGEST = 1_000_000;

export type Action =
  | { readonly type: "size"; readonly index: number; readonly size: number }
  | { readonly type: "sizes"; readonly sizes: Sizes }
  | { readonly type: "set"; readonly state: State };

export type Props = Partial<State>;

export const EXAMPLES: Readonly<Record<string, { readonly title: string; readonly sizes: Sizes }>> = {
  vector: { title: "a vector at the end", sizes: [1000, 1000, 1000, 1] },
  front: { title: "a vector at the front", sizes: [1, 1000, 1000, 1000] },
  square: { title: "three square matrices", sizes: [1000, 1000, 1000, 1000] },
  batch: { title: "a batch of 100 vectors", sizes: [1000, 1000, 1000, 100] },
  bottleneck: { title: "through a bottleneck of 8", sizes: [1000, 8, 1000, 1] },
};

export const initial = (props: Props): State => ({ sizes: [1000, 1000, 1000, 1], ...props });

const legal = (size: number): boolean => Number.isInteger(size) && size >= 1 && size <= LARGEST;

/** An action that means nothing leaves the very same state. */
export function step(state: State, action: Action): State {
  switch (action.type) {
    case "size":
      return changed(state, state.sizes.map((old, i) => (i === action.index ? action.size : old)) as unknown as Sizes);
    case "sizes":
      return changed(state, action.sizes);
    case "set":
      return action.state;
  }
}

function changed(state: State, sizes: Sizes): State {
  return !sizes.every(legal) || sizes.every((size, i) => size === state.sizes[i]) ? state : { sizes };
}

/** A multiplication and an addition for each term: (m × k) times (k × n) is mkn terms. */
export const flops = (m: number, k: number, n: number): number => 2 * m * k * n;

export interface Way {
  readonly name: string;
  /** The product that is made first, then the second one. */
  readonly steps: readonly [Cost, Cost];
  readonly total: number;
  /** How many numbers the product between has. */
  readonly between: number;
}

export interface Cost {
  readonly name: string;
  readonly flops: number;
}

export interface Derived {
  readonly left: Way;
  readonly right: Way;
  /** How many times the dearer way costs the cheaper one. */
  readonly ratio: number;
  readonly cheaper: "left" | "right" | "neither";
  readonly sentence: string;
}

export function derived({ sizes: [n, m, p, q] }: State): Derived {
  const way = (name: string, between: number, ...steps: [Cost, Cost]): Way =>
    ({ name, steps, total: steps[0].flops + steps[1].flops, between });
  const left = way("(AB)C", n * p, { name: "AB", flops: flops(n, m, p) }, { name: "(AB)C", flops: flops(n, p, q) });
  const right = way("A(BC)", m * q, { name: "BC", flops: flops(m, p, q) }, { name: "A(BC)", flops: flops(n, m, q) });
  const cheaper = left.total === right.total ? "neither" : left.total < right.total ? "left" : "right";
  const ratio = Math.max(left.total, right.total) / Math.min(left.total, right.total);
  return { left, right, ratio, cheaper, sentence: sentence(left, right, cheaper, ratio) };
}

function sentence(left: Way, right: Way, cheaper: Derived["cheaper"], ratio: number): string {
  const costs = `(AB)C costs ${shown(left.total)} flops, A(BC) ${shown(right.total)}`;
  const between = `On the way, AB has ${shown(left.between)} numbers and BC ${shown(right.between)}.`;
  if (cheaper === "neither") return `${costs}: the same. ${between}`;
  return `${costs}, ${shown(ratio)} times ${cheaper === "right" ? "less" : "as much"}. ${between}`;
}

/** Which terms a query means, best first. Pure. */
export interface Found {
  /** The term, then its other names. */
  readonly names: readonly string[];
  readonly text: string;
  readonly href: string;
}

/** Lower case, without accents, words parted by one space. */
export function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

const singular = (word: string): string => (word.length > 3 && !word.endsWith("ss") ? word.replace(/s$/, "") : word);
const words = (text: string): string[] => folded(text).split(" ").filter(Boolean).map(singular);

/** 0: the query is the name; 1: the name begins with it; 2: it has all its words, or their beginnings; else nothing. */
function rank(name: string, query: readonly string[]): number | undefined {
  const own = words(name);
  if (own.join(" ") === query.join(" ")) return 0;
  if (own.join(" ").startsWith(query.join(" "))) return 1;
  if (query.every((word) => own.some((one) => one.startsWith(word)))) return 2;
  return undefined;
}

export function matches(terms: readonly Found[], text: string): Found[] {
  const query = words(text);
  if (!query.length) return [];
  const ranked = terms.flatMap((term) => {
    const ranks = term.names.map((name, other) => ({ rank: rank(name, query), other }));
    const best = Math.min(...ranks.map((one) => (one.rank === undefined ? Infinity : one.rank + (one.other ? 0.5 : 0))));
    return best < Infinity ? [{ term, best }] : [];
  });
  return ranked.sort((one, two) => one.best - two.best).map(({ term }) => term);
}

/** The reader's own version of a cell, kept in the browser: one key for each cell, as it was built. */

export const PREFIX = "downhill:live:1:";
const LONGEST = 100_000;

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** FNV-1a in 32 bits: a cell that the author changes is another cell. */
export function mark(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

export class Draft {
  readonly key: string;
  private readonly store: Store | null;

  constructor(page: string, place: number, built: string, store: () => Store = () => localStorage) {
    this.key = `${PREFIX}${page}:${place}:${mark(built)}`;
    let found: Store | null = null;
    try {
      found = store(); // the mere look at localStorage throws where it is forbidden
    } catch {
      // Then edits last as long as the page.
    }
    this.store = found;
  }

  read(): string | null {
    try {
      const text = this.store?.getItem(this.key) ?? null;
      return text !== null && text.length <= LONGEST ? text : null;
    } catch {
      return null;
    }
  }

  /** null forgets it. */
  write(text: string | null): void {
    try {
      if (text === null) this.store?.removeItem(this.key);
      else if (text.length <= LONGEST) this.store?.setItem(this.key, text);
    } catch {
      // A full store keeps what it has.
    }
  }
}

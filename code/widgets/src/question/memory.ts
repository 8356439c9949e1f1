/**
 * What a reader answered, kept in the browser. One key for each question, so that two tabs never
 * overwrite each other's answers; whatever is there is checked before it is believed.
 */
import type { Saved, Sure, Verdict } from "./model.ts";
import type { Answer } from "./types.ts";

/** The number is the version of the records: what an older page wrote stays out of the way. */
export const PREFIX = "downhill:1:";
const FORMAT = "downhill-answers";
const VERSION = 1;

export interface Entry extends Saved {
  readonly hash: string;
  /** When it was checked, in milliseconds; an import keeps the later of two. */
  readonly at: number;
}

/** Only what localStorage is used for, so that a test can be any of its bad days. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const VERDICTS: readonly (Verdict | null)[] = ["right", "wrong", "guess", "skipped", null];
const SURE: readonly (Sure | null)[] = ["sure", "unsure", null];
const LONGEST = 4000;

/** A stored value as an entry, or null where it is none of ours. */
export function parseEntry(text: string | null): Entry | null {
  if (text === null || text.length > 10 * LONGEST) return null;
  try {
    return toEntry(JSON.parse(text));
  } catch {
    return null;
  }
}

function toEntry(value: unknown): Entry | null {
  if (typeof value !== "object" || value === null) return null;
  const { hash, answer, verdict, tries, sure, at } = value as Record<string, unknown>;
  const checked = toAnswer(answer);
  if (typeof hash !== "string" || hash.length > 64 || !checked) return null;
  if (!VERDICTS.includes(verdict as Verdict) || !SURE.includes(sure as Sure)) return null;
  if (!Number.isSafeInteger(tries) || (tries as number) < 0) return null;
  return {
    hash, answer: checked, verdict: verdict as Verdict, tries: tries as number, sure: sure as Sure,
    at: typeof at === "number" && Number.isFinite(at) ? at : 0,
  };
}

function toAnswer(value: unknown): Answer | null {
  if (typeof value !== "object" || value === null) return null;
  const { chosen, order, typed } = value as Record<string, unknown>;
  const places = (list: unknown): list is number[] =>
    Array.isArray(list) && list.length < 100 && list.every((n) => Number.isInteger(n) && n >= 0 && n < 100);
  if (places(chosen)) return { chosen };
  if (places(order)) return { order };
  if (Array.isArray(typed) && typed.length < 100 && typed.every((t) => typeof t === "string" && t.length <= LONGEST)) {
    return { typed };
  }
  return null;
}

/** What an import came to. */
export interface Imported {
  readonly taken: number;
  /** Those for which this browser's own answer is as new or newer. */
  readonly kept: number;
  readonly unread: number;
  /** Those that the browser would not keep. */
  readonly lost: number;
}

export class Memory {
  /** Called once, when something could not be kept. */
  onfail: () => void = () => {};
  private failed = false;
  private readonly store: Store | null;

  constructor(store: () => Store = () => localStorage) {
    let found: Store | null = null;
    try {
      found = store(); // the mere look at localStorage throws where it is forbidden
    } catch {
      // Said on the first answer that can't be kept, not on loading.
    }
    this.store = found;
  }

  /**
   * The answer to a question, unless the question has changed since. Nothing is dropped: the page that
   * asks may be a stale one. `was` are ids that it had before, read while nothing is kept under its own.
   */
  get(id: string, hash: string, was: readonly string[] = []): Entry | null {
    const own = this.peek(id);
    return (own ? [own] : was.map((old) => this.peek(old))).find((entry) => entry?.hash === hash) ?? null;
  }

  private peek(id: string): Entry | null {
    try {
      return parseEntry(this.store?.getItem(PREFIX + id) ?? null);
    } catch {
      return null;
    }
  }

  /** Whether it could be kept. */
  set(id: string, entry: Entry): boolean {
    try {
      if (!this.store) throw new Error("no storage");
      this.store.setItem(PREFIX + id, JSON.stringify(entry));
      return true;
    } catch {
      if (!this.failed) this.onfail();
      this.failed = true;
      return false;
    }
  }

  remove(id: string): void {
    try {
      this.store?.removeItem(PREFIX + id);
    } catch {
      // Nothing could be kept there, so there is nothing to remove.
    }
  }

  private ids(): string[] {
    try {
      const keys = Array.from({ length: this.store?.length ?? 0 }, (_, i) => this.store?.key(i) ?? "");
      return keys.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
    } catch {
      return [];
    }
  }

  /** Forgets every answer, and says of which questions. */
  clear(): string[] {
    const ids = this.ids();
    for (const id of ids) this.remove(id);
    return ids;
  }

  /** All answers as the text of a file. */
  export(): string {
    const answers = this.ids().sort().flatMap((id) => {
      const entry = this.peek(id);
      return entry ? [[id, entry] as const] : [];
    });
    return `${JSON.stringify({ format: FORMAT, version: VERSION, answers: Object.fromEntries(answers) }, null, 1)}\n`;
  }

  /** Merges a file's answers into these; null where the file is none of ours. */
  import(text: string): (Imported & { readonly ids: readonly string[] }) | null {
    let file: { format?: unknown; version?: unknown; answers?: unknown } | null;
    try {
      file = JSON.parse(text) as typeof file;
    } catch {
      return null;
    }
    if (file?.format !== FORMAT || file.version !== VERSION) return null;
    if (typeof file.answers !== "object" || file.answers === null) return null;
    const ids: string[] = [];
    let [kept, unread, lost] = [0, 0, 0];
    for (const [id, value] of Object.entries(file.answers)) {
      const entry = /^[\w-]{1,200}$/.test(id) ? toEntry(value) : null;
      const own = entry && this.peek(id);
      if (!entry) unread += 1;
      else if (own && own.at >= entry.at) kept += 1;
      else if (this.set(id, entry)) ids.push(id);
      else lost += 1;
    }
    return { ids, taken: ids.length, kept, unread, lost };
  }
}

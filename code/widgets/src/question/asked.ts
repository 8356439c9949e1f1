/** What every question of a page is to the page: a name, a place in a section, a memory. */
import type { Entry, Memory } from "./memory.ts";
import type { State, Verdict } from "./model.ts";

export interface Page {
  /** Ends every listener of the page. */
  readonly signal: AbortSignal;
  readonly memory: Memory;
  /** Hears that a question's remembered verdict may have changed. */
  readonly changed: () => void;
  /** A sentence that is to be said once, or "". */
  readonly notice: () => string;
}

/** What the page's record and its self-checks know of a question. */
export interface Asked {
  readonly id: string;
  /** The ids that it had before it was renamed. */
  readonly was: readonly string[];
  readonly section: string;
  readonly form: HTMLFormElement;
  readonly scored: boolean;
  readonly kept: Verdict | null;
  readonly answered: boolean;
  readonly state: Pick<State, "mode" | "verdict" | "sure">;
  check(): Promise<void>;
  refresh(): void;
  forget(): void;
}

/** A question's form, with what its attributes say and what the reader's memory has of it. */
export abstract class Remembered {
  readonly id: string;
  readonly was: readonly string[];
  readonly section: string;
  readonly form: HTMLFormElement;
  protected readonly page: Page;
  protected readonly hash: string;

  constructor(form: HTMLFormElement, page: Page) {
    this.form = form;
    this.page = page;
    this.id = form.id;
    this.was = form.dataset.was?.match(/\S+/g) ?? [];
    this.hash = form.dataset.hash ?? "";
    this.section = form.dataset.section ?? "";
  }

  protected stored(): Entry | null {
    return this.page.memory.get(this.id, this.hash, this.was);
  }

  /** Take it out of the memory, under each id that it ever had. */
  protected erase(): void {
    for (const id of [this.id, ...this.was]) this.page.memory.remove(id);
  }
}

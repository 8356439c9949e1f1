/** The code of a coding exercise: a live cell that can also be checked. The verdict goes to the question's own record. */
import { inside } from "../question/dom.ts";
import { turned } from "../question/form.ts";
import { LiveCell } from "./cell.ts";
import { checkBox } from "./result.ts";

interface Key {
  readonly checks: readonly { readonly title: string; readonly code: string }[];
  readonly slips: readonly { readonly when: string }[];
  readonly prelude: readonly string[];
}

/** What the record hears, on the form: `event.detail`. */
export const CHECKED = "downhill:checked";
export interface Checked {
  readonly code: string;
  readonly right: boolean;
}

export class CodingCell extends LiveCell {
  private readonly form = this.host.closest("form");

  /** Called once the cell is there. */
  begin(): this {
    this.on("check", () => void this.check());
    return this;
  }

  private key(): Key {
    return JSON.parse(turned(this.form?.dataset.key ?? "")) as Key;
  }

  private async check(): Promise<void> {
    const { checks, slips, prelude } = this.key();
    const { source } = this;
    this.put();
    const result = await this.during(() => this.page.engine.check({
      source, prelude, checks: checks.map(({ code }) => code), slips: slips.map(({ when }) => when),
    }));
    if (!result) return;
    const word = result.slip === null ? null : this.form?.querySelector(`.reasons dd[data-slip="0.${result.slip}"]`);
    const box = checkBox(result, checks.map(({ title }) => title), source, inside(word));
    this.put(box);
    const right = result.error === null && result.passed.every(Boolean);
    this.say(right ? "Right." : "Not yet.", box.textContent ?? "");
    this.form?.dispatchEvent(new CustomEvent<Checked>(CHECKED, { detail: { code: source, right } }));
  }
}

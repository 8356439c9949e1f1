/** Two shapes as rows of boxes: first as they are written, then lined up at the right, then what each pair of axes makes. */
import { tenTo } from "../kit/axes.ts";
import { set, svg, write } from "../kit/dom.ts";
import { shown } from "../kit/format.ts";
import type { Derived, State } from "./model.ts";
import type { Column, Shape } from "./shapes.ts";

const LEFT = 52;
const GAP = 8;
const BOX = 30;
const ROWS = { a: 24, b: 80, out: 142 } as const;
const HEIGHT = 188;

interface Box {
  readonly group: SVGGElement;
  /** Its column from the left as it is written, and when it is lined up. */
  readonly from: number;
  readonly to: number;
  readonly repeats: boolean;
}

export class Alignment {
  readonly root = svg("svg", { "aria-hidden": "true", focusable: "false", class: "alignment" });
  private drawn = "";
  private boxes: Box[] = [];
  private heads: SVGElement[] = [];
  private lent: { readonly group: SVGGElement; readonly at: number }[] = [];
  private signs: SVGElement[] = [];
  private outs: SVGGElement[] = [];
  private inner: SVGPathElement | null = null;
  private readonly unknown = svg("text", { class: "output-text", x: LEFT + 2, y: ROWS.out + 20 });

  /** Returns its height. */
  draw(state: State, { plan, done, sum }: Derived, width: number): number {
    const { columns } = plan;
    const count = columns.length;
    const pitch = Math.min(100, (width - LEFT) / Math.max(count, 3));
    const key = JSON.stringify([state.a, state.b, state.op, width]);
    if (key !== this.drawn) {
      this.drawn = key;
      this.make(state, columns, pitch, sum, width);
    }
    const { step } = state;
    const refused = done && plan.result === null && !columns.some(({ clash }) => clash);
    const told = step > 0 && step <= plan.stages.length ? (plan.stages[step - 1]?.columns ?? []) : [];
    const at = (column: number): number => LEFT + column * pitch;
    for (const { group, from, to } of this.boxes) group.style.transform = `translateX(${at(step ? to : from)}px)`;
    for (const { group, at: place } of this.lent) {
      group.style.transform = `translateX(${at(place)}px)`;
      show(group, step > 0);
    }
    columns.forEach((column, j) => {
      const known = step >= column.known || (done && column.clash);
      for (const list of [this.heads, this.signs]) show(list[j] as SVGElement, list === this.heads ? step > 0 : known && !this.inner);
      const out = this.outs[j] as SVGGElement;
      show(out, known && (column.out !== null || column.clash) && !refused);
      set(this.heads[j] as SVGElement, { "data-told": told.includes(j) ? 1 : 0 });
      for (const { group, to, repeats } of this.boxes) {
        if (to === j) set(group, { "data-told": told.includes(j) ? 1 : 0, "data-repeats": repeats && known ? 1 : 0 });
      }
    });
    const begun = columns.some(({ known }) => step >= known);
    write(this.unknown, refused ? "ValueError" : done && plan.result?.length === 0 ? "()" : done || begun ? "" : "?");
    if (this.inner) {
      show(this.inner, step >= 2);
      const gone = step >= 3 && columns.at(-1)?.clash === false;
      for (const { group, to } of this.boxes) {
        const innermost = group.dataset.row === "a" ? to === count - 1 : to === count - 2;
        set(group, { "data-gone": gone && innermost ? 1 : 0 });
      }
    }
    return HEIGHT;
  }

  private make({ a, b, op }: State, columns: readonly Column[], pitch: number, sum: string, width: number): void {
    const count = columns.length;
    const at = (column: number): number => LEFT + column * pitch;
    const wide = pitch - GAP;
    set(this.root, { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` });
    this.boxes = [];
    this.lent = [];
    const matrix = op === "matmul" && a.length > 0 && b.length > 0;
    const row = (name: "a" | "b", shape: Shape): void => {
      // What a vector is lent on its right moves it to the left.
      const shift = matrix && name === "b" && b.length === 1 ? 1 : 0;
      shape.forEach((size, i) => {
        const to = count - shape.length + i - shift;
        const column = columns[to] as Column;
        const group = box(short(size), wide, ROWS[name], `box of-${name}`);
        group.dataset.row = name;
        this.boxes.push({ group, from: i, to, repeats: !matrix && size === 1 && column.out !== null && column.out !== 1 });
      });
      columns.forEach((column, place) => {
        if (column.lacks[name]) this.lent.push({ group: box("1", wide, ROWS[name], "box lent"), at: place });
      });
    };
    row("a", a);
    row("b", b);
    this.heads = columns.map((_, j) => svg("text", { x: at(j) + wide / 2, y: 14, "text-anchor": "middle", class: "head" }, wide > 58 ? `axis −${count - j}` : `−${count - j}`));
    this.signs = columns.map((column, j) => svg("text", { x: at(j) + wide / 2, y: (ROWS.a + ROWS.b + BOX) / 2 + 5, "text-anchor": "middle", class: column.clash ? "output-text" : "" },
      column.clash ? "≠" : column.a === column.b ? "=" : `${column.a === 1 ? "a" : "b"} ${wide > 70 ? "repeats" : "×n"}`));
    this.outs = columns.map((column, j) => {
      const group = box(column.clash ? "≠" : short(column.out ?? 0), wide, ROWS.out, `box out ${column.clash ? "clash" : ""}`);
      group.style.transform = `translateX(${at(j)}px)`;
      return group;
    });
    this.inner = matrix
      ? svg("path", { class: columns.at(-1)?.clash ? "inner clash" : "inner", d: `M${at(count - 1) + wide / 2} ${ROWS.a + BOX + 2}L${at(count - 2) + wide / 2} ${ROWS.b - 2}` })
      : null;
    const names = (["a", "b"] as const).map((name) => svg("text", { x: 0, y: ROWS[name] + 20, class: name === "a" ? "input-text" : "target-text" }, name));
    this.root.replaceChildren(
      ...this.heads, ...names, svg("text", { x: 0, y: ROWS.out + 20, class: "output-text" }, sum), this.unknown,
      svg("path", { class: "ground", d: `M0 ${ROWS.out - 14}H${Math.min(width, at(Math.max(count, 1)) - GAP)}` }),
      ...(this.inner ? [this.inner] : []), ...this.signs,
      ...this.lent.map(({ group }) => group), ...this.boxes.map(({ group }) => group), ...this.outs);
  }
}

function box(text: string, wide: number, y: number, className: string): SVGGElement {
  return svg("g", { class: className.trim() }, svg("rect", { x: 0.75, y, width: wide - 1.5, height: BOX, rx: 2 }),
    svg("text", { x: wide / 2, y: y + 20, "text-anchor": "middle", ...(text.length * 7.4 > wide ? { class: "small" } : {}) }, text));
}

function show(element: SVGElement, on: boolean): void {
  element.style.visibility = on ? "visible" : "hidden";
}

/** A length in few characters. */
export function short(size: number): string {
  if (size < 1e7) return String(size);
  const power = Math.log10(size);
  return Number.isInteger(power) ? tenTo(power) : shown(size, 3);
}

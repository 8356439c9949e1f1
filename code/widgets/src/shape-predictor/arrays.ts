/** Both operands and the result as rectangles of rows and columns; what repeats is dashed. */
import { set, svg, write } from "../kit/dom.ts";
import type { Derived, State } from "./model.ts";
import { short } from "./alignment.ts";
import { bytes, numbers, tuple, type Column, type Plan, type Shape } from "./shapes.ts";

const BETWEEN = 26;
/** Up to here each entry has a cell; longer axes are drawn on a logarithmic scale. */
const CELLS = 12;
const THIN = 8;
const NAMES = ["a", "b", "result"] as const;

interface Sheet { readonly rows: number; readonly columns: number; readonly sheets: number }

export class Arrays {
  readonly root = svg("svg", { "aria-hidden": "true", focusable: "false", class: "arrays" });
  private readonly panels = NAMES.map((name) => ({
    back: svg("path", { class: "sheets" }), ghost: svg("rect", { class: `ghost of-${name}` }), own: svg("rect", { class: name === "result" ? "result" : `own of-${name}` }),
    cells: svg("path", { class: "cells" }), shape: svg("text", { "text-anchor": "middle", class: `${{ a: "input", b: "target", result: "output" }[name]}-text` }), size: svg("text", { "text-anchor": "middle" }),
  }));
  private readonly signs = ["", "="].map((text) => svg("text", { "text-anchor": "middle", class: "sign" }, text));

  constructor() {
    this.root.append(...this.panels.flatMap(({ back, ghost, own, cells, shape, size }) => [back, ghost, own, cells, shape, size]), ...this.signs);
  }

  /** Returns its height. */
  draw(state: State, { plan, done, sum }: Derived, width: number): number {
    const room = Math.min(130, (width - 2 * BETWEEN) / 3);
    const height = room + 62;
    set(this.root, { width, height, viewBox: `0 0 ${width} ${height}` });
    const sheets = [sheet(plan, "a"), sheet(plan, "b"), resultSheet(plan)];
    const longest = Math.max(...sheets.flatMap((one) => (one ? [one.rows, one.columns] : [])), 1);
    const counted = longest <= CELLS;
    const most = room - 10; // less what a stack of sheets takes
    const cell = Math.min(22, most / longest);
    const side = (length: number): number =>
      counted ? Math.max(2, length * cell) : length <= 1 ? (length ? THIN : 2) : most * (0.3 + (0.7 * Math.log(length)) / Math.log(longest));
    const pitch = room + BETWEEN;
    const shift = Math.max(0, (width - 3 * room - 2 * BETWEEN) / 2);
    this.panels.forEach(({ back, ghost, own, cells, shape, size }, i) => {
      const one = sheets[i] ?? null;
      const middle = shift + i * pitch + room / 2;
      const wholly = i < 2 ? grown(plan, state, i ? "b" : "a", one) : one;
      const visible = one !== null && (i < 2 || done);
      const [w, h] = one ? [side(one.columns), side(one.rows)] : [0, 0];
      const [gw, gh] = wholly ? [side(wholly.columns), side(wholly.rows)] : [w, h];
      // A panel keeps its corner while it grows.
      const [x, y] = [middle - Math.max(gw, w) / 2, 13 + (most - Math.max(gh, h)) / 2];
      place(own, x, y, w, h);
      place(ghost, x, y, gw, gh);
      own.style.visibility = visible ? "visible" : "hidden";
      ghost.style.visibility = visible && i < 2 && (gw > w || gh > h) ? "visible" : "hidden";
      set(cells, { d: visible && counted && one ? lines(x, y, i < 2 && wholly ? wholly : one, cell) : "" });
      const many = one ? Math.min(one.sheets, 3) : 1;
      set(back, { d: visible && many > 1 ? Array.from({ length: many - 1 }, (_, k) => `M${x + 4 * (k + 1)} ${y - 4 * (k + 1)}h${gw}v${gh}`).join("") : "" });
      const of = i === 0 ? state.a : i === 1 ? state.b : plan.result;
      write(shape, i < 2 || done ? (of ? label(of, room + BETWEEN) : "ValueError") : `${sum} ?`);
      const words = (shape.textContent ?? "").length * 3.6;
      set(shape, { x: Math.max(words, Math.min(middle, width - words)), y: room + 30 });
      write(size, of && (i < 2 || done) ? bytes(8 * numbers(of)) : "");
      set(size, { x: middle, y: room + 47 });
    });
    this.signs.forEach((sign, i) => {
      if (i === 0) write(sign, sum.charAt(2));
      set(sign, { x: shift + (i + 1) * room + (i + 0.5) * BETWEEN, y: 8 + room / 2 + 6 });
    });
    return height;
  }
}

const back = (columns: readonly Column[], n: number): Column | undefined => columns[columns.length - n];
const before = (columns: readonly Column[], size: (column: Column) => number): number =>
  columns.slice(0, -2).reduce((product, column) => product * size(column), 1);

function sheet({ columns }: Plan, name: "a" | "b"): Sheet {
  return { rows: back(columns, 2)?.[name] ?? 1, columns: back(columns, 1)?.[name] ?? 1, sheets: before(columns, (column) => column[name]) };
}

function resultSheet({ columns, result }: Plan): Sheet | null {
  // What was lent to a vector goes away again; drawn it is a side of 1.
  return result && { rows: back(columns, 2)?.out ?? 1, columns: back(columns, 1)?.out ?? 1, sheets: before(columns, ({ out }) => out ?? 1) };
}

/** How far an operand has been repeated by now. */
function grown({ columns }: Plan, { op, step }: State, name: "a" | "b", own: Sheet | null): Sheet | null {
  if (!own || op === "matmul") return own;
  const size = (n: number, old: number): number => {
    const column = back(columns, n);
    return column && column[name] === 1 && column.out !== null && step >= column.known ? column.out : old;
  };
  return { ...own, rows: size(2, own.rows), columns: size(1, own.columns) };
}

function place(rect: SVGRectElement, x: number, y: number, width: number, height: number): void {
  set(rect, { x: x.toFixed(1), y: y.toFixed(1), width: Math.max(1, width).toFixed(1), height: Math.max(1, height).toFixed(1) });
}

function lines(x: number, y: number, { rows, columns }: Sheet, cell: number): string {
  const parts: string[] = [];
  for (let i = 1; i < columns; i++) parts.push(`M${(x + i * cell).toFixed(1)} ${y.toFixed(1)}v${(rows * cell).toFixed(1)}`);
  for (let i = 1; i < rows; i++) parts.push(`M${x.toFixed(1)} ${(y + i * cell).toFixed(1)}h${(columns * cell).toFixed(1)}`);
  return parts.join("");
}

function label(shape: Shape, room: number): string {
  const text = shape.length ? `(${shape.map(short).join(", ")}${shape.length === 1 ? "," : ""})` : tuple(shape);
  return text.length * 7 <= room ? text : `${shape.length} axes`;
}

/** The chapter as a notebook with the reader's own cells in it. */

export interface Replacement {
  readonly built: string;
  readonly mine: string;
}

interface Cell {
  cell_type: string;
  source: string | string[];
  outputs?: unknown[];
  execution_count?: number | null;
}
interface Notebook {
  cells: Cell[];
}

const textOf = (source: string | string[]): string => (Array.isArray(source) ? source.join("") : source);

/** Puts the reader's code where the book's stands; its outputs, no longer true, go. Pure. */
export function withEdits(notebook: Notebook, edits: readonly Replacement[]): Notebook {
  return {
    ...notebook,
    cells: notebook.cells.map((cell) => {
      const edit = cell.cell_type === "code" ? edits.find(({ built }) => textOf(cell.source).trim() === built.trim()) : undefined;
      return edit ? { ...cell, source: edit.mine, outputs: [], execution_count: null } : cell;
    }),
  };
}

/** Where no notebook is offered, the page itself makes one: its headings, and its cells in order. */
export function fromPage(article: ParentNode, edits: readonly Replacement[]): object {
  const cells: object[] = [];
  for (const element of article.querySelectorAll<HTMLElement>("h1, h2, h3, .cell .cell_input pre, form[data-kind='coding'] live-cell pre")) {
    const id = `cell-${cells.length}`;
    if (/^H\d$/.test(element.tagName)) {
      const title = [...element.childNodes].filter((node) => !(node instanceof Element && node.matches(".headerlink"))).map((node) => node.textContent).join("");
      cells.push({ cell_type: "markdown", id, metadata: {}, source: `${"#".repeat(Number(element.tagName[1]))} ${title.trim()}` });
    } else {
      const source = (element.dataset.built ?? element.textContent ?? "").trimEnd();
      cells.push({ cell_type: "code", id, metadata: {}, source, outputs: [], execution_count: null });
    }
  }
  return withEdits({
    cells, metadata: { kernelspec: { name: "python3", display_name: "Python 3", language: "python" }, language_info: { name: "python" } },
    nbformat: 4, nbformat_minor: 5,
  } as unknown as Notebook, edits);
}

/** The chapter's own notebook, where the page links one of this site; else one made of the page. */
export async function notebook(edits: readonly Replacement[]): Promise<{ name: string; text: string }> {
  const link = [...document.querySelectorAll<HTMLAnchorElement>("a[href$='.ipynb']")].find(({ origin }) => origin === location.origin);
  const name = link?.pathname.split("/").at(-1) ?? `${location.pathname.split("/").at(-1)?.replace(/\.html$/, "") || "chapter"}.ipynb`;
  let made: object | null = null;
  if (link) {
    try {
      made = withEdits((await (await fetch(link.href)).json()) as Notebook, edits);
    } catch {
      // Offline, or gone: the page has all that is needed.
    }
  }
  made ??= fromPage(document.querySelector("article") ?? document, edits);
  return { name, text: `${JSON.stringify(made, null, 1)}\n` };
}

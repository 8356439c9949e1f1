/** The editor of a live cell: CodeMirror, set like the code around it. In a file of its own, fetched at the first focus or Run. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export interface Editor {
  readonly dom: HTMLElement;
  read(): string;
  write(text: string): void;
  focus(at?: { x: number; y: number }): void;
  /** Marks a line, counted from 1; null takes the mark away. */
  markLine(line: number | null): void;
}

const markEffect = StateEffect.define<number | null>();
const marked = Decoration.line({ class: "live-marked", attributes: { "aria-description": "the error is here" } });
const mark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(lines, change) {
    let next = change.docChanged ? Decoration.none : lines;
    for (const effect of change.effects) {
      if (!effect.is(markEffect)) continue;
      const { doc } = change.state;
      next = effect.value === null || effect.value < 1 || effect.value > doc.lines ? Decoration.none
        : Decoration.set([marked.range(doc.line(effect.value).from)]);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

// The classes that Pygments writes, so that the page's one style sheet serves both.
const style = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.bool, tags.null], class: "k" },
  { tag: [tags.comment, tags.docString], class: "c1" },
]);

export function edit(text: string, label: string, on: { run: () => void; leave: () => void; change: (text: string) => void }): Editor {
  const does = (action: () => void) => () => {
    action();
    return true;
  };
  const view = new EditorView({
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of([
          { key: "Ctrl-Enter", mac: "Cmd-Enter", run: does(on.run) },
          { key: "Ctrl-Enter", run: does(on.run) },
          { key: "Shift-Enter", run: does(on.run) },
          { key: "Escape", run: does(on.leave) },
        ])),
        history(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        python(),
        indentUnit.of("    "),
        EditorState.tabSize.of(4),
        indentOnInput(),
        bracketMatching(),
        syntaxHighlighting(style),
        mark,
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", autocapitalize: "off", autocorrect: "off" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) on.change(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    dom: view.dom,
    read: () => view.state.doc.toString(),
    write(next) {
      if (next !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    focus(at) {
      const place = at ? view.posAtCoords(at) : null;
      if (place !== null) view.dispatch({ selection: { anchor: place } });
      view.focus();
    },
    markLine: (line) => view.dispatch({ effects: markEffect.of(line) }),
  };
}

"""Questions on paper: asked in the chapter, answered at the back, and linked both ways."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from press.core.typst import Code, call, content, literal, markup, opening
from press.pdf.blocks import Blocks

COPY = "-in-"  # in the label of a question that a later lesson asks again


class Questions(Blocks):
    """Writes exercises, solutions, and the key."""

    def visit_exercise_node(self, node: Any) -> None:
        title = self.title_of(node)
        number = self.shared.number(self.page.docname, "exercise", node)
        rest = node.children[1:]
        named: dict[str, Any] = {"number": number, "title": content(title)}
        named["kind"] = next((name for name in ("predict", "self-check", "review", "coding")
                              if name in node["classes"]), "")
        if "quiz" in node["classes"] and self.shared.has_key:
            named["answer"] = "answer:" + node["label"].rpartition(COPY)[0] \
                if COPY in node["label"] else "answer:" + node["label"]
        self.wrap("question", node, *rest, **named)

    visit_exercise_enumerable_node = visit_exercise_node

    def title_of(self, node: Any) -> str:
        """The author's title of an exercise, without what sphinx-exercise writes around it."""
        title = node.children[0]
        children = list(title.children)
        if children and children[0].astext() in ("· ", "Exercise"):
            children = children[1:]
        if children and children[0].astext() == " (":
            children = children[1:-1]
        return self.inside(*children)

    def visit_solution_node(self, node: Any) -> None:
        title, *rest = node.children
        self.wrap("ponder", node, *rest, title=content(self.inside(*title.children)))

    def visit_gap(self, node: nodes.Element) -> None:
        self.out.append("#d.gap();")
        raise nodes.SkipNode

    def visit_definition_list(self, node: nodes.definition_list) -> None:
        if "answer-key" not in node["classes"]:
            super().visit_definition_list(node)
        for item in node.children:
            term, definition = item.children
            link = next(iter(term.findall(nodes.reference)))
            target = link["refuri"].removeprefix("%")
            label = target.partition("#")[2]
            keys = [c for c in definition.children
                    if isinstance(c, nodes.paragraph) and "key" in c["classes"]]
            rest = [c for c in definition.children if c not in keys]
            key = content(*(self.inside(*c.children) for c in keys)) if keys else None
            self.block(opening("answer", target=target, labels=(f"answer:{label}",), key=key,
                               title=content(markup(link.astext())))
                       + self.inside(*rest) + "\n];", item)
        raise nodes.SkipNode

    def visit_progress(self, node: Any) -> None:
        """The reader's record, on paper: lessons to tick off."""
        from press.questions.progress import lessons_below
        from press.questions.record import scored

        lessons = [Code(literal((content(markup(self.env.titles[name].astext())), name,
                                 len(scored(self.env, name)))))
                   for name in lessons_below(self.env, self.page.docname)]
        self.block(call("ticks", *lessons), node)
        raise nodes.SkipNode

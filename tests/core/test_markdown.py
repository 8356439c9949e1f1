"""The press reads MyST as Sphinx will: docutils, behind MyST-Parser, is asked for its opinion."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docutils import nodes
from hypothesis import given, settings
from hypothesis import strategies as st
from press.core import markdown
from press.core.markdown import Directive, Heading, Role

LESSON = r"""# A title

(sec-one)=
## One *kind* of slope

Words, then {num}`4.1 <slope(2, 0.1)>`
and {term}`gradient`, on two lines.

```{code-cell} python
:tags: [hide-input]

def slope(x, h):
    return ((x + h)**2 - x**2) / h  # {num}`not a role <1>`
```

::::{admonition} From production
:class: bridge

:::{dropdown} Why does the sign matter?
It costs {num}`3 <1 + 2>` steps.

- one {ref}`sec-one`
- two
:::

After the inner one.
::::

````markdown
```{code-cell} python
print("this is shown, not run")
```
````

::::::{exercise} The secant from 2
:label: q-secant
:class: quiz

What is the slope?

:::{blank} slope(2, 0.1)
:oracle: 2 * 2 + 0.1
:tolerance: 0.005

`2 * 2`
: That is the tangent.
:::
::::::

:::{solution} q-secant
It is 4.1.
:::

- in a list

  :::{margin}
  A side note.
  :::
"""


def directives_of(text: str) -> list[Directive]:
    return [b for b in markdown.blocks(text) if isinstance(b, Directive)]


def examples_of_the_contract() -> list[str]:
    """The sources that book/README.md shows to authors."""
    readme = Path(__file__).parents[2] / "book" / "README.md"
    return re.findall(r"^```markdown\n(.*?)^```$", readme.read_text("utf-8"), re.M | re.S)


@pytest.mark.parametrize("text", [LESSON, *examples_of_the_contract()])
def test_directives_are_those_that_docutils_finds(text, read_by_docutils):
    theirs = [(d.name, d.argument, d.options, d.body.strip(), d.line)
              for d in read_by_docutils(text).directives]
    ours = [(d.name, d.argument, tuple(sorted((k, str(v)) for k, v in d.options.items())),
             d.body.strip(), d.line) for d in directives_of(text)]
    assert ours == theirs and ours


def test_the_contract_shows_at_least_two_questions():
    assert len(examples_of_the_contract()) >= 2


def test_roles_are_those_that_docutils_finds(read_by_docutils):
    theirs = read_by_docutils(LESSON).roles
    ours = [(r.name, " ".join(r.content.split())) for r in markdown.blocks(LESSON)
            if isinstance(r, Role)]
    assert ours == theirs
    assert len(ours) == 4


def test_a_body_begins_at_the_line_that_it_names():
    source = LESSON.splitlines()
    for directive in directives_of(LESSON):
        assert source[directive.body_line - 1].strip() == directive.body.splitlines()[0].strip()


def test_headings_are_those_that_docutils_finds(read_by_docutils):
    titles = [t.astext() for t in read_by_docutils(LESSON).doctree.findall(nodes.title)]
    ours = [b for b in markdown.blocks(LESSON) if isinstance(b, Heading)]
    assert [h.text.replace("*", "") for h in ours] == titles
    assert [h.level for h in ours] == [1, 2]


def test_a_directive_within_another_is_called_nested():
    nested = {d.name: d.nested for d in directives_of(LESSON)}
    assert nested["dropdown"] and nested["blank"]
    assert not nested["admonition"] and not nested["code-cell"]


# Each piece holds one number to prove, written as N; the line of N is what must be told.
PIECES = [
    "Prose with {num}`N <1>` in it.",
    "Prose of two lines,\nand {num}`N <1>` on the second.",
    "A hard break ends this line,\\\nthen {num}`N <1>`.",
    "Two spaces break this line  \nthen {num}`N <1>`.",
    "A formula $a +\nb$ of two lines, then {num}`N <1>`.",
    "Code `a\nb` of two lines, then {num}`N <1>`.",
    "A link [over\ntwo](https://example.org) lines, then {num}`N <1>`.",
    "A role {term}`over\ntwo` lines, then {num}`N <1>`.",
    "- item\n- {num}`N <1>` in an item\n\n  its second paragraph",
    "- item\n\n  later {num}`N <1>`",
    "> quoted\n> {num}`N <1>`",
    "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | {num}`N <1>` |",
    "term\n: defined as {num}`N <1>`",
    "### Heading {num}`N <1>`",
    ":::{admonition} Title\n:class: worked\n\nText.\n\nThen {num}`N <1>`.\n:::",
    ":::{admonition} Title\n---\nclass: worked\n---\nThen {num}`N <1>`.\n:::",
    "::::{dropdown} Title\nText.\n\n:::{margin}\nmore\nand {num}`N <1>`\n:::\n::::",
    ":::{admonition} Title of {num}`N <1>`\nText.\n:::",
    ":::{blank} 2\n:oracle: 1 + 1\n:prompt: with {num}`N <1>` in it\n:::",
    "$$\na = b\n$$\n\nand {num}`N <1>`",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6), st.integers(0, 3))
@settings(max_examples=150)
def test_a_role_is_found_at_its_own_line_wherever_it_stands(pieces, blank_lines):
    gap = "\n" * (2 + blank_lines)
    text = "# T\n\n" + gap.join(
        piece.replace("N", str(1000 + i)) for i, piece in enumerate(pieces)) + "\n"
    expected = {str(1000 + i): text[: text.index(f"{{num}}`{1000 + i}")].count("\n") + 1
                for i in range(len(pieces))}
    found = {r.content.split()[0]: r.line for r in markdown.blocks(text)
             if isinstance(r, Role) and r.name == "num"}
    assert found.keys() == expected.keys()
    # An option's line is not kept: such a number is told at the head of its directive.
    for i, piece in enumerate(pieces):
        off = expected[str(1000 + i)] - found[str(1000 + i)]
        assert off == (2 if piece.startswith(":::{blank}") else 0)


def test_a_number_in_a_caption_is_found():
    text = ("```{code-cell} python\n---\nmystnb:\n  figure:\n    name: fig-a\n"
            "    caption: The loss falls to {num}`14.56 <loss>`.\n---\nloss = 14.56\n```\n")
    roles = [b for b in markdown.blocks(text) if isinstance(b, Role)]
    assert [(r.name, r.content) for r in roles] == [("num", "14.56 <loss>")]


BODY = """What is right?

- [x] This one, with $x$
  on two lines.

  Because it is.

  - nested
- [ ] That one.

  Because it is not.

* another list
"""


def test_list_items_are_those_that_docutils_finds(read_by_docutils):
    theirs = next(read_by_docutils(BODY).doctree.findall(nodes.bullet_list))
    ours = markdown.list_items(BODY, 1, "bullet")
    assert len(ours) == len(theirs.children) == 2
    for mine, item in zip(ours, theirs.children, strict=True):
        assert mine.first.replace("$", "").split() == item[0].astext().split()
        assert BODY.splitlines()[mine.line - 1].startswith("- [")
    assert ours[0].rest.startswith("Because it is.") and "nested" in ours[0].rest


SLIPS = """`2 * 2`
: That is $f'(2)$,
  the tangent.

`f(2.1) - f(2)`
: That is the rise alone.
"""


def test_definitions_are_those_that_docutils_finds_at_their_lines(read_by_docutils):
    theirs = list(read_by_docutils(SLIPS).doctree.findall(nodes.definition_list_item))
    ours = markdown.definitions(SLIPS, 11)
    assert [term.strip("`") for term, _, _ in ours] == [item[0].astext() for item in theirs]
    assert [text.replace("$", "").split() for _, text, _ in ours] == [
        item.children[-1].astext().split() for item in theirs]
    assert [line for _, _, line in ours] == [11, 15]


def test_a_code_block_is_the_first_plain_one_of_its_language():
    body = "```sql\nselect 1\n```\n\n```{code-cell} python\nno\n```\n\n```python\nyes = 1\n```\n"
    assert markdown.code_block(body, "python") == "yes = 1\n"
    assert markdown.code_block(body, "rust") is None

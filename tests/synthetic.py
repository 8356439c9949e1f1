"""A book of any length to measure builds with: ``write(root, chapters)``.

Its chapters are like the real one, but for cells: sections, formulas, figures, references to all of
these within the chapter and to the one before, terms, citations, margin notes, exercises with their
solutions. Nothing is executed, and no two chapters are the same. With ``press=False`` the same
chapters get the settings of a stock Jupyter Book.

From a shell: ``python tests/synthetic.py FOLDER 100``, then ``press --root FOLDER book``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml
from PIL import Image, ImageDraw

HOUSE = Path(__file__).resolve().parents[1]
CHAPTERS_OF_A_MODULE = 10
SECTIONS = 8
TERMS = ("gradient", "derivative", "learning rate", "loss function", "chain rule", "tangent line",
         "saddle point", "condition number")

SECTION = r"""
(sec-{c}-{s})=
## Walk {s} of chapter {c}

You stand at $({c}, {s})$ on the bowl $f_{{{c}}}(x, y) = {c} x^2 + {s} y^2$. The {{term}}`{term}`
there is $\nabla f_{{{c}}} = ({c} \cdot 2x, {s} \cdot 2y)$, and a step of $\eta = 0.0{s}$ against
it leads downhill. The history of that step is long {{cite}}`walker{decade}`.
{{numref}}`fig-{c}-{s}` draws it, and {{eq}}`eq-{c}-{s}` says it in one line.

$$
\mathbf{{w}}_{{k+1}} = \mathbf{{w}}_k
  - \eta \begin{{bmatrix}} {twice} & 0 \\ 0 & {s} \end{{bmatrix}} \mathbf{{w}}_k
  + \frac{{1}}{{{c}}} \sum_{{i=1}}^{{n}} \left( x_i^{{{s}}} - \mu \right)
$$ (eq-{c}-{s})

```{{figure}} figures/walk-{c}.png
:name: fig-{c}-{s}
:alt: Contours of a bowl, and a path of four points down them, its long steps first.

Walk {s} of chapter {c} crosses each contour at a right angle. Its steps shrink by one factor.
```

Compare it with {{ref}}`sec-{c}-{other}`{before}. What holds for ${s}$ dimensions holds for $d$:
the length $\lVert \mathbf{{w}}_{{{s}}} \rVert^2 = \sum_j w_j^2$ shrinks as long as
$\eta < \frac{{2}}{{{twice}}}$.

:::{{margin}}
The factor is $1 - {s} \eta$, which is negative past $\eta = 1/{s}$.
:::

### In code

```python
w = np.array([{c}.0, {s}.0])  # (2,)
for step in range({s}):
    w = w - 0.0{s} * np.array([{twice}, {s}]) * w
```

| step | $w_1$ | $w_2$ |
|---|---|---|
| 0 | {c} | {s} |
| 1 | {c}.{s} | {s}.{s} |

::::{{exercise}} Which way from walk {s}
:label: q-{c}-{s}
:class: quiz idea

From $({c}, {s})$, which step lowers $f_{{{c}}}$?

{choices}
::::

:::{{solution}} q-{c}-{s}
Against the gradient: $f_{{{c}}}({c}, {s}) - f_{{{c}}}(\mathbf{{w}}_1) > 0$ for a small step. See
{{ref}}`sec-{c}-{s}`.
:::
"""

CHOICES = (r"""- [x] Along $-\nabla f_{{{c}}}$.

  The {{term}}`{term}` points up the steepest slope, so its negative points down it.""",
           r"""- [ ] Along $+\nabla f_{{{c}}}$, by the same length.

  That climbs: it is the flipped sign of {{eq}}`eq-{c}-{s}`.""",
           """- [ ] Across it, along the contour line.

  That stays level, to first order.""")


def write(root: Path, chapters: int, *, press: bool = True) -> None:
    """Write the sources of a book with so many chapters below ``root``, in modules of ten."""
    numbers = range(1, chapters + 1)
    modules = [numbers[i:i + CHAPTERS_OF_A_MODULE]
               for i in range(0, chapters, CHAPTERS_OF_A_MODULE)]
    files = {
        "_config.yml": yaml.safe_dump(settings(press)),
        "_toc.yml": yaml.safe_dump(_toc(modules)),
        "book/references.bib": "".join(_reference(decade) for decade in range(10)),
        "book/index.md": "# A synthetic book\n\nIt is as long as it was asked to be.\n",
        "book/glossary.md": _glossary(),
        "book/answers.md": "# Answers\n\n" + ("```{answer-key}\n```\n" if press else "None.\n"),
    }
    for place, module in enumerate(modules, 1):
        files[f"book/{_module(place)}/index.md"] = f"# Module {place}\n\nIts chapters walk.\n"
        for number in module:
            files[f"book/{_module(place)}/chapter-{number}.md"] = chapter(number)
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for place, module in enumerate(modules, 1):
        (root / "book" / _module(place) / "figures").mkdir()
        for number in module:
            figure(number).save(root / "book" / _module(place) / "figures" / f"walk-{number}.png")


def figure(number: int) -> Image.Image:
    """A contour and a path, another for each chapter."""
    drawing = Image.new("RGB", (320, 320), "white")
    pen = ImageDraw.Draw(drawing)
    pen.ellipse((32, 86, 288, 234), outline="#5b6470", width=3)
    pen.line([(288, 256), (262, 198), (242, 175), (160 + number / 2, 166)], fill="#8a5a00", width=6)
    return drawing


def chapter(number: int) -> str:
    """The source of a chapter, counted from 1: about 400 lines."""
    parts = [f"# Chapter {number}: {number} ways down\n\n*Chapter {number} of a synthetic book*\n"]
    for section in range(1, SECTIONS + 1):
        turn = section % len(CHOICES)  # the right one is not always at the same place
        term = TERMS[(number + section) % len(TERMS)]
        choices = "\n".join(CHOICES[turn:] + CHOICES[:turn]).format(c=number, s=section, term=term)
        before = f", and with {{ref}}`sec-{number - 1}-{section}` before it" if number > 1 else ""
        parts.append(SECTION.format(
            c=number, s=section, twice=2 * number, other=section % SECTIONS + 1, before=before,
            term=term, choices=choices, decade=(number + section) % 10))
    return "".join(parts)


def settings(press: bool) -> dict[str, Any]:
    """The real book's settings, with the press of this repository or without it."""
    config = yaml.safe_load((HOUSE / "_config.yml").read_text(encoding="utf-8"))
    config["execute"] = {"execute_notebooks": "off"}
    if press:
        config["sphinx"]["local_extensions"]["press"] = str(HOUSE / "code")
    else:
        config["sphinx"] = {"extra_extensions": ["sphinx_exercise"],
                            "config": {"language": "en", "numfig": True, "math_numfig": True,
                                       "myst_heading_anchors": 3,
                                       "bibtex_reference_style": "label"}}
    return config


def _module(place: int) -> str:
    return f"module-{place:02}"


def _toc(modules: list[range]) -> dict[str, Any]:
    parts = [{"caption": f"Module {place}", "chapters": [{
        "file": f"book/{_module(place)}/index",
        "sections": [{"file": f"book/{_module(place)}/chapter-{n}"} for n in module]}]}
        for place, module in enumerate(modules, 1)]
    back = {"caption": "Reference",
            "chapters": [{"file": "book/glossary"}, {"file": "book/answers"}]}
    return {"format": "jb-book", "root": "book/index", "parts": [*parts, back]}


def _glossary() -> str:
    terms = "\n\n".join(f"{term}\n  What a chapter means by it, in one sentence." for term in TERMS)
    return f"# Glossary\n\n```{{glossary}}\n{terms}\n```\n\n```{{bibliography}}\n```\n"


def _reference(decade: int) -> str:
    return (f"@article{{walker{decade}, author = {{Walker, {'ABCDEFGHIJ'[decade]}.}}, "
            f"title = {{Down the bowl}}, journal = {{Contours}}, year = {{18{decade}7}}}}\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))

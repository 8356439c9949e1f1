"""Live cells: what they may use, what they need of each other. A page's live cells are a program of
their own: they run in the reader's browser, without the chapter's other cells.
"""

from __future__ import annotations

import ast
import builtins
import math
import re
import symtable
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from press.core.mistakes import Mistake
from press.core.quizzes import Question

TAG = "live"
UNSEEN = "hide-input"  # a live cell with this tag too has no editor: it runs before the others
SHIPPED = frozenset({"numpy"})
# Of the standard library, what no browser can offer.
MISSING = frozenset({"curses", "dbm", "ensurepip", "fcntl", "idlelib", "lib2to3", "multiprocessing",
                     "readline", "resource", "subprocess", "syslog", "termios", "tkinter",
                     "turtle", "turtledemo", "venv", "winreg", "winsound"})
GIVEN = frozenset({*dir(builtins), "__name__", "plot"})
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
INSTEAD = "write floats (`1.0`), or say which integer: `dtype=np.int64`"


@dataclass(frozen=True)
class Names:
    """The names that code defines at its top level, and those that it takes from outside."""

    defined: frozenset[str]
    used: frozenset[str]


@lru_cache(maxsize=1024)
def names(source: str) -> Names:
    """The names of a cell. Raises SyntaxError."""
    table = symtable.symtable(source, "<cell>", "exec")
    defined = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    used: set[str] = set()
    waiting = [table]
    while waiting:
        scope = waiting.pop()
        waiting += scope.get_children()
        top = scope.get_type() == "module"
        used |= {s.get_name() for s in scope.get_symbols()
                 if s.is_referenced() and (top or s.is_global())}
        defined |= {s.get_name() for s in scope.get_symbols()
                    if not top and s.is_declared_global() and s.is_assigned()}
    return Names(frozenset(defined), frozenset(used - defined))


def wants(sources: Sequence[str], target: Names) -> dict[int, list[str]]:
    """Which of the cells above define what code uses: their places, with the names.

    Of each name the last cell that defines it counts.
    """
    tables = [names(source) for source in sources]
    found: dict[int, list[str]] = {}
    for name in sorted(target.used):
        for place in reversed(range(len(sources))):
            if name in tables[place].defined:
                found.setdefault(place, []).append(name)
                break
    return dict(sorted(found.items()))


def needs(sources: Sequence[str], target: Names) -> list[int]:
    """The places of the cells above that must have run: those of :func:`wants`, and theirs."""
    found: set[int] = set()
    for place in wants(sources, target):
        found |= {place, *needs(sources[:place], names(sources[place]))}
    return sorted(found)


def mistakes(parts: Iterable[object], path: str) -> list[Mistake]:
    """What keeps the live cells and the coding exercises of a chapter from running in a browser."""
    parts = list(parts)
    if not any(TAG in getattr(part, "tags", ()) or getattr(part, "kind", "") == "coding"
               for part in parts):
        return []
    found: list[Mistake] = []
    known = set(GIVEN)
    for part in parts:
        if isinstance(part, Question):
            if part.kind == "coding":
                found += _strangers(question_names(part), known, path, part.line, "this exercise")
            continue
        source = getattr(part, "source", "")
        if TAG not in getattr(part, "tags", ()):
            known |= granted(source)
            continue
        line = getattr(part, "line", 1)
        try:
            own = names(source)
            tree = ast.parse(source)
        except SyntaxError as error:
            found.append(Mistake(path, line + (error.lineno or 1) - 1,
                                 f"this live cell is not Python: {error.msg}", "correct it"))
            continue
        found += [Mistake(path, line + at - 1, what, instead)
                  for at, what, instead in [*_imports(tree), *_integers(tree)]]
        found += _strangers(own, known, path, line, "this live cell")
        known |= own.defined
    return found


def granted(source: str) -> frozenset[str]:
    """The names of modules that a cell without the tag imports for live cells too."""
    try:
        return names(imports([source])).defined
    except SyntaxError:
        return frozenset()


def _strangers(own: Names, known: set[str], path: str, line: int, who: str) -> list[Mistake]:
    return [Mistake(path, line, f"{who} uses `{name}`, which no live cell above it defines",
                    f"tag the cell that defines it `{TAG}`; with `{UNSEEN}` too it runs unseen")
            for name in sorted(own.used - known)]


def question_names(question: Question) -> Names:
    """The names that the starter, the checks and the slips of a coding exercise use."""
    starter = names(question.code or "")
    used = set(starter.used)
    for code in [*(check.code for check in question.checks),
                 *(slip.when for slip in question.mishaps)]:
        used |= names(code).used - starter.defined
    return Names(starter.defined, frozenset(used))


def prelude(parts: Iterable[object], question: Question) -> list[str]:
    """The imports of a chapter, and the live cells above a coding exercise that its checks need."""
    above: list[str] = []
    granted: list[str] = []
    for part in parts:
        if part is question:
            break
        cell = hasattr(part, "tags")
        if cell:
            (above if TAG in part.tags else granted).append(part.source)  # type: ignore[attr-defined]
    return [imports(granted), *(above[i] for i in needs(above, question_names(question)))]


def difference(native: str, browser: str) -> str | None:
    """How two printed outputs differ; numbers may by rounding. None where they agree."""
    rows = [[" ".join(line.split()) for line in text.strip().splitlines()]
            for text in (native, browser)]
    for ours, theirs in zip_longest(*rows, fillvalue=""):
        if _NUMBER.sub("#", ours) != _NUMBER.sub("#", theirs) or not all(
                math.isclose(float(a), float(b), rel_tol=1e-6, abs_tol=1e-9)
                for a, b in zip(_NUMBER.findall(ours), _NUMBER.findall(theirs), strict=True)):
            return f"`{theirs}` where natively it prints `{ours}`"
    return None


def one_expression(checks: Sequence[str]) -> str:
    """All checks of a coding exercise as one expression, for where nothing but that can be asked.

    Each check sees the reader's names, and none of another check's.
    """
    if len(checks) == 1 and "\n" not in checks[0].strip():
        return checks[0].strip()
    pairs = []
    for code in checks:
        tree = ast.parse(code)
        last = tree.body.pop()
        pairs.append((ast.unparse(tree), ast.unparse(last)))
    return ("all(exec(body, names) or eval(last, names) "
            f"for body, last in {pairs!r} for names in [dict(globals())])")


def answers(question: Question, solution: str) -> list[str]:
    """What a coding exercise is proved with: its solution, its starter, and code with each slip."""
    return [solution, question.code or "", *(slip.code for slip in question.mishaps)]


def disagreements(question: Question, results: Sequence[dict[str, Any]], path: str,
                  where: str = "") -> list[Mistake]:
    """What is wrong with a coding exercise, by what came of its :func:`answers`.

    The solution passes, the starter fails, and code with a slip fails and shows that slip.
    ``where`` says where they ran, where that matters.
    """
    label = question.label
    finished, starter, *slipped = results
    found = []
    if finished["error"] or not all(finished["passed"]):
        failed = finished["error"] or next((e for e in finished["errors"] if e), None)
        names = ", ".join(f"`{check.title}`" for check, ok in
                          zip(question.checks, finished["passed"], strict=False) if not ok)
        reason = f"{failed['type']}: {failed['message']}" if failed else "not true"
        found.append(Mistake(path, question.line,
                             f"{where}the solution of {label} fails its own check {names}"
                             f" ({reason})", "correct the solution or the check"))
    if starter["passed"] and all(starter["passed"]):
        found.append(Mistake(path, question.line, f"{where}the starter of {label} passes its check "
                             "already",
                             "leave something to write"))
    for slip, result in zip(question.mishaps, slipped, strict=True):
        if result["passed"] and all(result["passed"]):
            found.append(Mistake(path, slip.line, f"{where}code with this slip passes every check",
                                 "add a check that it fails, or correct its code"))
        elif result["slip"] is None or question.mishaps[result["slip"]] != slip:
            shown = ("none" if result["slip"] is None
                     else f"`{question.mishaps[result['slip']].title}`")
            found.append(Mistake(path, slip.line, f"{where}code with this slip shows {shown}",
                                 "correct its code or `:when:`, or put the narrower slip first"))
    return found


def modules_of(node: ast.Import | ast.ImportFrom) -> list[str]:
    """The modules that a statement imports."""
    return ([alias.name for alias in node.names] if isinstance(node, ast.Import)
            else [node.module or ""])


def is_shipped(module: str) -> bool:
    """Whether pages can import it."""
    return module.partition(".")[0] in (sys.stdlib_module_names | SHIPPED) - MISSING


def imports(sources: Iterable[str]) -> str:
    """The top-level imports of cells that pages can follow: live cells take them for granted."""
    return "\n".join(dict.fromkeys(line for source in sources for line in _imports_of(source)))


@lru_cache(maxsize=1 << 12)  # the next build asks again
def _imports_of(source: str) -> tuple[str, ...]:
    return tuple(ast.unparse(node) for node in ast.parse(source).body
                 if isinstance(node, ast.Import | ast.ImportFrom)
                 and all(is_shipped(module) for module in modules_of(node)))


Found = tuple[int, str, str]


def _imports(tree: ast.Module) -> Iterator[Found]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for module in modules_of(node):
                if not is_shipped(module):
                    yield (node.lineno, f"a live cell imports `{module}`, which pages do not ship",
                           "use NumPy and the standard library, or drop the tag `live`")


def _integers(tree: ast.Module) -> Iterator[Found]:
    """Arrays of the platform's integer: 32 bits in a browser, where 50000² overflows silently."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_plain_integer(node):
            shown = ast.unparse(node)
            yield (node.lineno, f"`{shown}` is of the browser's own integer, which has 32 bits",
                   INSTEAD)


def _is_plain_integer(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    types = [k.value for k in call.keywords if k.arg == "dtype"]
    if name == "astype":
        types += call.args[:1]
    if types:
        return any(_says_int(one) for one in types)
    if not isinstance(call.func, ast.Attribute) or not isinstance(call.func.value, ast.Name):
        return False
    if call.func.value.id not in ("np", "numpy"):
        return False
    if name in ("array", "asarray", "asanyarray") and len(call.args) == 1:
        return _all_integers(call.args[0])
    if name == "arange":
        return all(_all_integers(one) for one in call.args)
    return name == "full" and len(call.args) == 2 and _all_integers(call.args[1])


def _says_int(node: ast.expr) -> bool:
    return ast.unparse(node) in ("int", "'int'", "np.int_", "numpy.int_", "np.intp", "numpy.intp",
                                 "'i'", "'intp'")


def _all_integers(node: ast.expr) -> bool:
    """Whether a literal holds integers and nothing else; what is computed is not judged."""
    if isinstance(node, ast.List | ast.Tuple):
        return bool(node.elts) and all(_all_integers(one) for one in node.elts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        return _all_integers(node.operand)
    return isinstance(node, ast.Constant) and type(node.value) is int

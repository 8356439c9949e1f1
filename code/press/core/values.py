"""Values that readers type: when two are the same, and how one is printed."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import numpy as np

from press.core.quizzes import Blank, Kind, Tolerance

# A number as prose prints it: sign, thousands commas, decimals, exponent.
_PRINTED = re.compile(
    r"[-−]?(?:\b(?:inf|nan)\b|\d+(?:,\d{3})*(?:\.\d+)?(?:e[-−+]?\d+)?)", re.IGNORECASE)

SAMPLES = 8  # points at which two formulas are compared


def evaluate(expression: str, namespace: Mapping[str, Any]) -> Any:
    """The value of a chapter's expression in the chapter's namespace. Raises what it raises."""
    return eval(compile(expression, "<expression>", "eval"), dict(namespace))


def array(value: Any) -> np.ndarray:
    """A number, vector, matrix or tensor as floats; a tensor that tracks gradients too."""
    return np.asarray(value.detach() if hasattr(value, "detach") else value, dtype=float)


def formula(expression: str, variables: tuple[str, ...], namespace: Mapping[str, Any]) -> Any:
    """A formula's values, shape (SAMPLES,), at :func:`sample_points`."""
    points = dict(zip(variables, sample_points(variables), strict=True))
    with np.errstate(all="ignore"):
        value = evaluate(expression, {**namespace, **points})
    return np.broadcast_to(np.asarray(value, dtype=float), (SAMPLES,))


def sample_points(variables: tuple[str, ...]) -> Any:
    """Where formulas are compared: shape (len(variables), SAMPLES), the same at every build.

    Each coordinate lies in (0.3, 2.7) or its negative, so that |x| is told from x. A formula that
    has no value at a point, such as ln x at a negative one, is compared at the others.
    """
    random = np.random.default_rng(0)
    size = random.uniform(0.3, 2.7, (len(variables), SAMPLES)).round(6)
    return size * random.permuted(np.tile([1, -1], (len(variables), SAMPLES // 2)), axis=1)


def value_of(blank: Blank, expression: str, namespace: Mapping[str, Any]) -> Any:
    """An expression's value in the form that the blank's kind compares.

    Raises:
        ValueError, TypeError: the value is not of the blank's kind. Besides, whatever the
            expression raises.
    """
    if blank.kind is Kind.FORMULA:
        return formula(expression, blank.variables, namespace)
    raw = evaluate(expression, namespace)
    if blank.kind is Kind.NUMBER:
        return float(raw)
    if blank.kind is Kind.VECTOR:
        return array(raw)
    if blank.kind is Kind.SHAPE:
        return tuple(int(size) for size in raw) if isinstance(raw, tuple | list) else int(raw)
    accepted = [raw] if isinstance(raw, str) else list(raw)
    return [str(text) for text in accepted]


def same(kind: Kind, a: Any, b: Any, tolerance: Tolerance) -> bool:
    """Whether ``b`` counts as the answer ``a``."""
    if kind in (Kind.TEXT, Kind.TRACE):
        fold = folded_words if kind is Kind.TEXT else folded_print
        return bool({fold(text) for text in _listed(a)} & {fold(text) for text in _listed(b)})
    if kind is Kind.SHAPE:
        return a == b
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if kind is Kind.FORMULA:
        return bool(np.allclose(a, b, rtol=1e-4, atol=1e-6, equal_nan=True))
    return a.shape == b.shape and all(
        _near(x, y, tolerance) for x, y in zip(a.ravel(), b.ravel(), strict=True)
    )


def _near(key: float, typed: float, tolerance: Tolerance) -> bool:
    if not (math.isfinite(key) and math.isfinite(typed)):
        return key == typed or (math.isnan(key) and math.isnan(typed))
    return abs(key - typed) <= tolerance.around(key)


def _listed(texts: Any) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts)


def folded_words(text: str) -> str:
    """Words without what does not matter in them: case, blanks, outer quotes, a final period.

    The page does the same, in ``code/widgets/src/question/judge.ts``; a test compares the two.
    """
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    text = re.sub("[‘’]", "'", re.sub("[“”„]", '"', text)).lower()
    text = re.sub(r"""^["'`](.*)["'`]$""", r"\1", text)
    return re.sub(r"(.)\.$", r"\1", text).strip()


def folded_print(text: str) -> str:
    """Printed lines, blind to how much blank there is, not to case. The page does the same."""
    def line(row: str) -> str:
        row = re.sub(r"\s+", " ", re.sub("[−–]", "-", row))
        row = re.sub(r" ([\])},])", r"\1", re.sub(r"([\[({]) ", r"\1", row))
        return row.replace(", ", ",").strip()

    return "\n".join(line(row) for row in re.split(r"\r\n|\r|\n", text)).strip("\n")


def show_number(value: float) -> str:
    """A number as the book prints it: six digits where they are exact, else four."""
    value = float(value) + 0.0  # minus zero plus zero is zero
    if not math.isfinite(value):
        return str(value)
    digits = 6 if float(f"{value:.6g}") == value or _clean(value) else 4
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}e{int(exponent)}"
    return re.sub("^-", "−", text)


def _clean(value: float) -> bool:
    """Whether six digits hold the value but for rounding error: 4.1 for 4.1000000000000005."""
    return abs(float(f"{value:.6g}") - value) <= 1e-9 * abs(value)


def show(kind: Kind, value: Any) -> str:
    """A value of a kind, as an answer key prints it. Formulas are shown by their source."""
    if kind in (Kind.TEXT, Kind.TRACE):
        return value if isinstance(value, str) else " or ".join(value)
    if kind is Kind.SHAPE:
        return str(value)
    array = np.asarray(value, dtype=float)
    if array.ndim == 0:
        return show_number(float(array))
    return "[" + ", ".join(show(kind, row) for row in array) + "]"


def plain(kind: Kind, value: Any) -> Any:
    """A value as JSON can hold it; infinities and NaN become strings."""
    if kind in (Kind.TEXT, Kind.TRACE):
        return value
    if kind is Kind.SHAPE:
        return list(value) if isinstance(value, tuple) else value
    array = np.asarray(value, dtype=float)
    if array.ndim:
        return [plain(kind, row) for row in array]
    number = float(array)
    return number if math.isfinite(number) else str(number)


def disagreement(text: str, value: Any) -> str | None:
    """How the digits that prose prints differ from a computed value; None where they agree.

    The text may hold one number, or as many as the value has entries, with units around them.
    Each must be the value rounded to the digits shown.
    """
    printed = _PRINTED.findall(text)
    if isinstance(value, bool | np.bool_):
        return None if text.strip() == str(value) else f"it is {value}"
    try:
        entries = array(value).ravel()
    except (TypeError, ValueError):
        return None if text.strip() == str(value) else f"it is {value}"
    if len(printed) != len(entries):
        return f"it has {len(entries)} numbers, and the text {len(printed)}"
    for digits, entry in zip(printed, entries, strict=True):
        shown = float(digits.replace(",", "").replace("−", "-"))
        if not math.isfinite(shown) or not math.isfinite(entry):
            if str(shown) != str(float(entry)):
                return f"it is {entry}"
        elif abs(shown - entry) > _half_unit(digits) * (1 + 1e-9) + 1e-12 * abs(entry):
            return f"it is {entry:.10g}"
    return None


def _half_unit(digits: str) -> float:
    """Half a unit in the last place of a printed number."""
    mantissa, _, exponent = digits.lower().replace("−", "-").partition("e")
    decimals = len(mantissa.partition(".")[2])
    return 0.5 * 10.0 ** (int(exponent or 0) - decimals)

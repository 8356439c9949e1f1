"""Checks what a reader typed, and shows answers. The press copies this file into notebooks.

It runs there, so it needs the standard library alone, and nothing in it may take a name that a
chapter uses: what is not for readers begins with an underscore.
"""

import base64 as _base64
import json as _json
import math as _math


def check_answer(question, answers, show_answer=False):
    """Say what came of the answers to a question, and on request what the answer is.

    ``question`` is what the press knows of it, encoded so that nobody reads it by accident.
    ``answers`` has one entry for each blank; ``...`` and ``""`` are blanks still empty.
    """
    question = _json.loads(_base64.b64decode(question))
    blanks = question["blanks"]
    if any(_is_empty(blank, answer) for blank, answer in zip(blanks, answers)):
        said = question["empty"]
    else:
        told = [_judge(blank, answer) for blank, answer in zip(blanks, answers)]
        wrong = [words or question["hint"] for right, words in told if not right]
        said = "✗ **Not yet.** " + "\n\n".join(dict.fromkeys(wrong)) if wrong else (
            "✓ **Right.** " + (told[0][1] or question["why"]))
    _tell(said)
    if show_answer:
        _tell(question["answer"])


def reveal_answer(text, show_answer):
    """Show an encoded text once the reader asks for it."""
    _tell(_base64.b64decode(text).decode() if show_answer
          else "Say it in your own words; then tick `show_answer`, or set it to `True`.")


def _tell(text):
    from IPython.display import Markdown, display

    display(Markdown(text))


def _is_empty(blank, answer):
    if blank["kind"] == "formula":
        try:
            return answer is ... or answer(*(1.0 for _ in blank["variables"])) is ...
        except Exception:  # said by _judge
            return False
    return answer is ... or answer is None or (isinstance(answer, str) and not answer.strip())


def _judge(blank, answer):
    """Whether an answer is right, and what to say of it; "" where nothing is known."""
    try:
        if _same(blank, answer, blank["value"]):
            return True, blank.get("why", "")
        for slip in blank["slips"]:
            if _same(blank, answer, slip["value"]):
                return False, slip["says"]
    except Exception as error:
        return False, f"`{type(error).__name__}: {error}`. Write {blank['wanted']}."
    return False, ""


def _same(blank, answer, key):
    kind = blank["kind"]
    if kind in _FOLDS:
        if not isinstance(answer, str):
            raise TypeError(f"that is of type {type(answer).__name__}")
        fold = _FOLDS[kind]
        return fold(answer) in [fold(text) for text in ([key] if isinstance(key, str) else key)]
    if kind == "shape":
        shape = list(answer) if isinstance(answer, (tuple, list)) else answer
        return shape == key
    if kind == "coding":  # an expression over all that the notebook defines
        return bool(eval(key, dict(answer)))
    if kind == "formula":
        values = [_at(answer, point) for point in zip(*blank["points"])]
        return all(_near(value, wanted, 1e-6, True) for value, wanted in zip(values, key))
    typed, wanted = _flat(answer), _flat(key)
    tolerance = blank["tolerance"]
    return _axes(answer) == _axes(key) and all(
        _near(float(a), b, tolerance["size"], tolerance["relative"])
        for a, b in zip(typed, wanted))


def _at(function, point):
    """The value of a formula at a point; NaN where it has none."""
    try:
        return float(function(*point))
    except (ValueError, ZeroDivisionError, OverflowError):
        return _math.nan


def _near(typed, key, size, relative):
    key = float(key)  # inf, -inf and nan are kept as words
    if not (_math.isfinite(key) and _math.isfinite(typed)):
        return typed == key or (_math.isnan(typed) and _math.isnan(key))
    return abs(typed - key) <= max(size * abs(key) if relative else size, 1e-9 * max(1, abs(key)))


def _plain(value):
    """Arrays and tensors as nested lists; all else as it is."""
    value = value.detach() if hasattr(value, "detach") else value
    return value.tolist() if hasattr(value, "tolist") else value


def _flat(value):
    value = _plain(value)
    if not isinstance(value, (list, tuple)):
        return [value]
    return [entry for item in value for entry in _flat(item)]


def _axes(value):
    """The shape of nested lists, as far as their first entries tell it."""
    value = _plain(value)
    if not isinstance(value, (list, tuple)):
        return []
    return [len(value), *(_axes(value[0]) if value else [])]


def _words(text):
    text = " ".join(text.split()).lower()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'`":
        text = text[1:-1]
    return text[:-1].strip() if len(text) > 1 and text.endswith(".") else text


def _letters(text):
    return [letter for letter in text.upper() if letter.isalpha()]


def _printed(text):
    """Printed lines, blind to how much blank there is."""
    lines = [" ".join(line.split()) for line in text.replace("−", "-").splitlines()]
    text = "\n".join(lines).strip("\n")
    for old in ("[ ", "( ", "{ ", " ]", " )", " }", ", "):
        text = text.replace(old, old.strip())
    return text


_FOLDS = {"text": _words, "trace": _printed, "choice": _letters, "order": _letters,
          "choices": lambda text: sorted(set(_letters(text)))}

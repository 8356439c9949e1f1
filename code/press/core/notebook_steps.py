"""Checks the steps of an exercise as they are taken. The press copies this file into notebooks.

It runs there, on Colab and without a network, so it needs nothing but NumPy. Of its names only
``passed`` is for an exercise's own cells; a check is handed the others.
"""

import textwrap as _textwrap
import traceback as _traceback

import numpy as _np

_TOTAL = 0  # steps; set below
_TOLD: dict[int, str] = {}  # for each step checked, what was told; "" where all is right
_BLANK = "there is still a blank, `...`, to fill in; then run the cell again"


class _Slip(Exception):
    """What is wrong with the reader's code, in words."""


def _expect(condition, message):
    """Go on only if the condition holds; otherwise the message is what the reader is told."""
    if not condition:
        raise _Slip(message)


def _slip(condition, message):
    """If the condition holds, the reader has made this slip, and is told so."""
    if condition:
        raise _Slip(message)


def _close(value, wanted, tolerance=1e-6):
    """Whether a value has the shape and, to within a tolerance, the entries of another one."""
    if value is ... or value is None:
        raise _Slip(_BLANK if value is ... else "nothing came back; is a `return` missing?")
    value = value.detach().numpy() if hasattr(value, "detach") else value
    value, wanted = _np.asarray(value), _np.asarray(wanted)
    if value.dtype == object and ... in value.ravel().tolist():
        raise _Slip(_BLANK)
    return value.shape == wanted.shape and bool(
        _np.allclose(value.astype(float), wanted.astype(float), rtol=tolerance, atol=tolerance))


def passed(number):
    """Whether a step is done."""
    return _TOLD.get(number) == ""


def _step(number, title):
    """Run a check at once, and tell the reader what came of it and how far they are.

    The check is handed its helpers, so that no name of the reader's can get in their way.
    """
    def run(body):
        try:
            body(_expect, _slip, _close)
            told = ""
        except _Slip as found:
            told = str(found)
        except Exception as error:
            told = _BLANK if "ellipsis" in str(error) else _raised(error)
        _TOLD[number] = told
        line = f"✗ Step {number}, {title}: {told}" if told else f"✓ Step {number}, {title}"
        print(_textwrap.fill(line, 80, subsequent_indent="  ", break_long_words=False))
        print(_progress())

    return run


def _raised(error):
    """An error in the reader's code, with the line at which it was raised."""
    own = [frame for frame in _traceback.extract_tb(error.__traceback__)
           if "-packages" not in frame.filename and frame.name not in ("run", "_", "_close")]
    line = f" at `{own[-1].line}`" if own and own[-1].line else ""
    return f"your code raised {type(error).__name__}{line}: {error}"


def _progress():
    done, total = sum(told == "" for told in _TOLD.values()), _TOTAL
    cheer = "  All done." if done == total else ""
    return f"{'■' * done}{'□' * (total - done)} {done} of {total} steps{cheer}"

"""The numbers that the derivatives lesson states in words, math, captions, tables and feedback.

Each claim is a quote, whitespace aside, with its numbers between « and », and what an oracle says
they are: fractions, sympy, NumPy's shapes. An exact value must be printed exactly, a float to every
digit shown; a function decides about a rough word such as "a sixth". A quote that no longer stands
in its section fails, so the table cannot go stale.
"""

from __future__ import annotations

import ast
import math
import re
from fractions import Fraction as F

import numpy as np
import pytest
import sympy as sp
from sympy.parsing import sympy_parser as parser

LESSON = "book/foundations/derivatives-and-gradients.md"
WORDS = {"½": F(1, 2), "a quarter": F(1, 4), "a fifth": F(1, 5), "a sixth": F(1, 6),
         "a millionth": F(1, 10**6), "fortyfold": F(40), "six": F(6), "seven": F(7),
         "one quarter": F(1, 4), "one sixth": F(1, 6), "one third": F(1, 3)}
x, y, u, h, eta = sp.symbols("x y u h eta")
CUBE, WORKED, MIXED = 5 * x**3 - 2 * x + 7, 3 * x**2 + 2 * x * y + y**3, x**2 * y + 5 * y
ERROR_AT_ONE_HUNDREDTH = abs((math.sin(1.01) - math.sin(1)) / 0.01 - math.cos(1))
OFF = math.degrees(math.atan2(18, 8) - math.atan2(3, 4))
DATA, GIGABYTES, MINUTES = np.ones((100, 5)), (1, 2, 3, 4), (3, 5, 6, 10)


def d(f, by=x, **at):
    """Sympy's derivative; at a point, an exact fraction."""
    slope = sp.diff(f, by).subs(at)
    return F(str(slope)) if at else slope


def point(rate, k):
    """The exact point of the run from (4, 3) after k steps."""
    return [4 * (1 - 2 * F(rate)) ** k, 3 * (1 - 6 * F(rate)) ** k]


def loss(rate, k):
    """The exact loss there."""
    return 16 * (1 - 2 * F(rate)) ** (2 * k) + 27 * (1 - 6 * F(rate)) ** (2 * k)


def step(w, g, rate):
    """One exact step of descent."""
    return [F(a) - F(rate) * F(b) for a, b in zip(w, g)]


def forgetful(steps):
    """Losses of a run that never clears its gradient, as floats."""
    w, total, losses = np.array([4.0, 3.0]), np.zeros(2), []
    for _ in range(steps):
        losses.append(float(w @ (w * [1, 3])))
        total = total + w * [2, 6]
        w = w - 0.1 * total
    return losses


def str_of_float32():
    """The y after one step, as float32 prints it, exactly."""
    return F(str(np.float32(3) - np.float32(0.1) * np.float32(18)))


def near(oracle, factor=3.0):
    """Whether a number has the oracle's order of magnitude."""
    return lambda value: oracle / factor < value < oracle * factor


CLAIMS = {
    "the beginning": [
        ("stretched: `«(100, 100)»`", np.broadcast_shapes((100,), (100, 1)))],
    "sec-why": [("$10^{«1000000»}$ points", 10**6)],
    "sec-derivative": [
        ("goes from 1 to «1.21».", F("1.1") ** 2), ("moved «2.1» times", (F("1.21") - 1) * 10),
        ("«2.001». The slopes run «2.1», «2.01», «2.001»", *[
            (F(1 + F(r)) ** 2 - 1) / F(r) for r in ("0.001", "0.1", "0.01", "0.001")]),
        ("each is $«2 + h»$", sp.cancel(((1 + h) ** 2 - 1) / h)),
        ("tangent; its slope, «2», is", d(x**2, x=1)),
        ("You got «4». That is the slope", d(x**2, x=2)), ("Divide $«4.41» - 4$", F("2.1") ** 2),
        ("You got «0.41», the rise", F("2.1") ** 2 - 4), ("ends at «2.2»", F("2.1") + F("0.1")),
        ("2.1^2 - 2^2 = «0.41»$", F("2.1") ** 2 - 4), ("slope is $«4.1»$", F("0.41") / F("0.1")),
        ("{h} = «2x + h» .", sp.cancel(((x + h) ** 2 - x**2) / h)),
        ("$f'(x) = «2x»$. At 1 it gives «2»", d(x**2), d(x**2, x=1)),
        ("You got «9». That is the height $f(3)$", 3**2), ("$f'(3) = «6»$", d(x**2, x=3)),
        ("about «six» times as far", d(x**2, x=3)),
        ("$f(2) = «4»$ and $f'(2) = «4»$", 2**2, d(x**2, x=2)),
        ("true value, «4.2025»", F("2.05") ** 2), ("$0.05^2 = «0.0025»$", F("0.05") ** 2),
        ("0.05 = «4.2»$. The true value is «4.2025»", 4 + 4 * F("0.05"), F("2.05") ** 2),
        ("falls to «a quarter»: it is $«h^2»$".replace("«h^2»", "\\Delta^2"), F(1, 2) ** 2),
        ("You got «2.25», the height", F("1.5") ** 2), ("(-1.5) = «-3»$", d(x**2, x=F("-1.5"))),
        ("On the parabola at -1.5 the tangent has slope «-3»", d(x**2, x=F("-1.5"))),
        ("On the sine at 0 it has slope «1»", d(sp.sin(x), x=0)),
        ("slope «0» from the left and «1» from the right", *[
            F(str(sp.limit(sp.Max(x, 0) / x, x, 0, side))) for side in "-+"])],
    "sec-finite-differences": [
        ("some «0.004».", ERROR_AT_ONE_HUNDREDTH), ("all of their «16» digits", 53 * math.log10(2)),
        ("They balance near $«10^{-8}»$", near(math.sqrt(2**-53))),
        ("Its best $h$ is near $«10^{-5}»$", near(2 ** (-53 / 3))),
        ("carries about «16» digits", 53 * math.log10(2)),
        ("off by about $«10^{-16}»$", near(2**-53)),
        ("off by about $«10^{-4}»$", near(2**-53 / 1e-12))],
    "sec-rules": [
        ("gives $«3x^2»$,", d(x**3)), ("5 \\cdot 3x^2 = «15x^2»$", d(5 * x**3)),
        ("-2 \\cdot 1 = «-2»$", d(-2 * x)), ("Together $«15x^2 - 2»$", d(CUBE)),
        ("antiderivative of $«4x^3»$", d(x**4)), ("x^{3-1} = «12x^2»$", d(4 * x**3)),
        ("$«6x»$. The constant is gone", d(3 * x**2 + 100)), ("Eight rules",),
        # the eight, each as sympy proves it in test_derivatives_and_gradients.py
        ("| constant | $c$ | $0$ |",), ("| constant multiple | $c\\,f(x)$ | $c\\,f'(x)$ |",),
        ("| power | $x^n$ | $n\\,x^{n-1}$ |",), ("| sum | $f(x) + g(x)$ | $f'(x) + g'(x)$ |",),
        ("| product | $f(x)\\,g(x)$ | $f'(x)\\,g(x) + f(x)\\,g'(x)$ |",),
        ("| exponential | $e^x$ | $e^x$ |",), ("| logarithm | $\\ln x$, for $x > 0$ | $1/x$ |",),
        ("| ReLU | $\\max(x, 0)$ | $0$ for $x < 0$, $1$ for $x > 0$, none at $0$ |",)],
    "sec-chain-rule": [
        ("$3 \\cdot 2 = «6»$ seconds", 3 * 2), ("That is $«5x^2 - 2»$", (5 * u - 2).subs(u, x**2)),
        ("- 2 = «3»$, then $3^2 = «9»$", 5 * 1 - 2, (5 * 1 - 2) ** 2),
        ("so $g'(x) = «3»$", d(3 * x + 1)), ("so $f'(u) = «2u»$", d(u**2, u)),
        ("\\cdot 3 = «6(3x + 1)»$", d((3 * x + 1) ** 2)),
        ("the formula gives «6»", d((3 * x + 1) ** 2, x=0)),
        ("You got «8»: the inner factor", 2 * 4), ("You got «16», the height", (3 + 1) ** 2),
        ("3 \\cdot 1 + 1 = «4»$", 4), ("1 + 1) = «24»$", d((3 * x + 1) ** 2, x=1)),
        ("$2 \\cdot 4 = «8»$", d(u**2, u, u=4)),
        ("steepest slope is «0.25»", d(1 / (1 + sp.exp(-x)), x=0)),
        ("\\approx «9.5 \\cdot 10^{-7}»$", 0.25**10),
        ("leave «a millionth» of", near(0.25**10, 1.1))],
    "sec-paths": [
        ("$u = «8»$, so", 2 * 3 + 2), ("16 \\cdot 3 = «48»$ and $16 \\cdot 1 = «16»$. Together "
         "«64».", 2 * 8 * 3, 2 * 8 * 1, d((x * y + x) ** 2, x=2, y=3)),
        ("p = xy = «6», u = p + x = «8» and f = u squared = «64»", 2 * 3, 2 * 3 + 2, 8**2),
        ("from x to p carries «3», from p to u 1, from u to f «16»", 3, d(u**2, u, u=8)),
        ("3 \\cdot 1 \\cdot 16 = «48»$, the lower $1 \\cdot 16 = «16»$, together «64»", 48, 16, 64),
        ("You got «12»: the path", 2 * 3 * 2), ("add $2u \\cdot 1 = «6»$", 2 * 3 * 1),
        ("You got «6»: the direct", 2 * 3), ("$2u \\cdot y = «12»$", 2 * 3 * 2),
        ("You got «9», the value", (1 * 2 + 1) ** 2), ("+ 1 = «3»$ and $2u = «6»$", 3, 6),
        ("6 \\cdot 2 = «12»$. Direct path: $6 \\cdot 1 = «6»$. Sum: «18»", 12, 6,
         d((x * y + x) ** 2, x=1, y=2))],
    "sec-partial": [
        ("$3x^2 \\to «6x»$, $2xy \\to «2y»$", d(3 * x**2), d(2 * x * y)),
        ("f/\\partial x = «6x + 2y»$", d(WORKED)), ("$2xy \\to «2x»$", d(2 * x * y, y)),
        ("$y^3 \\to «3y^2»$", d(y**3, y)), ("f/\\partial y = «2x + 3y^2»$", d(WORKED, y)),
        ("slope is $«2xy»$", d(MIXED)), ("at the rate «5»", d(5 * y, y)),
        ("in $y$ is $«x^2»$", d(x**2 * y, y)), ("Its slope is $«x^2 + 5»$", d(MIXED, y))],
    "sec-gradient": [
        ("[\\,«6x + 2y»,\\ «2x + 3y^2»\\,]", d(WORKED), d(WORKED, y)),
        ("gradient with «10,000» entries", 10**4), ("3 \\cdot 2^2 = «12»$", 3 * 2**2),
        ("2 \\cdot 2 = «10»$ and", d(WORKED, x=1, y=2)),
        ("2^2 = «14»$, so $\\nabla f(1, 2) = «[10, 14]»$", d(WORKED, y, x=1, y=2),
         [d(WORKED, by, x=1, y=2) for by in (x, y)]),
        ("`«(10000,)»`, the shape of `w`", np.zeros(10**4).shape),
        ("by «29» degrees", OFF), ("it is «29»° off", OFF)],
    "sec-descent": [
        ("3 + 1] = «[1.5, 4]»$", step([2, 3], [1, -2], "0.5")),
        ("$3 - 0.1 \\cdot (-4) = «3.4»$", step([2, 3], [2, -4], "0.1")[1]),
        ("0.1 \\cdot 2 = «1.8»$", step([2, 3], [2, -4], "0.1")[0]),
        ("so $«[1.8, 3.4]»$", step([2, 3], [2, -4], "0.1")),
        ("`«[2.2, 2.6]»` : You added", step([2, 3], [2, -4], "-0.1")),
        ("`«[0, 7]»` : You stepped by the whole", step([2, 3], [2, -4], 1)),
        ("so $\\eta = «0.01»$ makes", F("0.1") / 10),
        ("(8^2 + 18^2) =$ {num}`«38.8»", F("0.1") * (8**2 + 18**2)),
        ("6 \\cdot 18^2) =$ {num}`«10.36»", F("0.01") / 2 * (2 * 8**2 + 6 * 18**2)),
        ("(on the bowl, «2» and «6» on the diagonal)", d(d(x**2), x, x=0), d(d(3 * x**2), x, x=0)),
        ("not grow «fortyfold»", lambda value: min(90 / 2, 4000 / 90, 180 / 4) > value)],
    "sec-run": [
        ("3 \\cdot 3^2 = «43»$", loss("0.1", 0)), ("6 \\cdot 3] = «[8, 18]»$", [8, 18]),
        ("[8, 18] = «[3.2, 1.2]»$", point("0.1", 1)), ("1.2^2 = «14.56»$", loss("0.1", 1)),
        ("longer, «1.8» against «0.8»", F("0.1") * 18, F("0.1") * 8),
        ("shrank by «20»% and $y$ by «60»%", F("0.8") / 4 * 100, F("1.8") / 3 * 100),
        ("`«[2.4, -0.6]»` : You used", step(point("0.1", 1), [8, 18], "0.1")),
        ("it is $«[6.4, 7.2]»$", [2 * F("3.2"), 6 * F("1.2")]),
        ("`«[3.84, 1.92]»` : You added", step(point("0.1", 1), ["6.4", "7.2"], "-0.1")),
        ("$6y = «7.2»$", 6 * F("1.2")), ("You got «6.784»", F("2.56") ** 2 + F("0.48") ** 2),
        ("[3.2 - «0.64»,\\ 1.2 - «0.72»] = «[2.56, 0.48]»$, and the loss is $«6.5536» + «0.6912» = "
         "«7.2448»$", F("0.64"), F("0.72"), point("0.1", 2), F("2.56") ** 2, 3 * F("0.48") ** 2,
         loss("0.1", 2)),
        ("«43», «14.56», «7.2448». You", *[loss("0.1", k) for k in range(3)]),
        ("to $y = «-4.2»$", point("0.4", 1)[1]), ("6 \\cdot 0.4 = «-1.4»$", 1 - 6 * F("0.4")),
        ("climb: «43», «53.56», «103.7»", *[float(loss("0.4", k)) for k in range(3)])],
    "sec-threshold": [
        ("= «(1 - 2\\eta)»\\,x", 1 - eta * d(x**2, x=1)), ("= «(1 - 6\\eta)»\\,y", 1 - 6 * eta),
        ("means $0 < \\eta < «1/3»$; for $x$, $0 < \\eta < «1»$", F(2, 6), F(2, 2)),
        ("exactly when $0 < \\eta < «1/3»$", F(2, 6)), ("grows by the factor «1.4»", F("1.4")),
        ("Below $«1/6»$ both", F(1, 6)), ("crawls; «a sixth» of the loss is gone after 20 steps",
         lambda value: abs(1 - loss("0.001", 20) / 43 - value) < 0.01),
        ("crosses 0 at «one sixth»", F(1, 6)),
        ("at «one third». At «one quarter» the two are «0.5» and «-0.5»", F(2, 6), F(2, 2 + 6),
         1 - 2 * F(1, 4), 1 - 6 * F(1, 4)),
        ("first, at $\\eta = «1/3»$. At $«1/4»$ both factors have size «½»", F(2, 6), F(2, 2 + 6),
         1 - 2 * F(1, 4)),
        ("At $«1/6»$ the factor of $y$ is «0»", F(1, 6), 1 - 6 * F(1, 6)),
        ("divided by «4» each time: exactly $«43»/4^k$", loss("1/4", 6) / loss("1/4", 7), 43),
        ("between «3» and $«-3»$", point("1/3", 8)[1], point("1/3", 9)[1]),
        ("loss tends to «27»", float(loss("1/3", 50))),
        ("for $y$ is $«-1.1»$", 1 - 6 * F("0.35")), ("$y$ is $«-0.8»$", 1 - 6 * F("0.3")),
        ("go «43», «34.11», «39.66»", *[float(loss("0.35", k)) for k in range(3)]),
        ("18 = «4.5»$", F("0.25") * 18), ("$3 - 4.5 = «-1.5»$", point("1/4", 1)[1]),
        ("`[ 2. -1.5] «10.75»`", loss("1/4", 1)), ("loss is «a quarter» of", loss("1/4", 1) / 43),
        ("«2.117» against «2.6875»", float(loss("0.2", 2)), loss("1/4", 2)),
        ("$«2 \\cdot 10^{-8}»$ against $«4 \\cdot 10^{-11}»$", float(loss("0.2", 20)),
         float(loss("1/4", 20))),
        ("lags at «0.6» a step", 1 - 2 * F("0.2")), ("$1 - 0.4 = «0.6»$", 1 - 2 * F("0.2")),
        ("are «0.6» and $«-0.2»$", 1 - 2 * F("0.2"), 1 - 6 * F("0.2")),
        ("$3y^2 = «27»$", 3 * 3**2), ("to «a fifth» per", abs(1 - 6 * F("0.2"))),
        ("«0.6» per step against «0.5»", 1 - 2 * F("0.2"), 1 - 2 * F(1, 4))],
    "sec-flip": [("1.0, 1.3, «1.69», «2.197»", F("1.3") ** 2, F("1.3") ** 3)],
    "sec-vectorized": [
        ("`X @ w - y` is `«(100,)»`; `X.T` is `«(5, 100)»`", (DATA @ np.ones(5)).shape,
         DATA.T.shape),
        ("summed away: `«(5,)»`", (DATA.T @ np.ones(100)).shape),
        ("residuals are $«[-3, -5, -6, -10]»$", [0 - m for m in MINUTES]),
        ("`«[-24, -71]»` : You summed", [-sum(MINUTES), -int(np.dot(GIGABYTES, MINUTES))]),
        ("$2/n = «1/2»$", F(2, 4)), ("`«[-6, -17.75]»`", [-F(24, 4), -F(71, 4)]),
        ("10) = «-12»$", -F(2, 4) * sum(MINUTES)),
        ("(-3 - 10 - 18 - 40) = «-35.5»$", -F(2, 4) * int(np.dot(GIGABYTES, MINUTES)))],
    "sec-autodiff": [
        ("x squared = «16» with local derivative «8»", 4**2, d(x**2, x=4)),
        ("y squared = «9» with local derivative «6», b to c = 3b = «27» with «3»", 3**2,
         d(y**2, y, y=3), 3 * 3**2, d(3 * x)),
        ("the loss «43» with", loss("0.1", 0)),
        ("$8 \\cdot 1 = «8»$ for $x$, $6 \\cdot 3 \\cdot 1 = «18»$", 8, d(3 * y**2, y, y=3)),
        ("is $«[8, 18]»$ and the step leads to $«[3.2, 1.2]»$", [8, 18], point("0.1", 1)),
        ("«43», «14.56», «7.2448»: the same run", *[loss("0.1", k) for k in range(3)]),
        ("about «seven» digits; hence a «1.1999999» where you expect «1.2»",
         lambda value: value == int(24 * math.log10(2)), str_of_float32(), point("0.1", 1)[1]),
        ("$2x = «6»$ leave «12.0»", d(x**2, x=3), 2 * d(x**2, x=3)),
        ("so far: «43», «14.56», «8.325», «27.87»", *forgetful(4)),
        ("derivative 0 at 0 instead of «1»", d(x))],
    "sec-self-check": [
        ("at the rate «3»", -d(-3 * x, x=0)), ("`«9»` : That is the height", 9),
        ("$«12x^2 - 3»$ at 0 is $«-3»$", d(4 * x**3 - 3 * x), d(4 * x**3 - 3 * x, x=0)),
        ("You got «10»: the inner", 2 * 5), ("You got «25», the height", (2 * 1 + 3) ** 2),
        ("value, «5», not", 2 * 1 + 3), ("5 \\cdot 2 = «20»$", d((2 * x + 3) ** 2, x=1)),
        ("$xy^2 \\to «2xy»$ and $3x \\to «0»$", d(x * y**2, y), d(3 * x, y)),
        ("0] = «[-1, 0.2, 0]»$", step([0, 0, 0], [5, -1, 0], "0.2")),
        ("`«[1, -0.2, 0]»` : The change", step([0, 0, 0], [5, -1, 0], "-0.2")),
        ("`«(640,)»` : As many", (64 * 10,)), ("`«(64, 10)»`, the shape", np.zeros((64, 10)).shape),
        ("must give $«[8, 18]»$", [8, 18]),
        ("gives $«18 + 3h»$", sp.cancel((3 * (3 + h) ** 2 - 27) / h))],
    "sec-next": [("makes «2» and «6» special", d(d(x**2), x, x=0), d(d(3 * x**2), x, x=0))]}


@pytest.fixture(scope="module")
def sections(root):
    """The lesson's text, without line breaks, by the target of its section."""
    text = (root / LESSON).read_text(encoding="utf-8")
    parts = re.split(r"^\((sec-[a-z-]+)\)=$", "the beginning\n" + text, flags=re.MULTILINE)
    names = ["the beginning", *parts[1::2]]
    return {name: " ".join(part.split()) for name, part in zip(names, parts[::2])}


def value(shown):
    """A number in print, and half a unit of its last digit."""
    if shown in WORDS:
        return WORDS[shown], F(0)
    plain = shown.replace("−", "-").replace(",", "").replace(" \\cdot ", "e").replace("e10^", "e")
    plain = re.sub(r"^10\^", "1e", plain).replace("{", "").replace("}", "")
    digits, _, power = plain.partition("e")
    places = len(digits.partition(".")[2])
    return F(plain), F(10) ** (int(power or 0) - places) / 2


def says(shown, oracle):
    """Whether a number, list, shape or formula in print is what its oracle says."""
    if callable(oracle):
        return oracle(value(shown)[0])
    if isinstance(oracle, tuple):
        return ast.literal_eval(shown) == oracle
    if isinstance(oracle, list):
        entries = shown.strip("[]").split(",")
        return len(entries) == len(oracle) and all(map(says, map(str.strip, entries), oracle))
    if isinstance(oracle, sp.Expr) and oracle.free_symbols:
        formula = parser.parse_expr(shown.replace("\\eta", "eta"), transformations=(
            *parser.standard_transformations, parser.implicit_multiplication_application,
            parser.convert_xor, parser.split_symbols))
        return sp.simplify(formula - oracle) == 0
    found, half = value(shown)
    if isinstance(oracle, float):
        return abs(found - F(oracle)) <= half
    return found == F(str(oracle))


@pytest.mark.parametrize(("section", "claim"), [
    pytest.param(name, claim, id=f"{name}: {claim[0]}")
    for name, claims in CLAIMS.items() for claim in claims])
def test_a_number_in_the_prose_stands_there_and_is_what_its_oracle_says(sections, section, claim):
    quote, *oracles = claim
    assert re.sub("[«»]", "", quote) in sections[section]
    shown = re.findall("«(.+?)»", quote)
    assert len(shown) == len(oracles)
    assert [number for number, oracle in zip(shown, oracles) if not says(number, oracle)] == []


@pytest.mark.parametrize(("shown", "oracle"), [
    ("14.57", F("14.56")), ("34.12", float(loss("0.35", 1))), ("2", F("2.1")), ("15x^2", d(CUBE)),
    ("[10, 15]", [10, 14]), ("[10]", [10, 14]), ("(100, 1)", (100,)), ("a fifth", near(1.0)),
    ("3 \\cdot 10^{-8}", float(loss("0.2", 20))), ("1/4", F(1, 3))])
def test_a_wrong_number_would_be_told(shown, oracle):
    assert not says(shown, oracle)

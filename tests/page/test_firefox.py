"""A second engine: formulas, the lesson's run at η = 0.4, and a coding check, in Firefox."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from firefox import started
from live_page import LESSON

pytestmark = [pytest.mark.built, pytest.mark.browser]

HELPERS = """
    const wait = (what, test) => new Promise((done, failed) => {
        const end = Date.now() + 100_000;
        const look = () => {
            const found = test();
            if (found) done(found);
            else if (Date.now() > end) failed(new Error(what + ': ' + cell?.innerText));
            else setTimeout(look, 50);
        };
        look();
    });
    const named = name => [...cell.querySelectorAll('button')].find(b => b.textContent === name);
    let cell;
    await wait('the whole page', () => document.documentElement.dataset.whole !== undefined);
    cell = [...document.querySelectorAll('live-cell')].find(
        one => one.querySelector('pre').textContent.includes('for eta in (0.001'));
"""


def test_the_run_at_0_4_ends_at_1_89e7_and_stop_stops(site, tmp_path: Path) -> None:
    with started(tmp_path) as tab:
        tab.open(site + LESSON)
        assert "Firefox" in tab.run("return navigator.userAgent")
        said = tab.run(HELPERS + """
            await wait('alive', () => cell.dataset.live !== undefined);
            named('Run').click();
            (await wait('offer', () => named('Run those, then this'))).click();
            return (await wait('result', () => cell.querySelector('.live-good pre'))).textContent;
        """)
        expected = 16 * 0.2**40 + 27 * 1.4**40
        assert f"{expected:.3g}" == "1.89e+07"
        assert f"eta = 0.4    53.56  103.75  …  {expected:.3g}" in said
        told = tab.run(HELPERS + """
            cell = document.querySelector('form[data-kind=coding] live-cell');
            named('Check').click();
            const verdict = () => cell.querySelector('.live-check .verdict');
            return (await wait('checks', verdict)).textContent;
        """)
        assert "1 of 4 checks pass" in told


def test_formulas_are_set_as_formulas_in_the_math_face(site, tmp_path: Path) -> None:
    with started(tmp_path) as tab:
        tab.open(site + LESSON)
        found = json.loads(tab.run(HELPERS.partition("cell = [...")[0] + """
            await document.fonts.ready;
            const box = node => node.getBoundingClientRect();
            const middle = ({top, height}) => top + height / 2;
            const pairs = (name, first, second) => [...document.querySelectorAll(`math ${name}`)]
                .filter(node => box(node).width > 0)
                .map(node => [box(node.children[first]), box(node.children[second])]);
            const faces = [...document.fonts].filter(face => face.status === 'loaded');
            return JSON.stringify({
                over: pairs('mfrac', 0, 1).map(([a, b]) => [a.bottom, b.top]),
                raised: pairs('msup', 0, 1).map(([a, b]) => [middle(a), middle(b)]),
                lowered: pairs('msub', 0, 1).map(([a, b]) => [middle(a), middle(b)]),
                wide: [...document.querySelectorAll('math')].filter(one => box(one).width).length,
                faces: faces.map(face => face.family),
            });
        """))
        assert "STIX Two Math" in "".join(found["faces"])
        assert found["wide"] > 200
        assert len(found["over"]) > 10 and all(a <= b + 1 for a, b in found["over"])
        assert len(found["raised"]) > 50 and all(b < a for a, b in found["raised"])
        assert len(found["lowered"]) > 5 and all(b > a for a, b in found["lowered"])

"""Which chapters the tests of the book are about; and what a run of one snippet leaves behind."""

from __future__ import annotations

import importlib.util
import io
import warnings
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType

import pytest
from press.core import chapters, toc

ROOT = Path(__file__).resolve().parents[2]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask each test of `executable` or `proved` about every chapter of _toc.yml that runs."""
    for name in {"executable", "proved"} & set(metafunc.fixturenames):
        running = [path.relative_to(ROOT).as_posix() for path in toc.sources(ROOT)
                   if chapters.read(path, ROOT).executes]
        metafunc.parametrize(name, running, indirect=name == "proved", scope="session")


@pytest.fixture(scope="module")
def ran(request: pytest.FixtureRequest, root: Path) -> Iterator[tuple[ModuleType, str]]:
    """A lesson's snippet after one run, and what the run printed.

    A module of tests names its lesson as SNIPPET; without a name it is the derivatives lesson.
    """
    name = getattr(request.module, "SNIPPET", "derivatives_and_gradients")
    path = root / f"code/snippets/foundations/{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module, out = importlib.util.module_from_spec(spec), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings(), redirect_stdout(out):
        patch.setenv("MPLBACKEND", "Agg")
        warnings.simplefilter("ignore")  # Agg cannot show, and says so
        spec.loader.exec_module(module)
    yield module, out.getvalue()
    module.plt.close("all")


@pytest.fixture(scope="module")
def lesson(ran: tuple[ModuleType, str]) -> ModuleType:
    """The names that the lesson's cells define."""
    return ran[0]


@pytest.fixture(scope="module")
def printed(ran: tuple[ModuleType, str]) -> str:
    """All that the lesson's cells print."""
    return ran[1]

"""Compiling what a start imports: the same modules, found where the source was."""

from __future__ import annotations

import io
import zipfile

import pytest
from press.core import bytecode

SOURCE = b'"""Says what it is."""\n\ndef fails():\n    """On purpose."""\n    raise KeyError\n'


def zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def test_a_compiled_module_is_imported_names_its_source_and_keeps_its_docstrings(
    tmp_path, monkeypatch
):
    place = tmp_path / "library.zip"
    made = bytecode.compiled(zipped(**{"swift_one.py": SOURCE, "plain_one.py": SOURCE}),
                             f"{place}/", {f"{place}/swift_one.py"})
    place.write_bytes(made)
    with zipfile.ZipFile(place) as archive:
        assert archive.namelist() == ["swift_one.pyc", "plain_one.py"]
        assert archive.read("plain_one.py") == SOURCE
    monkeypatch.syspath_prepend(str(place))
    import swift_one

    assert swift_one.__file__ == f"{place}/swift_one.pyc"
    assert (swift_one.__doc__, swift_one.fails.__doc__) == ("Says what it is.", "On purpose.")
    with pytest.raises(KeyError) as told:
        swift_one.fails()
    assert (str(told.traceback[-1].path), told.traceback[-1].lineno) == (
        f"{place}/swift_one.py", 4)


def test_the_sources_of_what_is_imported_are_known():
    found = bytecode.imported()
    assert {bytecode.__file__, io.__spec__.origin, zipfile.__file__} & found == {
        bytecode.__file__, zipfile.__file__}  # io is frozen: it has no file to compile


@pytest.mark.parametrize("name", [
    "numpy/__init__.py", "numpy/random/mtrand.cpython-314-wasm32-emscripten.so",
    "numpy-2.4.3.dist-info/METADATA", "numpy-2.4.3.dist-info/licenses/LICENSE.txt"])
def test_what_python_loads_and_the_licenses_stay_in_the_wheel(name):
    assert bytecode.serves(name)


@pytest.mark.parametrize("name", [
    "numpy/__init__.pyi", "numpy/_core/include/numpy/ndarraytypes.h",
    "numpy/random/lib/libnpyrandom.a", "numpy-2.4.3.dist-info/RECORD"])
def test_what_only_compilers_and_checkers_read_is_left_out(name):
    assert not bytecode.serves(name)

"""What a package registers is found by name, and no more is loaded than is asked for."""

import sys
from pathlib import Path

import pytest

from core.plugins import UnknownName, collect, lookup

SPEC = "from types import SimpleNamespace as S\nSPEC = S(name={!r})\n"


@pytest.fixture
def kinds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package of two: one module bears its SPEC's name, the other one another."""
    folder = tmp_path / f"kinds_{tmp_path.name}"
    folder.mkdir()
    bodies = {"__init__": "", "plain": SPEC.format("plain"), "_other": "", "odd": SPEC.format("even")}
    for name, body in bodies.items():
        (folder / f"{name}.py").write_text(body)
    monkeypatch.syspath_prepend(tmp_path)
    return folder.name


def test_only_what_is_looked_up_is_loaded(kinds: str) -> None:
    assert lookup(kinds, "plain", "kind").name == "plain"
    assert f"{kinds}.odd" not in sys.modules
    assert lookup(kinds, "even", "kind").name == "even"


@pytest.mark.parametrize("name", ["odd", "_other", "other", "", "os", ".plain"])
def test_another_name_is_told_with_those_there_are(kinds: str, name: str) -> None:
    with pytest.raises(UnknownName, match=r"Choose one of: even, plain\."):
        lookup(kinds, name, "kind")


def test_a_module_without_a_spec_is_a_mistake_of_ours(kinds: str) -> None:
    Path(sys.path[0], kinds, "bare.py").write_text("")
    with pytest.raises(RuntimeError, match="bare"):
        collect(kinds)

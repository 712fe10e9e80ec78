"""Compiled kernels that stay with the installation."""

from pathlib import Path

import pytest
from numba.core import config

from core import kernel_cache


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with one compiled kernel; numba is told of no other folder."""
    compiled = tmp_path / "core" / "fitting" / "__pycache__"
    compiled.mkdir(parents=True)
    (compiled / "kernels.sum.py311.nbi").write_bytes(b"index")
    monkeypatch.setattr(kernel_cache, "PACKAGE", tmp_path / "core")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(config, "CACHE_DIR", "")
    return tmp_path


@pytest.fixture
def _read_only(installation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "core.kernel_cache.os.access", lambda path, _: not Path(path).is_relative_to(installation)
    )


def test_a_part_is_known_once_it_is_marked(installation: Path) -> None:
    assert not kernel_cache.has_kernels("first")
    kernel_cache.mark_kernels("first")
    assert kernel_cache.has_kernels("first") and not kernel_cache.has_kernels("verdict")
    (installation / "core" / "fitting" / "kernels.py").write_text("# changed")
    assert not kernel_cache.has_kernels("first")


@pytest.mark.usefixtures("installation")
def test_kernels_stay_in_an_installation_that_can_be_written() -> None:
    kernel_cache.kernel_compiler()
    assert config.CACHE_DIR == ""


def test_kernels_of_a_read_only_installation_are_linked(
    installation: Path, request: pytest.FixtureRequest
) -> None:
    kernel_cache.mark_kernels("first")
    request.getfixturevalue("_read_only")
    kernel_cache.kernel_compiler()
    folder = Path(config.CACHE_DIR)
    assert folder.is_relative_to(installation / "home")
    (link,) = folder.rglob("*.nbi")
    assert link.read_bytes() == b"index"
    assert kernel_cache.has_kernels("first")


def test_without_a_home_they_are_linked_for_one_process(
    installation: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    (installation / "home").write_text("no folder")
    monkeypatch.setattr("tempfile.tempdir", str(installation))
    request.getfixturevalue("_read_only")
    kernel_cache.kernel_compiler()
    assert list(Path(config.CACHE_DIR).rglob("*.nbi"))

"""Faces of packages: their names are there, and what is loaded is what was asked for."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = sorted(
    ".".join(file.parent.relative_to(ROOT).parts)
    for file in ROOT.glob("core/**/__init__.py")
    if "load_on_demand" in file.read_text()
)
LIBRARIES = {
    "babel", "docx", "kaleido", "numba", "openTSNE", "phonenumbers", "pptx", "scipy", "sklearn", "typst",
    "xlsxwriter",
}  # fmt: skip


def loaded(code: str) -> set[str]:
    """Modules that a fresh interpreter has after it ran `code`."""
    report = f"{code}\nimport sys\nprint(*sys.modules, file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", report], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return set(run.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("package", PACKAGES)
def test_every_name_is_there_and_hides_no_module(package: str) -> None:
    face = import_module(package)
    for name in face.__all__:
        assert getattr(face, name) is not None
    modules = {path.stem for path in Path(face.__path__[0]).iterdir()}
    assert not modules & set(face.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_like_it"):
        import_module("core.segment").nothing_like_it  # noqa: B018


def test_help_loads_no_library() -> None:
    code = "from core.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass"
    assert not loaded(code) & (LIBRARIES | {"numpy", "pandas", "plotly", "polars", "pyarrow"})


def test_a_bad_file_loads_polars_alone(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_bytes(bytes(range(256)))
    code = f"from core.cli import main\nassert main(['describe', {str(tmp_path / 'bad.csv')!r}]) == 2"
    modules = loaded(code)
    assert "polars" in modules
    assert not modules & (LIBRARIES | {"numpy", "pandas", "plotly", "pyarrow"})


def test_a_description_loads_what_reads_tables(tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text("id,spend\n" + "".join(f"{n},{n * 7 % 50}\n" for n in range(60)))
    code = f"from core.cli import main\nassert main(['describe', {str(tmp_path / 'good.csv')!r}]) == 0"
    assert not loaded(code) & (LIBRARIES | {"plotly"})


def test_a_server_loads_what_its_pages_need() -> None:
    assert not loaded("import dashboard.app") & LIBRARIES

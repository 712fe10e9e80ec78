"""Work of worker processes before somebody asks for anything: loading libraries, compiling kernels.

An installation brings its compiled kernels with it (`make setup`). Where it does not, or where they
were compiled for another processor, they are compiled here: those of a first result first.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from core.model import Dataset, Progress, Recipe, ignore_progress
from core.plugins import check_params

if TYPE_CHECKING:
    from core.segment import Run

FIRST = Recipe().algorithm
VERDICT = "verdict"
WEIGHTED = "weighted"
FEW = 1_001  # a first result without scikit-learn's own K-Means, which small tables take as well
MANY = 20_001  # beyond it every method takes its way for many customers


def parts() -> tuple[str, ...]:
    """The kernels by what runs them: the methods, the first result's before all others, and the rest."""
    from core.segment import standard_algorithms

    return (*sorted(standard_algorithms(), key=lambda name: name != FIRST), WEIGHTED, VERDICT)


def load_reading(_params: Mapping[str, Any], _progress: Progress) -> None:
    """Load what the first job of every session needs, which reads a file or makes a sample."""
    import core.session.tasks  # noqa: F401

    with TemporaryDirectory() as folder:
        _make_dataset(Path(folder), FEW)


def load_analysis(_params: Mapping[str, Any], progress: Progress) -> None:
    """Load, or compile, what the first result needs."""
    progress("Getting ready", 0.0)
    compile_part(FIRST, progress)


def compile_missing(params: Mapping[str, Any], progress: Progress) -> None:
    """Compile the kernels of a `part` unless they are there."""
    from core.kernel_cache import has_kernels

    if not has_kernels(params["part"]):
        compile_part(params["part"], progress)


def compile_part(part: str, progress: Progress = ignore_progress) -> None:
    """Load or compile the kernels of a part by a run of what needs them."""
    from core.kernel_cache import mark_kernels, watch_compiler
    from core.segment import Run

    with TemporaryDirectory() as folder, watch_compiler(progress):
        rows = FEW if part in (FIRST, WEIGHTED, VERDICT) else MANY
        _run_part(part, Run(*_make_dataset(Path(folder), rows)))
    mark_kernels(part)


def _make_dataset(folder: Path, rows: int) -> tuple[Dataset, Recipe]:
    """A sample in `folder` and its recipe."""
    from core.data import make_sample, new_recipe

    path, table = folder / "sample.parquet", make_sample("wholesale", rows, 0)
    table.write_parquet(path)
    dataset = Dataset("sample", "sample", str(path), table.height, tuple(table.columns))
    return dataset, new_recipe(dataset)


def _run_part(part: str, run: "Run") -> None:
    from core.segment import standard_algorithms

    if part == FIRST:
        run.analyse()
    elif part == WEIGHTED:
        replace(run, recipe=replace(run.recipe, sample_weight="Fresh")).analyse()
    elif part == VERDICT:
        from core.verdict import judge

        judge(run)
    else:
        spec = standard_algorithms()[part]
        params = check_params(spec.title, spec.params, {})
        spec.sweep(run.matrix.matrix, (2,), params, 0, ignore_progress)

"""What worker processes do before somebody asks for anything: load libraries and compile kernels.

An installation brings its compiled kernels with it (`make setup`). Where it does not, or where they
were compiled for another processor, they are compiled here: those of a first result first.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from numba.core.event import Listener, install_listener

from core.data import make_sample, new_recipe
from core.kernel_cache import has_kernels, mark_kernels
from core.model import Dataset, Progress, Recipe, ignore_progress
from core.plugins import check_params
from core.segment import analyse, prepare_features, standard_algorithms
from core.verdict import judge

FIRST = Recipe().algorithm
VERDICT = "verdict"
WEIGHTED = "weighted"
STEP = "Getting ready (first start)"
FUNCTIONS = 90  # about as many are compiled for a first result, those of numba's own among them
FEW = 100
MANY = 20_001  # beyond it every method takes its way for many customers


def parts() -> tuple[str, ...]:
    """The kernels by what runs them: the methods, the first result's before all others, and the rest."""
    return (*sorted(standard_algorithms(), key=lambda name: name != FIRST), WEIGHTED, VERDICT)


class Compiling(Listener):
    """Says how far the kernels of a part are, function by function; nothing where none is compiled."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._functions = progress, 0

    def on_start(self, _event: Any) -> None:
        self._progress(STEP, min(self._functions / FUNCTIONS, 1.0))

    def on_end(self, _event: Any) -> None:
        self._functions += 1


def warm(_params: Mapping[str, Any], progress: Progress) -> None:
    """Make a worker ready for its first job."""
    compile_part(FIRST, progress)


def compile_missing(params: Mapping[str, Any], progress: Progress) -> None:
    """Compile the kernels of a `part` unless they are there."""
    if not has_kernels(params["part"]):
        compile_part(params["part"], progress)


def compile_part(part: str, progress: Progress = ignore_progress) -> None:
    """Load or compile the kernels of a part by a run of what needs them."""
    with TemporaryDirectory() as folder, install_listener("numba:compile", Compiling(progress)):
        rows = FEW if part in (FIRST, WEIGHTED, VERDICT) else MANY
        path, table = Path(folder) / "sample.parquet", make_sample("wholesale", rows, 0)
        table.write_parquet(path)
        dataset = Dataset(part, part, str(path), table.height, tuple(table.columns))
        recipe = new_recipe(None, dataset)
        if part == FIRST:
            analyse(None, dataset, recipe)
        elif part == WEIGHTED:
            analyse(None, dataset, replace(recipe, sample_weight="Fresh"))
        elif part == VERDICT:
            judge(None, dataset, recipe)
        else:
            _, prepared = prepare_features(None, dataset, recipe, ignore_progress)
            spec = standard_algorithms()[part]
            spec.sweep(
                prepared.matrix, (2,), check_params(spec.title, spec.params, {}), 0, ignore_progress
            )
    mark_kernels(part)

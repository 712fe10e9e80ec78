"""What worker processes do: each task takes JSON values and leaves its result on disk."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from core.act import find_products
from core.charts import chart_frames, charts_by_slot
from core.compare import compare_methods, stored_comparison
from core.data import SAMPLES, Limits, describe_dataset, make_sample, new_recipe, read_file
from core.errors import UserError
from core.explain import RfmMap, explain_segments, slider_setting
from core.export import export
from core.model import Dataset, Progress, Recipe, Segmentation
from core.plugins import check_params
from core.report import open_exporter, write_report
from core.segment import (
    algorithm,
    analyse,
    is_analysed,
    is_complete,
    stage_keys,
    standard_algorithms,
    stored_verdict,
)
from core.session.continuity import preview_numbers
from core.store import Notes, ResultNotKept, Store, Workspace, Workspaces, raise_disk_full
from core.suggest import run_proposal, stored_proposal
from core.verdict import judge

Bytes = npt.NDArray[np.uint8]

# The cards that the Segment page shows first, and how it asks for the map.
LONG_TASKS = (
    "core.session.tasks:comparing",
    "core.session.tasks:judging",
    "core.session.tasks:proposing",
)
FIRST_SLOTS = ("map", "features", "elbow", "silhouette", "blades")
BARE_MAP: Mapping[str, Any] = {"dimensions": 2, "colour": "segment", "bare": True}


@dataclass(frozen=True)
class ServerLimits:
    """Where Tessera keeps its data and how much of it: bytes, seconds and worker processes.

    `workspace_seconds` bounds a data set, from its last use, and all that was computed from it.
    """

    root: Path
    cache_bytes: int = 4 << 30
    workspace_bytes: int = 4 << 30
    workspace_seconds: float = 7 * 86_400
    expanded_bytes: int = 4 << 30
    workers: int = 2
    threads: int = 2
    chrome: str = ""

    def store(self) -> Store:
        return Store(self.root / "cache", self.cache_bytes, self.workspace_seconds)

    def workspaces(self) -> Workspaces:
        return Workspaces(self.root / "workspaces", self.workspace_seconds, self.workspace_bytes)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"root": str(self.root)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        return cls(**{**values, "root": Path(values["root"])})


def _open_workspace(params: Mapping[str, Any]) -> tuple[ServerLimits, Store, Workspace]:
    bounds = ServerLimits.from_json(params["bounds"])
    return bounds, bounds.store(), bounds.workspaces().of(params["session"])


def reading(params: Mapping[str, Any], progress: Progress) -> None:
    """An uploaded file becomes a data set of the session, already described."""
    bounds, store, workspace = _open_workspace(params)
    reader = partial(read_file, limits=Limits(expanded_bytes=bounds.expanded_bytes))
    source, digest = Path(params["source"]), params["digest"]
    bounds.workspaces().evict()
    with raise_disk_full():
        dataset = workspace.add(source, params["name"], digest, params["sheet"], progress, reader)
    progress("Looking at the columns", 0.9)
    describe_dataset(store, dataset)


def sampling(params: Mapping[str, Any], progress: Progress) -> None:
    """A built-in sample becomes a data set of the session, already described."""
    bounds, store, workspace = _open_workspace(params)
    bounds.workspaces().evict()
    spec, digest = SAMPLES[params["kind"]], params["digest"]
    progress("Making the sample", 0.1)
    source = workspace.root / f"{digest}.upload"
    with raise_disk_full():
        make_sample(params["kind"], None, params["seed"]).write_parquet(source)
        dataset = workspace.add(source, f"{spec.title} (sample)", digest, None, progress, read_file)
    progress("Looking at the columns", 0.9)
    describe_dataset(store, dataset)


def analysing(params: Mapping[str, Any], progress: Progress) -> None:
    """Every stage of the analysis and the charts that are seen first are left in the store.

    Raises NotKept where it does not hold all stages in the end.
    """
    _, store, workspace = _open_workspace(params)
    dataset, recipe = workspace.open(params["dataset"]), Recipe.from_json(params["recipe"])
    key = stage_keys(dataset, recipe)["sweep"]
    found = analyse(store, dataset, recipe, progress)
    analysis = preview_numbers(found, key, Notes(workspace.root))
    cards = charts_by_slot(algorithm(recipe.algorithm))
    for number, slot in enumerate(FIRST_SLOTS):
        progress("Drawing the charts", number / len(FIRST_SLOTS))
        options = BARE_MAP if slot == "map" else {}
        chart_frames(store, dataset, recipe, cards[slot][0].name, options, analysis)
    if not is_analysed(store, dataset, recipe):  # a stage may have grown too old meanwhile
        analyse(store, dataset, recipe, progress)
    if not is_analysed(store, dataset, recipe):
        raise ResultNotKept


def explaining(params: Mapping[str, Any], progress: Progress) -> None:
    """What is told of the segments at one setting is left in the store, with all that it takes."""
    analysing(params, progress)
    _, store, workspace = _open_workspace(params)
    dataset, recipe = workspace.open(params["dataset"]), Recipe.from_json(params["recipe"])
    analysis = analyse(store, dataset, recipe)
    progress("Explaining the segments", 0.0)
    setting = slider_setting(analysis, params["setting"])
    explain_segments(store, Segmentation(analysis, setting), rfm=RfmMap.from_json(params["rfm"]))
    progress("Looking at the products", 0.5)
    find_products(store, Segmentation(analysis, setting))


@dataclass(frozen=True)
class ExportedFile:
    """A table that was written to be taken away: its `body` as bytes (n,)."""

    body: Bytes


def table_key(
    dataset: Dataset, recipe: Recipe, kind: str, setting: float, numbers: Sequence[int]
) -> str:
    """Where the store holds the TakenFile of one setting in the format `kind`, the segments bearing
    these `numbers`."""
    spec, swept = export(kind), stage_keys(dataset, recipe)["sweep"]
    return f"table {spec.name} {spec.version} {swept} {setting} {list(numbers)}"


def exporting(params: Mapping[str, Any], progress: Progress) -> None:
    """The customers with their segment are left in the store as a file; NotKept where it is not."""
    _, store, workspace = _open_workspace(params)
    dataset, recipe = workspace.open(params["dataset"]), Recipe.from_json(params["recipe"])
    kind, setting, numbers = params["kind"], params["setting"], params["numbers"]
    analysis = analyse(store, dataset, recipe, progress).with_numbers(setting, numbers)
    progress("Writing the file", 0.5)
    body = export(kind).write(Segmentation(analysis, setting))
    key = table_key(dataset, recipe, kind, setting, numbers)
    store.put(key, ExportedFile(np.frombuffer(body, np.uint8)))
    if store.get(ExportedFile, key) is None:
        raise ResultNotKept


def comparing(params: Mapping[str, Any], progress: Progress) -> None:
    """What each method finds is left in the store as soon as it is done; NotKept where it is not."""
    _, store, workspace = _open_workspace(params)
    dataset, recipe = workspace.open(params["dataset"]), Recipe.from_json(params["recipe"])
    asked = dataset, recipe, params["setting"], params["methods"]
    compare_methods(store, *asked, progress)
    if len(stored_comparison(store, *asked)) < len(set(params["methods"])):
        raise ResultNotKept


def judging(params: Mapping[str, Any], progress: Progress) -> None:
    """The verdict on the segments is left in the store; NotKept where it is not."""
    _, store, workspace = _open_workspace(params)
    dataset, recipe = workspace.open(params["dataset"]), Recipe.from_json(params["recipe"])
    judge(store, dataset, recipe, progress)
    if not is_complete(stored_verdict(store, dataset, recipe)):
        raise ResultNotKept


def proposing(params: Mapping[str, Any], progress: Progress) -> None:
    """The proposal is left in the store; NotKept where it is not."""
    _, store, workspace = _open_workspace(params)
    dataset, recipe = workspace.open(params["dataset"]), Recipe.from_json(params["recipe"])
    run_proposal(store, dataset, recipe, progress)
    if stored_proposal(store, dataset, recipe) is None:
        raise ResultNotKept


def reporting(params: Mapping[str, Any], progress: Progress) -> None:
    """The files of a report are left in the store; see `core.report.write_report`."""
    bounds, store, workspace = _open_workspace(params)
    dataset, recipe = workspace.open(params["dataset"]), Recipe.from_json(params["recipe"])
    with open_exporter(params["kinds"], bounds.chrome or None) as exporter:
        analysis = analyse(store, dataset, recipe, progress)
        write_report(store, analysis, params, exporter, progress)


def warm(_params: Mapping[str, Any], progress: Progress) -> None:
    """Loads the libraries and compiles the kernels, so that the first user does not wait."""
    with TemporaryDirectory() as folder:
        path, table = Path(folder) / "sample.parquet", make_sample("wholesale", 100, 0)
        table.write_parquet(path)
        dataset = Dataset("warm", "warm", str(path), table.height, tuple(table.columns))
        analysis = analyse(None, dataset, new_recipe(None, dataset), progress)
    for spec in standard_algorithms().values():
        with suppress(UserError):  # so few rows may have no dense groups
            spec.sweep(
                analysis.prepared.matrix, (2,), check_params(spec.title, spec.params, {}), 0, progress
            )

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

from core.act.run import bought
from core.charts.catalogue import offered
from core.charts.frames import chart_frames
from core.compare.run import compare, compared
from core.data.describe import describe_dataset, new_recipe
from core.data.reading.read import ingest
from core.data.reading.source import Limits
from core.data.samples import SAMPLES, sample
from core.errors import UserError
from core.explain.rfm.named_cells import RfmMap
from core.explain.run import explained, position
from core.export.formats import export
from core.model.base import Progress
from core.model.dataset import Dataset
from core.model.recipe import Recipe
from core.plugins import checked
from core.report import browser, make
from core.segment.analyse import analyse, complete, ready, stage_keys, trusted
from core.segment.methods import algorithm, standard
from core.session.continuity import foreseen
from core.store import Notes, NotKept, Store, Workspace, Workspaces, told_when_full
from core.suggest.run import propose, proposed
from core.verdict.run import judged

Bytes = npt.NDArray[np.uint8]

# The cards that the Segment page shows first, and how it asks for the map.
LONG = ("core.session.tasks:comparing", "core.session.tasks:judging", "core.session.tasks:proposing")
FIRST_SLOTS = ("map", "features", "elbow", "silhouette", "blades")
BARE_MAP: Mapping[str, Any] = {"dimensions": 2, "colour": "segment", "bare": True}


@dataclass(frozen=True)
class Bounds:
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


def _opened(params: Mapping[str, Any]) -> tuple[Bounds, Store, Workspace]:
    bounds = Bounds.from_json(params["bounds"])
    return bounds, bounds.store(), bounds.workspaces().of(params["session"])


def reading(params: Mapping[str, Any], progress: Progress) -> None:
    """An uploaded file becomes a data set of the session, already described."""
    bounds, store, workspace = _opened(params)
    reader = partial(ingest, limits=Limits(expanded_bytes=bounds.expanded_bytes))
    source, digest = Path(params["source"]), params["digest"]
    bounds.workspaces().evict()
    with told_when_full():
        dataset = workspace.add(source, params["name"], digest, params["sheet"], progress, reader)
    progress("Looking at the columns", 0.9)
    describe_dataset(store, dataset)


def sampling(params: Mapping[str, Any], progress: Progress) -> None:
    """A built-in sample becomes a data set of the session, already described."""
    bounds, store, workspace = _opened(params)
    bounds.workspaces().evict()
    spec, digest = SAMPLES[params["kind"]], params["digest"]
    progress("Making the sample", 0.1)
    source = workspace.root / f"{digest}.upload"
    with told_when_full():
        sample(params["kind"], None, params["seed"]).write_parquet(source)
        dataset = workspace.add(source, f"{spec.title} (sample)", digest, None, progress, ingest)
    progress("Looking at the columns", 0.9)
    describe_dataset(store, dataset)


def analysing(params: Mapping[str, Any], progress: Progress) -> None:
    """Every stage of the analysis and the charts that are seen first are left in the store.

    Raises NotKept where it does not hold all stages in the end.
    """
    _, store, workspace = _opened(params)
    dataset, recipe = workspace.open(params["dataset"]), Recipe.from_json(params["recipe"])
    key = stage_keys(dataset, recipe)["sweep"]
    found = analyse(store, dataset, recipe, progress)
    analysis = foreseen(found, key, Notes(workspace.root))
    cards = offered(algorithm(recipe.algorithm))
    for number, slot in enumerate(FIRST_SLOTS):
        progress("Drawing the charts", number / len(FIRST_SLOTS))
        options = BARE_MAP if slot == "map" else {}
        chart_frames(store, dataset, recipe, cards[slot][0].name, options, analysis)
    if not ready(store, dataset, recipe):  # a stage may have grown too old meanwhile
        analyse(store, dataset, recipe, progress)
    if not ready(store, dataset, recipe):
        raise NotKept


def explaining(params: Mapping[str, Any], progress: Progress) -> None:
    """What is told of the segments at one setting is left in the store, with all that it takes."""
    analysing(params, progress)
    _, store, workspace = _opened(params)
    dataset, recipe = workspace.open(params["dataset"]), Recipe.from_json(params["recipe"])
    analysis = analyse(store, dataset, recipe)
    progress("Explaining the segments", 0.0)
    setting = position(analysis, params["setting"])
    explained(store, dataset, recipe, analysis, setting, rfm=RfmMap.from_json(params["rfm"]))
    progress("Looking at the products", 0.5)
    bought(store, dataset, recipe, analysis, setting)


@dataclass(frozen=True)
class TakenFile:
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
    _, store, workspace = _opened(params)
    dataset, recipe = workspace.open(params["dataset"]), Recipe.from_json(params["recipe"])
    kind, setting, numbers = params["kind"], params["setting"], params["numbers"]
    analysis = analyse(store, dataset, recipe, progress).renumbered(setting, numbers)
    progress("Writing the file", 0.5)
    body = export(kind).write(analysis, setting)
    key = table_key(dataset, recipe, kind, setting, numbers)
    store.put(key, TakenFile(np.frombuffer(body, np.uint8)))
    if store.get(TakenFile, key) is None:
        raise NotKept


def comparing(params: Mapping[str, Any], progress: Progress) -> None:
    """What each method finds is left in the store as soon as it is done; NotKept where it is not."""
    _, store, workspace = _opened(params)
    dataset, recipe = workspace.open(params["dataset"]), Recipe.from_json(params["recipe"])
    asked = dataset, recipe, params["setting"], params["methods"]
    compare(store, *asked, progress)
    if len(compared(store, *asked)) < len(set(params["methods"])):
        raise NotKept


def judging(params: Mapping[str, Any], progress: Progress) -> None:
    """The verdict on the segments is left in the store; NotKept where it is not."""
    _, store, workspace = _opened(params)
    dataset, recipe = workspace.open(params["dataset"]), Recipe.from_json(params["recipe"])
    judged(store, dataset, recipe, progress)
    if not complete(trusted(store, dataset, recipe)):
        raise NotKept


def proposing(params: Mapping[str, Any], progress: Progress) -> None:
    """The proposal is left in the store; NotKept where it is not."""
    _, store, workspace = _opened(params)
    dataset, recipe = workspace.open(params["dataset"]), Recipe.from_json(params["recipe"])
    propose(store, dataset, recipe, progress)
    if proposed(store, dataset, recipe) is None:
        raise NotKept


def reporting(params: Mapping[str, Any], progress: Progress) -> None:
    """The files of a report are left in the store; see `core.report.make`."""
    bounds, store, workspace = _opened(params)
    dataset, recipe = workspace.open(params["dataset"]), Recipe.from_json(params["recipe"])
    with browser(params["kinds"], bounds.chrome or None) as exporter:
        analysis = analyse(store, dataset, recipe, progress)
        make(store, analysis, params, exporter, progress)


def warm(_params: Mapping[str, Any], progress: Progress) -> None:
    """Loads the libraries and compiles the kernels, so that the first user does not wait."""
    with TemporaryDirectory() as folder:
        path, table = Path(folder) / "sample.parquet", sample("wholesale", 100, 0)
        table.write_parquet(path)
        dataset = Dataset("warm", "warm", str(path), table.height, tuple(table.columns))
        analysis = analyse(None, dataset, new_recipe(None, dataset), progress)
    for spec in standard().values():
        with suppress(UserError):  # so few rows may have no dense groups
            spec.sweep(
                analysis.prepared.matrix, (2,), checked(spec.title, spec.params, {}), 0, progress
            )

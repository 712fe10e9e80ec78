"""What a page, the HTTP API or a script does with Tessera: one desk a session, nothing shared.

A desk reads files, answers questions about its own data sets and starts computations; results
travel through the content-addressed store, so two desks that ask for the same thing compute once.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from core import pipeline
from core.charts._frames import frames
from core.data.read import Limits, ingest
from core.data.samples import SAMPLES, sample
from core.entities import Analysis, Dataset, Progress, Recipe, Role, Table
from core.jobs import Jobs, JobStatus
from core.store import Store, Workspace, Workspaces

ANALYSES_IN_MEMORY = 4


@dataclass(frozen=True)
class Bounds:
    """Where Tessera keeps its data and how much of it: bytes, seconds and worker processes."""

    root: Path
    cache_bytes: int = 4 << 30
    workspace_bytes: int = 4 << 30
    workspace_seconds: float = 7 * 86_400
    expanded_bytes: int = 4 << 30
    workers: int = 1
    threads: int = 2


class Workbench:
    """The shared parts behind all desks: the store, the workspaces and the worker processes."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        bounds.root.mkdir(parents=True, exist_ok=True)
        self.store = Store(bounds.root / "cache", bounds.cache_bytes)
        self.workspaces = Workspaces(
            bounds.root / "workspaces", bounds.workspace_seconds, bounds.workspace_bytes
        )
        self.jobs = Jobs(
            bounds.root / "jobs", bounds.workers, threads=bounds.threads, warm="core.workbench:warm"
        )
        self.recent = lru_cache(maxsize=ANALYSES_IN_MEMORY)(self._analyse)

    def desk(self, session: str) -> "Desk":
        return Desk(self, session, self.workspaces.of(session))

    def _analyse(self, dataset: Dataset, recipe: str) -> Analysis:
        return pipeline.analyse(self.store, dataset, Recipe.from_json(recipe))

    def close(self) -> None:
        self.jobs.close()
        self.store.close()


@dataclass(frozen=True)
class Reading:
    """A file on its way in: the job that reads it and the id its data set will have."""

    job: str
    dataset: str


@dataclass(frozen=True)
class FrameSet:
    """One chart at every setting of the slider, each figure as JSON text."""

    figures: tuple[str, ...]


class Desk:
    """What one session may see and do. Every id is looked up among the session's own."""

    def __init__(self, bench: Workbench, session: str, workspace: Workspace) -> None:
        self._bench = bench
        self._session = session
        self._workspace = workspace
        self.open = workspace.open
        self.datasets = workspace.datasets
        self.inbox = workspace.root

    def receive(self, source: Path, name: str, digest: str, sheet: str | None = None) -> Reading:
        """Starts reading the uploaded file `source`, whose SHA-256 is `digest`."""
        params = {"source": str(source), "name": name, "digest": digest, "sheet": sheet}
        return self._read("core.workbench:run_reading", params, digest, sheet)

    def other_sheet(self, dataset: Dataset, sheet: str) -> Reading:
        """Starts reading another sheet of the workbook that `dataset` came from."""
        source = self._workspace.original(dataset.source)
        return self.receive(source, dataset.name, dataset.source, sheet)

    def sample(self, kind: str, seed: int = 0) -> Reading:
        """Starts making one of the built-in samples."""
        digest = hashlib.sha256(f"sample {kind} {seed}".encode()).hexdigest()
        params = {"kind": kind, "seed": seed, "digest": digest}
        return self._read("core.workbench:run_sample", params, digest, None)

    def _read(self, task: str, params: dict[str, Any], digest: str, sheet: str | None) -> Reading:
        key = f"read {self._session} {digest} {sheet}"
        job = self._submit(task, key, params | {"session": self._session}, "read")
        return Reading(job, self._workspace.id_of(digest, sheet))

    def describe(
        self, dataset: Dataset, table: Table | None = None, roles: Mapping[str, Role] | None = None
    ) -> pipeline.Description:
        return pipeline.describe(self._bench.store, dataset, table, roles)

    def new_recipe(
        self, dataset: Dataset, table: Table | None = None, roles: Mapping[str, Role] | None = None
    ) -> Recipe:
        return pipeline.new_recipe(self._bench.store, dataset, table, roles)

    def start(self, dataset: Dataset, recipe: Recipe) -> str | None:
        """The job that analyses; None where the result is there already.

        A newer start of the same session and data set takes the place of an older one.
        """
        if pipeline.ready(self._bench.store, dataset, recipe):
            return None
        params = {"dataset": dataset.id, "session": self._session, "recipe": recipe.to_json()}
        key = f"analyse {dataset.id} {recipe.digest()}"
        return self._submit("core.workbench:run_analysis", key, params, f"analyse {dataset.id}")

    def status(self, job: str) -> JobStatus:
        return self._bench.jobs.status(job, self._session)

    def cancel(self, job: str) -> None:
        self._bench.jobs.cancel(job, self._session)

    def analysis(self, dataset: Dataset, recipe: Recipe) -> Analysis:
        """The result, from the store; computed here only where the store has lost it."""
        return self._bench.recent(dataset, recipe.to_json())

    def frames(
        self, dataset: Dataset, recipe: Recipe, chart: str, options: Mapping[str, Any]
    ) -> tuple[str, ...]:
        """The chart at every setting of the slider as JSON texts, made once and kept."""
        keys = pipeline.stage_keys(dataset, recipe)
        key = json.dumps(["frames 1", keys, recipe.seed, chart, sorted(options.items())])
        return self._bench.store.memo(
            FrameSet, key, lambda: FrameSet(frames(self.analysis(dataset, recipe), chart, options))
        ).figures

    def _submit(self, task: str, key: str, params: dict[str, Any], lane: str) -> str:
        bounds = {name: _plain(value) for name, value in asdict(self._bench.bounds).items()}
        return self._bench.jobs.submit(
            task, key, {**params, "bounds": bounds}, owner=self._session, lane=lane
        )


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Path) else value


def _worker_side(params: Mapping[str, Any]) -> tuple[Bounds, Store, Workspace]:
    """The same store and workspace as the web process has, opened by a worker."""
    bounds = Bounds(**{**params["bounds"], "root": Path(params["bounds"]["root"])})
    spaces = Workspaces(bounds.root / "workspaces", bounds.workspace_seconds, bounds.workspace_bytes)
    return bounds, Store(bounds.root / "cache", bounds.cache_bytes), spaces.of(params["session"])


def run_reading(params: Mapping[str, Any], progress: Progress) -> None:
    """Job: an uploaded file becomes a data set of the session, already described."""
    bounds, store, workspace = _worker_side(params)
    source = Path(params["source"])
    limits = Limits(expanded_bytes=bounds.expanded_bytes)
    dataset = workspace.add(
        source,
        params["name"],
        params["digest"],
        params["sheet"],
        progress,
        partial(ingest, limits=limits),
    )
    _describe(store, dataset, progress)


def run_sample(params: Mapping[str, Any], progress: Progress) -> None:
    """Job: a built-in sample becomes a data set of the session."""
    _, store, workspace = _worker_side(params)
    spec = SAMPLES[params["kind"]]
    progress("Making the sample", 0.0)
    source = workspace.root / f"{params['digest']}.sample"
    sample(params["kind"], None, params["seed"]).write_parquet(source)
    dataset = workspace.add(
        source, f"{spec.title} (sample).parquet", params["digest"], None, progress, ingest
    )
    _describe(store, dataset, progress)


def run_analysis(params: Mapping[str, Any], progress: Progress) -> None:
    """Job: every stage of the analysis is left in the store."""
    _, store, workspace = _worker_side(params)
    pipeline.analyse(
        store, workspace.open(params["dataset"]), Recipe.from_json(params["recipe"]), progress
    )


def warm(_params: Mapping[str, Any], _progress: Progress) -> None:
    """Job: compiles the kernels and loads the libraries, so that the first user does not wait."""


def _describe(store: Store, dataset: Dataset, progress: Progress) -> None:
    progress("Looking at the columns", 0.9)
    pipeline.describe(store, dataset)

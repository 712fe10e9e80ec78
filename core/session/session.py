"""A person's way in, for a page, the HTTP API or a script: one session, nothing shared.

A session reads files, answers questions about its own data sets and starts computations; results
travel through the content-addressed store, so two sessions that ask for the same thing compute once.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from core.charts import chart, chart_frames, pack_points
from core.compare import Comparison, adopted_result, build_comparison, stored_comparison
from core.data import Description, describe_dataset, new_recipe, preview_rows
from core.export import member_rows, readable_table
from core.jobs import JobNotFound, JobStatus
from core.model import Analysis, Dataset, Recipe, Role, Segmentation, Table
from core.segment import (
    complete_recipe,
    is_analysed,
    is_complete,
    stage_keys,
    stored_verdict,
)
from core.session.continuity import find_segment_names, number_for_session
from core.session.page_summary import summarise
from core.session.services import Services
from core.session.tasks import Bytes, ExportedFile, table_key
from core.store import Notes
from core.suggest import Proposal, stored_proposal

AHEAD_LANE = "ahead"  # the lane of what nobody has asked for yet


@dataclass(frozen=True)
class PendingDataset:
    """A file on its way in: the job that reads it and the id its data set will have."""

    job: str
    dataset: str


@dataclass(frozen=True)
class ImageRequest:
    """How a chart is saved: "png", "svg" or "pdf", "light" or "dark"."""

    chart: str
    format: str
    theme: str


class Desk:
    """What one session may see and do. Every id is looked up among the session's own."""

    def __init__(self, bench: Services, session: str) -> None:
        self._bench, self._session = bench, session
        self.workspace = workspace = bench.workspaces.of(session)
        self.open, self.datasets, self.preview = workspace.open, workspace.datasets, preview_rows
        self.inbox, self._notes, self.draw = workspace.root, Notes(workspace.root), bench.images.export
        self.at: float | None = None  # where the slider stands, if the page says so
        self.store = bench.store

    def receive(self, source: Path, name: str, digest: str, sheet: str | None = None) -> PendingDataset:
        """Starts reading the uploaded file `source`, whose SHA-256 is `digest`."""
        params = {"source": str(source), "name": name, "digest": digest, "sheet": sheet}
        return self._read("core.session.tasks:reading", params, digest, sheet)

    def other_sheet(self, dataset: Dataset, sheet: str) -> PendingDataset:
        """Starts reading another sheet of the workbook that `dataset` came from."""
        source = self.workspace.original(dataset.source)
        return self.receive(source, dataset.name, dataset.source, sheet)

    def sample(self, kind: str, seed: int = 0) -> PendingDataset:
        """Starts making one of the built-in samples."""
        digest = hashlib.sha256(f"sample 2 {kind} {seed}".encode()).hexdigest()
        params = {"kind": kind, "seed": seed, "digest": digest}
        return self._read("core.session.tasks:sampling", params, digest, None)

    def _read(
        self, task: str, params: dict[str, Any], digest: str, sheet: str | None
    ) -> PendingDataset:
        self._bench.jobs.leave(self._session, AHEAD_LANE)
        key = f"read {self._session} {digest} {sheet}"
        job = self._submit(task, key, params, "read")
        return PendingDataset(job, self.workspace.id_of(digest, sheet))

    def describe(
        self, dataset: Dataset, table: Table | None = None, roles: Mapping[str, Role] | None = None
    ) -> Description:
        return describe_dataset(self.store, dataset, table, roles)

    def new_recipe(
        self, dataset: Dataset, table: Table | None = None, roles: Mapping[str, Role] | None = None
    ) -> Recipe:
        return new_recipe(self.store, dataset, table, roles)

    def start(self, dataset: Dataset, recipe: Recipe) -> str | None:
        """The job that analyses; None where the result is there already.

        A newer start of the same session and data set takes the place of an older one.
        """
        lane = f"analyse {dataset.id}"
        job = None
        if is_analysed(self.store, dataset, recipe):
            self._bench.jobs.leave(self._session, lane)
        else:
            job = self._analyse(dataset, recipe, lane)
        # Only now: work begun ahead that the new job has joined must not lose its last job in between.
        self._bench.jobs.leave(self._session, AHEAD_LANE)
        return job

    def start_ahead(self, dataset: Dataset, recipe: Recipe) -> None:
        """Begins what will probably be asked for; anything that the session asks for ends it."""
        if not is_analysed(self.store, dataset, recipe):
            self._analyse(dataset, recipe, AHEAD_LANE)

    def _analyse(self, dataset: Dataset, recipe: Recipe, lane: str) -> str:
        params = {"dataset": dataset.id, "recipe": recipe.to_json()}
        key = f"analyse {dataset.id} {recipe.digest()}"
        return self._submit("core.session.tasks:analysing", key, params, lane)

    def status(self, job: str) -> JobStatus:
        """Where a job of this session is; "failed" for one that the server does not know any more."""
        try:
            return self._bench.jobs.status(job, self._session)
        except JobNotFound as unknown:
            return JobStatus("failed", message=str(unknown))

    def cancel(self, job: str) -> None:
        self._bench.jobs.cancel(job, self._session)

    def analysis(self, dataset: Dataset, recipe: Recipe) -> Analysis:
        """The result, from the store, its segments under the numbers that they have in this session;
        ResultGone where it is not there."""
        key = stage_keys(dataset, recipe)["sweep"]
        return number_for_session(self._bench.recent(dataset, recipe), key, self._notes, self.at)

    def known_chart(self, name: str) -> str:
        """The name of a registered chart; UnknownName, with the names there are, for another."""
        return chart(name).name

    def frames(
        self, dataset: Dataset, recipe: Recipe, name: str, options: Mapping[str, Any]
    ) -> tuple[str, ...]:
        """The chart at every setting of the slider as JSON texts."""
        return chart_frames(self.store, dataset, recipe, name, options, self.analysis(dataset, recipe))

    def points(self, dataset: Dataset, recipe: Recipe) -> bytes:
        """The drawn customers and their segment at every setting; see `pack_points`."""
        return pack_points(self.analysis(dataset, recipe))

    def summary(self, dataset: Dataset, recipe: Recipe) -> dict[str, Any]:
        """What the page says in words, at every setting: plain JSON values."""
        return summarise(self.analysis(dataset, recipe))

    def names(self, dataset: Dataset, recipe: Recipe) -> tuple[tuple[str, ...], ...]:
        """What the segments of every setting are called, in the order of the labels."""
        key = stage_keys(dataset, recipe)["sweep"]
        return find_segment_names(self.store, self.analysis(dataset, recipe), key, self._notes).names

    def image(
        self,
        dataset: Dataset,
        recipe: Recipe,
        look: ImageRequest,
        setting: float,
        options: Mapping[str, Any],
    ) -> bytes:
        """One chart as an image file."""
        analysis, spec = self.analysis(dataset, recipe), chart(look.chart)
        figure = spec.build(Segmentation(analysis, setting), spec.options(options))
        return self._bench.images.export(figure, look.format, look.theme)

    def settled(self, dataset: Dataset, recipe: Recipe, setting: float) -> Recipe:
        """The recipe with the slider's position and the features that were clustered on."""
        analysis = self.analysis(dataset, recipe)
        return complete_recipe(Segmentation(analysis, setting))

    def table(self, dataset: Dataset, recipe: Recipe, kind: str, setting: float) -> Bytes | None:
        """The customers with their segment as a file of the registered format `kind`, once written."""
        numbers = self._numbers(dataset, recipe, setting)
        found = self.store.get(ExportedFile, table_key(dataset, recipe, kind, setting, numbers))
        return None if found is None else found.body

    def start_table(self, dataset: Dataset, recipe: Recipe, kind: str, setting: float) -> str:
        """The job that writes what `table` then reads."""
        numbers = self._numbers(dataset, recipe, setting)
        more = {"kind": kind, "setting": setting, "numbers": list(numbers)}
        key = table_key(dataset, recipe, kind, setting, numbers)
        params = {"dataset": dataset.id, "recipe": recipe.to_json(), **more}
        return self._submit("core.session.tasks:exporting", key, params)

    def _numbers(self, dataset: Dataset, recipe: Recipe, setting: float) -> tuple[int, ...]:
        """The numbers of the segments at a setting; UnknownSetting for one that was not swept."""
        swept = self.analysis(dataset, recipe).sweep
        return swept.numbered(setting)

    def start_compare(
        self, dataset: Dataset, recipe: Recipe, setting: float | None, methods: Sequence[str]
    ) -> str | None:
        """The job that compares methods, `setting` being adopted; None where all is there already."""
        done = len(stored_comparison(self.store, dataset, recipe, setting, methods)) == len(
            set(methods)
        )
        more = {"setting": setting, "methods": list(methods)}
        job = self.submit_unless(done, "comparing", dataset, recipe, more)
        self._bench.jobs.leave(self._session, AHEAD_LANE)
        return job

    def compared(
        self, dataset: Dataset, recipe: Recipe, setting: float | None, methods: Sequence[str]
    ) -> Comparison:
        """The methods that are done, side by side; ResultGone where the recipe's analysis is."""
        analysis = self.analysis(dataset, recipe)
        adopted = None if setting is None else adopted_result(recipe, analysis.sweep, setting)
        found = stored_comparison(self.store, dataset, recipe, setting, methods)
        return build_comparison(found, analysis.customers, analysis.prepared, adopted)

    def start_judging(self, dataset: Dataset, recipe: Recipe) -> str | None:
        """The job that looks into whether the segments are real; None where that is known."""
        done = is_complete(stored_verdict(self.store, dataset, recipe))
        return self.submit_unless(done, "judging", dataset, recipe, {})

    def start_proposal(self, dataset: Dataset, recipe: Recipe) -> str | None:
        """The job that proposes a method and its setting; None where there is a proposal."""
        done = self.proposal(dataset, recipe) is not None
        return self.submit_unless(done, "proposing", dataset, recipe, {})

    def proposal(self, dataset: Dataset, recipe: Recipe) -> Proposal | None:
        """What was proposed for the recipe's customers; None where nothing was yet."""
        return stored_proposal(self.store, dataset, recipe)

    def people(
        self, dataset: Dataset, recipe: Recipe, setting: float, rows: Sequence[int] | None, segment: int,
        most: int,
    ) -> pd.DataFrame:  # fmt: skip
        """Some customers with titles, rounded for reading: those at `rows`, or of the segment of a number.

        At most the first `most` of them.
        """
        analysis = self.analysis(dataset, recipe)
        known = setting
        chosen = member_rows(Segmentation(analysis, known), segment) if rows is None else rows
        return readable_table(Segmentation(analysis, known), chosen[:most])

    def submit_unless(
        self, done: bool, task: str, dataset: Dataset, recipe: Recipe, more: Mapping[str, Any]
    ) -> str | None:
        """The job, in place of an older one of the same data set (and `kinds`); None where it is done."""
        lane = f"{task} {dataset.id} {more.get('kinds', '')}"
        if done:
            self._bench.jobs.leave(self._session, lane)
            return None
        params = {"dataset": dataset.id, "recipe": recipe.to_json(), **more}
        key = f"{lane} {recipe.digest()} {sorted(more.items())}"
        return self._submit(f"core.session.tasks:{task}", key, params, lane)

    def _submit(self, task: str, key: str, params: dict[str, Any], lane: str = "") -> str:
        full = params | {"session": self._session, "bounds": self._bench.bounds.to_json()}
        return self._bench.jobs.submit(task, key, full, owner=self._session, lane=lane)

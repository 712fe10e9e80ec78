"""A person's way in, for a page, the HTTP API or a script: one session, nothing shared.

A session reads files, answers questions about its own data sets and starts computations; results
travel through the content-addressed store, so two sessions that ask for the same thing compute once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.act import Rating, Uplift, measure_campaign_uplift
from core.errors import UserError
from core.features import RfmMap, validate_map
from core.jobs import JobNotFound, JobStatus
from core.model import Dataset, Recipe, Role, Table
from core.profile import Naming
from core.report import RememberedChoices
from core.session.act_choices import ActChoices
from core.session.result import Result
from core.session.services import AHEAD_LANE, Services
from core.store import NoteKey, Notes

if TYPE_CHECKING:
    from core.data import Description, Draft
    from core.segment import Run
    from core.session.dataset_settings import DatasetSettings


@dataclass(frozen=True)
class PendingDataset:
    """A file on its way in: the job that reads it and the id its data set will have."""

    job: str
    dataset: str


class SameFile(UserError):
    template = (
        "'{name}' adds nothing new: '{other}' has exactly the same. "
        "Check whether the right file was exported."
    )


class PartGone(UserError):
    template = (
        "Some of the files that '{name}' was made of are no longer here, so nothing can be added to it. "
        "Upload all of its files again, with the new one."
    )


class Session:
    """One person's way in: what they may see and do. Every id is looked up among the session's own."""

    def __init__(self, services: Services, id: str) -> None:
        from core.data import preview_rows

        self.services, self.id = services, id
        self.workspace = workspace = services.workspaces.of(id)
        self.open, self.datasets, self.preview = workspace.open, workspace.datasets, preview_rows
        self.inbox, self.notes, self.draw = (
            workspace.root,
            Notes(workspace.root),
            services.images.export,
        )
        self.act_choices = ActChoices(self.notes)
        self.report_choices = RememberedChoices(self.notes)
        self.store = services.store

    def result(
        self, dataset: Dataset, recipe: Recipe, setting: float | None = None, record: bool = True
    ) -> Result:
        """Result of a recipe, seen at a setting of its slider (None: its own or the suggested one).

        The result is remembered as the last one that was looked at, unless `record` says no: a
        question that is asked again and again writes nothing.
        """
        from core.segment import Run

        return Result(self, Run(dataset, recipe, self.store), setting, record)

    def receive(self, source: Path, name: str, digest: str, sheet: str | None = None) -> PendingDataset:
        """Start reading the uploaded file `source`, whose SHA-256 is `digest`."""
        params = {"source": str(source), "name": name, "digest": digest, "sheet": sheet}
        return self._read("read_upload", params, digest, sheet)

    def other_sheet(self, dataset: Dataset, sheet: str) -> PendingDataset:
        """Start reading another sheet of the workbook that `dataset` came from."""
        source = self.workspace.original(dataset.source)
        return self.receive(source, dataset.name, dataset.source, sheet)

    def receive_several(
        self, files: Sequence[tuple[Path, str, str]], beside: Dataset | None = None
    ) -> PendingDataset:
        """Start reading uploaded files, each with its name and SHA-256, and joining them.

        `beside` is an open data set that they are added to; the files that it was made of are joined
        anew with them. Of files with equal contents one counts; SameFile where nothing else is left. PartGone where an earlier file is not here.
        """
        earlier = () if beside is None else beside.parts or (beside.id,)
        if beside is not None and not all(map(self.workspace.has, earlier)):
            raise PartGone(name=beside.name)
        ids = [*earlier, *(self.workspace.id_of(digest) for _, _, digest in files)]
        parts = tuple(dict.fromkeys(ids))
        copies = _name_copies(files)
        if beside is not None and len(parts) == len(earlier):
            raise SameFile(name=files[0][1], other=beside.name)
        if len(parts) == 1 and copies:
            raise SameFile(name=copies[0][0], other=copies[0][1])
        return self._join([(*file, None) for file in files], parts, copies)

    def join_sheets(self, dataset: Dataset, sheets: Sequence[str]) -> PendingDataset:
        """Start reading these sheets of the workbook that `dataset` came from, and joining them."""
        source = self.workspace.original(dataset.source)
        names = tuple(dict.fromkeys(sheets))
        files = [(source, dataset.name, dataset.source, name) for name in names]
        return self._join(files, tuple(self.workspace.id_of(dataset.source, name) for name in names))

    def _join(
        self,
        files: Sequence[tuple[Path, str, str, str | None]],
        parts: tuple[str, ...],
        copies: Sequence[tuple[str, str]] = (),
    ) -> PendingDataset:
        listed = [[str(source), *others] for source, *others in files]
        self.leave(AHEAD_LANE)
        # What tables list is told by the files' names, too.
        how = json.dumps([[name for _, name, *_ in files], list(copies)])
        joined = self.workspace.joined_id(parts, how) if len(parts) > 1 else parts[0]
        params = {"files": listed, "parts": list(parts), "copies": copies, "how": how}
        job = self.submit("read_several", f"read {self.id} {joined}", params, "read")
        return PendingDataset(job, joined)

    def sample(self, kind: str, seed: int = 0) -> PendingDataset:
        """Start making one of the built-in samples."""
        digest = hashlib.sha256(f"sample 2 {kind} {seed}".encode()).hexdigest()
        params = {"kind": kind, "seed": seed, "digest": digest}
        return self._read("make_sample_dataset", params, digest, None)

    def _read(
        self, task: str, params: dict[str, Any], digest: str, sheet: str | None
    ) -> PendingDataset:
        self.leave(AHEAD_LANE)
        key = f"read {self.id} {digest} {sheet}"
        job = self.submit(task, key, params, "read")
        return PendingDataset(job, self.workspace.id_of(digest, sheet))

    def describe(
        self, dataset: Dataset, table: Table | None = None, roles: Mapping[str, Role] | None = None
    ) -> Description:
        from core.data import describe_dataset

        return describe_dataset(dataset, table, roles, self.store)

    def new_recipe(
        self, dataset: Dataset, table: Table | None = None, roles: Mapping[str, Role] | None = None
    ) -> Recipe:
        from core.data import new_recipe

        return new_recipe(dataset, table, roles, self.store)

    def settings(self, dataset: Dataset) -> DatasetSettings | None:
        """Return what the session chose for a data set when it last looked at it, or for the one like it."""
        from core.session.dataset_settings import read_settings

        return read_settings(self.notes, dataset.id)

    def starting_recipe(self, dataset: Dataset) -> Recipe:
        """The recipe that a data set opens with: by its settings, or else a new one."""
        settings = self.settings(dataset)
        return self.new_recipe(dataset) if settings is None else settings.recipe()

    def remember(self, run: Run, setting: float | None) -> None:
        """Open the run's data set, and the next one like it, with its recipe and this place of the slider."""
        from core.session.dataset_settings import record_settings

        record_settings(self.notes, run, setting)

    def start_afresh(self, dataset: Dataset) -> Recipe:
        """Forget the settings for a data set; return its new recipe."""
        from core.session.dataset_settings import forget_settings

        forget_settings(self.notes, dataset)
        return self.new_recipe(dataset)

    def load_recipe(self, dataset: Dataset, name: str, text: str) -> PendingDataset:
        """Start opening a data set with the recipe in the file `name`, whose content is `text`."""
        digest = hashlib.sha256(text.encode()).hexdigest()
        params = {"dataset": dataset.id, "name": name, "text": text}
        job = self.submit("load_recipe", f"load {self.id} {dataset.id} {digest}", params, "read")
        return PendingDataset(job, dataset.id)

    def draft(self, dataset: Dataset, recipe: Recipe) -> Draft:
        """Look at a data set under the choices of a recipe."""
        from core.data import draft_recipe

        return draft_recipe(dataset, recipe, self.store)

    def status(self, job: str) -> JobStatus:
        """State of a job of this session; "failed" for one that the server does not know any more."""
        try:
            return self.services.jobs.status(job, self.id)
        except JobNotFound as unknown:
            return JobStatus("failed", message=str(unknown), repeatable=True)

    def cancel(self, job: str) -> None:
        self.services.jobs.cancel(job, self.id)

    def leave(self, lane: str) -> None:
        """Let go of the job in a lane, which ends where nobody else waits for it."""
        self.services.jobs.leave(self.id, lane)

    def submit(self, task: str, key: str, params: Mapping[str, Any], lane: str = "") -> str:
        """The job of a function of `core.session.tasks`, in place of an older one in its lane."""
        full = {**params, "session": self.id, "bounds": self.services.limits.to_json()}
        return self.services.jobs.submit(
            f"core.session.tasks:{task}", key, full, owner=self.id, lane=lane
        )

    def naming(self) -> Naming:
        """Names that this session gave to segments."""
        from core.session.continuity import read_naming

        return read_naming(self.notes)

    def rfm_map(self, dataset: Dataset) -> RfmMap:
        """Scores and names of recency, frequency and money in a data set."""
        from core.session.continuity import read_rfm_map

        return read_rfm_map(self.notes, dataset)

    def choose_rfm_map(self, dataset: Dataset, rfm_map: RfmMap) -> None:
        """Score and name them like that from now on; raises as `validate_map`."""
        validate_map(rfm_map)
        self.notes.write(NoteKey.RFM_MAP.of(dataset.id), rfm_map.to_json())
        self._suggest_names_anew()

    def rate(self, rating: Rating) -> None:
        """Take a thumb (1, -1, or 0 for none) and a note on a subject."""
        self.act_choices.rate(rating)
        if rating.vote < 0 and rating.subject.what == "name":
            self._suggest_names_anew()

    def forget_votes_on_names(self, kind: str) -> None:
        """Take back all thumbs on names of a kind of segment: the evidence names it again."""
        self.act_choices.forget_votes_on_names(kind)
        self._suggest_names_anew()

    def _suggest_names_anew(self) -> None:
        """Let names go that the user did not give, so that others may be suggested."""
        self.notes.change(
            NoteKey.NAMES, lambda raw: Naming.from_json(raw).with_user_names_only().to_json()
        )

    def uplift(self, assignment: Dataset, result: Dataset, column: str = "") -> Uplift:
        """Measure a campaign by its assignment.csv and the results, each a data set of the session."""
        return measure_campaign_uplift(assignment, result, column)


def _name_copies(files: Sequence[tuple[Path, str, str]]) -> tuple[tuple[str, str], ...]:
    """Names of files whose contents came before under another name, each with that name."""
    first: dict[str, str] = {}
    pairs = [(name, first.setdefault(digest, name)) for _, name, digest in files]
    return tuple((name, other) for name, other in pairs if name != other)

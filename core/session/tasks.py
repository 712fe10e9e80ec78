"""Tasks of worker processes: each takes JSON values and leaves its result on disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from core.compare import MethodCandidates, compare_methods
from core.model import Dataset, Notice, Progress, Recipe, Segmentation, ignore_progress
from core.segment import Run, is_complete
from core.session.limits import ServerLimits
from core.session.words import copy_sentence
from core.store import Notes, ResultNotKept, Store, Workspace, key_of, raise_disk_full
from core.suggest import run_proposal, stored_proposal
from core.verdict import judge

if TYPE_CHECKING:
    from core.data import JoinSummary

Bytes = npt.NDArray[np.uint8]
Computation = Callable[[Run, Mapping[str, Any]], object]
IsStored = Callable[[Run, Mapping[str, Any]], bool]

# The cards that the Segment page shows first, and how it asks for the map.
FIRST_SLOTS = ("map", "features", "elbow", "silhouette", "blades")
BARE_MAP: Mapping[str, Any] = {"dimensions": 2, "colour": "segment", "bare": True}


@dataclass(frozen=True)
class Task:
    """One task of a worker: the session's `workspace` and what it is asked, as JSON values."""

    limits: ServerLimits
    workspace: Workspace
    params: Mapping[str, Any]
    progress: Progress

    @cached_property
    def store(self) -> Store:
        return self.limits.store()

    @cached_property
    def run(self) -> Run:
        dataset = self.workspace.open(self.params["dataset"])
        return Run(dataset, Recipe.from_json(self.params["recipe"]), self.store, self.progress)


def open_task(params: Mapping[str, Any], progress: Progress) -> Task:
    limits = ServerLimits.from_json(params["bounds"])
    return Task(limits, limits.workspaces().of(params["session"]), params, progress)


def read_upload(params: Mapping[str, Any], progress: Progress) -> None:
    """Read an uploaded file into a data set of the session, already described."""
    task = open_task(params, progress)
    task.limits.workspaces().evict()
    with raise_disk_full():
        file = (params["source"], params["name"], params["digest"], params["sheet"])
        dataset = _add_table(task, *file)
    _look_at(task, dataset)


def _look_at(task: Task, dataset: Dataset) -> None:
    """Describe a new data set, and open it with the session's settings for the last one like it."""
    from core.data import describe_dataset
    from core.session.dataset_settings import carry_settings

    task.progress("Reading the columns", 0.9)
    describe_dataset(dataset, store=task.store)
    carry_settings(task.workspace, task.store, dataset)


def load_recipe(params: Mapping[str, Any], progress: Progress) -> None:
    """Open a data set with the recipe in the file `name`, whose content is `text`."""
    from core.session.dataset_settings import load_settings

    task = open_task(params, progress)
    dataset = task.workspace.open(params["dataset"])
    progress("Applying the recipe", 0.1)
    load_settings(task.workspace, task.store, dataset, params["name"], params["text"])


def read_several(params: Mapping[str, Any], progress: Progress) -> None:
    """Read uploaded files and join them, with earlier data sets of the session, into one.

    `files` are each a path, a name, a SHA-256 and a sheet (None: the best one); `parts` the ids of all
    that is joined, in order; `copies` the names of files that are not, and `how` the join's key.
    """
    from core.data import joined_name

    task = open_task(params, progress)
    workspace = task.workspace
    task.limits.workspaces().evict()
    with raise_disk_full():
        for file in params["files"]:
            _add_table(task, *file)
        parts = [workspace.open(part) for part in params["parts"]]
        dataset = parts[0]
        if len(parts) > 1:
            join = partial(_join_once, copies=params.get("copies", ()), progress=progress)
            dataset = workspace.add_joined(parts, params.get("how", ""), joined_name(parts), join)
    _look_at(task, dataset)


def _add_table(task: Task, source: str, name: str, digest: str, sheet: str | None) -> Dataset:
    """Make a data set of an uploaded file, or of one of its sheets."""
    from core.data import Limits, add_file, read_export

    limits = Limits(expanded_bytes=task.limits.expanded_bytes)
    if sheet is None:
        return add_file(task.workspace, Path(source), name, digest, task.progress, limits)
    reader = partial(read_export, limits=limits)
    return task.workspace.add(Path(source), name, digest, sheet, task.progress, reader)


def _join_once(
    parts: Sequence[Dataset],
    target: Path,
    copies: Sequence[Sequence[str]] = (),
    progress: Progress = ignore_progress,
) -> JoinSummary:
    """Join data sets, and say which files were `copies` of others: each a name and the other's."""
    from core.data import join_datasets

    summary = join_datasets(parts, target, progress=progress)
    texts = [copy_sentence(name, other) for name, other in copies]
    notices = [Notice(text, "warning", "file") for text in texts]
    return replace(summary, notices=(*notices, *summary.notices))


def make_sample_dataset(params: Mapping[str, Any], progress: Progress) -> None:
    """Make a built-in sample a data set of the session, already described."""
    from core.data import SAMPLES, make_sample, read_file

    task = open_task(params, progress)
    workspace = task.workspace
    task.limits.workspaces().evict()
    spec, digest = SAMPLES[params["kind"]], params["digest"]
    progress("Making the sample", 0.1)
    source = workspace.root / f"{digest}.upload"
    with raise_disk_full():
        make_sample(params["kind"], None, params["seed"]).write_parquet(source)
        dataset = workspace.add(source, f"{spec.title} (sample)", digest, None, progress, read_file)
    _look_at(task, dataset)


def analyse(params: Mapping[str, Any], progress: Progress) -> None:
    """Leave every stage of the analysis, and the charts that are seen first, in the store.

    Raises ResultNotKept where it does not hold all stages in the end.
    """
    from core.charts import chart_frames, charts_by_slot
    from core.kernel_cache import watch_compiler
    from core.segment import algorithm
    from core.session.continuity import preview_numbers

    task = open_task(params, progress)
    run = task.run
    with watch_compiler(progress):
        analysis = preview_numbers(run.analyse(), Notes(task.workspace.root))
    cards = charts_by_slot(algorithm(run.recipe.algorithm))
    for number, slot in enumerate(FIRST_SLOTS):
        progress("Drawing the charts", number / len(FIRST_SLOTS))
        chart_frames(run, cards[slot][0].name, BARE_MAP if slot == "map" else {}, analysis)
    if not run.is_analysed:  # a stage may have grown too old meanwhile
        open_task(params, progress).run.analyse()
    if not run.is_analysed:
        raise ResultNotKept


def describe_segments(params: Mapping[str, Any], progress: Progress) -> None:
    """Leave what the segments' cards say in the store, first at `params["setting"]`, then at every one.

    Raises ResultNotKept where the store does not hold it.
    """
    from core.session.segment_cards import find_cards, write_cards

    task = open_task(params, progress)
    analysis, notes = task.run.analyse(), Notes(task.workspace.root)
    write_cards(task.store, analysis, notes, params["setting"])
    write_cards(task.store, analysis, notes, progress=progress)
    if find_cards(task.store, analysis, notes) is None:
        raise ResultNotKept


def profile(params: Mapping[str, Any], progress: Progress) -> None:
    """Leave the explanation of the segments at one setting in the store, with all that it takes."""
    from core.act import find_products
    from core.features import RfmMap
    from core.profile import profile_segments, slider_setting

    analyse(params, progress)
    run = open_task(params, ignore_progress).run
    analysis = run.analyse()
    segmentation = Segmentation(analysis, slider_setting(analysis, params["setting"]))
    progress("Profiling the segments", 0.0)
    profile_segments(run.store, segmentation, rfm=RfmMap.from_json(params["rfm"]))
    progress("Reading the products", 0.5)
    find_products(run.store, segmentation)


@dataclass(frozen=True)
class ExportedFile:
    """A table that was written to be taken away: its `body` as bytes (n,)."""

    body: Bytes


def table_key(segmentation: Segmentation, kind: str) -> str:
    """Key of the ExportedFile of a segmentation in the format `kind`."""
    from core.export import export

    spec, numbers = export(kind), list(segmentation.numbers)
    parts = segmentation.key, segmentation.setting, numbers, list(segmentation.names)
    return key_of(f"table {spec.name} {spec.version}", *parts)


def export_customers(params: Mapping[str, Any], progress: Progress) -> None:
    """Leave the customers with their segment in the store as a file; ResultNotKept where it is not."""
    from core.export import export

    run, kind = open_task(params, progress).run, params["kind"]
    analysis = run.analyse().with_numbers(params["setting"], params["numbers"])
    segmentation = Segmentation(analysis, params["setting"], tuple(params.get("names", ())))
    progress("Writing the file", 0.5)
    body = export(kind).write(segmentation)
    key = table_key(segmentation, kind)
    run.store.put(key, ExportedFile(np.frombuffer(body, np.uint8)))
    if run.store.get(ExportedFile, key) is None:
        raise ResultNotKept


def report(params: Mapping[str, Any], progress: Progress) -> None:
    """Leave the files of a report in the store; see `core.report.write_report`."""
    from core.report import open_exporter, write_report

    task = open_task(params, progress)
    with open_exporter(params["kinds"], task.limits.chrome or None) as exporter:
        write_report(task.run, params, exporter)


def _compare(run: Run, params: Mapping[str, Any]) -> None:
    """Compare methods, and name the segments of each as it is done, so that the page need not."""
    from core.session.compared_segments import analyse_method
    from core.session.continuity import find_segment_names

    analysis, notes = run.analyse(), Notes(open_task(params, ignore_progress).workspace.root)

    def name_segments(done: MethodCandidates) -> None:
        if done.candidates:
            find_segment_names(run.store, analyse_method(run, analysis, done.method), notes)

    compare_methods(run, params["setting"], params["methods"], name_segments)


def _are_compared(run: Run, params: Mapping[str, Any]) -> bool:
    from core.compare import stored_comparison

    stored = stored_comparison(run, params["setting"], params["methods"])
    return len(stored) == len(set(params["methods"]))


# What a stage computes from a run and leaves in the store, and whether it is there.
COMPUTATIONS: Mapping[str, tuple[Computation, IsStored]] = {
    "compare": (_compare, _are_compared),
    "verdict": (lambda run, _: judge(run), lambda run, _: is_complete(run.verdict)),
    "suggest": (lambda run, _: run_proposal(run), lambda run, _: stored_proposal(run) is not None),
}


def are_computed(run: Run, stage: str, params: Mapping[str, Any]) -> bool:
    """True where the store holds what `compute` computes of a stage."""
    return COMPUTATIONS[stage][1](run, params)


def compute(params: Mapping[str, Any], progress: Progress) -> None:
    """Leave what the stage `params["stage"]` of COMPUTATIONS computes in the store, unless it is there.

    Raises ResultNotKept where the store does not hold it in the end.
    """
    from core.kernel_cache import watch_compiler

    run, stage = open_task(params, progress).run, params["stage"]
    if are_computed(run, stage, params):
        return
    with watch_compiler(progress):
        COMPUTATIONS[stage][0](run, params)
    if not are_computed(run, stage, params):
        raise ResultNotKept

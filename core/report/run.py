"""Reports in the store: written by a worker, read by the session that asked for them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from core.act import Feedback, GroupChoices, Playbook, plan_actions, plan_groups
from core.data import TypedTable, count_currencies, currency_column, describe_dataset
from core.errors import UserError
from core.export import ImageExporter
from core.features import RfmMap
from core.model import Analysis, Dataset, Fix, Integers, Progress, Recipe, Segmentation, ignore_progress
from core.profile import Naming, profile_segments
from core.report.campaign import estimate_campaign
from core.report.choices import Choices
from core.report.compose import compose_document
from core.report.document.content import Document
from core.report.formats import document_format, write_document
from core.report.pictures import PREVIEW, draw_figures, has_pictures
from core.report.rendering.page_values import preview_pages
from core.report.report_data import ReportData
from core.segment import ResultGone, Run, is_complete
from core.store import Part, ResultNotKept, Store, encode, key_of
from core.verdict import judge

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class ReportInputs:
    """Names, map, ratings, playbook (None: found by the data), the segments' `numbers` (k,), the
    assumptions on campaigns and the rows of the `groups` of one's own of a session, as of when it asked for
    a report."""

    naming: Naming
    rfm: RfmMap
    feedback: Feedback
    playbook: Playbook | None
    numbers: tuple[int, ...]
    assumptions: Mapping[str, Any] = field(default_factory=dict)
    groups: Mapping[str, Integers] = field(default_factory=dict)


@dataclass(frozen=True)
class Pages:
    """A report's files of one format: one, or the pages of its preview as PNG, each bytes (n,)."""

    parts: tuple[Bytes, ...]


def inputs_key(inputs: ReportInputs) -> str:
    """Key under which the store holds the inputs for a worker: a hash of all that they say.

    Not a hash of what follows from them: a verdict that comes while a report is written changes
    sentences, and the report must still be found.
    """
    parts: list[Part] = []
    digest = hashlib.sha256(json.dumps(encode(inputs, parts)).encode())
    for part in parts:
        digest.update(np.ascontiguousarray(part).tobytes())
    return f"report inputs {digest.hexdigest()}"


def report_key(run: Run, setting: float, inputs: str, choices: Choices) -> str:
    """Key of the files of this very report in the store."""
    return key_of("report 7", run.keys, float(setting), inputs, choices.to_json())


def stored_report(store: Store, key: str, kind: str) -> Pages | None:
    """A report's file in a registered format or its PREVIEW; None before it was written."""
    return store.get(Pages, _file_key(key, kind))


def write_report(run: Run, params: Mapping[str, Any], exporter: ImageExporter) -> None:
    """Write the `kinds` of a report that are not there yet under its `key`.

    `params` are JSON values, as `report_params` gives them. ResultNotKept where the store does not hold
    them in the end, ResultGone where it has lost the inputs.
    """
    store, key, progress = run.store, params["key"], run.progress
    missing = [kind for kind in params["kinds"] if stored_report(store, key, kind) is None]
    inputs = store.get(ReportInputs, params["inputs"])
    if inputs is None:
        raise ResultGone
    choices, setting = Choices.from_json(params["choices"]), params["setting"]
    analysis = add_verdict(run, run.analyse(), choices).with_numbers(setting, inputs.numbers)
    report = _collect_data(store, Segmentation(analysis, setting), inputs, choices)
    document = compose_document(report, choices)
    needs_pictures = any(map(has_pictures, missing))
    images = draw_figures(document, exporter, progress, store) if needs_pictures else {}
    for number, kind in enumerate(missing):
        progress("Writing the report", number / len(missing))
        store.put(_file_key(key, kind), _write_file(document, kind, images))
    if any(stored_report(store, key, kind) is None for kind in params["kinds"]):
        raise ResultNotKept


def report_params(
    key: str, inputs: str, setting: float, choices: Choices, kinds: Sequence[str]
) -> dict[str, Any]:
    """Parameters of `write_report` as JSON values; UnknownName for an unknown kind."""
    for kind in kinds:
        has_pictures(kind)  # raises UnknownName
    return {
        "key": key,
        "inputs": inputs,
        "setting": setting,
        "choices": choices.to_json(),
        "kinds": list(kinds),
    }


def _collect_data(
    store: Store, segmentation: Segmentation, inputs: ReportInputs, choices: Choices
) -> ReportData:
    recipe, feedback = segmentation.recipe, inputs.feedback
    findings = describe_dataset(segmentation.dataset, recipe.table, recipe.roles, store=store).findings
    explanation = profile_segments(store, segmentation, inputs.naming, inputs.rfm, feedback.votes())
    plan = plan_actions(store, segmentation, explanation, inputs.playbook, feedback)
    style = choices.style.with_currency(find_currency(segmentation.dataset, recipe))
    campaign = estimate_campaign(store, segmentation, explanation, plan, inputs.assumptions)
    group_choices = GroupChoices(inputs.playbook, feedback, inputs.rfm, inputs.assumptions)
    groups = plan_groups(store, segmentation, inputs.groups, group_choices)
    return ReportData(segmentation, explanation, plan, findings, style, campaign, groups)


def find_currency(dataset: Dataset, recipe: Recipe) -> str:
    """Code of the one currency of the money; "" where no column names it or there are several."""
    fixes = [Fix.parse(fix, dataset.columns) for fix in recipe.fixes]
    if chosen := next((fix.value for fix in fixes if fix.kind == "keep_currency"), ""):
        return chosen
    table = TypedTable(pl.scan_parquet(dataset.path), recipe.roles, recipe.table)
    name = currency_column(table)
    codes = list(count_currencies(table, name)) if name else []
    return codes[0] if len(codes) == 1 else ""


def _write_file(document: Document, kind: str, images: Mapping[str, bytes]) -> Pages:
    files = (
        preview_pages(document, images) if kind == PREVIEW else [write_document(document, kind, images)]
    )
    return Pages(tuple(np.frombuffer(part, np.uint8) for part in files))


def _file_key(key: str, kind: str) -> str:
    version = 1 if kind == PREVIEW else document_format(kind).version
    return f"{key} {kind} {version}"


def report_files(
    document: Document,
    formats: Sequence[str],
    exporter: ImageExporter,
    progress: Progress = ignore_progress,
) -> dict[str, bytes]:
    """The report in each of the formats, by file name ("report.pdf").

    UnknownName for a format that there is not, before anything is drawn.
    """
    specs = [document_format(name) for name in dict.fromkeys(formats)]
    images = draw_figures(document, exporter, progress) if any(spec.pictures for spec in specs) else {}
    files = {}
    for number, spec in enumerate(specs):
        progress(f"Writing {spec.title}", number / len(specs))
        files[f"report.{spec.extension}"] = write_document(document, spec.name, images)
    return files


VERDICT_SECTIONS = {"summary", "verdict"}  # the sections that say whether the segments are real


def add_verdict(run: Run, analysis: Analysis, choices: Choices) -> Analysis:
    """Add the verdict to an analysis, computing it where a chosen section tells of it.

    The analysis stays without one where the table is too small for that.
    """
    if not VERDICT_SECTIONS & set(choices.sections):
        return analysis
    stored = run.verdict
    try:
        return replace(analysis, verdicts=stored if is_complete(stored) else judge(run))
    except UserError:
        return analysis

"""Reports in the store: what a session asks for, and what a worker leaves for it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from core.data import describe_dataset
from core.errors import UserError
from core.export import ImageExporter
from core.model import (
    ActionPlan,
    Analysis,
    Dataset,
    Explanation,
    Progress,
    Recipe,
    Segmentation,
    ignore_progress,
)
from core.report.choices import Choices
from core.report.compose import compose_document
from core.report.document.content import Document
from core.report.formats import document_format, write_document
from core.report.material import Material
from core.report.pictures import PREVIEW, draw_figures, has_pictures
from core.report.rendering.page_values import preview_pages
from core.segment import ResultGone, is_complete, stage_keys, stored_verdict
from core.store import Part, ResultNotKept, Store, encode, key_of
from core.verdict import judge

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class ReportContent:
    """What a report tells of the segments, and their `numbers` (k,), as the session had it when it asked."""

    explanation: Explanation
    playbook: ActionPlan
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Pages:
    """A report's files of one format: one, or the pages of its preview as PNG, each bytes (n,)."""

    parts: tuple[Bytes, ...]


def store_content(store: Store, told: ReportContent) -> str:
    """Leaves it in the store for a worker, under the key that is returned."""
    parts: list[Part] = []
    digest = hashlib.sha256(json.dumps(encode(told, parts)).encode())
    for part in parts:
        digest.update(np.ascontiguousarray(part).tobytes())
    key = f"told 2 {digest.hexdigest()}"
    store.put(key, told)
    return key


def report_key(dataset: Dataset, recipe: Recipe, setting: float, told: str, choices: Choices) -> str:
    """Under what the files of this very report are kept."""
    keys = stage_keys(dataset, recipe)
    return key_of("report 2", keys, float(setting), told, choices.to_json())


def stored_report(store: Store, key: str, kind: str) -> Pages | None:
    """A report's file in a registered format or its PREVIEW; None before it was written."""
    return store.get(Pages, _file_key(key, kind))


def write_report(
    store: Store, analysis: Analysis, params: Mapping[str, Any], exporter: ImageExporter,
    progress: Progress = ignore_progress,
) -> None:  # fmt: skip
    """Writes the `kinds` of a report that are not there yet under its `key`.

    `params` are JSON values, as `report_params` gives them. NotKept where the store does not hold them in
    the end, ResultGone where it has lost what the report tells.
    """
    missing = [kind for kind in params["kinds"] if stored_report(store, params["key"], kind) is None]
    told = store.get(ReportContent, params["told"])
    if told is None:
        raise ResultGone
    choices = Choices.from_json(params["choices"])
    judged = add_verdict(store, analysis, choices, progress)
    document = compose_document(
        _collect_material(store, Segmentation(judged, params["setting"]), told, choices), choices
    )
    wanted = any(map(has_pictures, missing))
    images = draw_figures(document, exporter, progress, store) if wanted else {}
    for number, kind in enumerate(missing):
        progress("Writing the report", number / len(missing))
        store.put(_file_key(params["key"], kind), _write_file(document, kind, images))
    if any(stored_report(store, params["key"], kind) is None for kind in params["kinds"]):
        raise ResultNotKept


def report_params(
    key: str, told: str, setting: float, choices: Choices, kinds: Sequence[str]
) -> dict[str, Any]:
    """What `write_report` needs to know, as JSON values."""
    for kind in kinds:
        has_pictures(kind)  # which refuses an unknown one
    return {
        "key": key, "told": told, "setting": setting, "choices": choices.to_json(), "kinds": list(kinds)
    }  # fmt: skip


def _collect_material(
    store: Store, segmentation: Segmentation, told: ReportContent, choices: Choices
) -> Material:
    recipe = segmentation.recipe
    seen = describe_dataset(store, segmentation.dataset, recipe.table, recipe.roles)
    setting = segmentation.setting
    analysis = segmentation.analysis.with_numbers(setting, told.numbers)
    return Material(analysis, setting, told.explanation, told.playbook, seen.findings, choices.style)


def _write_file(document: Document, kind: str, images: Mapping[str, bytes]) -> Pages:
    found = (
        preview_pages(document, images) if kind == PREVIEW else [write_document(document, kind, images)]
    )
    return Pages(tuple(np.frombuffer(part, np.uint8) for part in found))


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
    chosen = [document_format(name) for name in dict.fromkeys(formats)]
    images = draw_figures(document, exporter, progress) if any(one.pictures for one in chosen) else {}
    found = {}
    for number, one in enumerate(chosen):
        progress(f"Writing {one.title}", number / len(chosen))
        found[f"report.{one.extension}"] = write_document(document, one.name, images)
    return found


VERDICT_SECTIONS = {"summary", "verdict"}  # the sections that say whether the segments are real


def add_verdict(
    store: Store, analysis: Analysis, choices: Choices, progress: Progress = ignore_progress
) -> Analysis:
    """The analysis with its verdict, which is looked into where a chosen section tells of it.

    It stays without one where the table is too small for that.
    """
    if not VERDICT_SECTIONS & set(choices.sections):
        return analysis
    where = store, analysis.dataset, analysis.recipe
    known = stored_verdict(*where)
    try:
        return replace(analysis, trust=known if is_complete(known) else judge(*where, progress))
    except UserError:
        return analysis

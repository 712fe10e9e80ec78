"""Reports in the store: what a session asks for, and what a worker leaves for it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core import pipeline
from core.documents import document_format, written
from core.documents._content import Document
from core.documents._pages import pages
from core.entities import Analysis, Dataset, Progress, Recipe, quiet
from core.reporting._choices import Choices
from core.reporting._compose import compose
from core.reporting._images import PREVIEW, drawn, pictured
from core.reporting._judged import with_verdict
from core.reporting._material import Material
from core.reports._images import ImageExporter
from core.store import NotKept, Store
from core.store.codec import Part, encode
from core.stories import Explanation, Playbook

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Told:
    """What a report tells of the segments, and their `numbers` (k,), as the session had it when it asked."""

    explanation: Explanation
    playbook: Playbook
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Pages:
    """A report's files of one format: one, or the pages of its preview as PNG, each bytes (n,)."""

    parts: tuple[Bytes, ...]


def keep_told(store: Store, told: Told) -> str:
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
    keys = pipeline.stage_keys(dataset, recipe)
    return pipeline.key_of("report 2", keys, float(setting), told, choices.to_json())


def report(store: Store, key: str, kind: str) -> Pages | None:
    """A report's file in a registered format or its PREVIEW; None before it was written."""
    return store.get(Pages, _file_key(key, kind))


def make(
    store: Store, analysis: Analysis, params: Mapping[str, Any], exporter: ImageExporter,
    progress: Progress = quiet,
) -> None:  # fmt: skip
    """Writes the `kinds` of a report that are not there yet under its `key`.

    `params` are JSON values, as `asked` gives them. NotKept where the store does not hold them in
    the end, ResultGone where it has lost what the report tells.
    """
    missing = [kind for kind in params["kinds"] if report(store, params["key"], kind) is None]
    told = store.get(Told, params["told"])
    if told is None:
        raise pipeline.ResultGone
    choices = Choices.from_json(params["choices"])
    judged = with_verdict(store, analysis, choices, progress)
    document = compose(_material(store, judged, params["setting"], told, choices), choices)
    wanted = any(map(pictured, missing))
    images = drawn(document, exporter, progress, store) if wanted else {}
    for number, kind in enumerate(missing):
        progress("Writing the report", number / len(missing))
        store.put(_file_key(params["key"], kind), _written(document, kind, images))
    if any(report(store, params["key"], kind) is None for kind in params["kinds"]):
        raise NotKept


def asked(
    key: str, told: str, setting: float, choices: Choices, kinds: Sequence[str]
) -> dict[str, Any]:
    """What `make` needs to know, as JSON values."""
    for kind in kinds:
        pictured(kind)  # which refuses an unknown one
    return {
        "key": key, "told": told, "setting": setting, "choices": choices.to_json(), "kinds": list(kinds)
    }  # fmt: skip


def _material(
    store: Store, analysis: Analysis, setting: float, told: Told, choices: Choices
) -> Material:
    recipe = analysis.recipe
    seen = pipeline.describe(store, analysis.dataset, recipe.table, recipe.roles)
    known = pipeline.known_setting(analysis, setting)
    analysis = analysis.renumbered(known, told.numbers)
    return Material(analysis, known, told.explanation, told.playbook, seen.findings, choices.style)


def _written(document: Document, kind: str, images: Mapping[str, bytes]) -> Pages:
    found = pages(document, images) if kind == PREVIEW else [written(document, kind, images)]
    return Pages(tuple(np.frombuffer(part, np.uint8) for part in found))


def _file_key(key: str, kind: str) -> str:
    version = 1 if kind == PREVIEW else document_format(kind).version
    return f"{key} {kind} {version}"

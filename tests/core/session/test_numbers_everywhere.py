"""Whatever a session sees or takes away, a segment's number stands for the same customers."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook

from core.data import new_recipe
from core.features import RfmMap
from core.model import Dataset, Recipe, Segmentation, ignore_progress
from core.report import Choices
from core.segment import Run, score_values
from core.session import tasks
from core.session.services import Services
from core.session.session import Session
from core.session.tasks import ServerLimits, export_customers, make_sample_dataset, profile
from core.store import NoteKey, Notes

SESSION, K, GIVEN = "ada", 4, (7, 1, 4, 2)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Where a session has the wholesale sample, whose four segments have numbers with holes."""
    limits = ServerLimits(tmp_path_factory.mktemp("numbered"), workers=0)
    common = {"session": SESSION, "bounds": limits.to_json()}
    make_sample_dataset({**common, "kind": "wholesale", "seed": 0, "digest": "0" * 64}, ignore_progress)
    workspace = limits.workspaces().of(SESSION)
    (dataset,) = workspace.datasets()
    recipe = new_recipe(dataset)
    analysis = Run(dataset, recipe).analyse()
    numbers = [list(row) for row in analysis.sweep.numbers]
    numbers[analysis.sweep.at(K)] = list(GIVEN)
    key = Run(dataset, recipe).keys["sweep"]
    Notes(workspace.root).write(NoteKey.NUMBERS, {key: numbers})
    more = {"dataset": dataset.id, "recipe": recipe.to_json(), "setting": K, "rfm": RfmMap().to_json()}
    profile({**common, **more}, ignore_progress)
    services = Services(limits)
    yield services
    services.close()


@pytest.fixture
def session(services: Services) -> Session:
    return Session(services, SESSION)


@pytest.fixture
def place(session: Session) -> tuple[Dataset, Recipe]:
    (dataset,) = session.datasets()
    return dataset, new_recipe(dataset)


@pytest.fixture
def rows(place: tuple[Dataset, Recipe]) -> dict[int, list[int]]:
    """The rows of each segment by its number."""
    sweep = Run(*place).analyse().sweep
    labels = sweep.labels[sweep.at(K)]
    return {number: np.flatnonzero(labels == label).tolist() for label, number in enumerate(GIVEN)}


def run(session: Session, task: Any, more: dict[str, Any]) -> None:
    task({"session": SESSION, "bounds": session.services.limits.to_json(), **more}, ignore_progress)


def test_on_the_pages(session: Session, place: Any, rows: dict[int, list[int]]) -> None:
    sizes = {number: len(members) for number, members in rows.items()}
    result = session.result(*place, K)
    summary = result.summary()
    at = summary["settings"].index(K)
    assert dict(zip(summary["numbers"][at], summary["sizes"][at], strict=True)) == sizes
    profiles = result.explanation().profiles
    assert [story.segment for story in profiles] == sorted(GIVEN)
    assert {story.segment: story.size for story in profiles} == sizes
    assert all(set(story.typical) <= set(rows[story.segment]) for story in profiles)
    assert {row.segment: row.customers for row in result.what_if({}).segments} == sizes
    assert [plan.segment for plan in result.plan().plans] == sorted(GIVEN)
    fresh = session.result(*place).analysis.customers.frame["Fresh"].to_numpy()
    (difference,) = [d for d in result.differences(7, 2) if d.feature == "Fresh"]
    assert (difference.first, difference.second) == (fresh[rows[7]].mean(), fresh[rows[2]].mean())
    listed = result.customers(None, 4, 9)
    assert listed["Fresh"].tolist() == fresh[rows[4][:9]].tolist()
    assert {"Segment", "Segment name", "Silhouette", "Distance"} <= set(listed.columns)


def test_on_charts(session: Session, place: Any, rows: dict[int, list[int]]) -> None:
    at = session.result(*place).analysis.sweep.at(K)
    drawn = json.loads(session.result(*place).frames("sizes", {})[at])["data"]
    assert {t["meta"]["segment"]: t["x"][0] for t in drawn} == {n: len(r) for n, r in rows.items()}


def test_in_files(session: Session, place: Any, rows: dict[int, list[int]]) -> None:
    dataset, recipe = place
    numbers = session.result(*place).analysis.sweep.numbered(K)
    asked = {"dataset": dataset.id, "recipe": recipe.to_json(), "kind": "customers_csv"}
    names = list(session.result(*place, K).named_segmentation.names)
    run(session, export_customers, {**asked, "setting": K, "numbers": list(numbers), "names": names})
    body = session.result(*place, K).table("customers_csv")
    assert body is not None
    table = list(csv.DictReader(io.StringIO(bytes(body).decode("utf-8-sig"))))
    for number, members in rows.items():
        assert [i for i, row in enumerate(table) if int(row["segment"]) == number] == members
    audience = session.result(*place, K).audience("generic", [7])
    people = list(csv.DictReader(io.StringIO(audience.files["audience.csv"].decode())))
    assert [int(row["customer"]) - 1 for row in people] == rows[7]
    segments = score_values(Segmentation(session.result(*place).analysis, K))["segments"]
    assert {segment["id"]: segment["size"] for segment in segments} == {
        n: len(r) for n, r in rows.items()
    }


def test_in_a_report(
    session: Session, place: Any, rows: dict[int, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    result, choices = session.result(*place, K), Choices(date(2026, 1, 2))
    monkeypatch.setattr(
        session, "submit", lambda _task, _key, params, _lane: run(session, tasks.report, params)
    )
    result.start_report(choices, ["xlsx"])
    parts = result.report(choices, "xlsx")
    assert parts is not None
    sheet = load_workbook(io.BytesIO(bytes(parts[0])))["Segments"]
    read = {int(str(row[0]).split(" · ")[0]): row[1] for row in sheet.iter_rows(2, values_only=True)}
    assert read == {number: len(members) for number, members in rows.items()}

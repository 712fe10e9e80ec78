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

from core import report as reporting
from core.act.playbook.facts import segment_facts
from core.data import new_recipe
from core.explain import RfmMap
from core.model import Dataset, Recipe, Segmentation, ignore_progress
from core.report import Choices, stored_report
from core.segment import analyse, score_values, stage_keys
from core.session import tasks
from core.session.continuity import NUMBERS
from core.session.result import Decisions
from core.session.services import Services
from core.session.session import Desk
from core.session.tasks import ServerLimits, explaining, exporting, sampling
from core.store import Notes

SESSION, K, GIVEN = "ada", 4, (7, 1, 4, 2)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Where a session has the wholesale sample, whose four segments have numbers with holes."""
    bounds = ServerLimits(tmp_path_factory.mktemp("numbered"), workers=0)
    common = {"session": SESSION, "bounds": bounds.to_json()}
    sampling({**common, "kind": "wholesale", "seed": 0, "digest": "0" * 64}, ignore_progress)
    workspace = bounds.workspaces().of(SESSION)
    (dataset,) = workspace.datasets()
    recipe = new_recipe(None, dataset)
    analysis = analyse(None, dataset, recipe)
    numbers = [list(own) for own in analysis.sweep.numbers]
    numbers[analysis.sweep.at(K)] = list(GIVEN)
    key = stage_keys(dataset, recipe)["sweep"]
    Notes(workspace.root).write(NUMBERS, {key: numbers})
    more = {"dataset": dataset.id, "recipe": recipe.to_json(), "setting": K, "rfm": RfmMap().to_json()}
    explaining({**common, **more}, ignore_progress)
    made = Services(bounds)
    yield made
    made.close()


@pytest.fixture
def desk(bench: Services) -> Desk:
    return Desk(bench, SESSION)


@pytest.fixture
def place(desk: Desk) -> tuple[Dataset, Recipe]:
    (dataset,) = desk.datasets()
    return dataset, new_recipe(None, dataset)


@pytest.fixture
def rows(place: tuple[Dataset, Recipe]) -> dict[int, list[int]]:
    """The rows of each segment by its number."""
    swept = analyse(None, *place).sweep
    labels = swept.labels[swept.at(K)]
    return {number: np.flatnonzero(labels == label).tolist() for label, number in enumerate(GIVEN)}


def run(desk: Desk, task: Any, more: dict[str, Any]) -> None:
    task({"session": SESSION, "bounds": desk._bench.bounds.to_json(), **more}, ignore_progress)


def test_on_the_pages(desk: Desk, place: Any, rows: dict[int, list[int]]) -> None:
    sizes = {number: len(own) for number, own in rows.items()}
    decisions, summary = Decisions(desk), desk.summary(*place)
    at = summary["settings"].index(K)
    assert dict(zip(summary["numbers"][at], summary["sizes"][at], strict=True)) == sizes
    stories = decisions.explanation(*place, K).stories
    assert [story.segment for story in stories] == sorted(GIVEN)
    assert {story.segment: story.size for story in stories} == sizes
    assert all(set(story.typical) <= set(rows[story.segment]) for story in stories)
    assert {worth.segment: worth.customers for worth, _ in decisions.what_if(*place, K, {})} == sizes
    assert [plan.segment for plan in decisions.plan(*place, K).plans] == sorted(GIVEN)
    fresh = desk.analysis(*place).customers.frame["Fresh"].to_numpy()
    (found,) = [d for d in decisions.contrast(*place, K, 7, 2) if d.feature == "Fresh"]
    assert (found.first, found.second) == (fresh[rows[7]].mean(), fresh[rows[2]].mean())
    listed = desk.people(*place, K, None, 4, 9)
    assert listed["Fresh"].tolist() == fresh[rows[4][:9]].tolist()


def test_on_charts(desk: Desk, place: Any, rows: dict[int, list[int]]) -> None:
    at = desk.analysis(*place).sweep.at(K)
    drawn = json.loads(desk.frames(*place, "sizes", {})[at])["data"]
    assert {t["meta"]["segment"]: t["x"][0] for t in drawn} == {n: len(r) for n, r in rows.items()}


def test_actions_follow_the_facts_of_their_own_segment(
    desk: Desk, place: Any, rows: dict[int, list[int]]
) -> None:
    analysis = desk.analysis(*place)
    told = Decisions(desk).explanation(*place, K)
    fresh = analysis.customers.frame["Fresh"].to_numpy()
    for story, own in zip(told.stories, segment_facts(Segmentation(analysis, K), told), strict=True):
        assert own["[Fresh]"].value == pytest.approx(fresh[rows[story.segment]].mean())


def test_in_files(desk: Desk, place: Any, rows: dict[int, list[int]]) -> None:
    dataset, recipe = place
    numbers = desk.analysis(*place).sweep.numbered(K)
    asked = {"dataset": dataset.id, "recipe": recipe.to_json(), "kind": "customers_csv"}
    run(desk, exporting, {**asked, "setting": K, "numbers": list(numbers)})
    body = desk.table(*place, "customers_csv", K)
    assert body is not None
    table = list(csv.DictReader(io.StringIO(bytes(body).decode("utf-8-sig"))))
    for number, own in rows.items():
        assert [i for i, row in enumerate(table) if int(row["segment"]) == number] == own
    made = Decisions(desk).audience(*place, K, "generic", [7])
    people = list(csv.DictReader(io.StringIO(made.files["audience.csv"].decode())))
    assert [int(row["customer"]) - 1 for row in people] == rows[7]
    found = score_values(Segmentation(desk.analysis(*place), K))["segments"]
    assert {one["id"]: one["size"] for one in found} == {n: len(r) for n, r in rows.items()}


def test_in_a_report(desk: Desk, place: Any, rows: dict[int, list[int]]) -> None:
    dataset, recipe = place
    decisions, choices = Decisions(desk), Choices(date(2026, 1, 2))
    told, key = decisions._reported(*place, K, choices)
    more = reporting.report_params(key, told, K, choices, ["xlsx"])
    run(desk, tasks.reporting, {"dataset": dataset.id, "recipe": recipe.to_json(), **more})
    made = stored_report(desk.store, key, "xlsx")
    assert made is not None
    sheet = load_workbook(io.BytesIO(bytes(made.parts[0])))["Segments"]
    read = {int(str(row[0]).split(" · ")[0]): row[1] for row in sheet.iter_rows(2, values_only=True)}
    assert read == {number: len(own) for number, own in rows.items()}

"""What the tasks leave behind, and what they say when it cannot be kept."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.data import new_recipe
from core.model import Dataset, Notice, Recipe, Segmentation, ignore_progress
from core.segment import Run
from core.session.tasks import (
    ExportedFile,
    ServerLimits,
    analyse,
    export_customers,
    make_sample_dataset,
    table_key,
)
from core.store import ResultNotKept

SESSION = "ada"
KIND, SETTING, NUMBERS = "customers_csv", 3, [1, 3, 2]


@pytest.fixture
def limits(tmp_path: Path) -> ServerLimits:
    """Where a session has one data set."""
    limits = ServerLimits(tmp_path)
    params = {**common(limits), "kind": "wholesale", "seed": 0, "digest": "0" * 64}
    make_sample_dataset(params, ignore_progress)
    return limits


def common(limits: ServerLimits) -> dict[str, Any]:
    return {"session": SESSION, "bounds": limits.to_json()}


def chosen(limits: ServerLimits) -> tuple[Dataset, Recipe]:
    (dataset,) = limits.workspaces().of(SESSION).datasets()
    return dataset, new_recipe(dataset)


def task_params(limits: ServerLimits) -> dict[str, Any]:
    dataset, recipe = chosen(limits)
    table = {"kind": KIND, "setting": SETTING, "numbers": NUMBERS}
    return common(limits) | {"dataset": dataset.id, "recipe": recipe.to_json()} | table


def test_results_are_left_in_the_store(limits: ServerLimits) -> None:
    analyse(task_params(limits), ignore_progress)
    run = Run(*chosen(limits), limits.store())
    assert run.is_analysed
    export_customers(task_params(limits), ignore_progress)
    segmentation = Segmentation(run.analyse().with_numbers(SETTING, NUMBERS), SETTING)
    assert limits.store().get(ExportedFile, table_key(segmentation, KIND)) is not None


@pytest.mark.parametrize("task", [analyse, export_customers])
def test_a_result_that_does_not_fit_is_told(limits: ServerLimits, task: Callable[..., None]) -> None:
    small = replace(limits, cache_bytes=1000)
    with pytest.raises(ResultNotKept, match=r"no room to keep this result.*TESSERA_CACHE_MB"):
        task(task_params(small), ignore_progress)


def test_results_get_the_age_of_data_sets(tmp_path: Path) -> None:
    store = ServerLimits(tmp_path, workspace_seconds=0).store()
    store.put("key", Notice("words"))
    assert store.get(Notice, "key") is None

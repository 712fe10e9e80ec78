"""What the tasks leave behind, and what they say when it cannot be kept."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.data import new_recipe
from core.model import Dataset, Notice, Recipe, ignore_progress
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
def bounds(tmp_path: Path) -> ServerLimits:
    """Where a session has one data set."""
    made = ServerLimits(tmp_path)
    make_sample_dataset(
        {**common(made), "kind": "wholesale", "seed": 0, "digest": "0" * 64}, ignore_progress
    )
    return made


def common(bounds: ServerLimits) -> dict[str, Any]:
    return {"session": SESSION, "bounds": bounds.to_json()}


def chosen(bounds: ServerLimits) -> tuple[Dataset, Recipe]:
    (dataset,) = bounds.workspaces().of(SESSION).datasets()
    return dataset, new_recipe(dataset)


def asked(bounds: ServerLimits) -> dict[str, Any]:
    dataset, recipe = chosen(bounds)
    wish = {
        "dataset": dataset.id,
        "recipe": recipe.to_json(),
        "kind": KIND,
        "setting": SETTING,
        "numbers": NUMBERS,
    }
    return common(bounds) | wish


def test_results_are_left_in_the_store(bounds: ServerLimits) -> None:
    analyse(asked(bounds), ignore_progress)
    assert Run(*chosen(bounds), bounds.store()).is_analysed
    export_customers(asked(bounds), ignore_progress)
    assert (
        bounds.store().get(ExportedFile, table_key(*chosen(bounds), KIND, SETTING, NUMBERS)) is not None
    )


@pytest.mark.parametrize("task", [analyse, export_customers])
def test_a_result_that_does_not_fit_is_told(bounds: ServerLimits, task: Callable[..., None]) -> None:
    small = replace(bounds, cache_bytes=1000)
    with pytest.raises(ResultNotKept, match=r"no room to keep this result.*TESSERA_CACHE_MB"):
        task(asked(small), ignore_progress)


def test_results_get_the_age_of_data_sets(tmp_path: Path) -> None:
    store = ServerLimits(tmp_path, workspace_seconds=0).store()
    store.put("key", Notice("words"))
    assert store.get(Notice, "key") is None

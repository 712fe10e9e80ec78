"""Settings come back with their data set, and open the next one of the same columns."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.errors import UserError
from core.model import Dataset, Recipe, ignore_progress
from core.segment import Run
from core.session.dataset_settings import (
    DatasetSettings,
    RecipeTooLarge,
    carry_settings,
    forget_settings,
    load_settings,
    read_settings,
    record_settings,
)
from core.store import NO_STORE, NoteKey, Notes, Workspace
from tests.core.segment.test_saved_recipe import CUSTOMERS

CHOICES = {"features": ("visits", "bill"), "scale": "robust", "algorithm": "hierarchical"}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    return Notes(tmp_path)


def add(workspace: Workspace, name: str, **columns: Any) -> Dataset:
    """Bring a file of customers to the workspace."""
    from core.data import read_file

    table = {k: v for k, v in {**CUSTOMERS, **columns}.items() if v is not None}
    source = workspace.root / f"{name}.upload"
    pl.DataFrame(table, strict=False).write_csv(source)
    digest = f"{sum(map(ord, name)):064x}"
    return workspace.add(source, f"{name}.csv", digest, None, ignore_progress, read_file)


def new_recipe(dataset: Dataset, **changes: Any) -> Recipe:
    from core.data import new_recipe

    return new_recipe(dataset).with_changes(**changes)


def opened(workspace: Workspace, dataset: Dataset) -> DatasetSettings:
    """Settings of a data set that has just come in."""
    carry_settings(workspace, NO_STORE, dataset)
    settings = read_settings(Notes(workspace.root), dataset.id)
    assert settings is not None
    return settings


def test_the_next_file_of_the_same_columns_opens_with_the_settings(
    workspace: Workspace, notes: Notes
) -> None:
    june = add(workspace, "june")
    recipe = new_recipe(june, **CHOICES)
    record_settings(notes, Run(june, recipe), 5)
    july = add(workspace, "july", visits=[i * 5 % 19 for i in range(60)])
    settings = opened(workspace, july)
    assert settings.recipe() == recipe.with_changes(params={"n_clusters": 5})
    assert (settings.origin, settings.by_recipe, settings.left_out) == ("june.csv", False, ())
    record_settings(notes, Run(july, new_recipe(july, scale="none")), None)
    later = read_settings(notes, july.id)
    assert later is not None and (later.origin, later.recipe().scale) == ("june.csv", "none")
    august = opened(workspace, add(workspace, "august"))
    assert (august.origin, august.recipe().scale) == ("july.csv", "none")


@pytest.mark.parametrize(
    "columns", [{"town": None}, {"fee": [2.5] * 60}, {"miles": ["far", "near"] * 30}]
)
def test_a_file_of_other_columns_or_kinds_begins_anew(
    workspace: Workspace, notes: Notes, columns: dict[str, Any]
) -> None:
    june = add(workspace, "june")
    record_settings(notes, Run(june, new_recipe(june, **CHOICES)), 5)
    other = add(workspace, "other", **columns)
    carry_settings(workspace, NO_STORE, other)
    assert read_settings(notes, other.id) is None


def test_whole_numbers_that_get_decimals_are_numbers_as_before(
    workspace: Workspace, notes: Notes
) -> None:
    june = add(workspace, "june")
    record_settings(notes, Run(june, new_recipe(june, **CHOICES)), None)
    july = add(workspace, "july", visits=[i + 0.5 for i in range(60)])
    assert opened(workspace, july).recipe().scale == "robust"


def test_a_snapshot_date_is_not_carried_and_that_is_said(workspace: Workspace, notes: Notes) -> None:
    days = [f"2031-05-{1 + i % 28:02}" for i in range(60)]
    june = add(workspace, "june", day=days)
    record_settings(notes, Run(june, new_recipe(june, snapshot="2031-05-20")), None)
    settings = opened(workspace, add(workspace, "july", day=[d.replace("-05-", "-06-") for d in days]))
    assert settings.recipe().snapshot is None
    assert any("2031-05-20" in sentence for sentence in settings.left_out)


def test_settings_of_a_file_stay_its_own_when_it_comes_again(
    workspace: Workspace, notes: Notes
) -> None:
    june = add(workspace, "june")
    record_settings(notes, Run(june, new_recipe(june, **CHOICES)), 5)
    july = add(workspace, "july")
    record_settings(notes, Run(july, new_recipe(july, scale="none")), None)
    assert opened(workspace, june).recipe().scale == "robust"


def test_the_slider_stays_where_it_was_while_the_method_does(
    workspace: Workspace, notes: Notes
) -> None:
    june = add(workspace, "june")
    recipe = new_recipe(june)
    for chosen, setting, place in (
        (recipe, 4, 4),
        (recipe.with_changes(scale="none"), None, 4),
        (recipe.with_changes(algorithm="dbscan"), None, None),
    ):
        record_settings(notes, Run(june, chosen), setting)
        settings = read_settings(notes, june.id)
        assert settings is not None and settings.setting == place


def test_starting_afresh_forgets_where_the_choices_came_from(
    workspace: Workspace, notes: Notes
) -> None:
    june = add(workspace, "june")
    record_settings(notes, Run(june, new_recipe(june, **CHOICES)), 5)
    july = add(workspace, "july")
    opened(workspace, july)
    forget_settings(notes, july)
    assert read_settings(notes, july.id) is None
    record_settings(notes, Run(july, new_recipe(july)), None)
    settings = read_settings(notes, july.id)
    assert settings == DatasetSettings(new_recipe(july).to_token())


def test_a_recipe_is_loaded_and_what_does_not_fit_is_said(workspace: Workspace, notes: Notes) -> None:
    june = add(workspace, "june")
    recipe = new_recipe(june, **CHOICES, params={"n_clusters": 6})
    july = add(workspace, "july", bill=None)
    load_settings(workspace, NO_STORE, july, "vip.json", recipe.to_json())
    settings = read_settings(notes, july.id)
    assert settings is not None
    assert (settings.origin, settings.by_recipe) == ("vip.json", True)
    assert settings.recipe().params == {"n_clusters": 6}
    assert settings.recipe().features == ("visits",)
    assert settings.left_out[0] == "Not in this file: 'bill'."


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"roles": 3}', '{"polish": 1}', '{"scale": "huge"}', "[" * 9_000]
)
def test_what_is_no_recipe_is_refused_in_words(workspace: Workspace, notes: Notes, text: str) -> None:
    june = add(workspace, "june")
    with pytest.raises(UserError, match="not a Tessera recipe"):
        load_settings(workspace, NO_STORE, june, "x.json", text)
    assert read_settings(notes, june.id) is None


def test_a_recipe_has_a_size(workspace: Workspace) -> None:
    text = json.dumps({"titles": {"a": "x" * 300_000}})
    with pytest.raises(RecipeTooLarge, match=r"'x.json' is too large"):
        load_settings(workspace, NO_STORE, add(workspace, "june"), "x.json", text)


@pytest.mark.parametrize("raw", [3, [], {"token": "cut off", "left_out": []}, {"left_out": []}])
def test_notes_that_cannot_be_read_are_no_settings(
    workspace: Workspace, notes: Notes, raw: Any
) -> None:
    june = add(workspace, "june")
    notes.write(NoteKey.SETTINGS.of(june.id), raw)
    assert read_settings(notes, june.id) is None

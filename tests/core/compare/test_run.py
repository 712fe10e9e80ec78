"""Comparisons are left in the store, method by method, and adopting a result computes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.compare.candidates import Found
from core.compare.run import compare, compared
from core.data.describe import new_recipe
from core.errors import Cancelled, UserError
from core.model.base import quiet
from core.model.dataset import Dataset
from core.model.recipe import Recipe
from core.segment import analyse as pipeline
from core.segment.analyse import UnknownSetting, analyse, compute_sweep
from core.segment.methods import algorithm
from core.session.tasks import Bounds, sampling
from core.session.tasks import comparing as task
from core.store import NotKept, Store

SESSION = "ada"
METHODS = ("hierarchical", "kmeans")


@pytest.fixture
def bounds(tmp_path: Path) -> Bounds:
    """Where a session has one data set."""
    made = Bounds(tmp_path, workers=1)
    sampling({**common(made), "kind": "wholesale", "seed": 0, "digest": "0" * 64}, quiet)
    return made


@pytest.fixture
def store(bounds: Bounds) -> Store:
    return bounds.store()


def common(bounds: Bounds) -> dict[str, Any]:
    return {"session": SESSION, "bounds": bounds.to_json()}


def chosen(bounds: Bounds) -> tuple[Dataset, Recipe]:
    (dataset,) = bounds.workspaces().of(SESSION).datasets()
    return dataset, new_recipe(None, dataset)


def computed(store: Store, work: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of value that `work` does not find in the store."""
    kinds: list[str] = []
    keep = store._keep
    monkeypatch.setattr(store, "_keep", lambda n, v: (kinds.append(type(v).__name__), keep(n, v)))
    work()
    return kinds


def test_each_method_is_told_and_kept_as_it_is_done(bounds: Bounds, store: Store) -> None:
    asked, told = (*chosen(bounds), 3), []

    def found(one: Found) -> None:
        told.append(one.method)
        assert [own.method for own in compared(store, *asked, METHODS)] == told

    assert compared(store, *asked, METHODS) == ()
    whole = compare(store, *asked, METHODS, quiet, found)
    assert told == list(METHODS)
    again = compared(store, *asked, METHODS)
    assert [own.candidates for own in again] == [own.candidates for own in whole.found]
    assert compared(store, *asked[:2], 4, METHODS) == ()


def test_adopting_a_result_computes_no_clusters(
    bounds: Bounds, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset, recipe = chosen(bounds)
    compare(store, dataset, recipe, None, METHODS)
    for name in METHODS:
        own = recipe.but(algorithm=name, params={algorithm(name).swept: 4})
        missing = computed(store, lambda own=own: analyse(store, dataset, own), monkeypatch)
        assert set(missing) <= {"Projection"}
    both = compare(store, dataset, recipe, None, METHODS)
    assert all(own.seconds > 0 for own in both.candidates)


def test_the_recipe_s_own_method_keeps_its_parameters(bounds: Bounds, store: Store) -> None:
    dataset, recipe = chosen(bounds)
    own = recipe.but(algorithm="hierarchical", params={"linkage": "complete"})
    analysis = analyse(store, dataset, own)
    found = compare(store, dataset, own, 3, METHODS)
    assert found.adopted is not None
    assert (found.adopted.labels == analysis.sweep.labels[analysis.sweep.at(3)]).all()
    assert [one.agreement for one in found.candidates if "adopted" in one.reasons] == [1]


def test_a_method_that_refuses_is_told_and_the_others_go_on(
    bounds: Bounds, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept = compute_sweep

    def refuses(store: Store, dataset: Dataset, recipe: Recipe, *rest: Any) -> Any:
        if recipe.algorithm == "hierarchical":
            raise UserError(what="Too large a tree.")
        return swept(store, dataset, recipe, *rest)

    monkeypatch.setattr(pipeline, "swept", refuses)
    first, second = compare(store, *chosen(bounds), None, METHODS).found
    assert first.problem == "Too large a tree." and first.candidates == ()
    assert second.problem == "" and second.candidates


def test_a_cancelled_comparison_keeps_what_was_done(bounds: Bounds, store: Store) -> None:
    def stop(step: str, _: float) -> None:
        if step.startswith("K-Means (2 of 2): fitting"):
            raise Cancelled

    with pytest.raises(Cancelled):
        compare(store, *chosen(bounds), None, METHODS, stop)
    left = compared(store, *chosen(bounds), None, METHODS)
    assert [own.method for own in left] == ["hierarchical"]


def test_an_unknown_setting_is_refused(bounds: Bounds, store: Store) -> None:
    with pytest.raises(UnknownSetting):
        compare(store, *chosen(bounds), 40, METHODS)


def test_a_comparison_that_does_not_fit_is_told(bounds: Bounds) -> None:
    dataset, recipe = chosen(bounds)
    small = Bounds(bounds.root, cache_bytes=1000)
    wish = {"dataset": dataset.id, "recipe": recipe.to_json(), "setting": None, "methods": ["kmeans"]}
    with pytest.raises(NotKept):
        task(common(small) | wish, quiet)

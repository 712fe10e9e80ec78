"""Comparisons are left in the store, method by method, and adopting a result computes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.compare.candidates import MethodCandidates
from core.compare.run import compare_methods, stored_comparison
from core.data import new_recipe
from core.errors import Cancelled, UserError
from core.model import Dataset, Recipe, UnknownSetting
from core.segment import Run, algorithm, run_sweep
from core.session import ServerLimits
from core.store import Store
from tests.support.sample_datasets import add_sample

SESSION = "ada"
METHODS = ("hierarchical", "kmeans")


@pytest.fixture
def bounds(tmp_path: Path) -> ServerLimits:
    """Where a session has one data set."""
    limits = ServerLimits(tmp_path, workers=1)
    add_sample(limits.workspaces().of(SESSION), rows=160)
    return limits


@pytest.fixture
def store(bounds: ServerLimits) -> Store:
    return bounds.store()


def chosen(bounds: ServerLimits) -> tuple[Dataset, Recipe]:
    (dataset,) = bounds.workspaces().of(SESSION).datasets()
    return dataset, new_recipe(dataset)


def computed(store: Store, work: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of value that `work` does not find in the store."""
    kinds: list[str] = []
    keep = store._keep
    monkeypatch.setattr(store, "_keep", lambda n, v: (kinds.append(type(v).__name__), keep(n, v)))
    work()
    return kinds


def test_each_method_is_told_and_kept_as_it_is_done(bounds: ServerLimits, store: Store) -> None:
    run, methods = Run(*chosen(bounds), store), []

    def on_result(candidates: MethodCandidates) -> None:
        methods.append(candidates.method)
        assert [stored.method for stored in stored_comparison(run, 3, METHODS)] == methods

    assert stored_comparison(run, 3, METHODS) == ()
    comparison = compare_methods(run, 3, METHODS, on_result)
    assert methods == list(METHODS)
    stored = stored_comparison(run, 3, METHODS)
    assert [method.candidates for method in stored] == [own.candidates for own in comparison.results]
    assert stored_comparison(run, 4, METHODS) == ()


def test_adopting_a_result_computes_no_clusters(
    bounds: ServerLimits, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset, recipe = chosen(bounds)
    compare_methods(Run(dataset, recipe, store), None, METHODS)
    for name in METHODS:
        own = recipe.with_changes(algorithm=name, params={algorithm(name).swept: 4})
        missing = computed(store, lambda own=own: Run(dataset, own, store).analyse(), monkeypatch)
        assert set(missing) <= {"Projection"}
    both = compare_methods(Run(dataset, recipe, store), None, METHODS)
    assert all(own.seconds > 0 for own in both.candidates)


def test_the_recipe_s_own_method_keeps_its_parameters(bounds: ServerLimits, store: Store) -> None:
    dataset, recipe = chosen(bounds)
    own = recipe.with_changes(algorithm="hierarchical", params={"linkage": "complete"})
    analysis = Run(dataset, own, store).analyse()
    found = compare_methods(Run(dataset, own, store), 3, METHODS)
    assert found.adopted is not None
    assert (found.adopted.labels == analysis.sweep.labels[analysis.sweep.at(3)]).all()
    assert [one.agreement for one in found.candidates if "adopted" in one.reasons] == [1]


def test_a_method_that_refuses_is_told_and_the_others_go_on(
    bounds: ServerLimits, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_hierarchical(feature_matrix: Any, method: Any, *rest: Any) -> Any:
        if method.name == "hierarchical":
            raise UserError(what="Too large a tree.")
        return run_sweep(feature_matrix, method, *rest)

    monkeypatch.setattr("core.segment.sweep.run_sweep", refuse_hierarchical)
    first, second = compare_methods(Run(*chosen(bounds), store), None, METHODS).results
    assert first.problem == "Too large a tree." and first.candidates == ()
    assert second.problem == "" and second.candidates


def test_a_cancelled_comparison_keeps_what_was_done(bounds: ServerLimits, store: Store) -> None:
    def stop(step: str, _: float) -> None:
        if step.startswith("K-Means (2 of 2): measuring the segments"):
            raise Cancelled

    with pytest.raises(Cancelled):
        compare_methods(Run(*chosen(bounds), store, stop), None, METHODS)
    left = stored_comparison(Run(*chosen(bounds), store), None, METHODS)
    assert [own.method for own in left] == ["hierarchical"]


def test_an_unknown_setting_is_refused(bounds: ServerLimits, store: Store) -> None:
    with pytest.raises(UnknownSetting):
        compare_methods(Run(*chosen(bounds), store), 40, METHODS)

"""A proposal is made in a job, kept in the store and found there by the session that asked."""

from typing import Any

import pytest

from core.data import new_recipe
from core.model import Dataset, Recipe, ignore_progress
from core.segment import Run, chosen_setting
from core.session import ServerLimits, Services, Session, tasks
from core.session.tasks import compute, make_sample_dataset
from core.store import ResultNotKept
from core.suggest.run import apply_proposal, run_proposal, stored_proposal

SESSION = "ada"


@pytest.fixture(scope="module")
def bounds(tmp_path_factory: pytest.TempPathFactory) -> ServerLimits:
    """Where a session has one data set and a proposal for it."""
    made = ServerLimits(tmp_path_factory.mktemp("proposing"), workers=0)
    make_sample_dataset(
        {**common(made), "kind": "wholesale", "seed": 0, "digest": "0" * 64}, ignore_progress
    )
    compute({"stage": "suggest"} | asked(made), ignore_progress)
    return made


def common(bounds: ServerLimits) -> dict[str, Any]:
    return {"session": SESSION, "bounds": bounds.to_json()}


def chosen(bounds: ServerLimits) -> tuple[Dataset, Recipe]:
    (dataset,) = bounds.workspaces().of(SESSION).datasets()
    return dataset, new_recipe(dataset)


def asked(bounds: ServerLimits) -> dict[str, Any]:
    dataset, recipe = chosen(bounds)
    return common(bounds) | {"dataset": dataset.id, "recipe": recipe.to_json()}


def test_what_is_kept_is_what_was_proposed(bounds: ServerLimits) -> None:
    assert stored_proposal(Run(*chosen(bounds), bounds.store())) == run_proposal(Run(*chosen(bounds)))


def test_the_proposed_recipe_is_analysed_at_the_proposed_setting(bounds: ServerLimits) -> None:
    dataset, recipe = chosen(bounds)
    found = run_proposal(Run(dataset, recipe, bounds.store()))
    best = apply_proposal(recipe, found)
    analysis = Run(dataset, best, bounds.store()).analyse()
    at = analysis.sweep.at(chosen_setting(analysis))
    assert best.algorithm == found.chosen.method
    assert len(analysis.sweep.scores[at].sizes) == found.chosen.k


def test_another_method_of_the_recipe_changes_nothing(bounds: ServerLimits) -> None:
    dataset, recipe = chosen(bounds)
    assert (
        stored_proposal(Run(dataset, recipe.with_changes(algorithm="gmm", params={}), bounds.store()))
        is not None
    )
    assert stored_proposal(Run(dataset, recipe.with_changes(seed=1), bounds.store())) is None


def test_a_desk_starts_a_job_unless_there_is_a_proposal(bounds: ServerLimits) -> None:
    services = Services(bounds)
    session, (dataset, recipe) = Session(services, SESSION), chosen(bounds)
    assert session.result(dataset, recipe).start_suggestion() is None
    assert session.result(dataset, recipe).proposal() is not None
    job = session.result(dataset, recipe.with_changes(seed=1)).start_suggestion()
    assert job is not None and session.result(dataset, recipe.with_changes(seed=1)).proposal() is None
    session.cancel(job)
    services.close()


def test_a_proposal_that_was_not_kept_is_told(
    bounds: ServerLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, recipe = chosen(bounds)
    monkeypatch.setattr(tasks, "run_proposal", lambda *_: None)
    with pytest.raises(ResultNotKept):
        compute(
            {"stage": "suggest"} | asked(bounds) | {"recipe": recipe.with_changes(seed=1).to_json()},
            ignore_progress,
        )

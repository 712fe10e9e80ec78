"""A proposal is made in a job, kept in the store and found there by the desk that asked."""

from typing import Any

import pytest

from core.data.describe import new_recipe
from core.model.base import quiet
from core.model.dataset import Dataset
from core.model.recipe import Recipe
from core.segment.analyse import analyse, chosen_setting
from core.session import tasks
from core.session.services import Workbench
from core.session.session import Desk
from core.session.tasks import Bounds, proposing, sampling
from core.store import NotKept
from core.suggest.run import propose, proposed, proposed_recipe

SESSION = "ada"


@pytest.fixture(scope="module")
def bounds(tmp_path_factory: pytest.TempPathFactory) -> Bounds:
    """Where a session has one data set and a proposal for it."""
    made = Bounds(tmp_path_factory.mktemp("proposing"), workers=0)
    sampling({**common(made), "kind": "wholesale", "seed": 0, "digest": "0" * 64}, quiet)
    proposing(asked(made), quiet)
    return made


def common(bounds: Bounds) -> dict[str, Any]:
    return {"session": SESSION, "bounds": bounds.to_json()}


def chosen(bounds: Bounds) -> tuple[Dataset, Recipe]:
    (dataset,) = bounds.workspaces().of(SESSION).datasets()
    return dataset, new_recipe(None, dataset)


def asked(bounds: Bounds) -> dict[str, Any]:
    dataset, recipe = chosen(bounds)
    return common(bounds) | {"dataset": dataset.id, "recipe": recipe.to_json()}


def test_what_is_kept_is_what_was_proposed(bounds: Bounds) -> None:
    assert proposed(bounds.store(), *chosen(bounds)) == propose(None, *chosen(bounds))


def test_the_proposed_recipe_is_analysed_at_the_proposed_setting(bounds: Bounds) -> None:
    dataset, recipe = chosen(bounds)
    found = propose(bounds.store(), dataset, recipe)
    best = proposed_recipe(recipe, found)
    analysis = analyse(bounds.store(), dataset, best)
    at = analysis.sweep.at(chosen_setting(analysis))
    assert best.algorithm == found.chosen.method
    assert len(analysis.sweep.scores[at].sizes) == found.chosen.k


def test_another_method_of_the_recipe_changes_nothing(bounds: Bounds) -> None:
    dataset, recipe = chosen(bounds)
    assert proposed(bounds.store(), dataset, recipe.but(algorithm="gmm", params={})) is not None
    assert proposed(bounds.store(), dataset, recipe.but(seed=1)) is None


def test_a_desk_starts_a_job_unless_there_is_a_proposal(bounds: Bounds) -> None:
    bench = Workbench(bounds)
    desk, (dataset, recipe) = Desk(bench, SESSION), chosen(bounds)
    assert desk.start_proposal(dataset, recipe) is None
    assert desk.proposal(dataset, recipe) is not None
    job = desk.start_proposal(dataset, recipe.but(seed=1))
    assert job is not None and desk.proposal(dataset, recipe.but(seed=1)) is None
    desk.cancel(job)
    bench.close()


def test_a_proposal_that_was_not_kept_is_told(bounds: Bounds, monkeypatch: pytest.MonkeyPatch) -> None:
    _, recipe = chosen(bounds)
    monkeypatch.setattr(tasks, "propose", lambda *_: None)
    with pytest.raises(NotKept):
        proposing(asked(bounds) | {"recipe": recipe.but(seed=1).to_json()}, quiet)

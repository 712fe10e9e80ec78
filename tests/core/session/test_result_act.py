"""A session's plans follow its ratings, its playbook and its what-if."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.data import new_recipe
from core.model import Dataset, RatedSubject, Recipe, ignore_progress
from core.plugins import BadParameter
from core.session.result import Decisions
from core.session.services import Services
from core.session.session import Desk
from core.session.tasks import ServerLimits, analysing, sampling

SESSION = "ada"
Place = tuple[Decisions, Dataset, Recipe, float]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A session with the segments of the wholesale sample."""
    bounds = ServerLimits(tmp_path_factory.mktemp("decided"), workers=0)
    common = {"session": SESSION, "bounds": bounds.to_json()}
    sampling({**common, "kind": "wholesale", "seed": 0, "digest": "0" * 64}, ignore_progress)
    (dataset,) = bounds.workspaces().of(SESSION).datasets()
    recipe = new_recipe(None, dataset)
    analysing({**common, "dataset": dataset.id, "recipe": recipe.to_json()}, ignore_progress)
    bench = Services(bounds)
    yield Decisions(Desk(bench, SESSION)), dataset, recipe, 3
    bench.close()


def test_what_was_planned_once_needs_no_job(place: Place) -> None:
    decisions, dataset, recipe, setting = place
    assert [plan.segment for plan in decisions.plan(dataset, recipe, setting).plans] == [1, 2, 3]
    assert decisions.start(dataset, recipe, setting) is None


def test_a_thumb_is_in_the_next_plan_and_can_be_taken_back(place: Place) -> None:
    decisions, dataset, recipe, setting = place
    plan = decisions.plan(dataset, recipe, setting).plans[0]
    kind, action = decisions.explanation(dataset, recipe, setting).stories[0].kind, plan.actions[-1]
    about = RatedSubject(kind, "action", action.id)
    decisions.rate(dataset, about, 1, "worked in May")
    voted = decisions.plan(dataset, recipe, setting).plans[0].actions
    (same,) = (one for one in voted if one.id == action.id)
    assert (same.votes, same.rank) == (1, pytest.approx(action.rank + 1))
    decisions.rate(dataset, about, 0)
    assert decisions.plan(dataset, recipe, setting).plans[0] == plan


def test_the_chosen_playbook_is_used(place: Place) -> None:
    decisions, dataset, recipe, setting = place
    decisions.kept.choose("finance")
    assert decisions.plan(dataset, recipe, setting).playbook == "finance"
    decisions.kept.choose("")
    assert decisions.plan(dataset, recipe, setting).playbook == "retail"


def test_the_what_if_is_for_each_segment(place: Place) -> None:
    decisions, dataset, recipe, setting = place
    found = decisions.what_if(dataset, recipe, setting, {"margin": 10})
    assert [worth.segment for worth, _ in found] == [aim.segment for _, aim in found] == [1, 2, 3]
    with pytest.raises(BadParameter):
        decisions.what_if(dataset, recipe, setting, {"margin": 101})


def test_another_session_has_said_nothing(place: Place, tmp_path: Path) -> None:
    decisions, dataset, _, _ = place
    decisions.rate(dataset, RatedSubject("a", "name", "b"), 1)
    bench = Services(ServerLimits(tmp_path, workers=0))
    assert Decisions(Desk(bench, "eve")).kept.feedback().ratings == ()
    bench.close()

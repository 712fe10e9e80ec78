"""A session's plans follow its ratings, its playbook and its what-if."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.act import Rating, rating_source
from core.data import new_recipe
from core.model import Dataset, RatedSubject, Recipe, ignore_progress
from core.plugins import BadParameter
from core.session.services import Services
from core.session.session import Session
from core.session.tasks import ServerLimits, analyse, make_sample_dataset

SESSION = "ada"
Place = tuple[Session, Dataset, Recipe, float]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A session with the segments of the wholesale sample."""
    limits = ServerLimits(tmp_path_factory.mktemp("plans"), workers=0)
    common = {"session": SESSION, "bounds": limits.to_json()}
    make_sample_dataset({**common, "kind": "wholesale", "seed": 0, "digest": "0" * 64}, ignore_progress)
    (dataset,) = limits.workspaces().of(SESSION).datasets()
    recipe = new_recipe(dataset)
    analyse({**common, "dataset": dataset.id, "recipe": recipe.to_json()}, ignore_progress)
    services = Services(limits)
    yield Session(services, SESSION), dataset, recipe, 3
    services.close()


def test_what_was_planned_once_needs_no_job(place: Place) -> None:
    session, dataset, recipe, setting = place
    assert [plan.segment for plan in session.result(dataset, recipe, setting).plan().plans] == [
        1,
        2,
        3,
    ]
    assert session.result(dataset, recipe, setting).start_explanation() is None


def test_a_thumb_is_in_the_next_plan_and_can_be_taken_back(place: Place) -> None:
    session, dataset, recipe, setting = place
    plan = session.result(dataset, recipe, setting).plan().plans[0]
    kind, action = (
        session.result(dataset, recipe, setting).explanation().profiles[0].kind,
        plan.actions[-1],
    )
    about = RatedSubject(kind, "action", action.id)
    session.rate(Rating(about, rating_source(dataset.id, ""), 1, "worked in May"))
    voted = session.result(dataset, recipe, setting).plan().plans[0].actions
    (same,) = (other for other in voted if other.id == action.id)
    assert (same.votes, same.rank) == (1, pytest.approx(action.rank + 1))
    session.rate(Rating(about, rating_source(dataset.id, ""), 0))
    assert session.result(dataset, recipe, setting).plan().plans[0] == plan


def test_the_chosen_playbook_is_used(place: Place) -> None:
    session, dataset, recipe, setting = place
    session.act_choices.choose("finance")
    assert session.result(dataset, recipe, setting).plan().playbook == "finance"
    session.act_choices.choose("")
    assert session.result(dataset, recipe, setting).plan().playbook == "retail"


def test_the_what_if_is_for_each_segment(place: Place) -> None:
    session, dataset, recipe, setting = place
    what_if = session.result(dataset, recipe, setting).what_if({"margin": 10})
    assert [(row.segment, row.margin) for row in what_if.segments] == [(1, 0.1), (2, 0.1), (3, 0.1)]
    with pytest.raises(BadParameter):
        session.result(dataset, recipe, setting).what_if({"margin": 101})


def test_another_session_has_said_nothing(place: Place, tmp_path: Path) -> None:
    session, dataset, _, _ = place
    session.rate(Rating(RatedSubject("a", "name", "b"), rating_source(dataset.id, ""), 1))
    services = Services(ServerLimits(tmp_path, workers=0))
    assert Session(services, "eve").act_choices.feedback().ratings == ()
    services.close()

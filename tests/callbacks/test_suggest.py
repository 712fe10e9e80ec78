"""A suggestion that was asked for goes on where another choice leaves its answer as it is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dash import no_update

from callbacks.suggest import carry_on
from core.model import Recipe
from core.session import ServerLimits, Services, Session
from tests.support.sample_datasets import add_sample

NOTHING = (None, True, [])


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    limits = ServerLimits(tmp_path, workers=0)
    add_sample(limits.workspaces().of("ada"), rows=40)
    services = Services(limits)
    yield Session(services, "ada")
    services.close()


def shown(session: Session, **changes: Any) -> dict[str, str]:
    (dataset,) = session.datasets()
    recipe: Recipe = session.new_recipe(dataset).with_changes(**changes)
    return {"dataset": dataset.id, "token": recipe.to_token()}


@pytest.mark.parametrize("choice", [{"algorithm": "hierarchical"}, {"reducer": "tsne"}])
def test_another_method_or_view_leaves_it_under_way(session: Session, choice: dict[str, Any]) -> None:
    after = shown(session, **choice)
    job = {**shown(session), "job": "j"}
    assert carry_on(session, after, job) == ({**after, "job": "j"}, False, no_update)


@pytest.mark.parametrize("choice", [{"scale": "robust"}, {"features": ("Fresh", "Milk")}, {"seed": 4}])
def test_other_customers_features_or_draws_take_it_away(
    session: Session, choice: dict[str, Any]
) -> None:
    assert carry_on(session, shown(session, **choice), {**shown(session), "job": "j"}) == NOTHING


def test_nothing_under_way_stays_nothing(session: Session) -> None:
    assert carry_on(session, shown(session), None) == NOTHING
    assert carry_on(session, None, {**shown(session), "job": "j"}) == NOTHING

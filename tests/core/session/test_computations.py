"""What a stage computes in a worker is left in the store, and a session asks for it once."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from core.data import new_recipe
from core.model import Dataset, Recipe, ignore_progress
from core.session import tasks
from core.session.services import Services
from core.session.session import Session
from core.session.tasks import ServerLimits, compute
from core.store import ResultNotKept
from core.suggest import propose_method
from tests.support.sample_datasets import add_sample

SESSION = "ada"
pytestmark = pytest.mark.usefixtures("few_redraws", "few_null_tables")


@pytest.fixture(scope="module")
def limits(tmp_path_factory: pytest.TempPathFactory) -> ServerLimits:
    """Where a session has one data set."""
    limits = ServerLimits(tmp_path_factory.mktemp("computed"), workers=0)
    add_sample(limits.workspaces().of(SESSION), rows=160)
    return limits


@pytest.fixture
def session(limits: ServerLimits) -> Iterator[Session]:
    services = Services(limits)
    yield Session(services, SESSION)
    services.close()


def chosen(limits: ServerLimits) -> tuple[Dataset, Recipe]:
    (dataset,) = limits.workspaces().of(SESSION).datasets()
    return dataset, new_recipe(dataset)


def params(limits: ServerLimits, stage: str, **changes: Any) -> dict[str, Any]:
    dataset, recipe = chosen(limits)
    place = {"session": SESSION, "bounds": limits.to_json()}
    return {"stage": stage, **place, "dataset": dataset.id, "recipe": recipe.to_json(), **changes}


def test_a_job_starts_unless_there_is_a_proposal(
    limits: ServerLimits, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = partial(propose_method, methods=["kmeans"])
    monkeypatch.setattr("core.suggest.run.propose_method", quick)
    compute(params(limits, "suggest"), ignore_progress)
    dataset, recipe = chosen(limits)
    assert session.result(dataset, recipe).start_suggestion() is None
    assert session.result(dataset, recipe).proposal() is not None
    other = session.result(dataset, recipe.with_changes(seed=1))
    job = other.start_suggestion()
    assert job is not None and other.proposal() is None
    session.cancel(job)


def test_a_proposal_that_was_not_kept_is_told(
    limits: ServerLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "run_proposal", lambda *_: None)
    other = chosen(limits)[1].with_changes(seed=1).to_json()
    with pytest.raises(ResultNotKept):
        compute(params(limits, "suggest", recipe=other), ignore_progress)


def test_a_comparison_that_does_not_fit_is_told(limits: ServerLimits) -> None:
    small = replace(limits, cache_bytes=1000)
    with pytest.raises(ResultNotKept):
        compute(params(small, "compare", setting=None, methods=["kmeans"]), ignore_progress)

"""A session has a result, its verdict and its comparison made by a worker, each once."""

from collections.abc import Iterator

import pytest

from core.model import Dataset, Recipe, ignore_progress
from core.session.services import Services
from core.session.session import Session
from core.session.tasks import ServerLimits, make_sample_dataset
from tests.core.jobs.test_jobs import wait_until

SESSION = "ada"
METHODS = ("hierarchical", "kmeans")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """With one data set and one worker."""
    limits = ServerLimits(tmp_path_factory.mktemp("session"), workers=1)
    common = {"session": SESSION, "bounds": limits.to_json()}
    make_sample_dataset({**common, "kind": "wholesale", "seed": 0, "digest": "0" * 64}, ignore_progress)
    services = Services(limits)
    yield Session(services, SESSION)
    services.close()


@pytest.fixture(scope="module")
def chosen(session: Session) -> tuple[Dataset, Recipe]:
    """Analysed."""
    (dataset,) = session.datasets()
    recipe = session.new_recipe(dataset)
    finish(session, session.result(dataset, recipe).start())
    return dataset, recipe


def finish(session: Session, job: str | None) -> None:
    assert job is not None
    wait_until(lambda: session.status(job).state not in ("queued", "running"), 120)
    assert session.status(job).state == "done"


def test_a_session_judges_in_a_job(session: Session, chosen: tuple[Dataset, Recipe]) -> None:
    finish(session, session.result(*chosen).start_verdict())
    assert session.result(*chosen).analysis.verdicts is not None
    assert session.result(*chosen).start_verdict() is None


def test_a_page_left_behind_by_a_newer_request_still_gets_its_result(
    session: Session, chosen: tuple[Dataset, Recipe]
) -> None:
    dataset, recipe = chosen
    pages = [session.result(dataset, recipe.with_changes(seed=seed)) for seed in (1, 2)]
    for start in ("start", "start_verdict"):
        jobs = [getattr(page, start)() for page in pages]
        for job in jobs:
            finish(session, job)
    assert [page.start() or page.start_verdict() for page in pages] == [None, None]


def test_asking_twice_for_a_verdict_is_one_job(
    session: Session, chosen: tuple[Dataset, Recipe]
) -> None:
    page = session.result(chosen[0], chosen[1].with_changes(seed=3))
    finish(session, page.start())
    first = page.start_verdict()
    assert page.start_verdict() == first
    finish(session, first)


def test_a_session_compares_in_a_job(session: Session, chosen: tuple[Dataset, Recipe]) -> None:
    finish(session, session.result(*chosen, 3).start_comparison(METHODS))
    comparison = session.result(*chosen, 3).comparison(METHODS)
    assert [candidates.method for candidates in comparison.results] == list(METHODS)
    assert comparison.adopted is not None and comparison.consensus is not None
    assert comparison.customers == len(comparison.consensus) == len(comparison.adopted.labels)
    assert session.result(*chosen, 3).start_comparison(METHODS) is None

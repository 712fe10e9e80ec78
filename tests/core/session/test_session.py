"""A desk has a result, its verdict and its comparison made by a worker, each once."""

from collections.abc import Iterator

import pytest

from core.model import Dataset, Recipe, ignore_progress
from core.session.services import Services
from core.session.session import Desk
from core.session.tasks import ServerLimits, sampling
from tests.core.jobs.test_jobs import until

SESSION = "ada"
METHODS = ("hierarchical", "kmeans")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """With one data set and one worker."""
    bounds = ServerLimits(tmp_path_factory.mktemp("desk"), workers=1)
    common = {"session": SESSION, "bounds": bounds.to_json()}
    sampling({**common, "kind": "wholesale", "seed": 0, "digest": "0" * 64}, ignore_progress)
    bench = Services(bounds)
    yield Desk(bench, SESSION)
    bench.close()


@pytest.fixture(scope="module")
def chosen(desk: Desk) -> tuple[Dataset, Recipe]:
    """Analysed."""
    (dataset,) = desk.datasets()
    recipe = desk.new_recipe(dataset)
    finish(desk, desk.start(dataset, recipe))
    return dataset, recipe


def finish(desk: Desk, job: str | None) -> None:
    assert job is not None
    until(lambda: desk.status(job).state not in ("queued", "running"), 120)
    assert desk.status(job).state == "done"


def test_a_desk_judges_in_a_job(desk: Desk, chosen: tuple[Dataset, Recipe]) -> None:
    finish(desk, desk.start_judging(*chosen))
    assert desk.analysis(*chosen).trust is not None
    assert desk.start_judging(*chosen) is None


def test_a_desk_compares_in_a_job(desk: Desk, chosen: tuple[Dataset, Recipe]) -> None:
    finish(desk, desk.start_compare(*chosen, 3, METHODS))
    found = desk.compared(*chosen, 3, METHODS)
    assert [one.method for one in found.results] == list(METHODS)
    assert found.adopted is not None and found.consensus is not None
    assert found.customers == len(found.consensus) == len(found.adopted.labels)
    assert desk.start_compare(*chosen, 3, METHODS) is None

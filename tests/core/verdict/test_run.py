"""The verdict is looked into once for a table, and kept."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from core.data import new_recipe
from core.errors import Cancelled, UserError
from core.model import Criteria, Dataset, Recipe, Verdicts
from core.segment import Run
from core.session import ServerLimits
from core.store import Store
from core.verdict.evidence import Evidence
from core.verdict.notice_words import RESAMPLING, UNWEIGHTED
from core.verdict.run import judge
from tests.support.sample_datasets import add_sample

SESSION = "ada"
pytestmark = pytest.mark.usefixtures("few_redraws", "few_null_tables")


@pytest.fixture(scope="module")
def bounds(tmp_path_factory: pytest.TempPathFactory) -> ServerLimits:
    """Where a session has one data set."""
    limits = ServerLimits(tmp_path_factory.mktemp("judging"), workers=1)
    add_sample(limits.workspaces().of(SESSION), rows=160)
    return limits


@pytest.fixture
def store(bounds: ServerLimits, tmp_path: Path) -> Iterator[Store]:
    found = Store(tmp_path, bounds.cache_bytes)
    yield found
    found.close()


@pytest.fixture(scope="module")
def chosen(bounds: ServerLimits) -> tuple[Dataset, Recipe]:
    (dataset,) = bounds.workspaces().of(SESSION).datasets()
    return dataset, new_recipe(dataset)


@pytest.fixture(scope="module")
def looked(
    bounds: ServerLimits, chosen: tuple[Dataset, Recipe], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A store that has the verdict on what was `chosen`."""
    found = Store(tmp_path_factory.mktemp("looked"), bounds.cache_bytes)
    judge(Run(*chosen, found))
    yield found
    found.close()


def test_every_setting_has_a_verdict_with_its_figures(
    chosen: tuple[Dataset, Recipe], looked: Store
) -> None:
    found = judge(Run(*chosen, looked))
    assert len(found.kinds) == len(found.sentences) == len(found.figures) == 11
    assert set(found.kinds) <= {"natural", "reproducible", "constructed", "none"}
    assert [len(own) for own in found.jaccard] == list(range(2, 13))
    assert all(0 <= value <= 1 for own in found.jaccard for value in own)
    assert found.agreement.shape[0] == len(found.ks) == 11
    assert len(found.dunn) == 11 and all(value > 0 for value in found.dunn)
    assert found.criteria is not None
    assert found.criteria.gap.settings == found.criteria.strength.settings == tuple(range(1, 13))


def test_another_method_needs_no_new_evidence(
    chosen: tuple[Dataset, Recipe], looked: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset, recipe = chosen
    kinds: list[str] = []
    keep = looked._keep
    monkeypatch.setattr(looked, "_keep", lambda n, v: (kinds.append(type(v).__name__), keep(n, v)))
    found = judge(Run(dataset, recipe.with_changes(algorithm="hierarchical"), looked))
    assert not {Evidence.__name__, Criteria.__name__} & set(kinds) and Verdicts.__name__ in kinds
    assert any("16 random halves" in notice.text for notice in found.notices)


def test_weights_are_left_out_of_the_verdict_and_that_is_told(
    chosen: tuple[Dataset, Recipe], looked: Store
) -> None:
    dataset, recipe = chosen
    weighted = recipe.with_changes(sample_weight="Fresh")
    assert UNWEIGHTED in {notice.text for notice in judge(Run(dataset, weighted, looked)).notices}


@pytest.mark.parametrize("method", ["kmeans", "hierarchical"])
def test_progress_runs_once_from_0_to_1(
    chosen: tuple[Dataset, Recipe], store: Store, method: str
) -> None:
    dataset, recipe = chosen
    shares: list[float] = []
    run = Run(dataset, recipe.with_changes(algorithm=method), store, lambda _, at: shares.append(at))
    judge(run)
    assert shares == sorted(shares) and shares[0] == 0.0 and shares[-1] == 1.0
    assert max(b - a for a, b in pairwise(shares)) < 0.4


def test_one_segment_and_too_many_are_said(chosen: tuple[Dataset, Recipe], looked: Store) -> None:
    dataset, recipe = chosen
    found = judge(Run(dataset, recipe.with_changes(algorithm="dbscan"), looked))
    sweep = Run(dataset, recipe.with_changes(algorithm="dbscan"), looked).analyse().sweep
    for kind, sentence, scores in zip(found.kinds, found.sentences, sweep.scores, strict=True):
        assert (kind == "") == (len(scores.sizes) < 2)
        assert "one segment" in sentence or kind


def test_looking_can_be_stopped(chosen: tuple[Dataset, Recipe], store: Store) -> None:
    def stop(step: str, share: float) -> None:
        if step == RESAMPLING and share > 0.1:
            raise Cancelled

    with pytest.raises(Cancelled):
        judge(Run(*chosen, store, stop))
    assert Run(*chosen, store).verdict is None


def test_a_table_too_small_for_a_verdict_says_so(tmp_path: Path) -> None:
    path = tmp_path / "small.parquet"
    pl.DataFrame({"a": range(8), "b": [1, 9, 2, 8, 3, 7, 4, 6]}).write_parquet(path)
    dataset = Dataset("small", "small.csv", str(path), 8, ("a", "b"))
    recipe = Recipe(roles={"a": "number", "b": "number"})
    with pytest.raises(UserError, match="at least 20 customers"):
        judge(Run(dataset, recipe))

"""The verdict is looked into once for a table, kept, and reaches the page and its charts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.charts import chart, chart_frames
from core.data import new_recipe
from core.errors import Cancelled, UserError
from core.model import Criteria, Dataset, Recipe, Segmentation, Verdicts, ignore_progress
from core.segment import Run
from core.session import ServerLimits
from core.session.page_summary import summarise
from core.session.tasks import make_sample_dataset
from core.store import Store
from core.verdict.evidence import Evidence
from core.verdict.resampling import HALVES
from core.verdict.run import UNWEIGHTED, judge

SESSION = "ada"


@pytest.fixture(scope="module")
def bounds(tmp_path_factory: pytest.TempPathFactory) -> ServerLimits:
    """Where a session has one data set."""
    made = ServerLimits(tmp_path_factory.mktemp("judging"), workers=1)
    common: dict[str, Any] = {"session": SESSION, "bounds": made.to_json()}
    make_sample_dataset({**common, "kind": "wholesale", "seed": 0, "digest": "0" * 64}, ignore_progress)
    return made


@pytest.fixture(scope="module", autouse=True)
def _fewer_resamples() -> Iterator[None]:
    """What reaches the page does not depend on how many there are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.verdict.stability.PAIRS", 8)
        patch.setattr("core.verdict.resampling.HALVES", replace(HALVES, pairs=8))
        yield


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
    assert UNWEIGHTED in judge(Run(dataset, weighted, looked)).notices


def test_charts_and_words_wait_for_the_verdict(chosen: tuple[Dataset, Recipe], store: Store) -> None:
    before = Run(*chosen, store).analyse()
    assert before.verdicts is None and summarise(before)["trust"] is None
    empty = chart("stability").build(Segmentation(before, 3), {})
    assert empty["data"] == []

    def frames() -> tuple[str, ...]:
        return chart_frames(Run(*chosen, store), "stability", {}, Run(*chosen, store).analyse())

    waiting = frames()
    judge(Run(*chosen, store))
    after = Run(*chosen, store).analyse()
    assert after.verdicts is not None
    assert len(chart("stability").build(Segmentation(after, 3), {})["data"]) == 12
    assert frames() != waiting
    said = summarise(after)["trust"]["verdicts"]
    assert len(said) == 11 and all("Resamples agree" in one["figures"] for one in said)
    drawn = frames()
    other_rules = Run(*chosen, store)
    vars(other_rules)["keys"] = {**other_rules.keys, "verdict": "f" * 64}
    store.put("f" * 64, replace(after.verdicts, agreement=after.verdicts.agreement / 2))
    others = chart_frames(other_rules, "stability", {}, other_rules.analyse())
    assert others != drawn, "a verdict of other rules has charts of its own"


def test_the_verdict_is_there_while_the_criteria_are_still_computed(
    chosen: tuple[Dataset, Recipe], store: Store
) -> None:
    seen: list[Any] = []

    def drawn() -> tuple[str, ...]:
        return chart_frames(Run(*chosen, store), "gap", {}, Run(*chosen, store).analyse())

    def look(step: str, _share: float) -> None:
        if step == "Gap statistic" and not seen:
            seen.extend([summarise(Run(*chosen, store).analyse())["trust"], drawn()])

    judge(Run(*chosen, store, look))
    early, waiting = seen
    assert early["verdicts"][0]["title"] and not early["complete"]
    after = Run(*chosen, store).analyse()
    assert summarise(after)["trust"] == early | {"complete": True}
    assert drawn() != waiting and "This follows the verdict" in waiting[0]
    dunn = after.verdicts and after.verdicts.dunn[0]
    assert summarise(after)["scores"][0][3]["value"] == f"{dunn:.3f}"


def test_one_segment_and_too_many_are_said(chosen: tuple[Dataset, Recipe], looked: Store) -> None:
    dataset, recipe = chosen
    found = judge(Run(dataset, recipe.with_changes(algorithm="dbscan"), looked))
    swept = Run(dataset, recipe.with_changes(algorithm="dbscan"), looked).analyse().sweep
    for kind, sentence, scores in zip(found.kinds, found.sentences, swept.scores, strict=True):
        assert (kind == "") == (len(scores.sizes) < 2)
        assert "one segment" in sentence or kind


def test_looking_can_be_stopped(chosen: tuple[Dataset, Recipe], store: Store) -> None:
    def stop(step: str, share: float) -> None:
        if step == "Drawing the customers anew" and share > 0.1:
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

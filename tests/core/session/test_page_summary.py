"""The verdict reaches the words and the charts of the Segment page as soon as it is known."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.charts import chart, chart_frames
from core.data import new_recipe
from core.model import Dataset, Recipe, Segmentation
from core.segment import Run
from core.session.page_summary import summarise
from core.store import Store, Workspace
from core.text import format_percent
from core.verdict import judge
from tests.support.sample_datasets import add_sample

pytestmark = pytest.mark.usefixtures("few_redraws", "few_null_tables")


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Recipe]:
    dataset = add_sample(Workspace(tmp_path_factory.mktemp("summarised")), rows=160)
    return dataset, new_recipe(dataset)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path, 1 << 30)
    yield store
    store.close()


def test_charts_and_words_wait_for_the_verdict_and_then_for_the_criteria(
    chosen: tuple[Dataset, Recipe], store: Store
) -> None:
    before = Run(*chosen, store).analyse()
    assert before.verdicts is None and summarise(before)["trust"] is None
    empty = chart("stability").build(Segmentation(before, 3), {})
    assert empty["data"] == []

    def frames(name: str) -> tuple[str, ...]:
        return chart_frames(Run(*chosen, store), name, {}, Run(*chosen, store).analyse())

    waiting, seen = frames("stability"), []

    def look(step: str, _share: float) -> None:
        if step == "Gap statistic" and not seen:
            seen.extend([summarise(Run(*chosen, store).analyse())["trust"], frames("gap")])

    judge(Run(*chosen, store, look))
    early, waiting_gap = seen
    assert early["verdicts"][0]["title"] and not early["complete"]
    after = Run(*chosen, store).analyse()
    assert after.verdicts is not None
    summary = summarise(after)
    assert summary["trust"] == early | {"complete": True}
    assert frames("gap") != waiting_gap and "No figures yet" in waiting_gap[0]
    assert summary["scores"][0][3]["value"] == f"{after.verdicts.dunn[0]:.3f}"
    assert len(chart("stability").build(Segmentation(after, 3), {})["data"]) == 12
    assert len(early["verdicts"]) == 11
    assert all("redraws agree" in verdict["figures"] for verdict in early["verdicts"])
    figures = frames("stability")
    assert figures != waiting
    other_rules = Run(*chosen, store)
    vars(other_rules)["keys"] = {**other_rules.keys, "verdict": "f" * 64}
    store.put("f" * 64, replace(after.verdicts, agreement=after.verdicts.agreement / 2))
    others = chart_frames(other_rules, "stability", {}, other_rules.analyse())
    assert others != figures, "a verdict of other rules has charts of its own"


def test_the_shares_of_money_are_of_every_setting_and_absent_without_money(
    chosen: tuple[Dataset, Recipe], store: Store
) -> None:
    analysis = Run(*chosen, store).analyse()
    plain = replace(analysis, customers=replace(analysis.customers, money=None))
    assert summarise(plain)["money"] == [[]] * len(analysis.sweep.settings)
    column = analysis.customers.numeric[0]
    valued = replace(analysis, customers=replace(analysis.customers, money=column))
    shares = summarise(valued)["money"]
    assert [*map(len, shares)] == [*map(len, analysis.sweep.numbers)]
    third = Segmentation(valued, 3)
    spend = valued.customers.values(column)
    assert shares[third.place][0] == format_percent(spend[third.rows(0)].sum() / spend.sum())

"""The recommendation, the verdict, Suggest for me and every chart title say one thing, whatever the table is."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from core.charts import charts_by_slot
from core.data import make_sample
from core.model import Analysis, Recommendation, Segmentation
from core.segment import KMEANS, recommend, run_sweep
from core.suggest.propose import Proposal, Recommended, propose_method
from core.text import spell_number
from core.verdict import gather_evidence, judge_sweep, measure_criteria
from tests.support import small_analyses

Rows = np.ndarray
QUICK = ("kmeans", "hierarchical", "hdbscan")
pytestmark = pytest.mark.usefixtures("few_redraws")


def around(*centres: tuple[float, float], sizes: tuple[int, ...], seed: int = 0) -> Rows:
    rng = np.random.default_rng(seed)
    return np.repeat(np.array(centres), sizes, axis=0) + rng.normal(size=(sum(sizes), 2))


def gradual() -> Rows:
    mix = np.array([[1.0, 0.6, 0.4], [0.6, 1, 0.5], [0.4, 0.5, 1]])
    return np.random.default_rng(1).multivariate_normal(np.zeros(3), mix, 300)


def purchases() -> Rows:
    """Recency, frequency and monetary, skewed, in whole days and orders."""
    mix = np.array([[1.0, -0.5, -0.4], [-0.5, 1, 0.7], [-0.4, 0.7, 1]])
    days, orders, money = np.exp(np.random.default_rng(2).multivariate_normal(np.zeros(3), mix, 300)).T
    return np.log(np.column_stack([np.ceil(40 * days), np.ceil(orders), 300 * money]))


def wholesale() -> Rows:
    table = make_sample("wholesale", 300, 0).to_pandas().select_dtypes("number")
    return np.log1p(table.to_numpy(float))


def bank() -> Rows:
    return make_sample("bank", 300, 0).to_pandas().select_dtypes("number").fillna(0).to_numpy(float)


def shop() -> Rows:
    """The sample's customers by the days since their last order, their orders and their money."""
    lines = make_sample("shop", 8_000, 0).to_pandas()
    lines["money"] = lines["Quantity"] * lines["UnitPrice"]
    by = lines.groupby("CustomerID").agg({"OrderDate": "max", "OrderID": "nunique", "money": "sum"})
    days = (lines["OrderDate"].max() - by["OrderDate"]).dt.days
    return np.log1p(np.column_stack([days, by["OrderID"], by["money"].clip(lower=0)]).astype(float))


TABLES: dict[str, Callable[[], Rows]] = {
    "four blobs": lambda: around((0, 0), (9, 0), (0, 9), (9, 9), sizes=(90, 80, 70, 60)),
    "two natural groups": lambda: around((0, 0), (9, 3), sizes=(180, 120)),
    "one rare group": lambda: around((0, 0), (25, 25), sizes=(291, 9)),
    "a gradual cloud": gradual,
    "purchases": purchases,
    "wholesale sample": wholesale,
    "bank sample": bank,
    "shop sample": shop,
}


@cache
def analysed(name: str) -> Analysis:
    """The table divided by K-Means, with its verdict and the criteria."""
    rows = TABLES[name]()
    columns = [f"x{j}" for j in range(rows.shape[1])]
    made = small_analyses.of(pd.DataFrame(rows, columns=columns), columns, (2,))
    sweep, matrix = run_sweep(made.feature_matrix, KMEANS, {}), made.feature_matrix.matrix
    verdicts = judge_sweep(sweep, gather_evidence(matrix), KMEANS)
    return replace(made, sweep=sweep, verdicts=replace(verdicts, criteria=measure_criteria(matrix)))


@cache
def settled(name: str) -> Recommendation:
    made = analysed(name)
    return recommend(made.sweep, made.verdicts)


@cache
def proposed(name: str) -> Proposal:
    made = analysed(name)
    return propose_method(
        made.feature_matrix, QUICK, recommended=Recommended(made.sweep, made.verdicts)
    )


def titles(made: Analysis, setting: float) -> dict[str, str]:
    cards = charts_by_slot(KMEANS)
    charts = [spec for slot in ("elbow", "silhouette", "verdict") for spec in cards[slot]]
    drawn = {spec.name: spec.build(Segmentation(made, setting), spec.options({})) for spec in charts}
    return {name: figure["layout"]["title"]["text"] for name, figure in drawn.items()}


EVERY = pytest.mark.parametrize("name", TABLES)


@EVERY
def test_the_sentence_names_the_recommended_number(name: str) -> None:
    for advice in (recommend(analysed(name).sweep), settled(name)):
        first = re.search(
            r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", advice.sentence.lower()
        )
        assert first is not None and first[1] == spell_number(advice.k)


@EVERY
def test_the_verdict_at_the_recommended_number_says_the_same(name: str) -> None:
    made, advice = analysed(name), settled(name)
    assert made.verdicts is not None
    at = made.sweep.at(advice.setting)
    kind, sentence = made.verdicts.kinds[at], made.verdicts.sentences[at]
    if advice.standing in ("natural", "reproducible"):
        assert kind == advice.standing
    else:
        assert kind in ("none", "constructed", "reproducible", "")
        assert "natural" not in made.verdicts.kinds
    assert ("natural groups:" in advice.sentence) == (kind == "natural")
    redraws = re.search(r"in (?:only )?(\d+ of \d+) r", advice.sentence)
    assert redraws is not None and redraws[1] in sentence


@EVERY
def test_no_other_number_is_recommended_by_a_title(name: str) -> None:
    made, advice = analysed(name), settled(name)
    for title in titles(made, advice.setting).values():
        assert not re.search(r"suggest|best at|stand apart", title, re.IGNORECASE)
        for number in re.findall(r"(\d+)\D*\brecommended", title):
            assert int(number) == advice.k


@EVERY
def test_every_curve_marks_the_recommended_number(name: str) -> None:
    made, advice = analysed(name), settled(name)
    for slot in ("elbow", "silhouette", "verdict"):
        for spec in charts_by_slot(KMEANS)[slot]:
            figure = spec.build(Segmentation(made, 2), spec.options({}))
            for trace in figure["data"]:
                if trace.get("meta", {}).get("recommended"):
                    assert [float(x) for x in trace["x"]] == [advice.setting]


@EVERY
def test_what_each_criterion_says_is_behind_it(name: str) -> None:
    names = {reason.criterion for reason in settled(name).reasons}
    assert names >= {
        "verdict",
        "stability",
        "sizes",
        "stories",
        "silhouette",
        "elbow",
        "gap",
        "strength",
    }


@EVERY
def test_suggest_for_me_says_the_same_or_names_clearer_groups(name: str) -> None:
    advice, found = settled(name), proposed(name)
    if not found.clearer:
        assert (found.chosen.method, found.chosen.setting) == ("kmeans", advice.setting)
        assert found.sentence.endswith(advice.sentence)
    else:
        assert found.kind == "natural" and found.chosen.noise <= 0.1 and found.chosen.smallest >= 0.05
    assert not re.search(r"describes? them as well|no evidence|weak", found.sentence)


@EVERY
def test_segments_are_called_clear_only_with_a_clear_silhouette(name: str) -> None:
    made = analysed(name)
    first = recommend(made.sweep)
    silhouette = made.sweep.scores[made.sweep.at(first.setting)].silhouette or 0
    assert "clear" not in first.sentence or silhouette >= 0.5


def test_the_tables_are_what_they_are_called() -> None:
    assert (settled("four blobs").k, settled("four blobs").standing) == (4, "natural")
    assert (settled("two natural groups").k, settled("two natural groups").standing) == (2, "natural")
    assert settled("a gradual cloud").standing in ("fair", "weak")
    assert settled("purchases").standing in ("fair", "weak")

"""Suggested names: the map of recency and frequency, the strongest markers, none of them twice."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.features import (
    Area,
    BadBins,
    BadCuts,
    MapGap,
    MapOutside,
    MapOverlap,
    RfmMap,
    cell_names,
    find_rfm_columns,
    quantile_cuts,
    score_values,
    validate_map,
)
from core.model import Customers, Meaning, Segmentation
from core.profile.explanation import build_explanation
from core.profile.markers import find_markers
from core.profile.names.suggested import (
    AVERAGE_NAME,
    SuggestedNames,
    make_distinct,
    make_unique,
    number_duplicates,
    suggest_names,
)
from core.profile.rfm_grid import NoRfm, build_rfm_grid
from tests.support.handmade_analyses import make_analysis

# product.md, "Rules of thumb"
PUBLISHED = {
    (1, 1): "Hibernating", (2, 2): "Hibernating", (1, 3): "At risk", (2, 4): "At risk",
    (1, 5): "Can't lose them", (3, 1): "About to sleep", (3, 2): "About to sleep",
    (3, 3): "Need attention", (3, 4): "Loyal customers", (4, 5): "Loyal customers",
    (4, 4): "Loyal customers", (4, 1): "Promising", (5, 1): "New customers",
    (4, 2): "Potential loyalists", (5, 3): "Potential loyalists", (5, 4): "Champions", (5, 5): "Champions",
}  # fmt: skip


def shoppers(recency: np.ndarray, frequency: np.ndarray, monetary: np.ndarray) -> pd.DataFrame:
    columns = {"recency": recency, "frequency": frequency, "monetary": monetary}
    return pd.DataFrame(columns, index=pd.Index(range(len(recency)), name="customer"), dtype=float)


def customers(frame: pd.DataFrame) -> Customers:
    return make_analysis(frame, np.zeros(len(frame), int), money="monetary").customers


def test_each_of_the_25_cells_has_one_name() -> None:
    names = cell_names()
    assert sorted(names) == [(r, f) for r in range(1, 6) for f in range(1, 6)]
    assert {cell: names[cell] for cell in PUBLISHED} == PUBLISHED
    assert Counter(names.values())["Champions"] == 2 and len(set(names.values())) == 10


def test_a_map_with_gaps_and_overlaps_is_refused_by_name() -> None:
    with pytest.raises(MapGap) as gap:
        cell_names([Area("All", (1, 2), (1, 1))], 2)
    assert gap.value.fields["cells"] == "R 1 F 2, R 2 F 2"
    with pytest.raises(MapOverlap) as twice:
        cell_names([Area("All", (1, 2), (1, 2)), Area("Best", (2, 2), (2, 2))], 2)
    assert twice.value.fields == {"cells": "R 2 F 2", "names": "All and Best"}
    for wrong in ((1, 3), (2, 1), (0, 2)):
        with pytest.raises(MapOutside):
            cell_names([Area("All", wrong, (1, 2))], 2)


def test_equal_values_have_equal_scores_and_one_order_is_frequency_1() -> None:
    orders = np.array([1.0] * 5 + [2.0] * 2 + [3.0, 8.0, np.nan, 40.0])
    cuts = quantile_cuts(orders, 5)
    assert cuts == (1.0, 1.0, 2.0, 3.0)
    assert score_values(orders, cuts, False).tolist() == [1] * 5 + [3] * 2 + [4, 5, 0, 5]
    assert score_values(np.array([1.0, 30.0, 400.0]), (10.0, 50.0), True).tolist() == [
        3,
        2,
        1,
    ]


@pytest.mark.parametrize(
    "names, found",
    [
        (("recency", "frequency", "monetary"), True),
        (("Recency (days)", "Orders", "Total_Spend"), True),
        (("DaysSinceLastPurchase", "NumberOfOrders", "TotalRevenue"), True),
        (("Days since birth", "Orders", "Revenue"), False),
        (("Recency", "Fresh", "Milk"), False),
    ],
)
def test_columns_are_known_by_sober_names(names: tuple[str, ...], found: bool) -> None:
    frame = pd.DataFrame(np.eye(3), columns=list(names))
    columns = find_rfm_columns(make_analysis(frame, [0, 1, 2]).customers)
    assert (columns is not None) is found
    if columns is not None:
        assert (columns.recency, columns.frequency, columns.monetary) == names


def everyone() -> pd.DataFrame:
    """20 and 40 who bought lately and often, the first of them for much more; 90 in the middle; 150
    who bought once, long ago."""
    rng, sizes = np.random.default_rng(0), (60, 90, 150)
    recency = [
        rng.integers(*ends, size)
        for ends, size in zip([(1, 9), (50, 99), (200, 300)], sizes, strict=True)
    ]
    orders = [
        rng.integers(*ends, size) for ends, size in zip([(20, 30), (2, 6), (1, 2)], sizes, strict=True)
    ]
    spent = np.repeat([9000.0, 900.0, 300.0, -20.0], (20, 40, 90, 150))
    return shoppers(np.concatenate(recency), np.concatenate(orders), spent)


def test_segments_are_called_after_their_cell_and_told_apart_by_spend() -> None:
    labels = np.repeat([3, 2, 1, 0], (20, 40, 90, 150))
    segmentation = Segmentation(make_analysis(everyone(), labels, money="monetary"), 2.0)
    suggested = suggest_names(segmentation, find_markers(segmentation))
    champions = ("Champions, lower spend", "Champions, higher spend")
    assert suggested.names == ("Bought once long ago", "Loyal customers", *champions)
    assert suggested.kinds == ("hibernating", "loyal customers", "champions", "champions")
    assert set(suggested.cuts) == {"recency", "frequency", "monetary"}


def names_by_map(recency: float, orders: float, others: tuple[float, float]) -> tuple[str, str]:
    """Name and kind of 60 customers beside 60 better ones."""
    rng = np.random.default_rng(1)
    days = np.concatenate([recency + rng.integers(0, 3, 60), others[0] + rng.integers(0, 3, 60)])
    counts = np.repeat([orders, others[1]], 60)
    frame = shoppers(days, counts, counts * 10)
    suggested = named(frame, np.repeat([0, 1], 60))
    return suggested.names[0], suggested.kinds[0]


def named(frame: pd.DataFrame, labels: np.ndarray) -> SuggestedNames:
    segmentation = Segmentation(make_analysis(frame, labels, money="monetary"), 2.0)
    return suggest_names(segmentation, find_markers(segmentation))


@pytest.mark.parametrize(
    ("recency", "orders", "others", "name", "kind"),
    [
        (300, 2, (20, 9), "Hibernating", "hibernating"),
        (300, 1, (20, 9), "Bought once long ago", "hibernating"),
        (300, 12, (20, 40), "Former regulars", "at risk"),
        (17, 1, (2, 9), "One-time buyers", "one-time buyers"),
        (17, 3, (2, 9), "Occasional buyers", "occasional buyers"),
        (17, 16, (2, 40), "Slower regulars", "slower regulars"),
    ],
)
def test_days_and_orders_decide_who_sleeps(
    recency: float, orders: float, others: tuple[float, float], name: str, kind: str
) -> None:
    assert names_by_map(recency, orders, others) == (name, kind)


def test_ends_are_called_as_a_person_would() -> None:
    labels = np.repeat([0, 1], 40)
    wiggle = np.tile([0.0, 1.0], 40)
    columns = {
        "Age": 30 + 30 * labels + wiggle, "employees": 10 + 900 * labels + wiggle, "latitude": 40 + 9 * labels + wiggle,
        "tenure_months": 2 + 60 * labels + wiggle, "cheese": 50 + 400 * labels + wiggle,
        "children": 3.0 * labels + wiggle * labels, "Days since last visit": 5 + 300 * labels + wiggle,
        "Days since check in": 5 + 300 * labels + wiggle, "visits": 1 + 20 * labels + wiggle, "income": 900 + 4000 * labels + wiggle,
    }  # fmt: skip
    meanings: dict[str, Meaning] = {
        "Age": "person", "cheese": "behaviour", "children": "person", "visits": "usage", "income": "person",
    }  # fmt: skip
    ends = {}
    for name, values in columns.items():
        analysis = make_analysis(pd.DataFrame({name: values}), labels)
        told = replace(analysis.customers, meanings=meanings)
        segmentation = Segmentation(replace(analysis, customers=told), 2.0)
        ends[name] = suggest_names(segmentation, find_markers(segmentation)).names
    assert ends == {
        "Age": ("Younger", "Older"), "employees": ("Small companies", "Large companies"),
        "latitude": ("Southern", "Northern"), "tenure_months": ("New", "Long-standing"),
        "cheese": ("Light on cheese", "Big on cheese"), "children": ("Few children", "With children"),
        "Days since last visit": ("Active recently", "Long silent"),
        "Days since check in": ("Late check in", "Early check in"), "visits": ("Few visits", "Many visits"),
        "income": ("Low income", "High income"),
    }  # fmt: skip


def test_the_second_word_of_a_name_says_something_new() -> None:
    labels, rng = np.repeat([0, 1, 2], 50), np.random.default_rng(2)
    frame = pd.DataFrame({
        "card use": np.array([0, 9, 9])[labels] + rng.normal(size=150),
        "card limit": np.array([0, 9, 9])[labels] + rng.normal(size=150) * 1.2,
        "loans": np.array([0, 6, 9])[labels] + rng.normal(size=150),
    })  # fmt: skip
    segmentation = Segmentation(make_analysis(frame, labels), 2.0)
    assert suggest_names(segmentation, find_markers(segmentation)).names[0] == "Low card use and loans"


def test_four_of_one_name_are_ranked_without_a_number_behind() -> None:
    frame = pd.DataFrame({"x": np.repeat([1.0, 2.0, 3.0, 4.0], 5)})
    segmentation = Segmentation(make_analysis(frame, np.repeat([0, 1, 2, 3], 5)), 2.0)
    assert make_distinct(["A"] * 4, segmentation) == [
        "A, lowest x", "A, second lowest x", "A, second highest x", "A, highest x",
    ]  # fmt: skip


def test_alike_segments_are_told_apart_by_what_their_name_does_not_say() -> None:
    labels = np.repeat([0, 1], 30)
    frame = pd.DataFrame(
        {"bill": 100.0 + 900 * labels, "visits": 5.0 + 2 * labels + np.tile([0, 3], 30)}
    )
    segmentation = Segmentation(make_analysis(frame, labels, money="bill"), 2.0)
    assert make_distinct(["Low bill, new"] * 2, segmentation) == [
        "Low bill, new, lower visits", "Low bill, new, higher visits",
    ]  # fmt: skip
    # What a name does not speak of still tells its segments apart, money first.
    assert make_distinct(["Champions"] * 2, segmentation)[0] == "Champions, lower spend"


def test_a_value_that_repeats_the_first_word_of_a_name_is_no_second() -> None:
    labels = np.repeat([0, 1, 2], 40)
    frame = pd.DataFrame({
        "internet": pd.Categorical(np.array(["none", "cable", "fibre"])[labels]),
        "backup": pd.Categorical(np.array(["without internet", "yes", "yes"])[labels]),
        "visits": 9.0 * (labels == 0) + np.tile([0.0, 1.0], 60),
    })  # fmt: skip
    segmentation = Segmentation(make_analysis(frame, labels), 2.0)
    name = suggest_names(segmentation, find_markers(segmentation)).names[0].lower()
    assert name.count("internet") <= 1


def test_no_word_of_a_name_is_cut() -> None:
    labels, rng = np.repeat([0, 1], 40), np.random.default_rng(3)
    columns = ("Purchases by catalogue a season", "Payments by instalment a season")
    frame = pd.DataFrame({name: 9.0 * labels + rng.normal(size=80) for name in columns})
    segmentation = Segmentation(make_analysis(frame, labels), 2.0)
    for name in suggest_names(segmentation, find_markers(segmentation)).names:
        assert "…" not in name and len(name) <= 60


def test_a_map_of_ones_own_names_segments() -> None:
    areas = (Area("Sleeping", (1, 1), (1, 2)), Area("Awake", (2, 2), (1, 2)))
    own = RfmMap(2, {"recency": (100.0,)}, areas)
    assert RfmMap.from_json(own.to_json()) == own
    frame = everyone()
    analysis = make_analysis(frame, np.repeat([1, 0], (60, 240)), money="monetary")
    explanation = build_explanation(Segmentation(analysis, 2.0), rfm=own)
    assert [story.name for story in explanation.profiles] == ["Sleeping", "Awake"]
    assert explanation.cuts["recency"] == (100.0,)
    assert RfmMap.from_json("?") == RfmMap()


def test_other_features_name_segments_by_their_strongest_markers() -> None:
    rng = np.random.default_rng(0)
    labels = np.repeat([0, 1, 2], (60, 50, 40))
    frame = pd.DataFrame({
        "Fresh": np.array([10, 100, 10])[labels] + rng.normal(size=150),
        "Grocery": np.array([90, 10, 12])[labels] + rng.normal(size=150),
    })  # fmt: skip
    segmentation = Segmentation(make_analysis(frame, labels), 2.0)
    names = suggest_names(segmentation, find_markers(segmentation)).names
    assert names == ("High grocery, low fresh", "High fresh, low grocery", "Low fresh and grocery")


def test_segments_without_differences_are_average_and_still_told_apart() -> None:
    frame = pd.DataFrame({"x": np.tile([1.0, 2.0, 3.0], 20)})
    segmentation = Segmentation(make_analysis(frame, np.repeat([0, 1], 30)), 2.0)
    assert suggest_names(segmentation, find_markers(segmentation)).names == (
        f"{AVERAGE_NAME}, group A",
        f"{AVERAGE_NAME}, group B",
    )
    category = pd.DataFrame({"c": pd.Categorical(["a"] * 30 + ["b"] * 20)})
    segmentation = Segmentation(make_analysis(category, np.repeat([0, 1], (30, 20))), 2.0)
    assert suggest_names(segmentation, find_markers(segmentation)).names == ("Mostly c a", "Mostly c b")


def test_kept_names_stay_and_proposed_ones_give_way() -> None:
    segmentation = Segmentation(
        make_analysis(pd.DataFrame({"x": [1.0, 1.0, 5.0, 9.0]}), [0, 0, 1, 2]), 2.0
    )
    assert make_unique(["", "Best", ""], ["Best", "Low", "Best"], segmentation) == (
        "Best, lower x",
        "Best",
        "Best, higher x",
    )
    assert number_duplicates(["A", "a", "B"]) == ["A", "a 2", "B"]


def test_the_grid_holds_every_customer_and_all_money() -> None:
    frame = everyone()
    grid = build_rfm_grid(customers(frame))
    assert grid.counts.shape == (5, 5) and grid.counts.sum() == 300
    assert grid.money.sum() == pytest.approx(frame["monetary"].sum())
    assert grid.counts[:, 0].sum() == 150  # one order each
    assert grid.names[5, 5] == "Champions" and not grid.notices
    frame.loc[0, "recency"] = np.nan
    assert "1 customer with" in build_rfm_grid(customers(frame)).notices[0].text


def test_cut_points_of_ones_own_are_kept_and_checked() -> None:
    frame = everyone()
    grid = build_rfm_grid(customers(frame), RfmMap(3, {"recency": (10.0, 250.0)}))
    assert grid.names == {} and grid.cuts["recency"] == (10.0, 250.0)
    lately = frame["recency"].le(10).sum()
    assert grid.counts[2].sum() == lately and grid.counts.sum() == 300
    for cuts in (
        {"recency": (5.0,)},
        {"recency": (5.0, 5.0)},
        {"age": (1.0, 2.0)},
        {"recency": (1.0, np.inf)},
    ):
        with pytest.raises(BadCuts):
            validate_map(RfmMap(3, cuts))
    for bins in (1, 11):
        with pytest.raises(BadBins):
            validate_map(RfmMap(bins))
    with pytest.raises(NoRfm):
        build_rfm_grid(customers(frame.drop(columns="frequency")))

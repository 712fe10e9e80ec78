"""Uplift and its interval agree with published figures; results that do not fit are refused in words."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from core.act.uplift.outcomes import (
    NobodyMatches,
    NotAnAssignment,
    NotAnOutcome,
    OneGroupOnly,
    WhichOutcome,
    read_outcomes,
)
from core.act.uplift.uplift import NoSpread, NothingVaries, TooFewCompared, Uplift, estimate_uplift


def people(contacted: int, held_out: int) -> pl.DataFrame:
    groups = ["contacted"] * contacted + ["held out"] * held_out
    return pl.DataFrame({"id": [f"P{i}" for i in range(len(groups))], "group": groups})


def results(assigned: pl.DataFrame, values: list[Any], name: str = "converted") -> pl.DataFrame:
    return pl.DataFrame({"customer": assigned["id"], name: values})


def measure_uplift(assigned: pl.DataFrame, found: pl.DataFrame, column: str = "") -> Uplift:
    return estimate_uplift(read_outcomes(assigned.lazy(), found.lazy(), column))


def measure_conversions(sent: int, of: int, kept: int, among: int) -> Uplift:
    assigned = people(of, among)
    answers = [1] * sent + [0] * (of - sent) + [1] * kept + [0] * (among - kept)
    return measure_uplift(assigned, results(assigned, answers))


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [  # Newcombe (1998), table II, method 10: contrasts (a), (b), (c) and (e)
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
    ],
)
def test_newcombes_interval(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    uplift = measure_conversions(*counts)
    assert (round(uplift.low, 4), round(uplift.high, 4)) == (low, high)


def test_conversions() -> None:
    uplift = measure_conversions(56, 70, 48, 80)
    table = [[56, 14], [48, 32]]
    assert uplift.kind == "conversion" and uplift.uplift == pytest.approx(0.2)
    assert uplift.p_value == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)
    assert uplift.incremental == pytest.approx(14) and uplift.incremental_low == pytest.approx(
        70 * uplift.low
    )
    assert uplift.sentence == (
        "80 % of the people contacted converted, 60 % of those held out: 20.0 percentage points more "
        "(95 % interval 5.2 to 33.4). The campaign brought about 14 conversions."
    )


def test_revenue_by_welch() -> None:
    sent, kept = np.array([20.0, 0, 35, 10, 50, 0]), np.array([0.0, 5, 0, 12])
    assigned = people(6, 4)
    uplift = measure_uplift(assigned, results(assigned, [*sent, *kept], "revenue"))
    errors = sent.var(ddof=1) / 6, kept.var(ddof=1) / 4
    degrees = sum(errors) ** 2 / (errors[0] ** 2 / 5 + errors[1] ** 2 / 3)
    margin = stats.t.ppf(0.975, degrees) * np.sqrt(sum(errors))
    change = sent.mean() - kept.mean()
    assert uplift.kind == "revenue"
    assert [uplift.uplift, uplift.low, uplift.high] == pytest.approx(
        [change, change - margin, change + margin]
    )
    assert uplift.p_value == pytest.approx(2 * stats.t.sf(change / np.sqrt(sum(errors)), degrees))
    assert "may be chance" in uplift.sentence


def test_few_buyers_are_warned_of() -> None:
    assigned = people(40, 40)
    many = [float(at % 7 + 1) for at in range(80)]
    few = [*many[:40], *many[:29], *[0.0] * 11]
    assert not measure_uplift(assigned, results(assigned, many, "revenue")).notices
    (told,) = measure_uplift(assigned, results(assigned, few, "revenue")).notices
    assert told.level == "warning" and told.text.startswith("Only 29 people in one group bought")


def test_money_without_any_spread_is_refused() -> None:
    with pytest.raises(NoSpread, match="All 2 people contacted have the same value in 'revenue'"):
        measure_uplift(people(2, 2), results(people(2, 2), [10.0, 10, 0, 0], "revenue"))


def test_orders_of_one_person_add_up_and_the_absent_bought_nothing() -> None:
    orders = pl.DataFrame({"id": ["P0", "P0", "P1", "P5", "X"], "amount": [10.0, 5, 1, 4, 99]})
    uplift = measure_uplift(people(4, 2), orders)
    assert uplift.contacted.mean == 4 and uplift.held_out.mean == 2
    texts = [notice.text for notice in uplift.notices if notice.level == "info"]
    assert texts[0].startswith("The results list only who did something: the other 3 people")
    assert texts[1] == "1 customer in the results was not part of the campaign."


@pytest.fixture(scope="module")
def orders() -> tuple[pl.DataFrame, pl.DataFrame]:
    """1,000 people contacted and 1,000 held out, and orders of 50 by about 10 % and 5 % of them."""
    assigned = people(1000, 1000)
    random = np.random.default_rng(0)
    bought = random.random(2000) < np.repeat([0.1, 0.05], 1000)
    return assigned, assigned.filter(bought).select("id", revenue=pl.lit(50.0))


def test_a_refunded_customer_is_no_reason_to_leave_out_who_bought_nothing(orders) -> None:
    assigned, lines = orders
    refund = lines.head(1).with_columns(-pl.col("revenue"))
    uplift = measure_uplift(assigned, pl.concat([lines, refund]))
    assert (uplift.contacted.people, uplift.held_out.people) == (1000, 1000)
    assert uplift.uplift == pytest.approx(measure_uplift(assigned, lines).uplift - 0.05)
    listed = pl.concat([lines, pl.DataFrame({"id": ["P999"], "revenue": [0.0]})])
    assert measure_uplift(assigned, listed).contacted.people < 200


def test_results_of_one_group_alone_prove_nothing(orders) -> None:
    assigned, lines = orders
    clicks = lines.select("id", clicked=1)
    for group, other in (("contacted", "held out"), ("held out", "contacted")):
        alone = clicks.join(assigned.filter(pl.col("group") == group), on="id", how="semi")
        with pytest.raises(
            OneGroupOnly, match=f"Nobody {other} is in the results, but .* people {group}"
        ):
            measure_uplift(assigned, alone)
    small = people(90, 10)
    few = measure_uplift(small, pl.DataFrame({"id": [f"P{i}" for i in range(9)], "clicked": 1}))
    assert few.notices[0].level == "warning" and "Nobody held out" in few.notices[0].text


def test_ids_whose_leading_zeros_a_spreadsheet_dropped_are_found() -> None:
    assigned = people(4, 4).with_columns(id=pl.Series(["007", "08", "0", "0100", "1", "2", "3", "x04"]))
    short = results(assigned, [1, 1, 0, 0, 1, 0, 0, 0]).with_columns(
        customer=pl.Series(["7", "8", "0", "100", "1", "2", "3", "x04"])
    )
    outcomes = read_outcomes(assigned.lazy(), short.lazy())
    assert outcomes.treated.tolist() == [1, 1, 0, 0] and outcomes.control.tolist() == [1, 0, 0, 0]
    assert outcomes.notices[0].text.startswith("3 customers were matched without leading zeros")
    none = read_outcomes(assigned.head(2).lazy(), short.lazy())  # not one as it stands
    assert none.treated.tolist() == [1, 1]
    twice = assigned.with_columns(id=pl.Series(["07", "007", "8", "9", "1", "2", "3", "4"]))
    mixed = results(twice, [0, 1, 0, 0, 1, 0, 0, 0]).with_columns(
        pl.col("customer").str.replace("^0+", "")
    )
    assert read_outcomes(twice.lazy(), mixed.lazy()).treated.tolist() == [0, 0]
    with pytest.raises(NobodyMatches):
        measure_uplift(twice.head(2), mixed.head(2))


def test_yes_and_no_are_conversions_and_the_absent_are_left_out() -> None:
    assigned = people(6, 4)
    answers = results(assigned, ["yes", "no", "yes", "no", "no", "no", "no", "yes", "no", ""])
    uplift = measure_uplift(
        assigned, answers.head(9).vstack(answers.tail(1)).filter(pl.col("customer") != "P0")
    )
    assert uplift.kind == "conversion" and (uplift.contacted.people, uplift.held_out.people) == (5, 4)
    assert len(uplift.notices) == 2


def test_ids_are_found_whatever_their_column_is_called_and_however_they_were_read() -> None:
    assigned = pl.DataFrame({"id": [1, 2, 3, 4], "group": ["contacted"] * 2 + ["held out"] * 2})
    table = pl.DataFrame({"name": list("abcd"), "key": [1.0, 2.0, 3.0, 4.0], "revenue": [5.0, 1, 0, 0]})
    assert measure_uplift(assigned, table).uplift == 3
    evil = people(2, 2).with_columns(id=pl.lit("'=") + pl.col("id"))
    assert (
        measure_uplift(
            evil, results(evil, [1, 1, 1, 0]).with_columns(pl.col("customer").str.slice(1))
        ).uplift
        == 0.5
    )


def test_the_column_may_be_named() -> None:
    assigned = people(2, 2)
    table = results(assigned, [1, 0, 1, 0]).with_columns(zz=pl.Series([1, 1, 0, 0]))
    assert measure_uplift(assigned, table, "zz").uplift == 1


def test_refusals() -> None:
    assigned = people(3, 3)
    good = results(assigned, [1, 0, 1, 0, 1, 0])
    with pytest.raises(NotAnAssignment, match="no customer id before a column 'group'"):
        measure_uplift(good, good)
    with pytest.raises(NotAnAssignment, match="groups are not"):
        measure_uplift(assigned.with_columns(group=pl.lit("A")), good)
    with pytest.raises(NobodyMatches):
        measure_uplift(assigned, good.with_columns(customer=pl.lit("nobody")))
    with pytest.raises(WhichOutcome, match="one of: aa, bb"):
        measure_uplift(assigned, good.select("customer", aa="converted", bb="converted"))
    with pytest.raises(WhichOutcome, match="converted"):
        measure_uplift(assigned, good, "missing")
    with pytest.raises(NotAnOutcome):
        measure_uplift(assigned, results(assigned, ["blue"] * 6))
    with pytest.raises(TooFewCompared, match="3 people contacted and 0 held out"):
        measure_uplift(assigned, good.head(3))
    with pytest.raises(NothingVaries, match="'converted'"):
        measure_uplift(assigned, results(assigned, [0] * 6))

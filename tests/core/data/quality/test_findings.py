"""Findings and fixes: published figures of the real tables, each kind of finding, any table at all."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from core.data.columns.profile import profile_columns
from core.data.columns.roles import guess_roles
from core.data.quality.findings import check_quality
from core.data.quality.fixes import InapplicableFix, apply_fix, fix_table
from core.data.quality.outliers import find_fences, is_outside
from core.data.quality.redundant_columns import SAMPLE, pairwise_correlations
from core.data.quality.row_checks import count_repeated_rows
from core.model import Finding, Fix, Recipe, Role, Table, UnknownFix
from tests.support.real_tables import Shared, bank, online_retail, online_retail_ii, shoppers, wholesale
from tests.support.table_strategies import tables

SPEND = ("Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen")
CLEAN = ("drop_empty_ids", "returns:ignore", "drop_zero_prices")


def check_table(frame: pl.LazyFrame) -> tuple[Mapping[str, Role], Table, tuple[Finding, ...]]:
    """The guessed roles and kind of a table, and its findings."""
    guess = guess_roles(profile_columns(frame), frame.select(pl.len()).collect().item())
    return guess.roles, guess.table, check_quality(frame, guess.roles, guess.table)


def only_finding(findings: tuple[Finding, ...], kind: str) -> Finding:
    (finding,) = (finding for finding in findings if finding.kind == kind)
    return finding


def finding_kinds(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.kind for finding in findings}


def test_wholesale_outliers(shared: Shared) -> None:
    frame = wholesale(shared)
    fences = find_fences(frame, SPEND)
    assert all(fence.logged for fence in fences.values())
    outside = [is_outside(name, fence).alias(name) for name, fence in fences.items()]
    flags = frame.select(outside).collect().to_numpy()
    assert flags.sum(axis=0).tolist() == [16, 4, 2, 10, 2, 14]
    assert flags.any(axis=1).sum() == 42
    assert np.flatnonzero(flags.sum(axis=1) > 1).tolist() == [65, 66, 75, 128, 154]


def test_wholesale_findings_and_the_435_rows(shared: Shared) -> None:
    frame = wholesale(shared)
    roles, table, findings = check_table(frame)
    assert only_finding(findings, "codes").columns == ("Channel", "Region")
    assert finding_kinds(findings) == {"codes"}  # 42 rows far outside are 9.5 %: usual for such spend
    rows = fix_table(frame.with_row_index(), {**roles, "index": "ignore"}, table, ["drop_outliers"])
    assert set(range(440)) - set(rows.collect()["index"]) == {65, 66, 75, 128, 154}


def sales(lines: pl.LazyFrame, price: str) -> tuple[int, float]:
    worth = (pl.col("Quantity") * pl.col(price)).sum().round(3)
    return lines.select(pl.len(), worth.alias("revenue")).collect().row(0)


def test_online_retail_findings(shared: Shared) -> None:
    _, _, findings = check_table(online_retail(shared))
    counts = {finding.kind: finding.count for finding in findings}
    assert counts == {
        "empty_ids": 135_080, "cancelled": 9_288, "negative": 1_336, "zero_prices": 2_517,
        "duplicates": 5_268, "missing_marker": 446,
    }  # fmt: skip
    assert "8.4 % of revenue" in only_finding(findings, "cancelled").sentence
    assert (
        "They have no value and do not affect the result."
        in only_finding(findings, "negative").sentence
    )
    recommended = {str(finding.fix) for finding in findings if finding.recommended}
    assert recommended == {"drop_empty_ids", "drop_zero_prices", "missing:Country:Unspecified"}


def test_online_retail_published_lines(shared: Shared) -> None:
    frame = online_retail(shared)
    roles, table, _ = check_table(frame)
    clean = fix_table(frame, roles, table, CLEAN)
    assert sales(clean, "UnitPrice") == (397_884, 8_911_407.904)
    people = clean.select(pl.col("CustomerID", "InvoiceNo").n_unique()).collect().row(0)
    assert people == (4_338, 18_532)
    for fixes in (("drop_duplicates", *CLEAN), (*CLEAN, "drop_duplicates")):
        assert sales(fix_table(frame, roles, table, fixes), "UnitPrice") == (392_692, 8_887_208.894)


def test_online_retail_ii_published_lines(shared: Shared) -> None:
    frame = online_retail_ii(shared)
    roles, table, findings = check_table(frame)
    clean = fix_table(frame, roles, table, CLEAN)
    assert sales(clean, "Price") == (407_664, 8_832_003.274)
    assert clean.select(pl.col("Customer ID").n_unique()).collect().item() == 4_312
    assert only_finding(findings, "decimal_ids").columns == ("Customer ID",)


def test_bank_markers(shared: Shared) -> None:
    frame = bank(shared)
    roles, table, findings = check_table(frame)
    markers = {
        str(finding.fix): finding.count for finding in findings if finding.kind == "missing_marker"
    }
    unknown = {"job": 39, "marital": 11, "education": 167, "default": 803, "housing": 105, "loan": 105}
    expected = {f"missing:{name}:unknown": count for name, count in unknown.items()}
    assert markers == expected | {"missing:pdays:999": 3_959}
    assert all(finding.recommended for finding in findings if finding.kind == "missing_marker")
    fixed = fix_table(frame, roles, table, list(markers)).collect()
    gaps = fixed.select(*unknown, "pdays").null_count().row(0)
    assert gaps == (*unknown.values(), 3_959)
    assert only_finding(findings, "yes_no_text").columns == ("default", "housing", "loan", "y")
    assert only_finding(findings, "repeats").fix == Fix("ignore", "euribor3m")
    after = check_quality(fixed.lazy(), roles, table)
    assert "missing_marker" not in finding_kinds(after)
    pdays = next(f for f in after if f.kind == "missing" and f.columns == ("pdays",))
    assert (str(pdays.fix), pdays.sentence.split(";")[0]) == (
        "ignore:pdays", "'pdays' is missing in 3,959 rows (96 %)"
    )  # fmt: skip


def test_online_shoppers(shared: Shared) -> None:
    _, _, findings = check_table(shoppers(shared))
    assert only_finding(findings, "duplicates").count == 125
    assert only_finding(findings, "codes").columns == (
        "OperatingSystems",
        "Browser",
        "Region",
        "TrafficType",
    )


def find_in(
    columns: Mapping[str, Any], table: Table = "customers", **roles: Role
) -> tuple[Finding, ...]:
    return check_quality(pl.LazyFrame(columns), roles, table)


@pytest.mark.parametrize(("table", "recommended"), [("customers", True), ("transactions", False)])
def test_repeated_rows_go_by_themselves_where_each_customer_stands_once(
    table: Table, recommended: bool
) -> None:
    finding = only_finding(
        find_in({"who": ["a", "b", "a"], "n": [1, 2, 1]}, table, who="id", n="number"), "duplicates"
    )
    assert (finding.recommended, finding.fix) == (recommended, Fix("drop_duplicates"))
    nameless = only_finding(
        find_in({"n": [1, 2, 1], "m": [4, 5, 4]}, n="number", m="number"), "duplicates"
    )
    assert not nameless.recommended


def test_customers_who_stand_twice_in_different_rows() -> None:
    columns = {"who": ["a", "b", "a", None, "b", "c", "a", None], "n": [1, 2, None, 4, 2, 5, 6, 7]}
    roles: dict[str, Role] = {"who": "id", "n": "number"}
    finding = only_finding(check_quality(pl.LazyFrame(columns), roles, "customers"), "repeated_ids")
    assert finding.sentence == (
        "'who' names 1 customer more than once, in 3 rows: it cannot be the customer id unless the "
        "repeated rows go."
    )
    assert (finding.columns, finding.count, finding.recommended) == (("who",), 1, False)
    rows = fix_table(pl.LazyFrame(columns), roles, "customers", ["drop_repeated_ids", "drop_missing:n"])
    assert rows.collect()["n"].to_list() == [1, 2, 4, 5, 7]
    assert "repeated_ids" not in finding_kinds(check_quality(rows, roles, "customers"))
    assert "repeated_ids" not in finding_kinds(
        find_in({"who": ["a", "a"], "n": [1, 1]}, who="id", n="number")
    )
    assert "repeated_ids" not in finding_kinds(find_in(columns, "transactions", who="id", n="amount"))


def test_the_first_row_of_each_customer_that_is_left_stays() -> None:
    frame = pl.LazyFrame({"who": ["a", "a", "b"], "n": [None, 2, 3]})
    fixes = ["drop_repeated_ids", "drop_missing:n"]
    rows = fix_table(frame, {"who": "id", "n": "number"}, "customers", fixes).collect()
    assert rows["n"].to_list() == [2, 3]
    nameless = fix_table(frame, {"n": "number"}, "customers", ["drop_repeated_ids"])
    assert nameless.collect().height == 3
    with pytest.raises(InapplicableFix):
        fix_table(frame, {"who": "id", "n": "amount"}, "transactions", fixes)


def test_missing_values_say_what_happens_to_them() -> None:
    findings = find_in(
        {"age": [1.5, 2.0, None, 3.0], "job": ["a", None, "b", "b"], "gone": [None, None, None, "x"],
         "left": [None, None, None, 3.0]},
        age="number", job="category", gone="text", left="number",
    )  # fmt: skip
    sentences = [finding.sentence for finding in findings if finding.columns != ("left",)]
    assert findings[0].fix_label == "Remove 1 row without it (25 %)"
    assert sentences == [
        "'age' is missing in 1 row (25 %); the gaps are filled with the median.",
        "'job' is missing in 1 row (25 %); the gaps count as a group of their own.",
    ]
    assert [str(finding.fix) for finding in findings] == [
        "drop_missing:age",
        "drop_missing:job",
        "ignore:left",
    ]


def test_constants() -> None:
    columns = {"a": [1, 1, 1], "b": [None, None, None], "c": [1, 1, None], "d": ["x", "x", "x"]}
    findings = [f for f in find_in(columns, a="number", c="number", d="ignore") if f.kind == "constant"]
    assert [(f.columns[0], f.fix, f.recommended) for f in findings] == [
        ("a", Fix("ignore", "a"), True), ("b", None, False), ("d", None, False)
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["unknown", "N/A", "?", "-", "none", "Unbekannt", "(blank)"])
def test_words_for_missing(word: str) -> None:
    finding = only_finding(find_in({"x": ["a", "b", word, "a"]}, x="category"), "missing_marker")
    assert (finding.fix, finding.count) == (Fix("missing", "x", word), 1)


@pytest.mark.parametrize(
    ("values", "marker"),
    [
        ([3, 5, 999, 7, 999], "999"),
        ([0.5, -1.0, 8.0, -1.0], "-1"),
        ([20, 9999, 30, 9999, None], "9999"),
        ([-999, 12, -999, 14], "-999"),
        ([3, 5, 999, 7], None),
        ([990, 995, 999, 999], None),
        ([-1, 0, 1, -1], None),
        ([-3, -1, 4, -1], None),
        ([999, 999], None),
    ],
)
def test_numbers_for_missing(values: list[float | None], marker: str | None) -> None:
    fixes = [str(f.fix) for f in find_in({"x": values}, x="number") if f.kind == "missing_marker"]
    assert fixes == ([] if marker is None else [f"missing:x:{marker}"])


def test_near_duplicates_by_value_and_by_rank() -> None:
    base = np.random.default_rng(0).normal(size=500)
    columns = {"a": base, "b": 3 - 2 * base, "c": np.exp(4 * base), "d": np.roll(base, 1)}
    findings = [
        f
        for f in find_in(columns, a="number", b="number", c="number", d="number")
        if f.kind == "repeats"
    ]
    assert [f.columns for f in findings] == [("b", "a"), ("c", "a")]
    assert "-1.00" in findings[0].sentence
    assert "(rank correlation" in findings[1].sentence


def test_repeats_of_many_rows_say_that_they_were_sampled() -> None:
    base = np.random.default_rng(0).normal(size=SAMPLE + 1)
    columns = {"a": base, "b": 1 + 3 * base}
    for rows, where in ((SAMPLE + 1, " 1.00 in a sample of 100,000 rows)"), (SAMPLE, " 1.00)")):
        part = {name: values[:rows] for name, values in columns.items()}
        assert (
            f"correlation{where}"
            in only_finding(find_in(part, a="number", b="number"), "repeats").sentence
        )


def test_fences_are_the_same_however_many_columns_are_read_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values = np.random.default_rng(3).lognormal(size=(200, 3))
    frame = pl.LazyFrame({"*": values[:, 0], "^b$": values[:, 1], "0": -np.sqrt(values[:, 2])})
    names, fences_by_columns = (
        list(frame.collect_schema()),
        (find_fences(frame, ["0", "*", "^b$"]), profile_columns(frame)),
    )
    monkeypatch.setattr("core.data.columns.profile.BATCH_CELLS", 400)
    assert (find_fences(frame, ["0", "*", "^b$"]), profile_columns(frame)) == fences_by_columns
    assert [fence.logged for fence in map(fences_by_columns[0].__getitem__, names)] == [
        True,
        True,
        False,
    ]


def test_correlations_are_pandas_ones() -> None:
    values = np.random.default_rng(1).normal(50, 3, size=(80, 4)) ** 3
    values[np.random.default_rng(2).random(values.shape) < 0.2] = np.nan
    np.testing.assert_allclose(pairwise_correlations(values), pd.DataFrame(values).corr(), atol=1e-12)


SHOP: dict[str, Role] = {"who": "id", "order": "order", "n": "quantity", "each": "unit_price"}


def shop_lines(**columns: list[Any]) -> pl.LazyFrame:
    usual = {
        "who": [1, 2, 3, 4],
        "order": ["1", "2", "3", "4"],
        "n": [1, 2, 3, 4],
        "each": [1.0, 2.0, 3.0, 4.0],
    }
    return pl.LazyFrame({**usual, **columns})


def test_order_numbers_of_any_digits_and_letters_are_not_cancelled_by_a_c() -> None:
    hashed = shop_lines(order=["1F0B-4", "C2A9-1", "30D4-4", "4EE1-2"])
    assert "cancelled" not in {f.kind for f in check_quality(hashed, SHOP, "transactions")}
    numbered = shop_lines(order=["100-4", "C100-4", "104-4", "105-2"])
    assert "cancelled" in {f.kind for f in check_quality(numbered, SHOP, "transactions")}


def test_cancelled_and_negative_lines() -> None:
    frame = shop_lines(order=["1", "C2", "3", "4"], n=[10, -5, -3, 4])
    findings = check_quality(frame, SHOP, "transactions")
    assert only_finding(findings, "cancelled").sentence == (
        "1 line (25 %) is cancelled: the order number starts with C. It comes to 10, 38 % of revenue; "
        "unless left out, it is subtracted from what the customer spent."
    )
    assert only_finding(findings, "negative").sentence == (
        "1 further line (25 %) has a negative value in 'n'. It comes to 9, 35 % of revenue; the choice "
        "for cancelled lines covers it too."
    )
    assert [f.fix for f in findings if f.kind in ("cancelled", "negative")] == [Fix("returns"), None]
    assert fix_table(frame, SHOP, "transactions", ["returns:ignore"]).collect()["n"].to_list() == [
        10,
        4,
    ]


def test_negative_lines_alone_offer_the_choice() -> None:
    finding = only_finding(
        check_quality(shop_lines(n=[10, -5, -3, 4]), SHOP, "transactions"), "negative"
    )
    assert finding.fix == Fix("returns")
    assert finding.sentence.endswith("unless left out, they are subtracted from what customers spent.")


def test_lines_taken_back_for_nothing_change_nothing() -> None:
    free = shop_lines(order=["1", "C2", "3", "4"], n=[10, -5, -3, 4], each=[1.0, 0.0, 3.0, 4.0])
    findings = check_quality(free, SHOP, "transactions")
    cancelled, negative = only_finding(findings, "cancelled"), only_finding(findings, "negative")
    assert cancelled.sentence.endswith("It has no value and does not affect the result.")
    assert (cancelled.fix, negative.fix) == (None, Fix("returns"))
    assert "unless left out" in negative.sentence


def test_without_money_nobody_knows_what_is_taken_back() -> None:
    findings = check_quality(shop_lines(n=[1, -2, 3, 4]), {**SHOP, "each": "ignore"}, "transactions")
    assert "negative" not in finding_kinds(findings)


def test_order_numbers_that_all_begin_with_c_are_not_cancellations() -> None:
    frame = shop_lines(order=["C1", "C2", "C3", "C4"])
    assert "cancelled" not in finding_kinds(check_quality(frame, SHOP, "transactions"))
    assert fix_table(frame, SHOP, "transactions", ["returns:ignore"]).collect().height == 4


def test_zero_prices_and_empty_ids() -> None:
    frame = shop_lines(who=[1, None, 3, 4], each=[0.0, 1.0, -2.0, None])
    findings = check_quality(frame, SHOP, "transactions")
    assert (only_finding(findings, "zero_prices").count, only_finding(findings, "empty_ids").count) == (
        2,
        1,
    )
    both = ["drop_zero_prices", "drop_empty_ids"]
    assert fix_table(frame, SHOP, "transactions", both).collect()["who"].to_list() == [4]


def test_an_amount_of_zero_is_free_but_a_negative_one_is_a_return() -> None:
    roles: dict[str, Role] = {"who": "id", "each": "amount"}
    frame = shop_lines(each=[0.0, 1.0, -2.0, 3.0])
    findings = check_quality(frame, roles, "transactions")
    assert (only_finding(findings, "zero_prices").count, only_finding(findings, "negative").count) == (
        1,
        1,
    )
    rows = fix_table(frame, roles, "transactions", ["drop_zero_prices"]).collect()
    assert rows["each"].to_list() == [1.0, -2.0, 3.0]


def test_fixes_apply_in_one_order_whatever_is_asked() -> None:
    frame = pl.LazyFrame({"a": ["x", "x", "?", None], "b": [1, 1, 2, 2]})
    fixes = ["drop_missing:a", "drop_duplicates", "missing:a:?"]
    for order in (fixes, fixes[::-1], fixes * 2):
        rows = fix_table(frame, {"a": "category", "b": "number"}, "customers", order).collect()
        assert rows.rows() == [("x", 1)]


def test_a_column_name_with_colons() -> None:
    frame = pl.LazyFrame({"a": ["x", "?"], "a:b": ["x:?", "x"]})
    fixed = fix_table(frame, {}, "customers", ["missing:a:b:x:?", "missing:a:?"]).collect()
    assert fixed.rows() == [("x", None), (None, "x")]


@pytest.mark.parametrize(
    "fix", ["", "drop_everything", "missing:a", "drop_duplicates:a", "returns:keep"]
)
def test_fixes_that_are_none(fix: str) -> None:
    with pytest.raises(UnknownFix):
        fix_table(pl.LazyFrame({"a": [1]}), {}, "customers", [fix])


@pytest.mark.parametrize(
    "fix",
    ["drop_empty_ids", "drop_zero_prices", "returns:ignore", "drop_missing:z", "ignore:z",
     "missing:z:1", "missing:a:one", "missing:c:True"],
)  # fmt: skip
def test_fixes_that_do_not_fit(fix: str) -> None:
    frame = pl.LazyFrame({"a": [1], "c": [True]})
    with pytest.raises(InapplicableFix):
        fix_table(frame, {"a": "number"}, "customers", [fix])


def test_outliers_are_dropped_from_customers_only() -> None:
    frame = pl.LazyFrame(
        {"a": [*range(30), 99], "b": [*range(30), -99], "c": [i % 4 for i in range(31)]}
    )
    roles: dict[str, Role] = {"a": "number", "b": "number", "c": "number"}
    finding = only_finding(check_quality(frame, roles, "customers"), "outliers")
    assert finding.fix_label == "Remove 1 row outside in more than one column (3.2 %)"
    rows = fix_table(frame, roles, "customers", ["drop_outliers"]).collect()
    assert rows["a"].to_list() == [*range(30)]
    left = fix_table(frame, roles, "customers", ["drop_outliers", "ignore:b"]).collect()
    assert_frame_equal(left, frame.collect())
    with pytest.raises(InapplicableFix):
        fix_table(frame, roles, "transactions", ["drop_outliers"])


def test_the_best_customers_have_no_button() -> None:
    columns = {"spend": [*range(30), 999], "visits": [*range(30), 99]}
    finding = only_finding(find_in(columns, spend="amount", visits="number"), "outliers")
    assert (finding.count, finding.fix) == (1, None)


def test_what_many_do_is_not_outside() -> None:
    columns = {"a": [*range(30), 99, 98], "b": [*range(30), 99, 98]}
    assert "outliers" not in finding_kinds(find_in(columns, a="number", b="number"))


def test_leaving_out_says_what_it_costs() -> None:
    frame = shop_lines(who=["a", None, "c", "d"], each=[1.0, 1.0, None, 2.0])
    findings = check_quality(frame, SHOP, "transactions")
    assert only_finding(findings, "empty_ids").sentence.startswith("1 row (25 %, 18 % of money)")
    assert only_finding(findings, "missing").fix_label == "Remove 1 row without it (25 %, 0 % of money)"


def test_what_a_line_needs_is_never_left_out_as_a_column() -> None:
    frame = shop_lines(each=[None, None, None, 4.0])
    assert only_finding(check_quality(frame, SHOP, "transactions"), "missing").fix == Fix(
        "drop_missing", "each"
    )


def test_taking_a_fix_into_a_recipe() -> None:
    recipe = Recipe(roles={"a": "number"})
    assert apply_fix(recipe, Fix("returns")).returns == "ignore"
    assert apply_fix(recipe, Fix("ignore", "a")).roles == {"a": "ignore"}
    once = apply_fix(recipe, Fix("drop_duplicates"))
    assert once.fixes == apply_fix(once, Fix("drop_duplicates")).fixes == ("drop_duplicates",)


def test_no_columns() -> None:
    assert check_quality(pl.LazyFrame(), {}, "customers") == ()


@settings(max_examples=150)
@given(tables(), st.sampled_from([None, "customers", "transactions"]))
def test_recommended_fixes_settle_their_findings(table: pl.DataFrame, kind: Table | None) -> None:
    before = table.clone()
    guess = guess_roles(profile_columns(table.lazy()), table.height, kind)
    findings = check_quality(table.lazy(), guess.roles, guess.table)
    recommended = {finding.fix for finding in findings if finding.recommended and finding.fix}
    recipe = Recipe(table=guess.table, roles=guess.roles)
    for fix in sorted(recommended, key=str):
        recipe = apply_fix(recipe, fix)
    fixed = fix_table(table.lazy(), recipe.roles, recipe.table, recipe.fixes)
    assert not recommended & {
        finding.fix for finding in check_quality(fixed, recipe.roles, recipe.table)
    }
    assert_frame_equal(table, before)


@settings(max_examples=100)
@given(tables(), st.sampled_from([None, "customers", "transactions"]))
def test_every_offered_fix_can_be_applied(table: pl.DataFrame, kind: Table | None) -> None:
    guess = guess_roles(profile_columns(table.lazy()), table.height, kind)
    findings = check_quality(table.lazy(), guess.roles, guess.table)
    fixes = [str(finding.fix) for finding in findings if finding.fix]
    fixed = fix_table(table.lazy(), guess.roles, guess.table, fixes).collect()
    assert fixed.columns == table.columns
    # Money that is divided or lowered may get fractions.
    assert all(
        after == dtype or (after.is_float() and dtype.is_numeric())
        for after, dtype in zip(fixed.dtypes, table.dtypes, strict=True)
    )
    assert fixed.height <= table.height
    assert all(finding.sentence.endswith(".") and finding.count >= 0 for finding in findings)


def test_repeats_of_a_wide_table_say_that_they_were_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.data.quality.redundant_columns.SAMPLE_CELLS", 400)
    base = np.random.default_rng(0).normal(size=201)
    columns = {"a": base, "b": 1 + 3 * base}
    for rows, where in ((201, " 1.00 in a sample of 200 rows)"), (200, " 1.00)")):
        part = {name: values[:rows] for name, values in columns.items()}
        assert (
            f"correlation{where}"
            in only_finding(find_in(part, a="number", b="number"), "repeats").sentence
        )


def test_a_sample_does_not_follow_the_order_of_the_rows() -> None:
    """Every second row repeats; rows taken at even distances would be all of them, or none."""
    random = np.random.default_rng(0)
    base = random.normal(size=2 * SAMPLE)
    other = np.where(np.arange(2 * SAMPLE) % 2 == 0, base, random.normal(size=2 * SAMPLE))
    assert "repeats" not in finding_kinds(find_in({"a": base, "b": other}, a="number", b="number"))


@pytest.mark.filterwarnings("error")
def test_repeats_of_the_largest_and_the_smallest_numbers() -> None:
    base = np.random.default_rng(0).uniform(-1, 1, size=50)
    columns = {"a": base, "b": base * 1.7e308, "c": base * 1e-300, "d": np.full(50, 1.7e308)}
    findings = find_in(columns, a="number", b="number", c="number", d="number")
    repeats = [(f.columns, f.sentence) for f in findings if f.kind == "repeats"]
    assert [columns for columns, _ in repeats] == [("b", "a"), ("c", "a")]
    assert all("correlation 1.00" in sentence for _, sentence in repeats)


def test_rows_that_share_a_hash_are_compared() -> None:
    frame = pl.LazyFrame({"a": [0.0, -0.0, None, None, 1.0], "b": ["x", "x", None, "x", "y"]})
    assert count_repeated_rows(frame) == 1
    assert count_repeated_rows(pl.concat([frame, frame, frame])) == 11
    assert count_repeated_rows(frame.head(0)) == 0


def test_words_for_missing_are_counted_in_every_spelling() -> None:
    values = [f"v{i}" for i in range(300)] + ["?", "NA", "?", " na", None]
    markers = [f for f in find_in({"value": values}, value="category") if f.kind == "missing_marker"]
    assert [(str(f.fix), f.count) for f in markers] == [
        ("missing:value:?", 2), ("missing:value: na", 1), ("missing:value:NA", 1)
    ]  # fmt: skip


def test_order_numbers_in_other_scripts_are_no_cancellations() -> None:
    frame = shop_lines(order=["1", "2", "3", "C\u0664"])
    assert "cancelled" not in finding_kinds(check_quality(frame, SHOP, "transactions"))

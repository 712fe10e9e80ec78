"""Column profiles: kinds, exact counts and examples."""

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given, settings

from core.data.columns.profile import EXAMPLES, profile_columns
from tests.support.real_tables import Shared, online_retail, wholesale
from tests.support.table_strategies import tables


def profile_of(values: list[object], dtype: pl.DataType | type[pl.DataType] | None = None):
    return profile_columns(pl.LazyFrame({"x": pl.Series(values, dtype=dtype)}))[0]


def test_numbers() -> None:
    seen = profile_of([1.5, None, 4.0, 1.5, 3.0])
    assert (seen.dtype, seen.missing, seen.distinct) == ("number", 1, 3)
    assert seen.examples == ("1.5", "3", "4")
    assert (seen.minimum, seen.maximum, seen.mean) == (1.5, 4.0, 2.5)


def test_skewness_is_the_population_one() -> None:
    # scipy.stats.skew([1, 2, 3, 10]) = 1.0182337649086284
    assert profile_of([1, 2, 3, 10]).skewness == pytest.approx(1.0182337649086284)
    assert profile_of([2, 2, 2]).skewness is None


def test_whole_decimals_are_integers_and_shown_without_a_point() -> None:
    seen = profile_of([17850.0, None, 13085.0, 17850.0])
    assert (seen.dtype, seen.examples) == ("integer", ("17850", "13085"))


def test_dates_booleans_and_text() -> None:
    day, noon = datetime(2011, 12, 9), datetime(2011, 12, 9, 12, 50)
    assert profile_of([noon, day, day]).examples == ("2011-12-09", "2011-12-09 12:50:00")
    assert (profile_of([day]).dtype, profile_of([True, None]).dtype, profile_of(["a"]).dtype) == (
        "date",
        "boolean",
        "text",
    )
    assert profile_of(["a"]).minimum is profile_of([True]).minimum is profile_of([None]).minimum is None


@pytest.mark.parametrize("kind", [pl.Datetime("us"), pl.Datetime("ms"), pl.Date])
def test_dates_have_a_first_and_a_last_in_seconds(kind: pl.DataType) -> None:
    days = pl.Series([datetime(2011, 12, 9), None, datetime(1969, 12, 31)]).cast(kind)
    seen = profile_of(days)
    assert (seen.minimum, seen.maximum) == (-86_400, datetime(2011, 12, 9, tzinfo=UTC).timestamp())
    assert (seen.mean, seen.skewness) == (None, None)


def test_examples_are_few_short_and_most_frequent_first() -> None:
    seen = profile_of(["b", *"aab", "b", *(f"v{i}" * 100 for i in range(20))])
    assert seen.examples[:2] == ("b", "a")
    assert len(seen.examples) == EXAMPLES
    assert max(map(len, seen.examples)) == 80


def test_empty_tables() -> None:
    assert profile_columns(pl.LazyFrame()) == ()
    seen = profile_of([], pl.Float64)
    assert (seen.missing, seen.distinct, seen.examples, seen.mean) == (0, 0, (), None)
    assert profile_of([None, None], pl.Float64).dtype == "number"


def test_infinite_values_do_not_spoil_the_figures() -> None:
    seen = profile_of([1.0, float("inf"), 3.5])
    assert (seen.minimum, seen.maximum, seen.mean) == (1.0, 3.5, 2.25)


def test_wholesale(shared: Shared) -> None:
    seen = {column.name: column for column in profile_columns(wholesale(shared))}
    spend = ("Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen")
    means = [seen[name].mean for name in spend]
    expected = [12000.297727, 5796.265909, 7951.277273, 3071.931818, 2881.493182, 1524.870455]
    assert means == pytest.approx(expected, abs=1e-6)
    assert all(seen[name].skewness > 1 for name in spend)
    assert seen["Channel"].distinct == 2


def test_online_retail(shared: Shared) -> None:
    seen = {column.name: column for column in profile_columns(online_retail(shared))}
    names = ("InvoiceNo", "StockCode", "CustomerID", "Country")
    assert [seen[name].distinct for name in names] == [25_900, 4_070, 4_372, 38]
    assert (seen["CustomerID"].missing, seen["Description"].missing) == (135_080, 1_454)
    assert seen["Country"].examples[0] == "United Kingdom"


@settings(max_examples=60)
@given(tables())
def test_counts_agree_with_a_plain_count(table: pl.DataFrame) -> None:
    seen = profile_columns(table.lazy())
    assert [column.name for column in seen] == table.columns
    for column, values in zip(seen, table.get_columns(), strict=True):
        assert column.missing == values.null_count()
        assert column.distinct == len(set(values.to_list()) - {None})
        assert len(column.examples) == min(column.distinct, EXAMPLES)

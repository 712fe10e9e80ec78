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
    profile = profile_of([1.5, None, 4.0, 1.5, 3.0])
    assert (profile.dtype, profile.missing, profile.distinct) == ("number", 1, 3)
    assert profile.examples == ("1.5", "3", "4")
    assert (profile.minimum, profile.maximum, profile.mean) == (1.5, 4.0, 2.5)


def test_skewness_is_the_population_one() -> None:
    # scipy.stats.skew([1, 2, 3, 10]) = 1.0182337649086284
    assert profile_of([1, 2, 3, 10]).skewness == pytest.approx(1.0182337649086284)
    assert profile_of([2, 2, 2]).skewness is None


def test_whole_decimals_are_integers_and_shown_without_a_point() -> None:
    profile = profile_of([17850.0, None, 13085.0, 17850.0])
    assert (profile.dtype, profile.examples) == ("integer", ("17850", "13085"))


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
    profile = profile_of(days)
    assert (profile.minimum, profile.maximum) == (
        -86_400,
        datetime(2011, 12, 9, tzinfo=UTC).timestamp(),
    )
    assert (profile.mean, profile.skewness) == (None, None)


def test_examples_are_few_short_and_most_frequent_first() -> None:
    profiles = profile_of(["b", *"aab", "b", *(f"v{i}" * 100 for i in range(20))])
    assert profiles.examples[:2] == ("b", "a")
    assert len(profiles.examples) == EXAMPLES
    assert max(map(len, profiles.examples)) == 80


def test_empty_tables() -> None:
    assert profile_columns(pl.LazyFrame()) == ()
    profile = profile_of([], pl.Float64)
    assert (profile.missing, profile.distinct, profile.examples, profile.mean) == (0, 0, (), None)
    assert profile_of([None, None], pl.Float64).dtype == "number"


def test_infinite_values_do_not_spoil_the_figures() -> None:
    profile = profile_of([1.0, float("inf"), 3.5])
    assert (profile.minimum, profile.maximum, profile.mean) == (1.0, 3.5, 2.25)


def test_wholesale(shared: Shared) -> None:
    profiles = {column.name: column for column in profile_columns(wholesale(shared))}
    spend = ("Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen")
    means = [profiles[name].mean for name in spend]
    expected = [12000.297727, 5796.265909, 7951.277273, 3071.931818, 2881.493182, 1524.870455]
    assert means == pytest.approx(expected, abs=1e-6)
    assert all(profiles[name].skewness > 1 for name in spend)
    assert profiles["Channel"].distinct == 2


def test_online_retail(shared: Shared) -> None:
    profiles = {column.name: column for column in profile_columns(online_retail(shared))}
    names = ("InvoiceNo", "StockCode", "CustomerID", "Country")
    assert [profiles[name].distinct for name in names] == [25_900, 4_070, 4_372, 38]
    assert (profiles["CustomerID"].missing, profiles["Description"].missing) == (135_080, 1_454)
    assert profiles["Country"].examples[0] == "United Kingdom"


@settings(max_examples=60)
@given(tables())
def test_counts_agree_with_a_plain_count(table: pl.DataFrame) -> None:
    profiles = profile_columns(table.lazy())
    assert [column.name for column in profiles] == table.columns
    for column, values in zip(profiles, table.get_columns(), strict=True):
        assert column.missing == values.null_count()
        assert column.distinct == len(set(values.to_list()) - {None})
        assert len(column.examples) == min(column.distinct, EXAMPLES)

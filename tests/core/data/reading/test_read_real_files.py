"""The real files of ../shared/data, against their published figures."""

import gzip
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from core.data.reading.read import ReadSummary, read_file

Shared = Callable[[str], Path]

WHOLESALE = {
    "Fresh": (12000.297727, 12647.328865),
    "Milk": (5796.265909, 7380.377175),
    "Grocery": (7951.277273, 9503.162829),
    "Frozen": (3071.931818, 4854.673333),
    "Detergents_Paper": (2881.493182, 4767.854448),
    "Delicassen": (1524.870455, 2820.105937),
}


def read_to_frame(path: Path, folder: Path) -> tuple[ReadSummary, pl.DataFrame]:
    target = folder / f"{path.name}.parquet"
    return read_file(path, path.name, target), pl.read_parquet(target)


def test_wholesale_has_its_published_means_and_deviations(shared: Shared, tmp_path: Path) -> None:
    result, table = read_to_frame(shared("wholesale/wholesale_customers.csv"), tmp_path)
    assert (result.rows, len(result.columns), result.notices) == (440, 8, ())
    for name, (mean, deviation) in WHOLESALE.items():
        assert table[name].mean() == pytest.approx(mean, abs=1e-6)
        assert table[name].std() == pytest.approx(deviation, abs=1e-6)


def test_bank_is_cut_at_semicolons_and_keeps_its_words(shared: Shared, tmp_path: Path) -> None:
    result, table = read_to_frame(shared("bank_marketing/bank-additional.csv"), tmp_path)
    assert (result.rows, len(result.columns), result.notices) == (4119, 21, ())
    assert table["pdays"].max() == 999
    assert table["emp.var.rate"].dtype == pl.Float64
    assert set(table["default"]) == {"no", "yes", "unknown"}


def test_shoppers_have_booleans_and_months_as_text(shared: Shared, tmp_path: Path) -> None:
    result, table = read_to_frame(shared("online_shoppers/online_shoppers_intention.csv"), tmp_path)
    assert (result.rows, len(result.columns), result.notices) == (12330, 18, ())
    assert table["Weekend"].dtype == table["Revenue"].dtype == pl.Boolean
    assert table["Month"].dtype == pl.String


def test_online_retail_is_the_same_from_csv_and_parquet(shared: Shared, tmp_path: Path) -> None:
    _, packed = read_to_frame(shared("online_retail/online_retail.csv.gz"), tmp_path)
    result, table = read_to_frame(shared("online_retail/online_retail.parquet"), tmp_path)
    assert_frame_equal(packed, table)
    assert (result.rows, len(result.columns)) == (541_909, 8)
    missing = table.null_count().row(0, named=True)
    assert (missing["CustomerID"], missing["Description"]) == (135_080, 1_454)
    distinct = {name: table[name].drop_nulls().n_unique() for name in table.columns}
    assert distinct["InvoiceNo"] == 25_900
    assert distinct["StockCode"] == 4_070
    assert distinct["CustomerID"] == 4_372
    assert distinct["Country"] == 38


def test_online_retail_ii_gets_its_ids_and_dates_back(shared: Shared, tmp_path: Path) -> None:
    path = shared("online_retail_ii_2009_2010/online_retail_ii_2009_2010.parquet")
    result, table = read_to_frame(path, tmp_path)
    assert result.rows == 525_461
    assert table["Customer ID"].dtype == pl.Int64
    assert table["InvoiceDate"].dtype == pl.Datetime("us")
    assert [notice.about for notice in result.notices] == ["Customer ID"]


def test_a_shop_in_another_locale_gives_the_same_table(shared: Shared, tmp_path: Path) -> None:
    _, table = read_to_frame(shared("online_retail/online_retail.parquet"), tmp_path)
    part = table.gather_every(20)
    text = part.with_columns(pl.col("InvoiceDate").dt.strftime("%d.%m.%Y %H:%M")).write_csv(
        separator=";", decimal_comma=True
    )
    path = tmp_path / "german.csv.gz"
    path.write_bytes(gzip.compress(text.encode("utf-16")))
    result, second = read_to_frame(path, tmp_path)
    assert_frame_equal(second, part)
    assert result.notices == ()

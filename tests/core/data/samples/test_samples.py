"""The built-in samples: sized and seeded as asked, with the structure and the faults they promise."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from core.data.samples import SAMPLES, BadSampleSize, UnknownSample, make_sample, make_sample_blocks
from core.data.samples.shop import CUSTOMERS_A_BLOCK

KINDS = sorted(SAMPLES)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rows", [1, 7, 440])
def test_has_the_rows_asked_for(kind: str, rows: int) -> None:
    assert make_sample(kind, rows, 3).height == rows


@pytest.mark.parametrize("kind", KINDS)
def test_default_size_and_seed(kind: str) -> None:
    made = make_sample(kind, None, 5)
    assert made.height == SAMPLES[kind].default_rows
    assert_frame_equal(made, make_sample(kind, None, 5))
    assert not made.equals(make_sample(kind, None, 6))


@pytest.mark.parametrize(
    ("kind", "checksum"), [("shop", 3_931_423.0), ("wholesale", 13_046_026), ("bank", 99_748_030.26)]
)
def test_is_the_same_on_every_machine(kind: str, checksum: float) -> None:
    made = make_sample(kind, 400, 1).select(pl.selectors.numeric().sum())
    assert sum(made.row(0)) == pytest.approx(checksum, rel=1e-9)


def test_refusals() -> None:
    with pytest.raises(UnknownSample, match="shop, wholesale, bank"):
        make_sample("bakery", None, 0)
    for rows in (0, -1, 2.5):
        with pytest.raises(BadSampleSize):
            make_sample("shop", rows, 0)  # type: ignore[arg-type]


def test_shop_is_a_real_looking_export() -> None:
    shop = make_sample("shop", None, 0)
    back = shop["Quantity"] < 0
    assert (shop["OrderID"].str.starts_with("C") == back).all()
    assert 0.01 < back.mean() < 0.04  # type: ignore[operator]
    assert 4_500 < shop["CustomerID"].n_unique() < 5_500
    assert shop["Product"].n_unique() == 800
    assert 0.01 < shop["CustomerID"].null_count() / shop.height < 0.06
    assert shop.is_duplicated().any()
    assert (shop["UnitPrice"] == 0).any()
    assert shop["OrderDate"].is_sorted()
    assert (shop["OrderDate"].min().year, shop["OrderDate"].max().year) == (2024, 2025)  # type: ignore[union-attr]


def test_shop_has_a_season_and_a_long_tail() -> None:
    shop = make_sample("shop", None, 0)
    months = shop.group_by(pl.col("OrderDate").dt.strftime("%Y-%m").alias("month")).len()
    lines = dict(months.iter_rows())
    assert lines["2024-12"] > 1.5 * lines["2024-09"]
    top = shop["Product"].value_counts(sort=True)["count"]
    assert 0.3 < top[:80].sum() / shop.height < 0.7


def test_shop_orders_have_one_moment_customer_and_channel() -> None:
    bought = make_sample("shop", 20_000, 0).filter(pl.col("Quantity") > 0)
    apart = bought.group_by("OrderID").agg(
        pl.struct("OrderDate", "CustomerID", "Country", "Channel").n_unique().alias("kinds")
    )
    assert (apart["kinds"] == 1).all()


def test_blocks_are_the_same_lines() -> None:
    rows = CUSTOMERS_A_BLOCK * 40
    blocks = list(make_sample_blocks(rows, 2))
    assert len(blocks) > 1
    everything = pl.concat(blocks)
    assert everything.height == rows
    columns = everything.columns
    assert_frame_equal(everything.sort(columns), make_sample("shop", rows, 2).sort(columns))
    ids = [set(block["OrderID"]) for block in blocks]
    assert not ids[0] & ids[1]


def test_wholesale_has_two_kinds_of_customers() -> None:
    spend = make_sample("wholesale", 2_000, 0)
    kinds = (
        spend.group_by("Channel").agg(pl.selectors.numeric().exclude("Region").median()).sort("Channel")
    )
    horeca, retail = kinds.rows(named=True)
    assert retail["Grocery"] > 2 * horeca["Grocery"]
    assert horeca["Fresh"] > retail["Fresh"]
    logs = spend.select(pl.col("Grocery", "Detergents_Paper").log())
    assert logs.select(pl.corr("Grocery", "Detergents_Paper")).item() > 0.7


def test_bank_has_its_missing_markers_and_stages() -> None:
    people = make_sample("bank", None, 0)
    assert (people["pdays"] == 999).mean() > 0.8  # type: ignore[operator]
    assert {"unknown"} < set(people["job"])
    assert people["customer_id"].is_unique().all()
    ages = dict(people.group_by("job").agg(pl.col("age").mean()).iter_rows())
    assert ages["student"] < 30 < 60 < ages["retired"]
    accepting_share = people.filter(pl.col("poutcome") == "success")["y"].eq("yes").mean()
    assert accepting_share > 0.3  # type: ignore[operator]

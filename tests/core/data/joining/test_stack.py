"""Files of the same columns become one list; what stands in two of them is told and counts once."""

from pathlib import Path

import polars as pl

from core.data import new_recipe
from tests.core.data.joining.shop_tables import join_files, join_frames, sentences
from tests.core.data.joining.test_join import make_orders, totals


def monthly_files() -> dict[str, pl.DataFrame]:
    """A year of orders, a file a month, each with the first orders of the next month, too."""
    orders = make_orders([f"K{n}" for n in range(100, 180)]).sort("order_date")
    month = orders["order_date"].str.slice(5, 2).cast(pl.Int32)
    day = orders["order_date"].str.slice(8, 2).cast(pl.Int32)
    return {
        f"orders_2024-{m:02}": orders.filter((month == m) | ((month == m + 1) & (day <= 3)))
        for m in range(1, 13)
    }


def test_twelve_monthly_files_with_overlaps(tmp_path: Path) -> None:
    files = monthly_files()
    whole = pl.concat(files.values()).unique()
    copies = sum(map(len, files.values())) - len(whole)
    dataset = join_frames(tmp_path, files)
    assert dataset.rows == len(whole) < sum(map(len, files.values()))
    assert f"{copies} rows are already in an earlier file" in sentences(dataset)
    assert "dates overlap" in sentences(dataset)
    assert new_recipe(dataset).roles["source file"] == "ignore"
    assert sum(money for _, money in totals(dataset).values()) == round(whole["amount"].sum(), 2)


def test_the_order_and_spelling_of_columns_do_not_matter(tmp_path: Path) -> None:
    orders = make_orders([f"K{n}" for n in range(100, 140)])
    second = orders.select(
        "amount", OrderID=pl.col("order_id") + "x", Customer_Id="customer_id", orderDate="order_date"
    )
    dataset = join_frames(tmp_path, {"jan": orders, "feb": second})
    assert dataset.rows == 240
    assert dataset.columns == (*orders.columns, "source file")


def test_three_shops_are_a_category(tmp_path: Path) -> None:
    orders = make_orders([f"K{n}" for n in range(100, 160)])
    shops = {
        name: orders.with_columns(order_id=pl.col("order_id") + name[0]).gather_every(3, place)
        for place, name in enumerate(("berlin", "hamburg", "wien"))
    }
    dataset = join_frames(tmp_path, shops)
    assert new_recipe(dataset).roles["source file"] == "category"
    assert set(pl.read_parquet(dataset.path)["source file"]) == set(shops)


def test_order_numbers_that_restart_in_each_shop_stay_apart(tmp_path: Path) -> None:
    first = make_orders([f"K{n}" for n in range(100, 140)])
    second = make_orders([f"Z{n}" for n in range(100, 140)])
    dataset = join_frames(tmp_path, {"north": first, "south": second})
    assert dataset.rows == 240
    assert (
        "120 order numbers (B0, B1, B10) appear in several files for different customers"
        in sentences(dataset)
    )
    assert sum(orders for orders, _ in totals(dataset).values()) == 240


def test_order_numbers_of_the_same_customers_that_restart_stay_apart(tmp_path: Path) -> None:
    first = make_orders([f"K{n}" for n in range(100, 140)])
    second = first.with_columns(order_date=pl.lit("2024-07-15"), amount=pl.col("amount") + 1)
    dataset = join_frames(tmp_path, {"north": first, "south": second})
    assert sum(orders for orders, _ in totals(dataset).values()) == 240
    assert "40 customer numbers appear in several files" in sentences(dataset)


def test_lines_of_one_order_in_two_files_are_one_order(tmp_path: Path) -> None:
    first = make_orders([f"K{n}" for n in range(100, 140)])
    second = first.head(10).with_columns(amount=pl.col("amount") + 1)
    dataset = join_frames(tmp_path, {"lines 1": first, "lines 2": second})
    assert sum(orders for orders, _ in totals(dataset).values()) == 120
    assert "10 order numbers" in sentences(dataset)


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    orders = make_orders([f"K{n}" for n in range(100, 140)])
    paths = []
    for place, part in enumerate((orders.head(80), orders.tail(50))):
        (tmp_path / str(place)).mkdir()
        paths.append(tmp_path / str(place) / "orders.csv")
        part.write_csv(paths[-1])
    dataset = join_files(tmp_path / "work", paths)
    assert dataset.rows == 120
    assert set(pl.read_parquet(dataset.path)["source file"]) == {"orders", "orders (2)"}


def test_equal_rows_within_a_file_are_left_to_the_findings(tmp_path: Path) -> None:
    orders = make_orders([f"K{n}" for n in range(100, 140)])
    twice = pl.concat([orders, orders.head(2)])
    later = orders.with_columns(order_id=pl.col("order_id") + "x", order_date=pl.lit("2025-01-01"))
    dataset = join_frames(tmp_path, {"jan": twice, "feb": later})
    assert dataset.rows == 242


def test_rows_that_nothing_tells_apart_are_kept(tmp_path: Path) -> None:
    baskets = pl.DataFrame(
        {"product": ["tea", "milk"] * 20, "price": [2.5, 1.0] * 20, "unit": ["pc"] * 40}
    )
    dataset = join_frames(tmp_path, {"a": baskets, "b": baskets})
    assert dataset.rows == 80
    assert "kept" in sentences(dataset)


def test_a_column_that_came_later_is_told(tmp_path: Path) -> None:
    orders = make_orders([f"K{n}" for n in range(100, 140)])
    later = orders.with_columns(order_id=pl.col("order_id") + "x", voucher=pl.lit("SUMMER"))
    dataset = join_frames(tmp_path, {"jan": orders, "feb": later})
    assert dataset.rows == 240
    assert "there is no 'voucher' in 'jan.csv'" in sentences(dataset)


def test_stacked_orders_are_joined_with_their_customers(tmp_path: Path) -> None:
    customers = pl.DataFrame(
        {"id": [f"K{n}" for n in range(100, 180)], "email": [f"{n}@x.org" for n in range(80)]}
    )
    dataset = join_frames(tmp_path, {**monthly_files(), "customers": customers})
    assert len(totals(dataset)) == 80
    assert "2 tables were joined" in sentences(dataset)
    assert dataset.plan["grain"] == "orders"

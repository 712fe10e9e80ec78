"""Sets of tables as shops, tills and data bases give them: what is the grain, who is the customer."""

from pathlib import Path

import polars as pl
import pytest

from core.data.joining.tables import LINE, ORDER, PERSON, PRODUCT, column_entity, word_entity
from core.model import Dataset
from tests.core.data.joining.shop_tables import join_frames, sentences
from tests.core.data.joining.test_join import make_orders, roles, totals


def lines_of(orders: pl.DataFrame) -> pl.DataFrame:
    """Two lines for each order, worth what the order is."""
    products = pl.Series("product_id", [f"P{n % 9:03}" for n in range(len(orders))])
    half = orders.select("order_id", products, price=pl.col("amount") / 2, quantity=1)
    return pl.concat([half, half.with_columns(product_id=pl.lit("P100"))])


def test_a_customer_number_that_is_new_with_every_order(tmp_path: Path) -> None:
    orders = make_orders([f"K{n}" for n in range(100, 140)])
    orders = orders.with_columns(customer_id=pl.format("O{}", "order_id"))
    people = orders.select(
        "customer_id", customer_unique_id=pl.Series([f"U{n // 2}" for n in range(120)])
    )
    items = lines_of(orders)
    tables = {"shop_orders": orders.drop("amount"), "shop_order_items": items, "shop_customers": people}
    dataset = join_frames(tmp_path, tables)
    assert roles(dataset)["id"] == "customer_unique_id"
    assert len(totals(dataset)) == 60


def test_employees_and_suppliers_are_no_customers(tmp_path: Path) -> None:
    orders = make_orders([f"K{n}" for n in range(100, 140)])
    orders = orders.with_columns(employee_id=pl.Series([1 + n % 7 for n in range(120)]))
    people = pl.DataFrame({"employee_id": range(1, 8), "first_name": ["A"] * 7, "last_name": ["B"] * 7})
    customers = pl.DataFrame({"customer_id": [f"K{n}" for n in range(100, 140)], "company": ["C"] * 40})
    tables = {"employees": people, "orders": orders, "customers": customers}
    for names in (tuple(tables), tuple(tables)[::-1]):
        dataset = join_frames(tmp_path, {name: tables[name] for name in names})
        assert roles(dataset)["id"] == "customer_id"
        assert len(totals(dataset)) == 40
        assert "last_name" not in dataset.columns
        assert "are not your customers'" in sentences(dataset)


def test_returns_that_name_an_order_twice_add_no_line(tmp_path: Path) -> None:
    orders = make_orders([f"K{n}" for n in range(100, 140)])
    lines = orders.join(lines_of(orders).select("order_id", "product_id"), on="order_id")
    returns = pl.DataFrame({"Returned": ["Yes"] * 20, "order_id": [f"B{n // 2}" for n in range(20)]})
    dataset = join_frames(tmp_path, {"orders": lines, "returns": returns})
    assert dataset.rows == 240
    assert "Returned" in dataset.columns


def test_the_price_of_the_product_where_lines_have_none(tmp_path: Path) -> None:
    orders = make_orders([f"K{n}" for n in range(100, 140)]).drop("amount")
    items = orders.select("order_id", product_id=pl.Series([1 + n % 5 for n in range(120)]), qty=2)
    products = pl.DataFrame(
        {"id": range(1, 6), "name": list("abcde"), "price": [1.5, 2.5, 3.5, 4.5, 5.5], "stock": [7] * 5}
    )
    dataset = join_frames(tmp_path, {"items": items, "products": products, "orders": orders})
    assert sum(money for _, money in totals(dataset).values()) == 2 * 24 * 17.5


def test_lists_of_codes_with_the_same_columns_are_not_one_list(tmp_path: Path) -> None:
    orders = make_orders([f"K{n}" for n in range(100, 140)])
    orders = orders.with_columns(
        brand_id=pl.Series([n % 4 for n in range(120)]),
        category_id=pl.Series([n % 3 for n in range(120)]),
    )
    brands = pl.DataFrame({"id": range(4), "name": list("abcd")})
    categories = pl.DataFrame({"id": range(3), "name": list("xyz")})
    dataset = join_frames(tmp_path, {"orders": orders, "brands": brands, "categories": categories})
    assert "3 tables were joined" in sentences(dataset)
    assert len(totals(dataset)) == 40


def test_what_shares_nothing_is_left_out_and_told(tmp_path: Path) -> None:
    orders = make_orders([f"K{n}" for n in range(100, 140)])
    people = pl.DataFrame({"customer_id": [f"K{n}" for n in range(100, 140)], "city": ["Bonn"] * 40})
    weather = pl.DataFrame({"day": ["2024-01-01"], "degrees": [3.5]})
    dataset = join_frames(tmp_path, {"orders": orders, "people": people, "weather": weather})
    assert "'weather.csv' was left out" in sentences(dataset)


def test_a_known_systems_orders_and_customers(tmp_path: Path) -> None:
    orders = make_orders([f"c{n}@x.org" for n in range(40)])
    export = orders.select(
        pl.col("order_id").alias("Name"),
        pl.col("customer_id").alias("Email"),
        pl.lit("paid").alias("Financial Status"),
        pl.col("amount").alias("Subtotal"),
        (pl.col("amount") + 5).alias("Total"),
        pl.col("order_date").alias("Created at"),
        pl.lit(1).alias("Lineitem quantity"),
        pl.lit("Vase").alias("Lineitem name"),
        pl.col("amount").alias("Lineitem price"),
    )
    people = pl.DataFrame({"Email": [f"C{n}@x.org" for n in range(40)], "First Name": ["A"] * 40})
    dataset = join_frames(tmp_path, {"orders_export": export, "customers_export": people})
    assert (roles(dataset)["amount"], roles(dataset)["date"]) == ("Subtotal", "Created at")
    assert sum(money for _, money in totals(dataset).values()) == orders["amount"].sum()


def test_people_in_two_lists_are_one_row_each(tmp_path: Path) -> None:
    people = pl.DataFrame({"customer_id": range(1, 61), "age": [20 + n % 40 for n in range(60)]})
    places = pl.DataFrame({"customer_id": range(1, 61), "city": ["Bonn", "Ulm", "Kiel"] * 20})
    dataset: Dataset = join_frames(tmp_path, {"demographics": people, "addresses": places})
    assert (dataset.rows, set(dataset.columns)) == (60, {"customer_id", "age", "city"})


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("customer_id", PERSON), ("Associated Contact IDs", PERSON), ("Kundennummer", PERSON),
        ("order_customer_id", PERSON), ("customer_order_id", ORDER), ("Bestellnummer", ORDER),
        ("order_item_id", LINE), ("InvoiceLineId", LINE), ("codigo produto", PRODUCT), ("SKU", PRODUCT),
        ("store_id", "store"), ("customer_zip_code", "zip"), ("id", ""), ("Record ID", ""), ("city", ""),
    ],
)  # fmt: skip
def test_entities_of_key_columns(name: str, entity: str) -> None:
    assert column_entity(name) == entity


def test_entities_of_words() -> None:
    words = ("kunden", "contacts", "pedidos", "articoli", "categories", "id")
    assert [word_entity(w) for w in words] == [PERSON, PERSON, ORDER, PRODUCT, "category", ""]

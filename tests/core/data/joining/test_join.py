"""Tables that belong together come back to the same customers, orders and money, in any order and
spelling; what would multiply money is not joined."""

from collections.abc import Mapping
from itertools import permutations
from pathlib import Path

import polars as pl
import pytest

from core.data import advise_joins, joined_name, new_recipe
from core.data.joining.plan import MissingTable, NotJoinable
from core.features import build_customers
from core.model import Dataset, Notice, RelatedTables
from tests.core.data.joining.shop_tables import (
    join_files,
    join_frames,
    sentences,
    split_shop,
    write_tables,
)

STAR = ("customers", "orders", "order_items", "products", "payments")


def totals(dataset: Dataset) -> dict[str, tuple[int, float]]:
    """Orders and money of each customer, as the program computes them."""
    frame = build_customers(pl.scan_parquet(dataset.path), new_recipe(dataset)).frame
    return {
        str(customer): (int(row["frequency"]), round(float(row["monetary"]), 2))
        for customer, row in frame.to_dict("index").items()
    }


def roles(dataset: Dataset) -> Mapping[str, str]:
    return {role: name for name, role in new_recipe(dataset).roles.items()}


@pytest.mark.parametrize("names", [STAR, STAR[::-1], STAR[2:] + STAR[:2], ("order_items", "orders")])
def test_star_of_five_tables(names: tuple[str, ...], tmp_path: Path) -> None:
    shop = split_shop()
    dataset = join_frames(tmp_path, {name: shop.tables[name] for name in names})
    assert dataset.rows == shop.tables["order_items"].height
    assert totals(dataset) == shop.truth
    assert roles(dataset)["order"] == "OrderID"


RENAMED = [
    {"CustomerID": "customer_id", "OrderID": "order_id", "ProductID": "product_id"},
    {"CustomerID": "Kundennummer", "OrderID": "Bestellnummer", "ProductID": "Artikelnummer"},
    {"CustomerID": "id_client", "OrderID": "numero commande", "ProductID": "code produit"},
    {"CustomerID": "user_id", "OrderID": "Invoice No", "ProductID": "SKU"},
    {"CustomerID": "ID cliente", "OrderID": "pedido_id", "ProductID": "codigo producto"},
]


@pytest.mark.parametrize("names", RENAMED)
def test_renamed_keys(names: dict[str, str], tmp_path: Path) -> None:
    shop = split_shop()
    tables = {
        name: table.rename({old: new for old, new in names.items() if old in table.columns})
        for name, table in shop.tables.items()
    }
    assert totals(join_frames(tmp_path, tables)) == shop.truth


def test_plain_id_columns_are_those_of_their_table(tmp_path: Path) -> None:
    shop = split_shop()
    own_keys = {"customers": "CustomerID", "orders": "OrderID", "products": "ProductID"}
    tables = {
        name: table.rename({own_keys[name]: "id"}) if name in own_keys else table
        for name, table in shop.tables.items()
    }
    assert totals(join_frames(tmp_path, tables)) == shop.truth


@pytest.mark.parametrize("names", [*permutations(("customers", "orders", "payments"))][::2])
def test_orders_with_payments(names: tuple[str, ...], tmp_path: Path) -> None:
    shop = split_shop()
    dataset = join_frames(tmp_path, {name: shop.tables[name] for name in names})
    assert totals(dataset) == shop.truth


def test_payments_beside_lines_are_compared_and_left_out(tmp_path: Path) -> None:
    shop = split_shop()
    dataset = join_frames(tmp_path, shop.tables)
    total = f"{sum(worth for _, worth in shop.truth.values()):,.2f}"
    assert "'payments.csv' was left out" in sentences(dataset)
    assert sentences(dataset).count(total) == 2


def test_payments_and_parcels_are_added_up_for_each_order(tmp_path: Path) -> None:
    shop = split_shop()
    parcels = shop.tables["payments"].select("OrderID", parcel=pl.lit("box"), weight=pl.lit(1.5))
    tables = {name: shop.tables[name] for name in ("customers", "orders", "payments")}
    dataset = join_frames(tmp_path, {**tables, "shipments": parcels})
    assert dataset.rows == shop.tables["orders"].height
    assert totals(dataset) == shop.truth
    assert "were added up first" in sentences(dataset)


def test_totals_of_an_order_do_not_count_for_each_line(tmp_path: Path) -> None:
    shop = split_shop()
    orders = shop.tables["orders"].with_columns(Total=pl.lit(99.5), Shipping=pl.lit(4.9))
    tables = {"orders": orders, "items": shop.tables["order_items"]}
    dataset = join_frames(tmp_path, tables)
    assert totals(dataset) == shop.truth
    assert "'Total' and 'Shipping' of 'orders.csv'" in sentences(dataset)


def test_keys_as_numbers_and_as_text_with_leading_zeros(tmp_path: Path) -> None:
    orders = make_orders([f"{n:06}" for n in range(1, 41)])
    customers = pl.DataFrame({"customer_id": range(1, 41), "email": [f"a{n}@x.org" for n in range(40)]})
    dataset = join_frames(tmp_path, {"orders": orders, "customers": customers})
    assert dataset.rows == orders.height
    assert len(totals(dataset)) == 40
    assert "120 of 120 rows match" in sentences(dataset)


def make_orders(customers: list[str] | list[int]) -> pl.DataFrame:
    """Three orders for each of the customers."""
    return pl.DataFrame(
        {
            "order_id": [f"B{n}" for n in range(3 * len(customers))],
            "customer_id": [customer for customer in customers for _ in range(3)],
            "order_date": [f"2024-{1 + n % 12:02}-{1 + n % 27:02}" for n in range(3 * len(customers))],
            "amount": [10 + n % 7 + 0.5 for n in range(3 * len(customers))],
        }
    )


def test_unmatched_rows_are_kept_and_told_with_examples(tmp_path: Path) -> None:
    orders = make_orders([f"K{n}" for n in range(10, 50)])
    customers = pl.DataFrame({"customer_id": [f"K{n}" for n in range(12, 60)], "city": ["Bonn"] * 48})
    dataset = join_frames(tmp_path, {"orders": orders, "customers": customers})
    assert (dataset.rows, len(totals(dataset))) == (120, 40)
    assert "6 rows of 'orders.csv' (5.0 %) have a 'customer_id'" in sentences(dataset)
    assert "K10, K11" in sentences(dataset)
    assert "10 of 48 entries of 'customers.csv' (K50, K51, K52)" in sentences(dataset)


def test_a_customer_listed_twice_is_told_and_counts_once(tmp_path: Path) -> None:
    orders = make_orders([f"K{n}" for n in range(10, 50)])
    names = [f"K{n}" for n in range(10, 50)]
    customers = pl.DataFrame({"customer_id": [*names, "K10"], "city": ["Bonn"] * 41})
    dataset = join_frames(tmp_path, {"orders": orders, "customers": customers})
    assert dataset.rows == orders.height
    assert "'customer_id' K10 appears more than once in 'customers.csv'" in sentences(dataset)


def test_many_rows_on_both_sides_are_refused(tmp_path: Path) -> None:
    orders = make_orders([f"K{n}" for n in range(10, 50)])
    visits = orders.select("customer_id", visit_date="order_date")
    with pytest.raises(NotJoinable, match=r"several\s+times"):
        join_frames(tmp_path, {"orders": orders, "visits": visits})


def test_row_numbers_on_both_sides_are_no_key(tmp_path: Path) -> None:
    numbers = range(1, 61)
    first = pl.DataFrame({"id": numbers, "date": ["2024-01-05"] * 60, "amount": [5.5] * 60})
    second = pl.DataFrame({"id": numbers, "region": ["north", "south"] * 30})
    with pytest.raises(NotJoinable, match="share no column"):
        join_frames(tmp_path, {"sales": first, "regions": second})


@pytest.mark.parametrize("name", ["line", "No.", "entry no"])
def test_equal_names_of_row_numbers_are_no_key(name: str, tmp_path: Path) -> None:
    first = pl.DataFrame({name: range(1, 61), "amount": [5.5] * 60, "day": ["2024-01-05"] * 60})
    second = pl.DataFrame({name: range(1, 81), "region": ["north", "south"] * 40})
    with pytest.raises(NotJoinable):
        join_frames(tmp_path, {"sales": first, "regions": second})


@pytest.mark.parametrize("columns", [("Kunde-Ref", "Debitor"), ("buyer", "ref"), ("x1", "x2")])
def test_codes_under_other_names_are_matched_by_their_values(
    columns: tuple[str, str], tmp_path: Path
) -> None:
    orders = make_orders([f"K-{n}7" for n in range(100, 140)]).rename({"customer_id": columns[0]})
    people = pl.DataFrame({columns[1]: [f"K-{n}7" for n in range(100, 150)], "first name": ["A"] * 50})
    dataset = join_frames(tmp_path, {"orders": orders, "people": people})
    assert len(totals(dataset)) == 40


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("Email", "A{}@Shop.org "), ("E-Mail-Adresse", "a{}@shop.org")),
        (("Customer Email", "a{}@shop.org"), ("email", "A{}@SHOP.ORG")),
        (("Phone", "+49 (228) 55{}"), ("Telefon", "0049 228 55{}")),
    ],
)
def test_records_are_linked_by_address_or_number(
    left: tuple[str, str], right: tuple[str, str], tmp_path: Path
) -> None:
    codes = range(1000, 1040)
    orders = make_orders([left[1].format(n) for n in codes]).rename({"customer_id": left[0]})
    people = pl.DataFrame({right[0]: [right[1].format(n) for n in codes], "city": ["Bonn"] * 40})
    dataset = join_frames(tmp_path, {"orders": orders, "contacts": people})
    assert (dataset.rows, len(totals(dataset))) == (120, 40)
    assert "120 of 120 rows match" in sentences(dataset)


def test_name_and_postcode_are_a_suggestion(tmp_path: Path) -> None:
    orders = make_orders([f"N{n}" for n in range(40)]).rename({"customer_id": "Name"})
    orders = orders.with_columns(Postcode=pl.lit("53113"))
    people = pl.DataFrame({"name": [f"n{n}" for n in range(40)], "plz": ["53113"] * 40})
    with pytest.raises(NotJoinable, match="40 names with the same postcode"):
        join_frames(tmp_path, {"orders": orders, "people": people})


def test_a_saved_plan_joins_the_next_months_files(tmp_path: Path) -> None:
    shop = split_shop()
    first = join_frames(
        tmp_path, {name: shop.tables[name] for name in ("customers", "orders", "payments")}
    )
    renamed = {
        "zahlungen-05": shop.tables["payments"],
        "kunden-05": shop.tables["customers"],
        "auftraege-05": shop.tables["orders"].tail(200),
    }
    again = join_files(tmp_path / "next", write_tables(tmp_path, renamed), first.plan)
    assert again.rows == shop.tables["payments"].height
    assert [link["single_key"] for link in again.plan["lookups"]] == ["OrderID", "CustomerID"]
    with pytest.raises(MissingTable, match=r"'orders\.csv'"):
        join_files(
            tmp_path / "less",
            write_tables(tmp_path, {"p": renamed["zahlungen-05"], "c": renamed["kunden-05"]}),
            first.plan,
        )


def test_deals_belong_to_their_contacts(tmp_path: Path) -> None:
    contacts = pl.DataFrame(
        {
            "Record ID": range(7001, 7041),
            "First Name": ["A"] * 40,
            "Email": [f"p{n}@x.org" for n in range(40)],
        }
    )
    deals = pl.DataFrame(
        {
            "Record ID": range(1, 81),
            "Deal Name": [f"Deal {n}" for n in range(80)],
            "Amount": [100.0 + n for n in range(80)],
            "Close Date": [f"2024-05-{1 + n % 28:02}" for n in range(80)],
            "Associated Contact IDs": [f"{7001 + n % 40};{7001 + (n + 1) % 40}" for n in range(80)],
        }
    )
    dataset = join_frames(tmp_path, {"hubspot-contacts": contacts, "hubspot-deals": deals})
    assert (dataset.rows, len(totals(dataset))) == (80, 40)
    assert "by the first of several in a cell" in sentences(dataset)
    assert (roles(dataset)["amount"], roles(dataset)["date"]) == ("Amount", "Close Date")


def test_many_files_have_a_short_name() -> None:
    parts = [Dataset(f"{i}", f"sales-{i:02}.csv", "", 1, ("a",)) for i in range(1, 13)]
    assert joined_name(parts) == "12 files: sales-01.csv … sales-12.csv"
    assert joined_name(parts[:3]) == "sales-01.csv + sales-02.csv + sales-03.csv"
    assert joined_name([parts[0], parts[0]]) == "sales-01.csv"


def test_advice_for_the_command_line_names_the_sheets() -> None:
    related = (
        RelatedTables("They tell of the same.", ("Orders", "People")),
        RelatedTables("They are alike.", ("Jan, Feb", "Mar"), are_alike=True),
    )
    notices = tuple(Notice(text) for text in ("They tell of the same.", "They are alike.", "No more."))
    dataset = Dataset("1", "book.xlsx", "", 1, ("a",), notices, table_groups=related)
    assert [notice.text for notice in advise_joins(dataset)] == [
        'They tell of the same. To join them, name them: --sheet "Orders,People".',
        'They are alike. To join them, name them: --sheet "Jan, Feb" --sheet "Mar".',
        "No more.",
    ]

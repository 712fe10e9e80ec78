"""Guessed roles on real tables, on many ways to name the same columns, and on any table at all."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any, get_args

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.columns.column_names import name_words, role_hints
from core.data.columns.profile import profile_columns
from core.data.columns.role_rules import SINGLE
from core.data.columns.roles import (
    MissingRole,
    NothingToCompare,
    RepeatedRole,
    UnknownColumn,
    UnknownRole,
    check_roles,
    guess_roles,
)
from core.data.samples import make_sample
from core.model import Role, RoleGuess, Table
from tests.support.real_tables import Shared, bank, online_retail, online_retail_ii, shoppers, wholesale
from tests.support.table_strategies import tables


def guess_from(frame: pl.LazyFrame | pl.DataFrame, table: Table | None = None) -> RoleGuess:
    frame = frame.lazy()
    return guess_roles(profile_columns(frame), frame.select(pl.len()).collect().item(), table)


def test_wholesale(shared: Shared) -> None:
    guess = guess_from(wholesale(shared))
    assert guess.table == "customers"
    assert Counter(guess.roles.values()) == {"category": 2, "number": 6}
    assert guess.roles["Channel"] == guess.roles["Region"] == "category"


def test_online_retail(shared: Shared) -> None:
    guess = guess_from(online_retail(shared))
    assert guess.table == "transactions"
    assert guess.roles == {
        "InvoiceNo": "order", "StockCode": "product", "Description": "text", "Quantity": "quantity",
        "InvoiceDate": "date", "UnitPrice": "unit_price", "CustomerID": "id", "Country": "country",
    }  # fmt: skip
    assert "4,372 customers in 541,909 rows" in guess.reason


def test_online_retail_ii_under_other_names_and_with_decimal_ids(shared: Shared) -> None:
    guess = guess_from(online_retail_ii(shared))
    assert guess.table == "transactions"
    assert guess.roles == {
        "Invoice": "order", "StockCode": "product", "Description": "text", "Quantity": "quantity",
        "InvoiceDate": "date", "Price": "unit_price", "Customer ID": "id", "Country": "country",
    }  # fmt: skip


def test_online_shoppers(shared: Shared) -> None:
    guess = guess_from(shoppers(shared))
    codes = {"Month", "OperatingSystems", "Browser", "Region", "TrafficType", "VisitorType", "Weekend"}
    assert guess.table == "customers"
    assert {name for name, role in guess.roles.items() if role == "category"} == codes
    assert guess.roles["Revenue"] == "label"
    assert Counter(guess.roles.values()) == {"category": 7, "label": 1, "number": 10}


def test_bank(shared: Shared) -> None:
    guess = guess_from(bank(shared))
    texts = {name for name, dtype in bank(shared).collect_schema().items() if dtype == pl.String}
    assert guess.table == "customers"
    assert guess.roles["y"] == "label"
    assert {name for name, role in guess.roles.items() if role == "category"} == texts - {"y"}
    assert guess.roles["pdays"] == "number"
    assert "id" not in guess.roles.values()


def invoice_lines(**names: str) -> pl.DataFrame:
    """Order lines of 40 customers under the given column names, one keyword a role."""
    n = 400
    values: dict[str, list[Any]] = {
        "id": [1000 + i * 7 % 40 for i in range(n)],
        "order": [f"A{i // 3}" for i in range(n)],
        "date": [datetime(2024, 1, 1) + timedelta(hours=i) for i in range(n)],
        "product": [f"P-{i % 30}" for i in range(n)],
        "quantity": [1 + i % 9 for i in range(n)],
        "unit_price": [0.5 + i % 17 for i in range(n)],
        "amount": [1.25 * (i % 23) for i in range(n)],
        "country": [("Wonderland", "Oz", "Narnia")[i % 3] for i in range(n)],
        "latitude": [40 + i % 7 * 0.3 for i in range(n)],
        "longitude": [-3 + i % 7 * 0.3 for i in range(n)],
    }
    return pl.DataFrame({name: values[role] for role, name in names.items()})


@pytest.mark.parametrize(
    "names",
    [
        {"id": "customer_id", "order": "order_id", "date": "order_date", "amount": "total_amount"},
        {"id": "Kundennummer", "order": "Bestellnummer", "date": "Bestelldatum", "quantity": "Menge",
         "unit_price": "Einzelpreis", "product": "Artikelnummer", "country": "Land"},
        {"id": "Kunden-Nr.", "order": "Rechnungsnr", "date": "Datum", "amount": "Rechnungsbetrag"},
        {"id": "N° client", "order": "Numéro commande", "date": "Date commande", "quantity": "Quantité",
         "unit_price": "Prix unitaire", "product": "Code article", "country": "Pays"},
        {"id": "ID Cliente", "order": "Num. Pedido", "date": "Fecha pedido", "amount": "Importe total",
         "product": "Código producto", "country": "País"},
        {"id": "codice_cliente", "order": "fattura", "date": "data_ordine", "quantity": "quantità",
         "unit_price": "prezzo", "product": "codice articolo", "country": "paese"},
        {"id": "klantnummer", "order": "factuur", "date": "datum", "amount": "omzet", "quantity": "aantal"},
        {"id": "userId", "order": "transactionId", "date": "timestamp", "amount": "Revenue", "product": "sku"},
        {"id": "CUST_ID", "order": "RECEIPT_NO", "date": "SALE_DATE", "quantity": "QTY",
         "unit_price": "UNIT_PRICE", "product": "ITEM_CODE"},
        {"id": "client", "date": "day", "amount": "spend", "latitude": "store_lat", "longitude": "store_lng"},
        {"id": "customer_unique_id", "order": "order_id", "date": "order_purchase_timestamp",
         "amount": "payment_value", "product": "product_id"},
        {"id": "Customer ID", "order": "Order ID", "date": "Order Date", "amount": "Sales",
         "quantity": "Quantity", "product": "Product ID", "country": "Country"},
        {"id": "member", "order": "Ticket", "date": "Purchase Date", "quantity": "Units",
         "unit_price": "Price", "amount": "Line Total", "product": "EAN"},
        {"id": "cliente", "order": "pedido", "date": "data da compra", "amount": "valor total"},
    ],
    ids=lambda names: names["id"],
)  # fmt: skip
def test_names_of_transaction_columns(names: dict[str, str]) -> None:
    guess = guess_from(invoice_lines(**names))
    expected: dict[str, str] = {name: role for role, name in names.items()}
    assert (guess.table, guess.roles) == ("transactions", expected)


def test_a_price_without_a_quantity_is_the_amount() -> None:
    guess = guess_from(invoice_lines(id="customer", date="date", unit_price="price"))
    assert (guess.table, guess.roles["price"]) == ("transactions", "amount")


def customer_table(**columns: list[Any]) -> pl.DataFrame:
    n = 60
    return pl.DataFrame({"CustomerID": [900 + 3 * i for i in range(n)], **columns})


def test_a_table_with_one_row_a_customer() -> None:
    n = range(60)
    table = customer_table(
        Gender=["F" if i % 2 else "M" for i in n],
        Age=[20 + i % 40 for i in n],
        SpendingScore=[i % 100 for i in n],
        Rating=[1 + i % 5 for i in n],
        Segment=[1 + i % 4 for i in n],
        Kids=[i % 3 for i in n],
        TotalSpent=[i * 2.5 for i in n],
        Joined=[datetime(2020, 1, 1) + timedelta(days=i) for i in n],
        Churn=[i % 2 for i in n],
        Geography=[("France", "Spain", "Germany")[i % 3] for i in n],
        store_id=[i % 6 + 1000 for i in n],
        Surname=[f"Name {i}" for i in n],
        Currency=["EUR"] * 60,
        Nothing=[None] * 60,
        RowNumber=list(n),
        Quantity=[i % 11 for i in n],
    )
    guess = guess_from(table)
    assert guess.table == "customers"
    assert guess.roles == {
        "CustomerID": "id", "Gender": "category", "Age": "number", "SpendingScore": "number",
        "Rating": "number", "Segment": "category", "Kids": "number", "TotalSpent": "amount",
        "Joined": "date", "Churn": "label", "Geography": "country", "store_id": "category",
        "Surname": "text", "Currency": "ignore", "Nothing": "ignore", "RowNumber": "ignore",
        "Quantity": "number",
    }  # fmt: skip
    assert (
        guess.reasons["CustomerID"]
        == "A different value in almost every row, and its name ends in 'ID'."
    )


def test_countries_are_known_by_their_values() -> None:
    values = [("France", "Germany", "Spain")[i % 3] for i in range(60)]
    assert guess_from(customer_table(Where=values)).roles["Where"] == "country"
    assert (
        guess_from(customer_table(Where=[f"shop {i % 3}" for i in range(60)])).roles["Where"]
        == "category"
    )


def test_an_id_without_a_telling_name_is_known_by_its_values() -> None:
    table = pl.DataFrame({"a": [f"K{i:03}" for i in range(40)], "b": [i * i % 37 for i in range(40)]})
    assert guess_from(table).roles == {"a": "id", "b": "number"}


def test_latitude_needs_fitting_values() -> None:
    assert guess_from(customer_table(lat=[float(i) for i in range(60)])).roles["lat"] == "latitude"
    assert guess_from(customer_table(lat=[float(i) * 10 for i in range(60)])).roles["lat"] == "number"


def test_the_best_of_several_dates_is_taken() -> None:
    table = invoice_lines(id="Customer", date="Order Date", amount="Sales")
    late = table.select((pl.col("Order Date") + pl.duration(days=3)).alias("Ship Date"))
    guess = guess_from(pl.concat([late, table], how="horizontal"))
    assert (guess.roles["Order Date"], guess.roles["Ship Date"]) == ("date", "ignore")


@pytest.mark.parametrize("customers", [1, 2])
def test_a_few_lines_of_hardly_any_customer_are_transactions(customers: int) -> None:
    names = {"order": "OrderID", "date": "OrderDate", "quantity": "Quantity", "unit_price": "UnitPrice"}
    table = invoice_lines(id="CustomerID", **names).head(5)
    table = table.with_columns(CustomerID=pl.Series([1000 + i % customers for i in range(5)]))
    guess = guess_from(table)
    assert (guess.table, guess.roles["CustomerID"]) == ("transactions", "id")
    assert f"({customers} customer{'s' * (customers > 1)} in 5 rows)" in guess.reason


def test_the_shop_s_first_lines_are_transactions() -> None:
    for rows in (3, 5, 40):
        assert guess_from(make_sample("shop", rows, 0)).table == "transactions"


def test_one_account_for_all_customers_makes_no_transactions() -> None:
    n = range(60)
    table = customer_table(
        Joined=[datetime(2020, 1, 1) + timedelta(days=i) for i in n], TotalSpent=[i * 2.5 for i in n]
    ).rename({"CustomerID": "ContactID"})
    guess = guess_from(table.with_columns(AccountID=pl.lit(77)))
    assert (guess.table, guess.roles["AccountID"]) == ("customers", "ignore")
    bought = invoice_lines(id="Customer", date="Date", amount="Sales", order="Invoice")
    assert guess_from(bought.with_columns(AccountID=pl.lit(77))).roles["Customer"] == "id"


def test_what_the_user_says_about_the_table_holds() -> None:
    table = invoice_lines(id="Customer", date="Date", amount="Sales", order="Invoice")
    assert guess_from(table).table == "transactions"
    guess = guess_from(table, "customers")
    assert guess.table == "customers"
    assert "order" not in guess.roles.values()


@pytest.mark.parametrize(
    ("name", "words"),
    [("CustomerID", "customer id"), ("UNIT_PRICE", "unit price"), ("Straße-Nr.", "strasse nr"),
     ("numéroClient", "numero client"), ("HTTPStatus", "http status"), ("  ", "")],
)  # fmt: skip
def test_names_are_read_as_words(name: str, words: str) -> None:
    assert name_words(name) == words


@pytest.mark.parametrize(
    "name",
    ["PageValues", "cons.price.idx", "Spending Score", "discount_amount", "avg_order_value", "balance"],
)
def test_names_that_are_not_money(name: str) -> None:
    assert not {"amount", "unit_price"} & role_hints(name).keys()


@settings(max_examples=150)
@given(tables(), st.sampled_from([None, "customers", "transactions"]))
def test_any_table_gets_one_role_a_column(table: pl.DataFrame, kind: Table | None) -> None:
    guess = guess_from(table, kind)
    assert list(guess.roles) == list(guess.reasons) == table.columns
    assert set(guess.roles.values()) <= set(get_args(Role))
    assert all(text.endswith(".") for text in (guess.reason, *guess.reasons.values()))
    times = Counter(guess.roles.values())
    assert all(times[role] <= 1 for role in SINGLE)
    assert kind is None or guess.table == kind


COLUMNS = ("who", "when", "price", "pieces", "total")
GOOD: dict[str, Role] = {"who": "id", "when": "date", "price": "unit_price", "pieces": "quantity"}


def test_good_roles_pass() -> None:
    check_roles(GOOD, "transactions", COLUMNS)
    check_roles({"who": "id", "when": "date", "total": "amount"}, "transactions", COLUMNS)
    check_roles({"price": "number", "pieces": "number"}, "customers", COLUMNS)


@pytest.mark.parametrize("lacking", [("who",), ("when", "price"), ("when", "pieces")])
def test_transactions_lack_something(lacking: tuple[str, ...]) -> None:
    with pytest.raises(MissingRole):
        check_roles({n: r for n, r in GOOD.items() if n not in lacking}, "transactions", COLUMNS)


@pytest.mark.parametrize("lacking", ["when", "price", "pieces"])
def test_transactions_may_lack_dates_or_money(lacking: str) -> None:
    check_roles({n: r for n, r in GOOD.items() if n != lacking}, "transactions", COLUMNS)


def test_roles_that_cannot_be() -> None:
    with pytest.raises(UnknownColumn, match=r"'nobody'.*'who', 'when'"):
        check_roles({"nobody": "id"}, "customers", COLUMNS)
    with pytest.raises(UnknownRole, match="'boss'"):
        check_roles({"who": "boss"}, "customers", COLUMNS)  # type: ignore[dict-item]
    with pytest.raises(RepeatedRole, match="'who', 'when' are all given as id"):
        check_roles({"who": "id", "when": "id"}, "customers", COLUMNS)
    with pytest.raises(NothingToCompare):
        check_roles({"who": "id", "when": "text"}, "customers", COLUMNS)


@pytest.mark.parametrize(("id", "key"), [("id", "id"), ("nr", "e-mail")])
def test_an_id_of_a_customer_goes_before_an_address(id: str, key: str) -> None:
    rows = range(300)
    guess = guess_from(pl.DataFrame({
        id: [f"K{i}" for i in rows], "e-mail": [f"p{i}@example.org" for i in rows],
        "spend": [float(i) for i in rows], "orders": [i % 9 for i in rows],
    }))  # fmt: skip
    assert guess.roles[key] == "id"


@pytest.mark.parametrize("column", ["first_name", "Last name", "Vorname", "Nachname", "apellido"])
def test_names_of_people_are_no_feature(column: str) -> None:
    rows = range(300)
    guess = guess_from(pl.DataFrame({
        "customer_id": [f"c{i}" for i in rows], column: [f"N{i % 12}" for i in rows],
        "brand_name": [f"B{i % 12}" for i in rows], "spend": [float(i) for i in rows],
    }))  # fmt: skip
    assert guess.roles[column] == "text" and guess.roles["brand_name"] == "category"


def test_telephone_numbers_are_no_feature() -> None:
    rows = range(300)
    guess = guess_from(pl.DataFrame({
        "customer_id": [f"c{i}" for i in rows], "Mobile phone": [491700000000 + 7 * i % 91 for i in rows],
        "phone_calls": [i % 9 for i in rows], "spend": [float(i) for i in rows],
    }))  # fmt: skip
    assert guess.roles["Mobile phone"] == "ignore" and guess.roles["phone_calls"] != "ignore"

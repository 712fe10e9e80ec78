"""What kind of table a file is: what customers did with and without money or dates, or a list of
something else; and the columns that only look like money, ids or features."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest

from core.data.columns.profile import profile_columns
from core.data.columns.roles import NotCustomers, check_roles, guess_roles, override_roles
from core.model import Role, RoleGuess, Table

N = 240
START = datetime(2024, 1, 1)


def guess_from(
    columns: Mapping[str, list[Any]], table: Table | None = None, **chosen: Role
) -> RoleGuess:
    frame = pl.DataFrame(dict(columns), strict=False).lazy()
    return guess_roles(profile_columns(frame), frame.select(pl.len()).collect().item(), table, chosen)


def repeated(count: int, prefix: str = "K") -> list[str]:
    return [f"{prefix}{i * 7 % count:03}" for i in range(N)]


def days() -> list[datetime]:
    return [START + timedelta(days=i * 11 % 300) for i in range(N)]


def money() -> list[float]:
    return [3.5 + i * 13 % 97 for i in range(N)]


@pytest.mark.parametrize(
    ("who", "when", "what"),
    [
        ("Member_number", "Date", "itemDescription"),
        ("Kundennummer", "Datum", "Artikel"),
        ("numéro client", "Date visite", "Produit"),
        ("ID Cliente", "Fecha", "Producto"),
        ("codice cliente", "data", "prodotto"),
        ("klantnummer", "datum", "artikel"),
        ("id do cliente", "data", "produto"),
    ],
)
def test_visits_without_money_are_what_customers_did(who: str, when: str, what: str) -> None:
    guess = guess_from({who: repeated(40), when: days(), what: repeated(9, "P")})
    assert guess.table == "transactions"
    assert (guess.roles[who], guess.roles[when], guess.roles[what]) == ("id", "date", "product")
    assert "amount" not in guess.roles.values()
    assert "No column holds money" in guess.reason


@pytest.mark.parametrize(
    ("who", "worth", "what"),
    [
        ("User_ID", "Amount", "Product_ID"),
        ("Kunden-Nr.", "Betrag", "Artikelnummer"),
        ("N° client", "Montant", "Code article"),
        ("cliente", "Importe", "Código producto"),
        ("id cliente", "importo", "codice articolo"),
        ("klant", "bedrag", "artikelnummer"),
    ],
)
def test_purchases_without_dates_are_what_customers_did(who: str, worth: str, what: str) -> None:
    guess = guess_from({who: repeated(40), worth: money(), what: repeated(9, "P")})
    assert (guess.table, guess.roles[who], guess.roles[worth]) == ("transactions", "id", "amount")
    assert "No column holds dates" in guess.reason and "recency" in guess.reason


def test_what_is_called_a_date_but_is_none_is_named() -> None:
    columns = {"customer_id": repeated(40), "total": money()}
    text = guess_from({**columns, "Order Date": [f"day {i % 90}" for i in range(N)]})
    assert "'Order Date' holds no dates (such as 'day " in text.reason
    number = guess_from({**columns, "day": [1 + i % 700 for i in range(N)]})
    assert "'day' holds no dates" in number.reason and number.table == "transactions"


def test_customers_of_whom_a_few_stand_twice_stay_customers() -> None:
    ids = [f"C{i - (i > 200) * 30:03}" for i in range(N)]  # 16 % of the rows repeat a customer
    guess = guess_from(
        {"customer_id": ids, "signup_date": days(), "age": [20 + i % 50 for i in range(N)]}
    )
    assert guess.table == "customers"
    spent = guess_from(
        {"customer_id": ids, "total_spend": money(), "age": [20 + i % 50 for i in range(N)]}
    )
    assert spent.table == "customers"


def test_rows_that_repeat_a_customer_with_attributes_stay_customers() -> None:
    guess = guess_from({"customer_id": repeated(40), "age": [20 + i % 50 for i in range(N)]})
    assert guess.table == "customers" and "no dates and no money" in guess.reason


def test_each_customer_who_bought_once_has_an_order() -> None:
    columns = {"order_id": [*range(7000, 7000 + N)], "customer_id": [f"c{i}" for i in range(N)]}
    guess = guess_from({**columns, "order_date": days(), "total": money()})
    assert (guess.table, guess.roles["order_id"]) == ("transactions", "order")
    joined = guess_from({**columns, "joined": days(), "total": money()})
    assert joined.table == "customers"


@pytest.mark.parametrize(
    ("columns", "seen"),
    [
        ({"product_id": [*range(500, 500 + N)], "brand": repeated(5), "department": repeated(9)}, "list of products"),
        ({"SKU": [f"S{i}" for i in range(N)], "price": money(), "stock": [i % 90 for i in range(N)]}, "list of products"),
        ({"Artikelnummer": [*range(500, 500 + N)], "Preis": money(), "Warengruppe": repeated(6)}, "list of products"),
        ({"campaign_id": [*range(N)], "type": repeated(3), "start": days()}, "list of campaigns"),
        ({"order_id": repeated(90, "B"), "product": repeated(9), "quantity": [1 + i % 4 for i in range(N)]}, "line of an order"),
        ({"Rechnungsnr": [*range(N)], "Datum": days(), "Summe": money()}, "an order"),
        ({"day": [START + timedelta(days=i) for i in range(N)], "sales": money()}, "one row for each date"),
        ({"store": repeated(9), "date": days(), "weekly_sales": money()}, "about a shop"),
        ({"asin": repeated(60), "rating": [1 + i % 5 for i in range(N)], "review": [f"text {i}" for i in range(N)]}, "about a product"),
        ({"Variable": [f"v{i}" for i in range(N)], "Description": [f"about {i}" for i in range(N)], "type": repeated(3)}, "columns of another table"),
    ],
)  # fmt: skip
def test_lists_of_something_else(columns: dict[str, list[Any]], seen: str) -> None:
    guess = guess_from(columns)
    assert guess.table == "other" and "id" not in guess.roles.values()
    assert seen in guess.reason and "No column says who bought" in guess.reason
    with pytest.raises(NotCustomers, match="what a row"):
        check_roles(guess.roles, guess.table, tuple(columns))
    assert guess_from(columns, "customers").table == "customers"


def test_who_got_which_campaign_tells_nothing_of_customers() -> None:
    columns = {"household_id": [i * 7 % 90 for i in range(N)], "campaign_id": [i % 7 for i in range(N)]}
    guess = guess_from(columns)
    assert guess.table == "other" and "more than once" in guess.reason and "no date" in guess.reason


def test_baskets_are_told_by_the_values_that_their_columns_share() -> None:
    goods = [f"item {i % 31}" for i in range(N * 3)]
    columns = {
        f"c{j}": [None if i % 6 < j else goods[(i * 5 + j) % 10 if i % 2 else i] for i in range(N)]
        for j in range(5)
    }
    guess = guess_from(columns)
    assert guess.table == "other" and "basket of products" in guess.reason


def test_baskets_with_a_few_very_long_ones_are_told() -> None:
    lengths = [1 + i % 4 + 9 * (i % 60 == 0) for i in range(N)]
    goods = [f"item {i % 37}" for i in range(N * 9)]
    columns = {
        f"Column {j}": [goods[i * 5 + j] if j < n else None for i, n in enumerate(lengths)]
        for j in range(12)
    }
    guess = guess_from(columns)
    assert guess.table == "other" and "basket of products" in guess.reason


def test_years_are_written_without_a_mark_between_thousands() -> None:
    columns = {
        "Year_Birth": [1893 + i * 7 % 103 for i in range(N)],
        "Income": [1500 + i for i in range(N)],
    }
    reasons = guess_from(columns).reasons
    assert reasons["Year_Birth"] == "Years from 1893 to 1995."
    assert reasons["Income"] == "Numbers from 1,500 to 1,739."


@pytest.mark.parametrize(
    "columns",
    [
        {"name": [f"Name {i}" for i in range(N)], "born in": [f"Town {i % 9}" for i in range(N)], "lives in": [None if i % 9 == 0 else f"Town {i % 9}" for i in range(N)], "works in": [f"Town {i % 9}" for i in range(N)]},
        {"Channel": [1 + i % 2 for i in range(N)], "Fresh": money(), "Milk": [i * 3 % 71 for i in range(N)]},
        {"agree": ["yes", "no", "maybe"] * 80, "like": ["no", "maybe", "yes"] * 80, "buy": ["maybe", "yes", "no"] * 80},
        {"Booking_ID": [f"B{i}" for i in range(N)], "no_of_adults": [1 + i % 3 for i in range(N)], "price": money()},
        {"Invoice ID": [f"{i}-1" for i in range(N)], "Gender": ["f", "m"] * 120, "Total": money(), "Rating": [i % 9 for i in range(N)]},
        {"Age": [20 + i % 50 for i in range(N)], "Product": repeated(5), "Income": money()},
    ],
)  # fmt: skip
def test_tables_that_tell_of_people_or_of_nothing_else_stay_customers(
    columns: dict[str, list[Any]],
) -> None:
    guess = guess_from(columns)
    assert guess.table == "customers" and "id" not in guess.roles.values()
    assert "No column says who" in guess.reason


def test_the_column_that_could_be_the_customer_is_named() -> None:
    columns = {"order_id": repeated(90, "B"), "party_id": [i * 7 % 41 for i in range(N)], "day": days()}
    guess = guess_from(columns)
    assert guess.table == "other" and "'party_id' could be the customer" in guess.reason
    told = guess_from(columns, party_id="id")
    assert (told.table, told.roles["party_id"]) == ("transactions", "id")


def test_people_are_told_by_their_address_telephone_card_or_name() -> None:
    lines: dict[str, list[Any]] = {
        "Invoice No": [f"I{i}" for i in range(N)],
        "Date": days(),
        "Total": money(),
    }
    addresses = [f"p{i * 7 % 40}@example.org" for i in range(N)]
    phones = [f"+49 30 {123400 + i * 7 % 40}" for i in range(N)]
    names = [f"{'ABCDEFGH'[i % 8]}nna {'KLMNO'[i * 7 % 5]}uster" for i in range(N)]
    for column, values, risk in (
        ("Billing e-mail", addresses, "two addresses"),
        ("Kontakt", addresses, "two addresses"),
        ("Telefon", phones, "shares one"),
        ("Customer Name", names, "the same name"),
        ("Kundenname", names, "the same name"),
        ("Loyalty card no", repeated(40), "card"),
        ("Kundenkarte", repeated(40), "card"),
        ("cc_num", [4_000_000_000_000_000 + i * 7 % 40 for i in range(N)], "card"),
    ):
        guess = guess_from({**lines, column: values})
        assert (guess.table, guess.roles[column]) == ("transactions", "id"), column
        assert risk in guess.reasons[column]
    guess = guess_from(
        {**lines, "Customer Name": names, "email": addresses, "Customer ID": repeated(40)}
    )
    assert guess.roles["Customer ID"] == "id"


@pytest.mark.parametrize(
    "column",
    ["Sales Rep", "Employee Name", "Deal Owner", "Store ID", "Shop", "Seller ID", "Verkäufer", "asin",
     "Product Name", "Manager", "Campaign ID", "Cashier No"],
)  # fmt: skip
def test_whoever_sells_and_what_is_sold_is_no_customer(column: str) -> None:
    values = [f"{'ABCDEFGH'[i % 8]}nna {'KLMNO'[i * 7 % 5]}uster" for i in range(N)]
    guess = guess_from(
        {"Order No": [f"I{i}" for i in range(N)], "Date": days(), "Total": money(), column: values}
    )
    assert guess.roles[column] != "id"
    mails = [f"{value.replace(' ', '.')}@example.org" for value in values]
    assert guess_from({column: mails, "Date": days(), "Total": money()}).roles[column] != "id"


def test_a_count_of_customers_is_no_customer() -> None:
    guess = guess_from({"Store": repeated(9), "Date": days(), "Customers": [i * 7 % 90 for i in range(N)], "Sales": money()})  # fmt: skip
    assert guess.roles["Customers"] != "id" and guess.table == "other"


def test_an_unread_quantity_leaves_the_money_unknown() -> None:
    pieces = [f"{1 + i % 5} pcs" for i in range(N)]
    guess = guess_from(
        {"customer_id": repeated(40), "date": days(), "unit price": money(), "quantity": pieces}
    )
    assert guess.table == "transactions" and "amount" not in guess.roles.values()
    assert "'quantity' could not be read as numbers (such as '1 pcs'" in guess.reason
    alone = guess_from({"customer_id": repeated(40), "date": days(), "list_price": money()})
    assert alone.roles["list_price"] == "amount"


def test_a_choice_wins_over_the_guess_and_takes_the_role_away() -> None:
    columns = {"customer_id": repeated(40), "email": [f"p{i % 30}@example.org" for i in range(N)]}
    lines = {**columns, "date": days(), "total": money()}
    assert guess_from(lines).roles["customer_id"] == "id"
    guess = guess_from(lines, email="id")
    assert (guess.roles["email"], guess.reasons["email"]) == ("id", "Your choice.")
    assert guess.roles["customer_id"] != "id"
    roles: dict[str, Role] = {"a": "id", "b": "number", "c": "date"}
    assert override_roles(roles, {"b": "id"}) == {"a": "ignore", "b": "id", "c": "date"}
    assert override_roles(roles, {"b": "category"}) == {"a": "id", "b": "category", "c": "date"}

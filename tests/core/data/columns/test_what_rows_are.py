"""What rows are and whose, where names say little of it: keys of fact tables, money that is seldom there,
places, counts of people, and addresses that most rows do not have."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest

from core.data.columns.profile import profile_columns
from core.data.columns.roles import guess_roles
from core.model import RoleGuess

N = 240
START = datetime(2024, 1, 1)


def guess_from(columns: Mapping[str, list[Any]]) -> RoleGuess:
    frame = pl.DataFrame(dict(columns), strict=False).lazy()
    return guess_roles(profile_columns(frame), N)


def some(count: int, first: int = 0) -> list[int]:
    return [first + i * 7 % count for i in range(N)]


def money() -> list[float]:
    return [3.5 + i * 13 % 97 for i in range(N)]


def days() -> list[datetime]:
    return [START + timedelta(days=i * 11 % 300) for i in range(N)]


@pytest.mark.parametrize("who", ["KeyCliente", "key_client", "SK_Customer", "fk_kunde"])
def test_leading_keys_of_a_fact_table_name_customers_and_products(who: str) -> None:
    product = "KeyProducto" if who == "KeyCliente" else "sk_product"
    guess = guess_from(
        {who: some(30, 1600), product: some(40, 90), "KeyTime": some(99, 14_000), "amount": money()}
    )
    assert guess.table == "transactions"
    assert (guess.roles[who], guess.roles[product]) == ("id", "product")
    assert guess.roles["KeyTime"] not in ("number", "amount")


def test_a_key_account_is_a_kind_of_customer_and_no_key() -> None:
    flags = ["yes" if i % 5 else "no" for i in range(N)]
    guess = guess_from({"company": [f"c{i}" for i in range(N)], "Key Account": flags, "sales": money()})
    assert guess.roles["Key Account"] == "category"


@pytest.mark.parametrize("name", ["Purchase", "achat", "Compra"])
def test_large_numbers_called_purchase_are_money(name: str) -> None:
    worth = [900 + i * 131 % 7000 for i in range(N)]
    guess = guess_from({"User_ID": some(30, 1000), "Product_ID": some(90), name: worth})
    assert guess.table == "transactions"
    assert guess.roles[name] == "amount"


def test_small_numbers_called_purchase_count() -> None:
    guess = guess_from({"customer_id": list(range(N)), "Purchase": some(9), "age": some(60, 18)})
    assert guess.roles["Purchase"] == "number"


def test_money_that_is_hardly_ever_there_is_not_what_was_paid() -> None:
    seldom = [{7: 12.5, 9: 30.0}.get(i, 0.0) for i in range(N)]
    columns = {
        "buyer_id": some(60),
        "Order ID": list(range(N)),
        "Sale Date": days(),
        "Order Value": money(),
    }
    guess = guess_from({**columns, "Net Order Amount": seldom})
    assert (guess.roles["Order Value"], guess.roles["Net Order Amount"]) == ("amount", "number")
    assert guess_from({**columns, "Net Order Amount": money()}).roles["Net Order Amount"] == "amount"
    alone = {name: values for name, values in columns.items() if name != "Order Value"}
    assert guess_from({**alone, "Net Order Amount": seldom}).roles["Net Order Amount"] == "amount"


def test_an_address_that_most_rows_lack_tells_nobody_apart() -> None:
    mails = [f"p{i}@example.org" if i % 8 == 0 else None for i in range(N)]
    columns = {
        "Website": [f"site{i}.example" for i in range(N)],
        "visits": some(200),
        "industry": some(6),
    }
    guess = guess_from({**columns, "Personal Emails": mails})
    assert guess.roles["Personal Emails"] == "text"
    most = [f"p{i}@example.org" if i % 8 else None for i in range(N)]
    assert guess_from({**columns, "Personal Emails": most}).roles["Personal Emails"] == "id"


def test_a_named_key_with_many_gaps_stays_the_key() -> None:
    keys = [f"K{i:04}" if i % 3 == 0 else None for i in range(N)]
    assert guess_from({"customer_id": keys, "age": some(60, 18)}).roles["customer_id"] == "id"


def test_postcodes_are_nobodys_id() -> None:
    places = {
        "plz": [f"{1000 + 7 * i:05}" for i in range(N)],
        "ort": [f"Ort {i % 200}" for i in range(N)],
    }
    guess = guess_from({**places, "bundesland": [f"Land {i % 16}" for i in range(N)]})
    assert guess.table == "other"
    assert "'plz'" in guess.reason
    people = guess_from({**places, "Kundennummer": list(range(5000, 5000 + N)), "alter": some(60, 18)})
    assert people.table == "customers"
    assert people.roles["Kundennummer"] == "id"


def test_sales_of_products_in_shops_are_nobodys() -> None:
    figures = {
        "Item_Weight": money(),
        "Item_Visibility": [i / 991 for i in range(N)],
        "Item_MRP": money(),
    }
    keys = {
        "Item_Identifier": [f"F{i % 90}" for i in range(N)],
        "Outlet_Identifier": [f"OUT{i % 9}" for i in range(N)],
    }
    guess = guess_from({**keys, **figures, "Outlet_Sales": money()})
    assert guess.table == "other"
    bought = guess_from({**keys, **figures, "customer_id": some(60), "Outlet_Sales": money()})
    assert bought.table == "transactions"


def test_a_report_that_counts_people_is_no_list_of_them() -> None:
    groups = {
        "Stage": [f"S{i % 18}" for i in range(N)],
        "Gender": ["f" if i % 2 else "m" for i in range(N)],
    }
    guess = guess_from({**groups, "Users": [i * 311 % 10_007 for i in range(N)]})
    assert guess.table == "other"
    assert "counts people ('Users')" in guess.reason
    firms = guess_from({**groups, "account_id": [f"A{i:03}" for i in range(N)], "Users": some(40)})
    assert firms.table == "customers"


@pytest.mark.parametrize("name", ["language", "Sprache", "preferred_lang", "idioma"])
def test_languages_are_no_countries(name: str) -> None:
    spoken = [("NL", "FR", "DE")[i % 3] for i in range(N)]
    assert guess_from({"customer_id": list(range(N)), name: spoken}).roles[name] == "category"
    assert guess_from({"customer_id": list(range(N)), "origin": spoken}).roles["origin"] == "country"


def test_an_empty_column_or_a_transactions_number_is_no_possible_customer() -> None:
    columns = {"data": days(), "valor": money(), "ID do comprador": [None] * N}
    guess = guess_from({**columns, "ID da transação": [f"T{i % 50}" for i in range(N)]})
    assert guess.table == "other"
    assert "could be the customer" not in guess.reason
    assert (
        "'quem' could be the customer"
        in guess_from({**columns, "quem": [f"q{i % 30}" for i in range(N)]}).reason
    )


def test_dates_in_a_file_without_names_are_asked_about() -> None:
    columns = {"Column 1": some(30), "Column 2": days(), "Column 3": some(9), "Column 4": money()}
    guess = guess_from(columns)
    assert guess.table == "other"
    assert "do not say what they hold" in guess.reason
    assert guess_from({**columns, "Column 2": some(50)}).table == "customers"


@pytest.mark.parametrize(
    ("key", "words"), [("review_id", "reviews"), ("event id", "events"), ("Payout ID", "payouts")]
)
def test_numbered_reviews_events_and_payouts_are_no_customers(key: str, words: str) -> None:
    columns = {key: [f"r{i}x" for i in range(N)], "stars": some(5, 1), "title": ["good", "bad"] * 120}
    guess = guess_from({**columns, "date": days()})
    assert guess.table == "other"
    assert f"a list of {words}" in guess.reason
    assert guess_from({**columns, "user_id": some(30), "date": days()}).table == "transactions"


def test_a_plain_id_beside_fees_is_a_payments() -> None:
    columns = {"id": [f"t{i}x" for i in range(N)], "created": days(), "amount": money(), "fee": money()}
    assert guess_from(columns).table == "other"
    people = {**columns, "email": [f"p{i}@example.org" for i in range(N)]}
    plain = {name: cells for name, cells in columns.items() if name != "fee"}
    assert guess_from(people).table == guess_from(plain).table == "customers"


def test_figures_by_the_hour_or_of_sold_products_are_no_customers() -> None:
    hours = [START + timedelta(hours=i * 3 // 2) for i in range(N)]
    by_hour = guess_from({"datetime": hours, "weather": some(4, 1), "rentals": some(90)})
    sold = {
        "Year": some(3, 2020),
        "Product": [f"p{i % 30}" for i in range(N)],
        "Quantity": some(90),
        "Unit price": money(),
    }
    assert by_hour.table == "other"
    assert guess_from({**sold, "Revenue": money()}).table == "other"
    once = guess_from({"member since": hours, "visits": some(90), "points": some(70)})
    assert once.table == "customers"


def test_nights_and_persons_are_counted_and_groups_are_not() -> None:
    guess = guess_from(
        {"customer_id": [f"c{i}" for i in range(N)], "nights": some(5, 1), "tier": some(5, 1)}
    )
    assert (guess.roles["nights"], guess.roles["tier"]) == ("number", "category")


def test_long_numbers_that_are_given_are_no_quantity() -> None:
    born = [450_000 + i * 7 % 200 * 31 for i in range(N)]
    guess = guess_from(
        {"client_id": [f"c{i}" for i in range(N)], "birth number": born, "visits": some(90)}
    )
    assert guess.roles["birth number"] in ("ignore", "category")
    small = guess_from(
        {"client_id": [f"c{i}" for i in range(N)], "house number": some(90, 1), "visits": some(90)}
    )
    assert small.roles["house number"] == "number"


def test_answers_of_a_survey_are_customers_although_each_has_its_own_moment() -> None:
    moments = [START + timedelta(hours=3 * i) for i in range(N)]
    answers = {f"How satisfied are you with part {i}?": some(5, 1) for i in range(3)}
    guess = guess_from({"Timestamp": moments, **answers})
    assert guess.table == "customers"
    assert {guess.roles[name] for name in answers} == {"number"}

"""Who bought and what was paid, where other columns say more of it than the one with the best name."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest

from core.data.columns.profile import profile_columns
from core.data.columns.roles import guess_roles
from core.model import RoleGuess

N = 240
DAYS = [datetime(2024, 1, 1) + timedelta(days=i * 11 % 300, hours=i % 7) for i in range(N)]
MONEY = [3.5 + i * 13 % 97 for i in range(N)]
MAILS = [f"p{i * 7 % 40}@example.org" for i in range(N)]


def guess_from(columns: Mapping[str, list[Any]]) -> RoleGuess:
    frame = pl.DataFrame(dict(columns), strict=False).lazy()
    return guess_roles(profile_columns(frame), len(next(iter(columns.values()))))


def test_addresses_tell_customers_apart_whose_ids_never_repeat() -> None:
    ids = [f"g{i}" for i in range(N)]
    guess = guess_from({"Customer ID": ids, "Email": MAILS, "Order date": DAYS, "Total": MONEY})
    assert (guess.table, guess.roles["Email"]) == ("transactions", "id")
    assert "'Customer ID' is different in almost every row" in guess.reason


def test_ids_stay_where_few_share_an_address_or_dates_are_of_customers() -> None:
    ids = [f"g{i}" for i in range(N)]
    shared = ["shop@example.org" if i % 4 == 0 else f"p{i}@example.org" for i in range(N)]
    few = guess_from({"Customer ID": ids, "Email": shared, "Order date": DAYS, "Total": MONEY})
    once = guess_from({"Customer ID": ids, "Email": MAILS, "Customer since": DAYS, "Total": MONEY})
    assert few.roles["Customer ID"] == once.roles["Customer ID"] == "id"


def test_money_in_one_currency_goes_before_what_was_paid_in_several() -> None:
    columns = {"customer_id": [i % 40 for i in range(N)], "date": DAYS, "Amount": MONEY,
               "Converted Amount": [m * 1.1 for m in MONEY]}  # fmt: skip
    several = guess_from({**columns, "Currency": ["usd", "eur", "gbp"] * 80})
    single = guess_from({**columns, "Currency": ["usd"] * N})
    assert several.roles["Converted Amount"] == "amount"
    assert single.roles["Amount"] == "amount"


def statement(names: list[str]) -> dict[str, list[Any]]:
    """A list by customer: each name on a line of its own above five lines with date and money."""
    blocks = [(name, [None] * 6) for name in names]
    return {
        "Column 1": [cell for name, rest in blocks for cell in (name, *rest[1:])],
        "Date": [d for i in range(len(names)) for d in (None, *DAYS[5 * i : 5 * i + 5])],
        "Amount": [m for i in range(len(names)) for m in (None, *MONEY[5 * i : 5 * i + 5])],
    }


def test_names_on_lines_of_their_own_are_the_customers_below() -> None:
    guess = guess_from(statement([f"Person {chr(65 + i)}" for i in range(20)]))
    assert (guess.table, guess.roles["Column 1"]) == ("transactions", "id")


def test_names_that_repeat_or_stand_elsewhere_are_no_headings() -> None:
    repeated = guess_from(statement(["Person A", "Person B"] * 10))
    table = statement([f"Person {chr(65 + i)}" for i in range(20)])
    notes = guess_from({**table, "Column 1": [None, *table["Column 1"][:-1]][:60] + [None] * 60})
    assert repeated.table == notes.table == "other"


@pytest.mark.parametrize("who", ["Donor", "reviewer", "Policyholder", "Participant"])
def test_people_of_many_kinds_are_customers_of_what_they_did(who: str) -> None:
    guess = guess_from(
        {who: [f"Person {chr(65 + i % 20)}" for i in range(N)], "date": DAYS, "Fund": ["a", "b"] * 120}
    )
    assert (guess.table, guess.roles[who]) == ("transactions", "id")


def test_a_company_buys_where_rows_have_a_date_and_money() -> None:
    firms = [f"Firm {chr(65 + i % 20)}" for i in range(N)]
    deals = {
        "Deal": [f"d {i}" for i in range(N)],
        "Company": firms,
        "Amount": MONEY,
        "Close Date": DAYS,
    }
    guess = guess_from(deals)
    assert (guess.table, guess.roles["Company"]) == ("transactions", "id")
    assert "told apart by name" in guess.reason


def test_a_maker_of_products_or_the_employer_of_people_does_not_buy() -> None:
    firms = [f"Firm {chr(65 + i % 20)}" for i in range(N)]
    laptops = guess_from(
        {"Company": firms, "Product": [f"m{i % 90}" for i in range(N)], "Price": MONEY}
    )
    people = {"Name": [f"Ann {chr(65 + i % 26)}{'abcdefghij'[i // 26]}" for i in range(N)], "Company": firms,
              "created": DAYS, "revenue": MONEY}  # fmt: skip
    assert laptops.roles["Company"] != "id"
    assert guess_from(people).roles["Company"] != "id"


def test_a_card_is_a_customer_by_its_number_and_not_by_its_brand() -> None:
    numbers = guess_from({"Card": [40_000 + i % 40 for i in range(N)], "Visited at": DAYS})
    brands = guess_from({"Card": ["Visa", "Amex", "Maestro"] * 80, "Visited at": DAYS, "Total": MONEY})
    assert (numbers.table, numbers.roles["Card"]) == ("transactions", "id")
    assert brands.roles["Card"] != "id"


def test_the_number_of_a_bank_account_is_not_the_customers() -> None:
    accounts = [f"ba_{i}" if i % 10 == 0 else None for i in range(N)]
    ids = [f"c{i}x" for i in range(N)]
    assert guess_from({"id": ids, "bank_account_id": accounts, "visits": MONEY}).roles["id"] == "id"
    owners = guess_from({"account_id": ids, "visits": MONEY})
    assert owners.roles["account_id"] == "id"


def test_the_only_name_in_each_row_is_whose_row_it_is() -> None:
    names = [f"Ann {chr(65 + i % 26)}{'abcdefghij'[i // 26]}" for i in range(N)]
    assert guess_from({"customer_name": names, "visits": MONEY}).roles["customer_name"] == "id"
    twice = guess_from({"customer_name": [names[0], *names[:-1]], "visits": MONEY})
    assert twice.roles["customer_name"] == "text"


@pytest.mark.parametrize(
    ("out", "back"), [("Debit", "Credit"), ("Withdrawal Amt", "Deposit Amt"), ("Soll", "Haben")]
)
def test_money_that_stands_in_one_of_two_columns_is_asked_about(out: str, back: str) -> None:
    half = [m if i % 3 else None for i, m in enumerate(MONEY)]
    rest = [None if i % 3 else m for i, m in enumerate(MONEY)]
    columns = {"customer_id": [i % 40 for i in range(N)], "date": DAYS}
    guess = guess_from({**columns, out: half, back: rest})
    assert guess.table == "transactions"
    assert "amount" not in guess.roles.values()
    assert f"'{out}' or in '{back}'" in guess.reason
    both = guess_from({**columns, "total": MONEY, "credit": MONEY})
    assert both.roles["total"] == "amount"


def test_first_and_last_names_over_purchases_are_asked_about() -> None:
    names = {
        "First Name": [f"Ann{chr(97 + i % 20)}" for i in range(N)],
        "Last Name": [f"Lee{chr(97 + i % 9)}" for i in range(N)],
    }
    guess = guess_from({**names, "Visit date": DAYS, "Price": MONEY})
    assert guess.table == "other"
    assert "'First Name' and 'Last Name' hold names of people: join them in one column" in guess.reason
    orders = guess_from(
        {**names, "Receipt No": [f"R{i}" for i in range(N)], "Date": DAYS, "Total": MONEY}
    )
    assert "join them in one column" in orders.reason
    once = {"First Name": [f"Ann{i}" for i in range(N)], "Last Name": [f"Lee{i}" for i in range(N)]}
    assert guess_from({**once, "Visit date": DAYS, "Price": MONEY}).table == "customers"


@pytest.mark.parametrize("name", ["ext price", "Ext. Price", "Extended Amount"])
def test_an_extended_price_is_what_the_line_cost(name: str) -> None:
    columns = {
        "customer_id": [i % 40 for i in range(N)],
        "date": DAYS,
        "qty": [1 + i % 4 for i in range(N)],
        "unit price": MONEY,
    }
    guess = guess_from({**columns, name: [m * (1 + i % 4) for i, m in enumerate(MONEY)]})
    assert (guess.roles[name], guess.roles["unit price"]) == ("amount", "unit_price")
    assert guess_from({**columns, "text price": MONEY}).roles["text price"] != "amount"

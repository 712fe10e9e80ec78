"""Columns that only look like money, keys or features: told by their values and whole names."""

from typing import Any

import polars as pl
import pytest

from core.data.columns.profile import profile_columns
from core.data.columns.roles import guess_roles
from core.model import RoleGuess

N = 240


def guess_from(**columns: list[Any]) -> RoleGuess:
    frame = pl.DataFrame({"customer_id": [f"c{i}" for i in range(N)], **columns}).lazy()
    return guess_roles(profile_columns(frame), N)


def lines_from(**columns: list[Any]) -> RoleGuess:
    from datetime import datetime, timedelta

    days = [datetime(2024, 1, 1) + timedelta(days=i) for i in range(N)]
    frame = pl.DataFrame({"customer_id": [i % 40 for i in range(N)], "date": days, **columns}).lazy()
    return guess_roles(profile_columns(frame), N)


def wide(step: int = 13) -> list[float]:
    return [round(4.25 + i * step % 971, 2) for i in range(N)]


@pytest.mark.parametrize(
    "column",
    ["PRC_FULL_PAYMENT", "hours_spent", "HourSpendOnApp", "payment_frequency", "Sales Count", "total_orders",
     "Total visits", "number of payments", "spend rate", "payment delay", "sales score", "total_trans_ct",
     "total of requests", "cashback amount", "tax total", "shipping amount", "discount amount", "fee total",
     "Gesamtzahl Bestellungen", "days since payment", "payment_sequential",
     "payment installments"],
)  # fmt: skip
def test_names_that_are_no_money(column: str) -> None:
    assert guess_from(**{column: wide()}).roles[column] == "number"


def test_a_share_is_no_money() -> None:
    shares = [i % 11 / 10 for i in range(N)]
    assert guess_from(payment=shares).roles["payment"] == "number"
    assert guess_from(payment=wide()).roles["payment"] == "amount"


@pytest.mark.parametrize(
    "column", ["Total_Trans_Amt", "total amount of orders", "Umsatz gesamt", "Net", "Total spend"]
)
def test_names_that_are_money(column: str) -> None:
    assert guess_from(**{column: wide()}).roles[column] == "amount"


def test_small_whole_numbers_beside_a_price_are_pieces() -> None:
    guess = lines_from(amount=[1 + i % 4 for i in range(N)], sales_price=wide())
    assert (guess.roles["amount"], guess.roles["sales_price"]) == ("quantity", "unit_price")
    alone = lines_from(amount=[1 + i % 4 for i in range(N)])
    assert alone.roles["amount"] == "amount"


@pytest.mark.parametrize(
    ("columns", "chosen"),
    [
        (["Gross Sales", "Discounts", "Net Sales", "Tax"], "Net Sales"),
        (["Subtotal", "Shipping", "Taxes", "Total", "Discount Amount"], "Total"),
        (["Gross", "Fee", "Net"], "Net"),
        (["Order Total", "Line Total"], "Line Total"),
        (["total_shipping", "total", "total_refunded", "total_tax"], "total"),
        (["Bruttobetrag", "Nettobetrag", "Versandkosten"], "Nettobetrag"),
    ],
)
def test_of_several_sums_the_names_decide_and_the_others_are_named(
    columns: list[str], chosen: str
) -> None:
    guess = lines_from(**{name: wide(13 + 2 * at) for at, name in enumerate(columns)})
    assert guess.roles[chosen] == "amount"
    assert "chosen instead" in guess.reasons[chosen]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("Recnum", [*range(1, N + 1)]),
        ("counter", [float(i) for i in range(N)]),
        ("", [*range(N)]),
        ("Unnamed: 0", [*range(N)][::-1]),
        ("Row ID", [3 * i for i in range(N)]),
        ("lfd. Nr.", [*range(1, N + 1)]),
        ("Zip Code", [10_000 + 37 * i % 900 for i in range(N)]),
        ("PLZ", [10_000 + 37 * i % 90 for i in range(N)]),
        ("code postal", [10_000 + 37 * i % 90 for i in range(N)]),
        ("Mobile", [491700000000 + i for i in range(N)]),
        ("Telefon", [f"+49 30 {123400 + i % 7}" for i in range(N)]),
        ("PAN Suffix", [1000 + 37 * i % 900 for i in range(N)]),
        ("Card last 4", [1000 + 37 * i % 90 for i in range(N)]),
        ("Lat Long", [f"33.{i % 9}1, -118.{i % 7}2" for i in range(N)]),
        ("Invoice Number", [88_000 + i for i in range(N)]),
        ("backup mail", [f"a{i % 9}@example.org" for i in range(N)]),
    ],
)
def test_numbers_that_only_identify_are_no_features(column: str, values: list[Any]) -> None:
    guess = guess_from(**{column: values, "spend": wide()})
    assert guess.roles[column] in ("ignore", "text") and guess.reasons[column]


@pytest.mark.parametrize("column", ["agent", "Company", "Store", "Sales Rep"])
def test_codes_of_firms_and_shops_are_groups(column: str) -> None:
    guess = guess_from(**{column: [i * 37 % 60 for i in range(N)], "spend": wide()})
    assert guess.roles[column] == "category"
    assert guess_from(**{column: [*range(5, 5 + N)], "spend": wide()}).roles[column] == "ignore"


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("Year_Birth", [1893 + i % 113 for i in range(N)]),
        ("spend", [float(i) for i in range(N)]),
        ("Employees", [3 + i * 7 % 211 for i in range(N)]),
        ("arrival_week_number", [1 + i % 53 for i in range(N)]),
        ("NumDealsPurchases", [i % 15 for i in range(N)]),
        ("number of orders", [1 + i % 30 for i in range(N)]),
        ("Recency", [i * 7 % 100 for i in range(N)]),
        ("lead_time", [i * 7 % 300 for i in range(N)]),
        ("phone_calls", [i % 90 for i in range(N)]),
    ],
)
def test_numbers_that_measure_stay_numbers(column: str, values: list[Any]) -> None:
    assert guess_from(**{column: values}).roles[column] in ("number", "amount")


def test_known_answers_are_never_features() -> None:
    yes_no = ["Yes", "No", "No"] * 80
    guess = guess_from(**{
        "Churn Label": yes_no, "Churn Value": [int(v == "Yes") for v in yes_no],
        "Churn Score": [i % 90 for i in range(N)], "Churn Reason": ["price", "moved", ""] * 80,
        "spend": wide(),
    })  # fmt: skip
    answers = [name for name, role in guess.roles.items() if role == "label"]
    assert answers == ["Churn Label", "Churn Value", "Churn Score", "Churn Reason"]
    many = guess_from(**{"Churn Reason": [f"reason {i}" for i in range(240)], "spend": wide()})
    assert many.roles["Churn Reason"] == "ignore"
    status = guess_from(**{"Customer Status": ["Stayed", "Churned", "Joined"] * 80, "spend": wide()})
    assert status.roles["Customer Status"] == "label"
    kept = guess_from(**{"Order Status": ["paid", "open", "sent"] * 80, "spend": wide()})
    assert kept.roles["Order Status"] == "category"


def test_a_plain_id_of_purchases_is_the_order_where_nothing_else_is() -> None:
    charges = [f"ch_{i}" for i in range(N)]
    assert lines_from(id=charges, amount=wide()).roles["id"] == "order"
    assert lines_from(id=list(range(5, N + 5)), amount=wide()).roles["id"] == "order"
    receipts = [f"R{i // 3}" for i in range(N)]
    assert lines_from(id=charges, receipt=receipts, amount=wide()).roles["id"] != "order"
    products = ["tea", "milk", "bread"] * (N // 3)
    assert lines_from(id=charges, product=products, amount=wide()).roles["id"] != "order"

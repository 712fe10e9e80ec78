"""Purchases without anybody's name, figures of campaigns, names in other languages: asked, not guessed."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from core.data.columns.column_names import role_hints
from tests.core.data.columns.test_table_kinds import days, guess_from, money, repeated

N = 240


def numbers() -> list[int]:
    return [10400 + i for i in range(N)]


@pytest.mark.parametrize(
    ("who", "document", "when", "worth"),
    [
        ("Ref. party", "Voucher", "Posted", "Net amount"),
        ("Referenz", "Vorgang", "Angelegt am", "Nettowert"),
        ("Référence", "Pièce", "Saisi le", "Montant HT"),
    ],
)
def test_dates_and_money_without_a_customer_are_asked_about(
    who: str, document: str, when: str, worth: str
) -> None:
    codes = [f"V{number}" for number in numbers()]
    guess = guess_from({who: repeated(30), document: codes, when: days(), worth: money()})
    assert guess.table == "other"
    assert f"'{who}' could be the customer" in guess.reason
    assert "id" not in guess.roles.values()


@pytest.mark.parametrize(
    "more",
    [
        {"Age": [20 + i % 50 for i in range(N)]},
        {"Email": [f"p{i}@mail.example" for i in range(N)]},
        {"Customer ID": numbers()},
        {"id": numbers()},
    ],
    ids=lambda more: next(iter(more)),
)
def test_customers_with_a_date_and_money_stay_customers(more: dict[str, list[Any]]) -> None:
    guess = guess_from({**more, "Valid on": days(), "Total spent": money()})
    assert guess.table == "customers"


def test_figures_of_mailings_are_no_customers() -> None:
    sent: dict[str, list[Any]] = {
        "Title": [f"News {i}" for i in range(N)],
        "Recipients": numbers(),
        "Open Rate": [i % 50 / 50 for i in range(N)],
        "Unsubscribes": [i % 4 for i in range(N)],
        "Unique Id": [f"a{i}b" for i in range(N)],
    }
    guess = guess_from(sent)
    assert guess.table == "other"
    assert "campaigns" in guess.reason


@pytest.mark.parametrize(
    "person",
    [{"Email": [f"p{i}@mail.example" for i in range(N)]}, {"Customer ID": numbers()}],
    ids=lambda person: next(iter(person)),
)
def test_subscribers_with_rates_are_customers(person: dict[str, list[Any]]) -> None:
    rates = {
        "Open Rate": [i % 50 / 50 for i in range(N)],
        "Click Rate": [i % 20 / 50 for i in range(N)],
    }
    assert guess_from({**person, **rates}).table == "customers"


def test_names_that_say_nothing_are_asked_about() -> None:
    guess = guess_from({"Номер": numbers(), "Дата": days(), "Клиент": repeated(30), "Сумма": money()})
    assert guess.table == "other"
    assert "The names of the columns" in guess.reason


def test_an_unnamed_money_column_is_offered() -> None:
    mails = [f"p{i % 30}@mail.example" for i in range(N)]
    guess = guess_from({"E-mail": mails, "Datum": days(), "Hinta": [i + 0.25 for i in range(N)]})
    assert guess.table == "transactions"
    assert "'Hinta' could" in guess.reason


@pytest.mark.parametrize(
    "name",
    [
        "Order Total (inc tax)",
        "Order Total (ex tax)",
        "Total excl. VAT",
        "Subtotal (incl. shipping)",
        "Betrag inkl. MwSt",
        "Gesamtpreis ohne Versand",
        "Montant hors TVA",
        "Importe con IVA",
        "Importe (IVA incluido)",
        "Totale IVA inclusa",
        "Bedrag exclusief btw",
        "Amount after discount",
    ],
)
def test_what_an_amount_is_with_makes_it_no_part(name: str) -> None:
    assert "amount" in role_hints(name)


@pytest.mark.parametrize(
    "name",
    ["Tax Total", "Total tax", "Shipping total", "Total discount", "Total IVA", "MwSt-Betrag", "Total Shipped", "Total Recipients"],
)  # fmt: skip
def test_parts_and_counts_are_no_amount(name: str) -> None:
    assert "amount" not in role_hints(name)


def test_an_amount_of_nothing_is_not_the_money() -> None:
    when = [datetime(2024, 1, 1) + timedelta(days=i) for i in range(N)]
    table: dict[str, list[Any]] = {
        "Buyer ID": repeated(30), "Order ID": numbers(), "Sale Date": when,
        "Order Value": money(), "Adjusted Net Order Amount": [0] * N,
    }  # fmt: skip
    guess = guess_from(table)
    assert guess.roles["Order Value"] == "amount"
    assert guess.roles["Adjusted Net Order Amount"] == "ignore"


@pytest.mark.parametrize(
    "name",
    ["Patron ID", "Borrower No.", "Debitor", "Auftraggeber", "Kundennummer des Bestellers", "Sold-to party", "Buyer Username"],
)  # fmt: skip
def test_other_words_for_customers(name: str) -> None:
    guess = guess_from(
        {name: repeated(30), "Order Date": days(), "Order No": numbers(), "Amount": money()}
    )
    assert (guess.table, guess.roles[name]) == ("transactions", "id")


def test_prices_by_day_and_figures_of_pages_are_no_customers() -> None:
    day = [datetime(2024, 1, 1) + timedelta(days=i * 7 // 5) for i in range(N)]
    prices: dict[str, list[Any]] = {"Date": day, "Open": money(), "Close": money(), "Volume": numbers()}
    pages: dict[str, list[Any]] = {
        "Landing page": [f"/p/{i}" for i in range(N)], "Sessions": numbers(), "Revenue": money(),
    }  # fmt: skip
    assert "each date in 'Date'" in guess_from(prices).reason
    assert guess_from(pages).table == "other"


@pytest.mark.parametrize("name", ["Code", "Reference", "hash"])
def test_keys_of_no_telling_name_stay_customers(name: str) -> None:
    keys = [f"AB{i:04}" for i in range(N)]
    guess = guess_from({name: keys, "visits": numbers(), "basket": money()})
    assert (guess.table, guess.roles[name]) == ("customers", "id")


def test_days_beside_words_or_people_stay() -> None:
    day = [datetime(2024, 1, 1) + timedelta(days=i * 7 // 5) for i in range(N)]
    assert guess_from({"Date": day, "Age": numbers(), "Score": money()}).table == "customers"


@pytest.mark.parametrize("name", ["EUR", "CHF", "usd"])
def test_a_currency_as_a_name_means_money(name: str) -> None:
    assert role_hints(name) == {"amount": 5}


@pytest.mark.parametrize(
    "name",
    [
        "Verkauft am",
        "Bestellt am",
        "Acheté le",
        "Vendido el",
        "Venduto il",
        "Comprado em",
        "Besteld op",
    ],
)
def test_the_day_of_a_sale_in_all_languages(name: str) -> None:
    assert role_hints(name)["date"] == 8


@pytest.mark.parametrize(
    ("order", "who", "when", "worth"),
    [
        ("Numer zamówienia", "Klient", "Data", "Kwota"),
        ("Sipariş No", "Müşteri No", "Tarih", "Tutar"),
        ("注文番号", "顧客番号", "注文日", "金額"),
        ("Order", "Kund", "Datum", "Belopp"),
        ("Bestelnummer", "Klantnummer", "Datum", "Bedrag"),
        ("Reservierung", "Gast", "Anreise", "Gesamtpreis"),
        ("Ticket", "Nº tarjeta fidelidad", "Fecha", "Total"),
        ("Factuurnr", "Bedrijfsnaam", "Factuurdatum", "Bedrag"),
        ("Cupom Fiscal", "Código do cliente", "Data", "Valor"),
        ("Gift ID", "Donor ID", "Gift Date", "Gift Amount"),
        ("Booking ref", "Customer ID", "Date", "Total"),
    ],
)
def test_purchases_in_more_languages_and_trades(order: str, who: str, when: str, worth: str) -> None:
    guess = guess_from(
        {order: [f"A{i}" for i in range(N)], who: repeated(30), when: days(), worth: money()}
    )
    assert guess.table == "transactions"
    assert guess.roles == {order: "order", who: "id", when: "date", worth: "amount"}


@pytest.mark.parametrize("name", ["Line ID", "Item No", "Zeilennummer", "Phone number", "Position Nr"])
def test_a_number_of_a_line_is_no_order(name: str) -> None:
    table = {"Customer ID": repeated(30), "Date": days(), "Total": money(), name: numbers()}
    assert guess_from(table).roles[name] != "order"


def test_guests_in_numbers_are_no_customers() -> None:
    table = {"Hotel": repeated(12), "Datum": days(), "Gäste": [3] * 120 + [2] * 120}
    assert guess_from(table).roles["Gäste"] != "id"


def test_a_name_as_the_customer_is_told_with_its_risk() -> None:
    names = [f"{'ABCDEFGH'[i % 8]}nna Muster{'abcde'[i % 5]}" for i in range(N)]
    guess = guess_from({"Customer name": names, "Date": days(), "Total": money()})
    assert "two customers with the same name count as one" in guess.reason

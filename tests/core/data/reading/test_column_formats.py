"""Columns of cells become numbers, dates or text: many spellings, and what must not fall under them."""

import datetime
import decimal
import io
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.data.reading.read import ReadSummary, read_file


def read_column(folder: Path, name: str, cells: list[str]) -> tuple[pl.DataFrame, list[str]]:
    """The table of a file with that column, and the texts of its notices."""
    lines = [f"row;{name}", *(f"r{i};{cell}" for i, cell in enumerate(cells))]
    summary, table = read_bytes(folder, "\n".join(lines).encode(), "table.csv")
    return table, [notice.text for notice in summary.notices]


def read_bytes(folder: Path, content: bytes, name: str) -> tuple[ReadSummary, pl.DataFrame]:
    (folder / "upload").write_bytes(content)
    summary = read_file(folder / "upload", name, folder / "table.parquet")
    return summary, pl.read_parquet(folder / "table.parquet")


NUMBERS: tuple[tuple[str, list[str], list[float]], ...] = (
    ("Amount", ["A$98", "A$12.50", "A$1,200.00"], [98, 12.5, 1200]),
    ("Pris", ["98 SEK", "1 200 SEK", "12,50 SEK"], [98, 1200, 12.5]),
    ("Belopp", ["12 kr", "1 200 kr", "-3 kr"], [12, 1200, -3]),
    ("Valor", ["R$ 1.234,50", "R$ 98,00", "-R$ 5,00"], [1234.5, 98, -5]),
    ("Betrag", ["CHF 1'200.-", "CHF 98.50", "CHF 45.-"], [1200, 98.5, 45]),
    ("Betrag", ["1.200,-- €", "98,50 €", "45,- €"], [1200, 98.5, 45]),
    ("Amount", ["Rs. 500", "Rs. 1,20,000", "Rs.75.50"], [500, 120000, 75.5]),
    ("Kwota", ["12 zł", "1 200,50 zł", "3 zł"], [12, 1200.5, 3]),
    ("Giá", ["12.000 ₫", "1.200.000 ₫"], [12000, 1200000]),
    ("Total", ["S/. 12.50", "S/ 1,200.00"], [12.5, 1200]),
    ("Total", ["KES 1,250.00", "ksh 75.50"], [1250, 75.5]),
    ("Amount", ["$45.00", "($45.00)", "$(5.00)", "-$45", "45-", "45.00"], [45, -45, -5, -45, -45, 45]),
    ("Amount", ["\u2212$2.50", "$\u20112.50", "2.50\u2013"], [-2.5, -2.5, -2.5]),
    ("Amount", [" $1,200.50 ", " $-   ", "$(3.00)", "-"], [1200.5, 0, -3, 0]),
    ("Betrag", ["1.200,50 €", "-   €", "(5,00 €)"], [1200.5, 0, -5]),
    ("Amount", ["45.50 CR", "45.50", "12.00"], [-45.5, 45.5, 12]),
    ("Amount", ["$.50", "$0.75"], [0.5, 0.75]),
    ("Total", ["&euro;1,200.50", "&euro;3.00"], [1200.5, 3]),
    ("Amount", ["Rs. 1,250/-", "Rs. 75/-", "1000/="], [1250, 75, 1000]),
    ("Revenue", ["1.2k", "$950", "$2M"], [1200, 950, 2000000]),
    ("Umsatz", ["1,5 TEUR", "12 TEUR"], [1500, 12000]),
    ("Anteil", ["%12", "%3,5"], [12, 3.5]),
    ("Umsatz", ["1,5E+3", "2,25E+2"], [1500, 225]),
    ("Revenue", ["12,34,567.50", "1,00,000.00", "500.00"], [1234567.5, 100000, 500]),
    ("v", ["1'200.50", "12\u2019000.00", "5.25"], [1200.5, 12000, 5.25]),
    ("v", ["1\u2009200,50", "12\u202f000,00", "5,25"], [1200.5, 12000, 5.25]),
    ("Menge", ["'12", "'5", "3"], [12, 5, 3]),
    ("qty", ["2 pcs", "3", "12", "1 pc."], [2, 3, 12, 1]),
    ("Anzahl", ["3 Stk.", "1 Stück", "12 St."], [3, 1, 12]),
    ("Cantidad", ["3 uds", "1 unidad", "12 unidades"], [3, 1, 12]),
    ("weight", ["5 kg", "2.5 kg", "12kg"], [5, 2.5, 12]),
    ("rate", ["12 %", "3.5%", "100 %"], [12, 3.5, 100]),
    ("Amount", ["\u0661\u0662\u0663", "\u0664\u0665\u066b\u0665", "\u0667"], [123, 45.5, 7]),
    ("Quantity", ["1", "2", "007", "4"], [1, 2, 7, 4]),
    ("Umsatz", ["1.234 €", "980 €", "12.500 €"], [1234, 980, 12500]),
    ("Umsatz", ["1.234", "980", "12.500", "45"], [1234, 980, 12500, 45]),
    ("Price per litre", ["1.349", "1.419", "1.285"], [1.349, 1.419, 1.285]),
    ("Lifetime value", ["20110", "35200", "41000"], [20110, 35200, 41000]),
    ("Monthly income", ["20110", "35200", "41000"], [20110, 35200, 41000]),
    ("Days since login", ["20110", "35200", "41000"], [20110, 35200, 41000]),
    ("data usage", ["1700000000", "1700000001"], [1700000000, 1700000001]),
)  # fmt: skip


@pytest.mark.parametrize(("name", "cells", "numbers"), NUMBERS, ids=lambda value: str(value)[:30])
def test_numbers_are_read_as_people_write_them(
    name: str, cells: list[str], numbers: list[float], tmp_path: Path
) -> None:
    table, _ = read_column(tmp_path, name, cells)
    assert table[name].to_list() == numbers


TEXTS: tuple[tuple[str, list[str]], ...] = (
    ("Label", ["TOP 10", "TOP 20", "TOP 5"]),
    ("Gast", ["G-0017", "G-0018", "G-1200"]),
    ("Kabine", ["M-101", "M-102", "H-7"]),
    ("Code", ["SEK100", "SEK101", "CHF7"]),
    ("Variant", ["500 ml", "1 l", "250 ml", "2 l"]),
    ("size", ["36", "38", "S", "M", "L", "40"]),
    ("Age group", ["18-24", "25-34", "35-44", "55+"]),
    ("Band", ["$40K - $60K", "Less than $40K", "$120K +"]),
    ("StockCode", ["85123A", *(str(20000 + i) for i in range(60))]),
    ("InvoiceNo", ["C536379", *(str(536000 + i) for i in range(400))]),
    ("v", [*(str(1000 + i) for i in range(95)), "C12", "C13", "C14", "C15"]),
    ("Telefon", ["+49 170 1234567", "030 123 456", "(030) 123-45"]),
    ("Mobile", ["+491701234567", "+491701234568"]),
    ("zip", ["12345", "12346", "12345-6789"]),
    ("id", ["12345678901234567", "1.5", "12345678901234569"]),
    ("address", ["101 Main Street", "4 High St", "12 St"]),
    ("month", ["Jan", "Feb", "Mar"]),
    ("version", ["1.2.3", "1.2.4"]),
    ("first name", ["May", "June", "April"]),
    ("note", ["called 2024-03-01", "hello", "12 March"]),
    ("ticket", ["2024-01", "2024-02"]),
    ("Ref", ["15012024", "05022024", "31122023", "07022024", "01072024"]),
    ("Tour", ["06 12 2345", "07 11 2346", "09 02 9999"]),
    ("Zeit", ["11:28", "09:09"]),
)  # fmt: skip


@pytest.mark.parametrize(("name", "cells"), TEXTS, ids=lambda value: str(value)[:30])
def test_codes_sizes_and_words_stay_text(name: str, cells: list[str], tmp_path: Path) -> None:
    table, notices = read_column(tmp_path, name, cells)
    assert table[name].to_list() == cells
    assert notices == []


DATES: tuple[tuple[str, list[str], list[tuple[int, ...]]], ...] = (
    ("Datum", ["15. März 2024", "3. Mai 2023", "1. Jänner 2024"], [(2024, 3, 15), (2023, 5, 3), (2024, 1, 1)]),
    ("d", ["15. MÄRZ 2024, 14:30 Uhr", "3. Mai 2023, 08:05 Uhr"], [(2024, 3, 15, 14, 30), (2023, 5, 3, 8, 5)]),
    ("d", ["3 août 2023", "12 févr. 2024", "1er janvier 2024"], [(2023, 8, 3), (2024, 2, 12), (2024, 1, 1)]),
    ("d", ["12 de enero de 2024", "3 de agosto de 2023"], [(2024, 1, 12), (2023, 8, 3)]),
    ("d", ["5 gennaio 2024", "6 set 2023"], [(2024, 1, 5), (2023, 9, 6)]),
    ("d", ["5 de março de 2024", "6 out 2023"], [(2024, 3, 5), (2023, 10, 6)]),
    ("d", ["5 mrt 2024", "6 okt 2023"], [(2024, 3, 5), (2023, 10, 6)]),
    ("d", ["5-Mai-24", "12-Dez-23"], [(2024, 5, 5), (2023, 12, 12)]),
    ("d", ["15MAR2024", "01APR2024"], [(2024, 3, 15), (2024, 4, 1)]),
    ("d", ["Mar 5, 2024", "April 12th, 2024"], [(2024, 3, 5), (2024, 4, 12)]),
    ("d", ["lundi 5 février 2024", "mar. 6 février 2024"], [(2024, 2, 5), (2024, 2, 6)]),
    ("d", ["Mo, 05.02.2024", "Di, 13.02.2024"], [(2024, 2, 5), (2024, 2, 13)]),
    ("d", ["Tue, 05 Mar 2024 12:00:00 +0100"] * 2, [(2024, 3, 5, 11)] * 2),
    ("d", ["Mon Mar 04 2024 12:00:00 GMT+0100 (CET)"] * 2, [(2024, 3, 4, 11)] * 2),
    ("d", ["2024-03-01 12:00:00+02", "2024-03-02 12:00:00+02"], [(2024, 3, 1, 10), (2024, 3, 2, 10)]),
    ("d", ["2024-03-01 12:00 CET", "2024-07-02 12:00 CEST"], [(2024, 3, 1, 11), (2024, 7, 2, 10)]),
    ("d", ["2024-03-01 12:00 PST", "2024-03-02 12:00 GMT"], [(2024, 3, 1, 20), (2024, 3, 2, 12)]),
    ("d", ["2024-03-01T12:00:00.000Z"] * 2, [(2024, 3, 1, 12)] * 2),
    ("d", ["20240301T120000Z"] * 2, [(2024, 3, 1, 12)] * 2),
    ("d", ["2024/03/01", "2024/12/31"], [(2024, 3, 1), (2024, 12, 31)]),
    ("created", ["1704274080", "1704284220"], [(2024, 1, 3, 9, 28), (2024, 1, 3, 12, 17)]),
    ("created_at", ["1704274080000"] * 2, [(2024, 1, 3, 9, 28)] * 2),
    ("Date", ["45352", "45353.5"], [(2024, 3, 1), (2024, 3, 2, 12)]),
    ("Date", ["20240315", "20240316"], [(2024, 3, 15), (2024, 3, 16)]),
    ("Date", ["2024-03-01 10:00", "2024-03-01 24:00"], [(2024, 3, 1, 10), (2024, 3, 2)]),
    ("week", ["2024-W05", "2024-W53"], [(2024, 1, 29), (2024, 12, 30)]),
    ("Woche", ["KW 5 2024", "KW 06/2024"], [(2024, 1, 29), (2024, 2, 5)]),
    ("period", ["Q1 2024", "2024 Q2", "2024-Q4"], [(2024, 1, 1), (2024, 4, 1), (2024, 10, 1)]),
    ("m", ["2024-03", "2024-04"], [(2024, 3, 1), (2024, 4, 1)]),
    ("Month", ["202403", "202404"], [(2024, 3, 1), (2024, 4, 1)]),
    ("d", ["le 5 févr. 2024 à 15h48", "le 12 août 2023 à 9h05"], [(2024, 2, 5, 15, 48), (2023, 8, 12, 9, 5)]),
    ("d", ["05.02.2024 um 08:24 Uhr", "13.02.2024 um 19:05 Uhr"], [(2024, 2, 5, 8, 24), (2024, 2, 13, 19, 5)]),
    ("d", ["15 01 2024", "03 12 2023"], [(2024, 1, 15), (2023, 12, 3)]),
    ("d", ["2024 01 15", "2023 12 03"], [(2024, 1, 15), (2023, 12, 3)]),
    ("d", ["Mon Jan 22 2024 10:12:00 GMT+0000 (Coordinated Universal Time)"] * 2, [(2024, 1, 22, 10, 12)] * 2),
    ("Date", ["240115", "240322", "231231", "240207", "240701"],
     [(2024, 1, 15), (2024, 3, 22), (2023, 12, 31), (2024, 2, 7), (2024, 7, 1)]),
    ("Datum", ["15012024", "05022024", "31122023", "07022024", "01072024"],
     [(2024, 1, 15), (2024, 2, 5), (2023, 12, 31), (2024, 2, 7), (2024, 7, 1)]),
    ("Datum", ["150124", "050224", "311223", "070224", "010724"],
     [(2024, 1, 15), (2024, 2, 5), (2023, 12, 31), (2024, 2, 7), (2024, 7, 1)]),
    ("m", ["03/2024", "04/2024"], [(2024, 3, 1), (2024, 4, 1)]),
    ("m", ["Mar-24", "Dez 2024"], [(2024, 3, 1), (2024, 12, 1)]),
)  # fmt: skip


@pytest.mark.parametrize(("name", "cells", "dates"), DATES, ids=lambda value: str(value)[:30])
def test_dates_are_read_as_people_and_machines_write_them(
    name: str, cells: list[str], dates: list[tuple[int, ...]], tmp_path: Path
) -> None:
    table, _ = read_column(tmp_path, name, cells)
    assert table[name].to_list() == [datetime.datetime(*date) for date in dates]  # type: ignore[arg-type]


TOLD: tuple[tuple[str, list[str], type[pl.DataType] | pl.DataType, str], ...] = (
    ("Quantity", [*map(str, range(200)), "2 pcs"], pl.Int64(), "1 value is written differently .*'2 pcs' in row 201"),
    ("Income", ["1200"] * 70 + ["none of your business"] * 30, pl.Int64(), "30 values in 'Income' are not numbers"),
    ("v7", [*map(str, range(95)), *["not given"] * 5], pl.Int64(), "5 values in 'v7' are not numbers"),
    ("Order Date", ["01.02.2024"] * 7 + ["offen"] * 3, pl.Datetime("us"), "are not dates and were read as missing: 'offen'"),
    ("Order Date", ["2024-03-01"] * 5 + ["03/25/2024"] * 3, pl.Datetime("us"), "2 ways: .*5 rows.*3 rows"),
    ("Order Date", ["13/05/2024"] * 5 + ["05/13/2024"] * 3 + ["03/04/2024"], pl.Datetime("us"),
     "mixes day/month/year and month/day/year; .* read as day/month/year"),
    ("Date", ["2024-03-01"] * 20 + ["45353"] * 3, pl.Datetime("us"), "'45353' in row 21"),
    ("Amount", ["45.00 CR", "45.00 DR", "12.00 DR"], pl.String(), "kept as text: .*'45.00 CR'"),
    ("Price", ["abc", "12", "def", "x"], pl.String(), "kept as text: .* about 25 %"),
    ("Date", ["2024-13-01", "2024-12-31", "2024-02-30"] * 2, pl.String(), "kept as text: .* dates"),
    ("Duration", ["5 min", "1 h"], pl.String(), "kept as text: .*'5 min'"),
    ("Weight", ["5 kg", "300 g", "2 kg"], pl.String(), "kept as text"),
    ("Phone number", ["447911123456", "4.48E+11", "4,48E+11"], pl.String(), "2 values have lost digits"),
    ("Kundennummer", ["4.48E+11", "4.49E+11"], pl.String(), "2 values have lost digits"),
    ("last_login", ["1704274080", "0", "1704284220"], pl.Datetime("us"), "is not a date and was read as missing: '0'"),
    ("Umsatz", ["1.234", "980", "12.500"], pl.Int64(), "'.' between thousands: 1.234 is 1234"),
    ("m", ["2024-03", "2024-04"], pl.Datetime("us"), "names a month, not a day"),
    ("Datum", ["15012024", "05022024", "31122023", "07022024", "01072024"], pl.Datetime("us"),
     "digits alone; they were read as day, month, year"),
    ("Revenue", ["1.2k", "3k"], pl.Float64(), "k beside a number means thousands|means thousands"),
    ("Followers", ["1.2k", "950", "3.4m", "12k"], pl.Float64(), "means thousands"),
    ("2023", ["$1,250.00", "$75.50", "$3.00", "$101,2000.00"], pl.Float64(), "not a number and was read as missing: '.101,2000.00' in row 4"),
    ("Weight", ["0.25 kg", "250 g", "500 g"], pl.String(), "its numbers count 'g' and 'kg' .*0.25 kg"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "cells", "dtype", "words"), TOLD, ids=lambda value: str(value)[:30])
def test_what_is_not_certain_is_told(
    name: str, cells: list[str], dtype: pl.DataType, words: str, tmp_path: Path
) -> None:
    table, notices = read_column(tmp_path, name, cells)
    assert table[name].dtype == dtype
    assert pl.Series(notices, dtype=pl.String).str.contains(words).any(), notices


def test_dates_that_a_spreadsheet_swapped_are_swapped_back(tmp_path: Path) -> None:
    """It reads 03/05 as 5 March where the shop meant 3 May, and leaves 13/05 as text."""
    days = [datetime.datetime(2024, month, day) for month in range(1, 7) for day in range(1, 29, 3)]
    cells = [
        f"2024-{d.day:02}-{d.month:02} 00:00:00" if d.day <= 12 else d.strftime("%d/%m/%Y")
        for d in days
    ]
    table, notices = read_column(tmp_path, "Order date", cells)
    assert table["Order date"].to_list() == days
    assert any("swapped day and month" in text for text in notices)


def test_true_dates_beside_other_texts_are_not_swapped(tmp_path: Path) -> None:
    cells = [f"2024-01-{day:02}" for day in range(1, 28)] + [f"{day}/02/2024" for day in range(13, 28)]
    table, _ = read_column(tmp_path, "Order date", cells)
    assert table["Order date"][4] == datetime.datetime(2024, 1, 5)


def test_several_currencies_get_a_column_beside_the_amounts(tmp_path: Path) -> None:
    table, notices = read_column(tmp_path, "Amount", ["$45.00"] * 3 + ["€12.50", "EUR 3", "USD 1", "7"])
    assert table.columns == ["row", "Amount", "Amount currency"]
    assert table["Amount"].to_list() == [45, 45, 45, 12.5, 3, 1, 7]
    assert table["Amount currency"].to_list() == ["USD"] * 3 + ["EUR", "EUR", "USD", None]
    assert any("several currencies (USD 4, EUR 2 rows)" in text for text in notices)


def test_a_late_currency_is_not_overlooked(tmp_path: Path) -> None:
    cells = ["$1.50" if i != 60_000 else "£2.50" for i in range(80_000)]
    table, _ = read_column(tmp_path, "Amount", cells)
    assert table["Amount currency"].value_counts(sort=True)["count"].to_list() == [79_999, 1]


@pytest.mark.parametrize("cells", (["$5.50", "USD 3.20"], ["5,50 €", "3,20 EUR"], ["12 kr", "12 SEK"]))
def test_one_currency_in_two_spellings_gets_no_column(cells: list[str], tmp_path: Path) -> None:
    table, _ = read_column(tmp_path, "Amount", cells * 2)
    assert table.columns == ["row", "Amount"]


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    (
        ("phone", ["'0123456", "'+49123", "0789"], ["0123456", "+49123", "0789"]),
        ("Kunden-ID", ["0123", "123", "'0123"], ["0123", "123", "0123"]),
        ("city", ["'s-Hertogenbosch", "Utrecht", "Delft", "Breda", "Assen", "Ede"],
         ["'s-Hertogenbosch", "Utrecht", "Delft", "Breda", "Assen", "Ede"]),
        ("order id", ["17850.0"] * 50 + ["TEST1"], ["17850"] * 50 + ["TEST1"]),
    ),
)  # fmt: skip
def test_ids_lose_only_what_a_spreadsheet_added(
    name: str, cells: list[str], expected: list[str], tmp_path: Path
) -> None:
    table, _ = read_column(tmp_path, name, cells)
    assert table[name].to_list() == expected


def parquet(**columns: Any) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


LONG = decimal.Decimal("12345678901234567890123")
PARQUET: tuple[tuple[str, Any, list[Any]], ...] = (
    ("id", pa.array([2**63 + 5, 7, None], pa.uint64()), ["9223372036854775813", "7", None]),
    ("id", pa.array([1, 2, None], pa.uint64()), [1, 2, None]),
    ("id", pa.array([LONG, decimal.Decimal(5)], pa.decimal128(38, 0)), [str(LONG), "5"]),
    ("id", pa.array([decimal.Decimal(-5), decimal.Decimal(5)], pa.decimal128(38, 0)), [-5, 5]),
    ("total", pa.array([decimal.Decimal("1.50"), None], pa.decimal128(10, 2)), [1.5, None]),
    ("id", pa.array([2.0**52, 5.0, None]), [2**52, 5, None]),
    ("id", pa.array([2**62 + 1, 5]), [2**62 + 1, 5]),
    ("id", pa.array(["0123", "x"]).dictionary_encode(), ["0123", "x"]),
    ("id", pa.array([b"a1", b"b2"]), ["a1", "b2"]),
    ("id", pa.array([b"\xff\x00", b"\x01\x02"], pa.binary(2)), ["ff00", "0102"]),
    ("created", pa.array([1704274080, None]), [datetime.datetime(2024, 1, 3, 9, 28), None]),
    ("month", pa.array([1, 2]), [1, 2]),
)  # fmt: skip


@pytest.mark.parametrize(("name", "column", "expected"), PARQUET, ids=lambda value: str(value)[:20])
def test_parquet_keeps_every_digit(name: str, column: Any, expected: list[Any], tmp_path: Path) -> None:
    rows = pa.array([f"r{i}" for i in range(len(column))])
    _, table = read_bytes(tmp_path, parquet(row=rows, **{name: column}), "table.parquet")
    assert table[name].to_list() == expected


def test_long_ids_that_were_stored_as_decimals_are_told(tmp_path: Path) -> None:
    summary, _ = read_bytes(tmp_path, parquet(customer_id=pa.array([1.5e17, 2.5e17])), "table.parquet")
    assert any(
        "too long for that and have lost the last digits" in notice.text for notice in summary.notices
    )


def test_json_ids_beyond_63_bits_stay_as_they_are(tmp_path: Path) -> None:
    content = b'[{"id": 18446744073709551615, "n": 1}, {"id": 18446744073709551614, "n": 2}]'
    _, table = read_bytes(tmp_path, content, "table.json")
    assert table["id"].to_list() == ["18446744073709551615", "18446744073709551614"]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("Gold", ["14k", "18k", "24k"]),
        ("Length", ["1.2m", "3.5m", "12m"]),
        ("Start", ["2024011512", "2024011613"]),
        ("order_no", ["20240115123059", "20240115123159", "20240116080000"] * 2),
    ],
)
def test_short_words_and_digits_that_may_be_something_else_are_left(
    name: str, cells: list[str], tmp_path: Path
) -> None:
    table, _ = read_column(tmp_path, name, cells)
    assert table[name].dtype != pl.Datetime("us")
    assert not table[name].dtype.is_numeric() or max(map(float, table[name])) in (
        12,
        2024011613,
        20240116080000,
    )


def test_signs_of_money_that_were_lost_on_the_way_are_no_part_of_a_number(tmp_path: Path) -> None:
    table, _ = read_column(tmp_path, "Premium", ["? 3,000", "? 5,940", "? 810"])
    assert table["Premium"].to_list() == [3000, 5940, 810]
    few, _ = read_column(tmp_path, "Answer", ["? 3", "yes", "no", "maybe"])
    assert few["Answer"].dtype == pl.String


def test_moments_in_fourteen_digits_need_no_name(tmp_path: Path) -> None:
    cells = [f"202403{day:02}0930{day:02}" for day in range(1, 9)]
    table, _ = read_column(tmp_path, "Call start", cells)
    assert table["Call start"][0] == datetime.datetime(2024, 3, 1, 9, 30, 1)


def test_bands_are_groups_and_nothing_is_said_of_them(tmp_path: Path) -> None:
    for name, cells in (("Age", ["18-24", "25-34", "65+"]), ("Income", ["< 30k", "30k - 60k", "60k+"])):
        table, notices = read_column(tmp_path, name, cells * 10)
        assert table[name].dtype == pl.String
        assert not any("kept as text" in text for text in notices), notices

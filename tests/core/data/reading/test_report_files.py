"""Tables as report tools and people leave them in files: read right, and said what was left out."""

import datetime
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from core.data.reading.errors import NotATable
from core.data.reading.read import ReadSummary, read_file
from tests.support.odd_content import make_workbook, zip_files
from tests.support.report_files import (
    HEADER,
    ORDERS,
    TOTAL,
    align,
    as_csv,
    as_sheet,
    make_binary_workbook,
    make_orders,
    pad,
    typed,
    with_subtotals,
    wrap,
    write_lines,
)

SUM = f"{TOTAL:.2f}"
OTHER = [
    ["SKU", "Name", "Colour", "Price"],
    *([f"A-{i}", "Thing", "red", f"{i}.50"] for i in range(20)),
]
WIDE = [["Item", *"ABCDEF"], *([f"x{i}", *[i] * 6] for i in range(10))]
SHOPS = [["Shop", "Revenue"], ["North", 100], ["South", 200], ["East", 300]]
PEOPLE = [[f"Name {chr(65 + i % 26)}{i}", "Rome", f"{(i * 37) % 91 + 5}.50"] for i in range(40)]


def read_to_frame(folder: Path, content: bytes, name: str) -> tuple[ReadSummary, pl.DataFrame, str]:
    (folder / "upload").write_bytes(content)
    result = read_file(folder / "upload", name, folder / "table.parquet")
    said = "\n".join(notice.text for notice in result.notices)
    return result, pl.read_parquet(folder / "table.parquet"), said


@dataclass(frozen=True)
class Report:
    """A file that holds `ORDERS`, and what must be said of it (nothing where `words` is empty)."""

    name: str
    content: bytes
    words: str = ""


TOTAL_WORDS = ("Total", "TOTAL", "Grand Total", "Subtotal:", "Summe", "Gesamt", "Gesamtsumme", "Zwischensumme",
               "Insgesamt", "Total général", "Sous-total", "Totale", "Total geral", "Totaal", "Suma")  # fmt: skip
REPORTS = (
    Report("titles.csv", as_csv([["Sales"], [], ["Exported", "2024-09-01"], ["Shop", "all"], [], HEADER, *ORDERS]),
           "3 rows above the table were left out"),
    Report("titles_at_once.csv", as_csv([["Sales 2024"], ["Exported", "2024-09-01"], HEADER, *ORDERS]), "2 title rows"),
    Report("titles.xlsx", as_sheet([*pad([["Sales"], [], ["Exported", "2024-09-01"]]), HEADER, *typed(ORDERS)]),
           "2 title rows"),
    Report("footers.csv", as_csv([HEADER, *ORDERS, [], ["Generated on 2024-09-01"], ["Page 1 of 1"]]),
           "2 rows below the table were left out, such as 'Generated on 2024-09-01'"),
    Report("footer_padded.csv", as_csv([HEADER, *ORDERS, *pad([["Quelle: Kasse"]])]), "'Quelle: Kasse'"),
    *(Report(f"{word}.csv", as_csv([HEADER, *ORDERS, [word, "", "", SUM]]), f"'{word}' with {SUM} in 'Amount'")
      for word in TOTAL_WORDS),
    Report("total_second.csv", as_csv([HEADER, *ORDERS, ["", "Total", "", SUM]]), "A total row was left out"),
    Report("total_third.csv", as_csv([HEADER, *ORDERS, ["", "", "Summe", SUM]]), "A total row was left out"),
    Report("total_bare.csv", as_csv([HEADER, *ORDERS, ["", "", "", SUM]]), f"A total row was left out: {SUM} in"),
    Report("total_first.csv", as_csv([HEADER, ["Total", "", "", SUM], *ORDERS]), "A total row was left out"),
    Report("total.xlsx", as_sheet([HEADER, *typed(ORDERS), ["Total", "", "", TOTAL]]), "A total row was left out"),
    Report("subtotals.csv", as_csv([HEADER, *with_subtotals("Subtotal"), ["Grand total", "", "", SUM]]),
           "6 total rows were left out, such as 'Grand total'"),
    Report("named_subtotals.csv", as_csv([HEADER, *with_subtotals("Part {} total")]), "5 total rows were left out"),
    Report("repeated.csv", as_csv([HEADER, *ORDERS[:20], HEADER, *ORDERS[20:40], HEADER, *ORDERS[40:]]),
           "is repeated 2 times"),
    Report("repeated_after_blank.xlsx", as_sheet([HEADER, *typed(ORDERS[:30]), [""], HEADER, *typed(ORDERS[30:])]),
           "is repeated once"),
    Report("stacked.csv", as_csv([HEADER, *ORDERS, *OTHER]), "21 rows of another kind below"),
    Report("stacked_after_blank.csv", as_csv([HEADER, *ORDERS, [], *OTHER]), "21 rows of another kind below"),
    Report("stacked_narrow.csv", as_csv([HEADER, *ORDERS, *SHOPS]), "4 rows of another kind below"),
    Report("stacked_above.csv", as_csv([*SHOPS, [], HEADER, *ORDERS]), "4 rows above the table were left out"),
    Report("stacked_above_at_once.csv", as_csv([*SHOPS, HEADER, *ORDERS]), "4 rows above the table were left out"),
    Report("stacked_titles.csv", as_csv([["Shops"], *SHOPS, [], ["Orders"], HEADER, *ORDERS]), "rows above the table were left out"),
    Report("about_the_file.csv", as_csv([["EXTF", 700, 21, "Bookings", 20240131120000000, "RE"], HEADER, *ORDERS]), "title row"),
    Report("stacked_wide.csv", as_csv([HEADER, *ORDERS, [], *WIDE]), "11 rows of another kind below"),
    Report("stacked_wide.xlsx", as_sheet([*pad([HEADER, *typed(ORDERS), []], 7), *WIDE]), "11 rows of another kind"),
    Report("stacked_wide_above.csv", as_csv([*WIDE, [], HEADER, *ORDERS]), "11 rows above the table were left out"),
    Report("wrapped.csv", wrap([HEADER, *ORDERS]), "all its values in one cell"),
    Report("wrapped.xlsx", make_workbook({"S": [[";".join(map(str, row))] for row in [HEADER, *ORDERS]]}),
           "all its values in one cell"),
    Report("wrapped_but_header.csv", write_lines([HEADER]) + wrap(ORDERS), "all its values in one cell"),
    Report("fixed.txt", align([HEADER, *ORDERS]), "into columns at blanks"),
    Report("blanks.txt", write_lines([[c.replace(" ", "_") for c in HEADER], *ORDERS], " "), "into columns at blanks"),
    *(Report(f"{encoding}.tsv", write_lines([HEADER, *ORDERS], "\t").decode().encode(encoding))
      for encoding in ("utf-16", "utf-16-le", "utf-16-be")),
    Report("readme.zip", zip_files({"README.txt": b"This export, made by hand, holds data.\n" * 400,
           "manifest.json": b'{"files": ["a.csv"], "version": 1}', "a.csv": as_csv([HEADER, *ORDERS])})),
    Report("products_first.zip", zip_files({"products.csv": as_csv([*OTHER * 9]), "orders.csv": as_csv([HEADER, *ORDERS])}),
           "We read 'orders.csv'. The archive also has 'products.csv'"),
    Report("inside.zip", zip_files({"README.md": b"# hi\n", "d/data.xlsx": as_sheet([HEADER, *typed(ORDERS)])})),
    Report("units.csv", as_csv([HEADER, ["", "", "day", "EUR"], *ORDERS]), "('day', 'EUR') describes the columns"),
    Report("binary.xlsb", make_binary_workbook([HEADER, *([float(a), b, c, float(d)] for a, b, c, d in ORDERS)])),
)  # fmt: skip


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_the_orders_are_read_and_the_rest_is_said(report: Report, tmp_path: Path) -> None:
    result, table, said = read_to_frame(tmp_path, report.content, report.name)
    assert result.rows == len(ORDERS)
    assert report.words in said
    assert bool(said) == bool(report.words)
    named = [name.replace("_", " ") for name in table.columns]
    assert named == HEADER
    assert table.to_series(3).sum() == pytest.approx(TOTAL)
    assert table.to_series(2).dtype == pl.Datetime("us")


def test_orders_in_a_large_file_lose_header_and_total_that_no_sample_shows(tmp_path: Path) -> None:
    # Long customer numbers: a large file of few rows.
    rows = [[order, f"{who}-{'7' * 56}", *others] for order, who, *others in make_orders(210_000)]
    total = sum(float(row[3]) for row in rows)
    content = as_csv(
        [HEADER, *rows[:144_444], HEADER, *rows[144_444:], ["Total", "", "", f"{total:.2f}"]]
    )
    assert len(content) > 1 << 24
    result, table, said = read_to_frame(tmp_path, content, "large.csv")
    assert (result.rows, table["Amount"].sum()) == (210_000, pytest.approx(total))
    assert "is repeated once" in said
    assert "A total row" in said


KEPT = {
    "a customer called Total Wine": [["Customer", "City", "Revenue"], *PEOPLE, ["Total Wine & More", "", "210.00"]],
    "a customer called Sum 41": [["Customer", "City", "Revenue"], *PEOPLE, ["Sum 41", "Ajax", "210.00"]],
    "a column Total": [["Customer", "Q1", "Q2", "Total"], *([f"C{i:03}", i, 2 * i, 3 * i] for i in range(1, 40))],
    "a product with Total in its name": [["Id", "Item", "Price"], *([i, "Total Repair Shampoo", 5.5] for i in range(60))],
    "rows with the name alone": [["Customer", "Mail", "Phone", "Spend"],
                                 *([f"Ann {i}", *(["", "", ""] if i % 9 == 4 else ["a@b.c", "1", i])] for i in range(40))],
    "a last row with the name alone": [["Customer", "Mail", "Phone", "Spend"],
                                       *([f"C{i:03}", "a@b.c", f"+1 {i}", i] for i in range(40)), ["C040", "", "", ""]],
    "a first row of text": [["Customer", "Note", "Amount"], ["Anna", "vip", "n/a"], *([f"Bob{i}", "x", i] for i in range(30))],
    "a first row of unknowns": [["Customer", "Age", "Amount"], ["C000", "unknown", "unknown"],
                                *([f"C{i:03}", i, i] for i in range(1, 30))],
    "blank rows between": [["Customer", "City", "Spend"], *([f"C{i}", "Rome", i] if i % 4 else ["", "", ""] for i in range(1, 61))],
    "a bare amount": [HEADER, *ORDERS, ["", "", "", "77.00"]],
}  # fmt: skip


@pytest.mark.parametrize("what", KEPT)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_real_rows_stay(what: str, kind: str, tmp_path: Path) -> None:
    content = as_csv(KEPT[what]) if kind == "csv" else as_sheet(KEPT[what])
    result, table, said = read_to_frame(tmp_path, content, f"table.{kind}")
    assert result.rows == sum(any(map(str, row)) for row in KEPT[what][1:])
    assert list(table.columns) == KEPT[what][0]
    assert "left out" not in said


def test_a_total_that_adds_up_to_nothing_is_kept_and_said(tmp_path: Path) -> None:
    rows = [[name, spend] for name, _, spend in PEOPLE]
    result, _, said = read_to_frame(
        tmp_path, as_csv([["Customer", "Revenue"], *rows, ["Total", "88"]]), "a.csv"
    )
    assert result.rows == 41
    assert "'Total', but its numbers are not the sum" in said


MONTHS = {
    "days": [f"2024-{month:02}-01" for month in range(1, 7)],
    "German days": [f"01.{month:02}.2024" for month in range(1, 7)],
    "months": [f"2024-{month:02}" for month in range(1, 7)],
    "words": [f"{month} 2024" for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun")],
    "years": [str(year) for year in range(2019, 2025)],
    "numbers": [str(202401 + i) for i in range(6)],
    "weeks": [str(i) for i in range(1, 7)],
    "ages": ["30", "60", "90", "120", "180", "360"],
}


@pytest.mark.parametrize("kind", MONTHS)
@pytest.mark.parametrize("first", ["Customer", "Kunde", "Client", "Cliente", "Klant"])
def test_periods_head_the_columns_of_a_crosstab(kind: str, first: str, tmp_path: Path) -> None:
    rows = [
        [f"C{i:03}", *(round((i * j * 7) % 50 + 0.5, 2) for j in range(1, 7))] for i in range(1, 31)
    ]
    result, table, said = read_to_frame(tmp_path, as_csv([[first, *MONTHS[kind]], *rows]), "a.csv")
    assert (result.rows, list(table.columns), said) == (30, [first, *MONTHS[kind]], "")


def test_days_of_a_workbook_head_columns_without_their_midnight(tmp_path: Path) -> None:
    days = [datetime.datetime(2024, month, 1) for month in range(1, 4)]
    rows = [[f"C{i:03}", i + 0.5, 0.0, i] for i in range(30)]
    _, table, _ = read_to_frame(tmp_path, make_workbook({"S": [["Customer", *days], *rows]}), "a.xlsx")
    assert list(table.columns) == ["Customer", "2024-01-01", "2024-02-01", "2024-03-01"]


HEADLESS = {
    "orders": [[b, c, d] for _, b, c, d in ORDERS],
    "years of birth": [[f"C{i}", 1950 + i, 2000 + i % 20] for i in range(40)],
    "words": [["Anna", "Rome", "gold"], ["Ben", "Oslo", "gold"], ["Cid", "Rome", "silver"], ["Dan", "Oslo", "gold"]],
}  # fmt: skip


@pytest.mark.parametrize("what", HEADLESS)
def test_a_file_without_a_header_says_so(what: str, tmp_path: Path) -> None:
    result, table, said = read_to_frame(tmp_path, as_csv(HEADLESS[what]), "a.csv")
    assert (result.rows, table.columns[0]) == (len(HEADLESS[what]), "Column 1")
    assert "no header" in said


@pytest.mark.parametrize("upper", [["Customer", "2023", "", "2024", ""], ["", "2023", "", "2024", ""]])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_two_header_rows_are_joined(upper: list[str], kind: str, tmp_path: Path) -> None:
    lower = ["" if upper[0] else "Customer", "Sales", "Orders", "Sales", "Orders"]
    rows = [upper, lower, *([f"C{i}", i + 0.5, i, i * 2, i] for i in range(1, 20))]
    content = as_csv(rows) if kind == "csv" else as_sheet(rows)
    result, table, said = read_to_frame(tmp_path, content, f"a.{kind}")
    names = ["Customer", "2023 / Sales", "2023 / Orders", "2024 / Sales", "2024 / Orders"]
    assert (result.rows, list(table.columns)) == (19, names)
    assert "joined, as in '2023 / Sales'" in said


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_baskets_are_read_whole_and_said(delimiter: str, tmp_path: Path) -> None:
    lines = [[f"item{(i * j) % 7}" for j in range(i % 6 + 1)] for i in range(200)]
    result, table, said = read_to_frame(tmp_path, write_lines(lines, delimiter), "a.csv")
    assert (result.rows, table.width) == (200, 6)
    assert "no header and 1 to 6 values each" in said


PICKLES = (b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00}\x94.", b"\x80\x02}q\x00.", b"(dp0\nS'a'\np1\nI1\ns.",
           b"cpandas.core.frame\nDataFrame\n")  # fmt: skip


@pytest.mark.parametrize("content", PICKLES)
def test_pickled_files_are_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(NotATable, match="pickled"):
        read_to_frame(tmp_path, content, "customers.csv")


def test_a_database_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(NotATable, match="SQLite"):
        read_to_frame(tmp_path, b"SQLite format 3\x00" + bytes(200), "shop.csv")


def test_a_row_under_two_headers_that_names_the_rows_is_none_of_them(tmp_path: Path) -> None:
    years, months = ["year", *["2023"] * 3, *["2024"] * 3], ["month", *["Jan", "Feb", "Mar"] * 2]
    people = [[f"Person {chr(65 + i)}", *[f"{i + j}.50" for j in range(6)]] for i in range(20)]
    _, table, _ = read_to_frame(
        tmp_path, as_csv([years, months, ["name", *[""] * 6], *people]), "p.csv"
    )
    assert table.columns[:2] == ["name", "2023 / Jan"]
    assert table.height == 20
    blank = ["Person Z", *[""] * 6]
    _, table, _ = read_to_frame(
        tmp_path, as_csv([years, months, people[0], blank, *people[1:]]), "q.csv"
    )
    assert "Person Z" in table[table.columns[0]]

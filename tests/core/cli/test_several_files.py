"""Several files, or several sheets of a workbook, given to one command."""

import json
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest
import xlsxwriter

from core.cli import BAD_INPUT, main
from tests.core.data.joining.test_join import make_orders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Orders and their customers, as two files and as two sheets of a workbook."""
    orders = make_orders([f"K{n}" for n in range(100, 140)])
    people = pl.DataFrame({"id": [f"K{n}" for n in range(100, 140)], "city": ["Bonn", "Ulm"] * 20})
    orders.write_csv(tmp_path / "orders.csv")
    people.write_csv(tmp_path / "customers.csv")
    with xlsxwriter.Workbook(tmp_path / "shop.xlsx") as book:
        for name, table in (
            ("Sales", orders),
            ("Clients", people),
            ("Notes", pl.DataFrame({"a": ["text"]})),
        ):
            table.write_excel(book, name)
    return tmp_path


def described(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, object]:
    capsys.readouterr()
    assert main(["describe", *map(str, words)]) == 0
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def test_describe_and_segment_and_next_month(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [folder / "orders.csv", folder / "customers.csv"]
    answer = described(capsys, *files)
    assert (answer["table"], answer["rows"]) == ("transactions", 120)
    assert "120 of 120 rows match" in json.dumps(answer["notices"])
    words = [*map(str, files), "--k", "3", "--features", "recency,monetary"]
    assert main(["segment", *words, "--out", str(folder / "out")]) == 0
    recipe = json.loads((folder / "out" / "recipe.json").read_text())
    assert recipe["join"]["grain"] == "orders.csv"
    for file in files:
        file.rename(file.with_name(f"2025-{file.name}"))
    words = [str(file.with_name(f"2025-{file.name}")) for file in files[::-1]]
    saved = ["--recipe", str(folder / "out" / "recipe.json"), "--out", str(folder / "next")]
    assert main(["segment", *words, *saved]) == 0
    tables = [(folder / name / "customers.csv").read_text() for name in ("out", "next")]
    assert tables[0] == tables[1]


def test_sheets_that_belong_together_are_named_and_joined_when_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = described(capsys, folder / "shop.xlsx")
    assert "The sheet 'Clients' is about the same customers (by 'customer_id')" in json.dumps(
        alone["notices"]
    )
    together = described(capsys, folder / "shop.xlsx", "--sheet", "Sales,Clients")
    assert together["rows"] == 120
    assert "city" in json.dumps(together["columns"])


def test_a_file_named_twice_counts_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = described(capsys, folder / "orders.csv", folder / "orders.csv")
    assert (answer["rows"], answer["join"]) == (120, {})


def test_files_that_share_nothing_are_refused_with_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = folder / "weather.csv"
    other.write_text("day,degrees\n2024-01-01,3.5\n2024-01-02,4.5\n")
    assert main(["describe", str(folder / "orders.csv"), str(other)]) == BAD_INPUT
    assert "share no column that ties their rows together" in capsys.readouterr().err


def test_a_zip_is_read_as_the_files_in_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [folder / "orders.csv", folder / "customers.csv"]
    with ZipFile(folder / "shop.zip", "w") as archive:
        for file in files:
            archive.write(file, file.name)
    apart, together = described(capsys, *files), described(capsys, folder / "shop.zip")
    assert {**together, "join": apart["join"]} == apart
    one = described(capsys, folder / "shop.zip", "--sheet", "customers.csv")
    assert (one["rows"], one["sheet"]) == (40, "customers.csv")
    both = described(capsys, folder / "shop.zip", "--sheet", "customers.csv", "--sheet", "orders.csv")
    assert both["rows"] == 120

"""Text that programs write in a way of their own: formulas around cells, backslashes, rare delimiters."""

import zipfile
from pathlib import Path

import polars as pl
import pytest

from core.data.reading.read import ReadSummary, read_file

LINES = [(f"{i:05}", f"2024-01-{i % 28 + 1:02}", f"{i * 1.5 + 2:.2f}") for i in range(30)]


def read(folder: Path, text: str, name: str = "orders.csv") -> tuple[ReadSummary, pl.DataFrame]:
    (folder / "upload").write_bytes(text.encode())
    summary = read_file(folder / "upload", name, folder / "table.parquet")
    return summary, pl.read_parquet(folder / "table.parquet")


@pytest.mark.parametrize("cell", ['"=""{}"""', '="{}"'])
def test_formulas_around_cells_are_taken_off(cell: str, tmp_path: Path) -> None:
    rows = "".join(f"{cell.format(who)},{day},{worth}\r\n" for who, day, worth in LINES)
    summary, table = read(tmp_path, f"Customer ID,Date,Total\r\n{rows}")
    assert table["Customer ID"].to_list() == [who for who, _, _ in LINES]
    assert any("formulas" in notice.text for notice in summary.notices)


def test_an_equals_sign_within_text_stays(tmp_path: Path) -> None:
    rows = "".join(f'{who},"a=""{day}"" b",{worth}\n' for who, day, worth in LINES)
    _, table = read(tmp_path, f"Customer ID,Note,Total\n{rows}")
    assert table["Note"][0] == 'a="2024-01-01" b'


def test_marks_behind_a_backslash_belong_to_the_text(tmp_path: Path) -> None:
    rows = "".join(f'{who},"said \\"fine\\", thanks",{worth}\n' for who, _, worth in LINES)
    _, table = read(tmp_path, f"Customer ID,Note,Total\n{rows}")
    assert table.columns == ["Customer ID", "Note", "Total"]
    assert set(table["Note"]) == {'said "fine", thanks'}


def test_a_backslash_may_end_a_field(tmp_path: Path) -> None:
    rows = "".join(f'{who},"C:\\files\\",{worth}\n' for who, _, worth in LINES)
    summary, table = read(tmp_path, f"Customer ID,Folder,Total\n{rows}")
    assert set(table["Folder"]) == {"C:\\files\\"}
    assert not any("backslash" in notice.text for notice in summary.notices)


@pytest.mark.parametrize("sign", ["~", "^"])
def test_a_rare_sign_may_part_the_columns(sign: str, tmp_path: Path) -> None:
    rows = "".join(sign.join(line) + "\n" for line in LINES)
    _, table = read(tmp_path, f"Customer ID{sign}Date{sign}Total\n{rows}")
    assert table.columns == ["Customer ID", "Date", "Total"]


def test_a_rare_sign_within_text_parts_nothing(tmp_path: Path) -> None:
    rows = "".join(f"~{who}~;{worth}\n" for who, _, worth in LINES)
    _, table = read(tmp_path, f"~Customer~;Total\n{rows}")
    assert table.columns == ["~Customer~", "Total"]


def test_ids_with_decimals_stay_as_they_are(tmp_path: Path) -> None:
    rows = "".join(f"{i}.{i % 3}0,{worth}\n" for i, (_, _, worth) in enumerate(LINES, 10))
    _, table = read(tmp_path, f"Customer ID,Total\n{rows}")
    assert table["Customer ID"][:2].to_list() == ["10.10", "11.20"]


def test_a_page_beside_a_table_in_an_archive_is_left_alone(tmp_path: Path) -> None:
    rows = "".join(",".join(line) + "\n" for line in LINES)
    page = "<html><table>" + "<tr><td>1</td><td>2</td></tr>" * 900 + "</table></html>"
    with zipfile.ZipFile(tmp_path / "upload", "w") as archive:
        archive.writestr("index.html", page)
        archive.writestr("orders.csv", f"Customer ID,Date,Total\n{rows}")
    read_file(tmp_path / "upload", "export.zip", tmp_path / "table.parquet")
    assert pl.read_parquet(tmp_path / "table.parquet").columns == ["Customer ID", "Date", "Total"]


def test_a_page_alone_in_an_archive_is_read(tmp_path: Path) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in line) + "</tr>" for line in LINES)
    head = "<tr><th>Customer ID</th><th>Date</th><th>Total</th></tr>"
    with zipfile.ZipFile(tmp_path / "upload", "w") as archive:
        archive.writestr("orders.xls", f"<table>{head}{rows}</table>")
    read_file(tmp_path / "upload", "export.zip", tmp_path / "table.parquet")
    assert pl.read_parquet(tmp_path / "table.parquet").height == 30


ANSWERS = (
    '{"columns": ["order", "customer_id", "total"], "index": [0, 1], "data": [[1, "a", 2.5], [2, "b", 3.5]]}',
    '{"data": {"rows": [[1, "a", 2.5], [2, "b", 3.5]], "cols": [{"name": "order"}, {"name": "customer_id"},'
    ' {"name": "total"}]}}',
    '{"order": 1,\n "customer_id": "a",\n "total": 2.5}\n{"order": 2,\n "customer_id": "b", "total": 3.5}',
    '{"order": {"$numberLong": "1"}, "customer_id": "a", "total": {"$numberDecimal": "2.5"}}\n'
    '{"order": {"$numberLong": "2"}, "customer_id": "b", "total": {"$numberDecimal": "3.5"}}',
)


@pytest.mark.parametrize("answer", ANSWERS)
def test_answers_of_databases_are_tables(answer: str, tmp_path: Path) -> None:
    _, table = read(tmp_path, answer, "orders.json")
    assert table.to_dict(as_series=False) == {
        "order": [1, 2],
        "customer_id": ["a", "b"],
        "total": [2.5, 3.5],
    }


def test_columns_beside_each_other_are_no_rows_beside_names(tmp_path: Path) -> None:
    _, table = read(tmp_path, '{"name": ["x", "y"], "tags": [["p", "q"], ["r"]]}', "people.json")
    assert table["name"].to_list() == ["x", "y"]

"""Tables without names: numbers parted by blanks without a header, and lists of records beside each other."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.data.reading.read import read_file


def read(folder: Path, content: str, name: str) -> pl.DataFrame:
    source, target = folder / name, folder / "table.parquet"
    source.write_text(content, encoding="utf-8")
    read_file(source, name, target)
    return pl.read_parquet(target)


def test_numbers_parted_by_blanks_need_no_header(tmp_path: Path) -> None:
    lines = [
        f" {1 + i // 3:05} 2023{1 + i % 12:02}{1 + i % 28:02} {1 + i % 11:2} {4.5 + i:7.2f}"
        for i in range(60)
    ]
    frame = read(tmp_path, "\r\n".join(lines), "orders.txt")
    assert frame.shape == (60, 4)
    assert frame["Column 1"][:4].to_list() == ["00001", "00001", "00001", "00002"]
    assert frame["Column 2"].dtype.is_temporal()
    assert frame["Column 4"].sum() == pytest.approx(sum(4.5 + i for i in range(60)))


def test_sentences_with_a_year_are_no_table_of_numbers(tmp_path: Path) -> None:
    frame = read(tmp_path, "\n".join(f"bought {i} things in 2023" for i in range(40)), "notes.txt")
    assert frame.width == 1


def test_numbers_without_a_name_are_days_only_where_all_are(tmp_path: Path) -> None:
    lines = [f"{i % 9},{20_230_000 + i},{i * 1.5}" for i in range(60)]
    assert read(tmp_path, "\n".join(lines), "codes.csv")["Column 2"].dtype.is_integer()


def lists(**tables: list[dict[str, Any]]) -> str:
    return json.dumps(tables)


def test_the_list_of_purchases_is_read_and_not_the_longest_one(tmp_path: Path) -> None:
    sales = [
        {"InvoiceId": i, "CustomerId": i % 9, "InvoiceDate": f"2023-02-{1 + i % 28:02}", "Total": 2.5}
        for i in range(40)
    ]
    links = [{"PlaylistId": i % 7, "TrackId": i} for i in range(900)]
    frame = read(
        tmp_path,
        lists(Genre=[{"GenreId": 1, "Name": "Rock"}] * 3, Link=links, Invoice=sales),
        "music.json",
    )
    assert frame.columns == ["InvoiceId", "CustomerId", "InvoiceDate", "Total"]


def test_of_lists_that_say_as_little_the_longest_is_read(tmp_path: Path) -> None:
    few, many = [{"a": "x", "b": "y"}] * 3, [{"c": "x", "d": "y"}] * 9
    assert read(tmp_path, lists(few=few, many=many), "lists.json").columns == ["c", "d"]

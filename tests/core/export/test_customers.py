"""CSV and Excel of the customers, read back."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import polars as pl
import pytest

from core.data import describe_dataset
from core.export.customer_table import customer_table, readable_table
from core.export.formats import customers_csv, customers_xlsx
from core.model import NOISE, Analysis, Dataset, Role, Segmentation
from core.plugins import collect
from core.text import escape_formula
from tests.support import small_analyses

EVIL = ("=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x01=1", " =1+1")


@pytest.fixture(scope="module")
def made() -> Analysis:
    return small_analyses.sampled(small_analyses.analysis(rows=40, settings=(3, 4)))


def named(analysis: Analysis, ids: list[str], channels: list[str], header: str = "channel") -> Analysis:
    frame = analysis.customers.frame.rename(columns={"channel": header})
    frame[header] = pd.Categorical(channels)
    frame.index = pd.Index(ids, name=frame.index.name)
    features = tuple(frame.columns)
    return replace(analysis, customers=replace(analysis.customers, frame=frame, features=features))


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_xlsx(data: bytes) -> list[tuple]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return list(sheet.iter_rows(values_only=True))


def test_every_export_is_registered_under_its_extension():
    specs = collect("core.export.formats")
    assert {(spec.name, spec.extension) for spec in specs.values()} == {
        ("customers_csv", "csv"),
        ("customers_xlsx", "xlsx"),
    }


def test_some_rows_are_those_of_the_whole_table(made: Analysis):
    some = customer_table(Segmentation(made, 4), np.array([7, 2]))
    pd.testing.assert_frame_equal(
        some, customer_table(Segmentation(made, 4)).iloc[[7, 2]].reset_index(drop=True)
    )


def guessed_roles(frame: pl.DataFrame, path: Path) -> Mapping[str, Role]:
    frame.write_parquet(path)
    dataset = Dataset("0" * 64, path.name, str(path), frame.height, tuple(frame.columns))
    return describe_dataset(dataset).guess.roles


def test_read_back_the_result_is_compared_with_and_no_feature(made: Analysis, tmp_path: Path):
    frame = pl.read_csv(customers_csv.write(Segmentation(made, 4)))
    roles = guessed_roles(frame, tmp_path / "whole.parquet")
    assert roles["segment"] == "label"
    assert roles["silhouette"] == roles["distance"] == "ignore"
    assert all(roles[name] not in ("ignore", "label") for name in made.customers.features)
    assert roles["segment_name"] == "ignore" and roles["customer"] == "id"
    older = guessed_roles(frame.drop("segment_name"), tmp_path / "older.parquet")
    assert older["segment"] == "label" and older["distance"] == "ignore"
    part = guessed_roles(frame.drop("silhouette"), tmp_path / "part.parquet")
    assert part["distance"] == "number"


def test_the_table_begins_with_id_segment_and_name(made: Analysis):
    table = customer_table(Segmentation(made, 4, ("Champions", "Lapsed", "", "New")))
    frame, sweep = made.customers.frame, made.sweep
    columns = ["customer", "segment", "segment_name", *frame.columns, "silhouette", "distance"]
    assert list(table) == columns
    names = np.array(["Champions", "Lapsed", "Segment 3", "New"], object)
    np.testing.assert_array_equal(table["segment_name"], names[sweep.labels[1]])
    assert list(table["customer"]) == list(frame.index)
    np.testing.assert_array_equal(table["monetary"], frame["monetary"])
    np.testing.assert_array_equal(table["segment"], sweep.labels[1].astype(int) + 1)
    np.testing.assert_array_equal(table["distance"], sweep.distance[1])
    np.testing.assert_array_equal(table["silhouette"][::2], sweep.silhouettes[1])
    assert table["silhouette"][1::2].isna().all()


def test_on_screen_the_columns_have_titles(made: Analysis):
    frame = made.customers.frame.rename(columns={"noise_0": "segment"}).rename_axis("customer_id")
    titles = dict(made.customers.titles) | {"segment": "Old segment", "monetary": "Spend"}
    customers = replace(made.customers, frame=frame, features=tuple(frame.columns), titles=titles)
    table = readable_table(Segmentation(replace(made, customers=customers), 3), [0, 1])
    assert list(table)[:3] == ["Customer id", "Segment", "Segment name"]
    assert {"Old segment", "Spend", "Silhouette", "Distance"} <= set(table)
    assert list(table["Segment"]) != list(table["Old segment"])


def test_columns_of_the_same_name_are_both_kept(made: Analysis):
    frame = made.customers.frame.rename(columns={"noise_0": "segment", "noise_1": "customer"})
    customers = replace(made.customers, frame=frame, features=tuple(frame.columns))
    table = customer_table(Segmentation(replace(made, customers=customers), 3))
    assert table.columns.is_unique
    np.testing.assert_array_equal(table["segment_"], frame["segment"])
    assert list(table["customer_"]) == list(frame.index)


def test_a_name_that_gives_way_takes_none_that_is_taken(made: Analysis):
    new = {"noise_0": "segment", "noise_1": "segment_", "noise_2": "id"}
    frame = made.customers.frame.rename(columns=new).rename_axis("segment")
    customers = replace(made.customers, frame=frame, features=tuple(frame.columns))
    table = customer_table(Segmentation(replace(made, customers=customers), 3))
    assert table.columns.is_unique
    np.testing.assert_array_equal(table["segment_"], frame["segment_"])
    np.testing.assert_array_equal(table["segment__"], frame["segment"])
    assert list(table["segment___"]) == list(frame.index)


def test_csv_reads_back_exactly_and_opens_in_excel_as_utf8(made: Analysis):
    data = customers_csv.write(Segmentation(named(made, ["Zoë"] * 40, ['café, "x"\nü'] * 40), 4))
    assert data.startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(io.BytesIO(data))
    np.testing.assert_array_equal(back["monetary"], made.customers.frame["monetary"])
    assert set(back["customer"]) == {"Zoë"} and set(back["channel"]) == {'café, "x"\nü'}
    assert back["silhouette"].isna().sum() == 20


def test_excel_reads_back_exactly_under_a_frozen_header(made: Analysis):
    data = customers_xlsx.write(Segmentation(made, 4))
    head, *rows = read_xlsx(data)
    table = customer_table(Segmentation(made, 4))
    assert list(head) == list(table)
    np.testing.assert_allclose([row[5] for row in rows], table["monetary"], rtol=1e-15)
    assert [row[1] for row in rows] == list(table["segment"])
    assert [row[-2] is None for row in rows] == list(table["silhouette"].isna())
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.active.freeze_panes == "A2"
    assert (
        book.properties.created.year == 1980
    )  # and not the time of writing: equal tables, equal files


@pytest.mark.parametrize("evil", EVIL)
def test_formulas_are_neutralised_in_ids_values_and_headers(made: Analysis, evil: str):
    analysis = named(made, [evil] * 40, [evil] * 40, header=evil)
    head, first, *_ = read_csv(customers_csv.write(Segmentation(analysis, 3)))
    assert head[9] == first[0] == first[9] == "'" + evil
    head, first, *_ = read_xlsx(customers_xlsx.write(Segmentation(analysis, 3)))
    for cell in (head[9], first[0], first[9]):
        assert isinstance(cell, str) and cell.startswith("'")


def test_no_cell_of_the_workbook_is_a_formula(made: Analysis):
    data = customers_xlsx.write(Segmentation(named(made, list(EVIL) + ["{=1}"] * 31, ["=A1"] * 40), 3))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "inlineStr"}


def test_negative_numbers_stay_numbers(made: Analysis):
    assert (made.customers.frame["noise_0"] < 0).any()
    _, *rows = read_csv(customers_csv.write(Segmentation(made, 3)))
    assert [float(row[6]) for row in rows] == list(made.customers.frame["noise_0"])
    _, *rows = read_xlsx(customers_xlsx.write(Segmentation(made, 3)))
    assert all(isinstance(row[6], float) for row in rows)


@pytest.mark.parametrize("text", ["-5", "+4.5", "-1,5", "-1e-5", "plain", "a=b", "3-4", ""])
def test_numbers_and_plain_words_are_not_spoilt(text: str):
    assert escape_formula(text) == text


def test_the_analysis_stays_as_it_was(made: Analysis):
    before = made.customers.frame.copy()
    for spec in collect("core.export.formats").values():
        assert spec.write(Segmentation(made, 3))
    pd.testing.assert_frame_equal(made.customers.frame, before)


def test_excel_refuses_more_rows_than_it_holds(made: Analysis, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(customers_xlsx, "MOST_ROWS", 40)
    with pytest.raises(customers_xlsx.TooManyRows, match=r"holds 40 rows and these are 41.*CSV"):
        customers_xlsx.write(Segmentation(made, 3))
    monkeypatch.setattr(customers_xlsx, "MOST_ROWS", 41)
    assert len(read_xlsx(customers_xlsx.write(Segmentation(made, 3)))) == 41


def test_outcomes_stand_behind_the_features_and_say_so(made: Analysis, tmp_path: Path):
    frame = made.customers.frame.assign(churned=["yes", "no"] * 20)
    customers = replace(made.customers, frame=frame, outcomes=("churned",))
    table = customer_table(Segmentation(replace(made, customers=customers), 3))
    columns = list(table.columns)
    assert table["outcome_churned"].to_list() == ["yes", "no"] * 20
    assert columns.index("outcome_churned") == columns.index("silhouette") - 1
    roles = guessed_roles(pl.from_pandas(table), tmp_path / "outcomes.parquet")
    assert roles["outcome_churned"] == "label"


def test_a_customer_in_no_segment_is_said_to_be(made: Analysis):
    labels = made.sweep.labels.copy()
    labels[:, 0] = NOISE
    noisy = replace(made, sweep=replace(made.sweep, labels=labels))
    table = customer_table(Segmentation(noisy, 3, ("A", "B", "C")))
    assert (table["segment"][0], table["segment_name"][0]) == (0, "In no segment")
    assert "In no segment" not in set(table["segment_name"][1:])

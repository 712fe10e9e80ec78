"""The tables of a zip that belong together become one, as files that come at once do; others do not."""

import hashlib
from pathlib import Path

import pytest

from core.data import Limits, add_file
from core.model import Dataset, ignore_progress
from core.store import Workspace
from tests.core.data.joining.shop_tables import split_shop
from tests.support.odd_content import zip_files

WEATHER = "station,temperature\n" + "".join(f"S{i},{i % 30}.5\n" for i in range(60))
SENTENCE = "Two lists that we took out of the till.\nAsk Anna, or Ben, where they are not whole.\n"


def add_zip(root: Path, files: dict[str, str], limits: Limits | None = None) -> Dataset:
    """The data set of a zip that was uploaded."""
    workspace = Workspace(root)
    root.mkdir(exist_ok=True)
    body = zip_files({name: text.encode() for name, text in files.items()})
    path, digest = root / "shop.upload", hashlib.sha256(body).hexdigest()
    path.write_bytes(body)
    dataset = add_file(workspace, path, "shop.zip", digest, ignore_progress, limits)
    assert dataset == workspace.open(workspace.id_of(digest)) and not path.exists()
    assert len(workspace.datasets()) == 1 + len(dataset.parts)
    again = root / "again.upload"
    again.write_bytes(body)
    assert add_file(workspace, again, "shop.zip", digest, ignore_progress, limits) == dataset
    return dataset


@pytest.fixture(scope="module")
def tables() -> dict[str, str]:
    """Orders and their customers as CSV."""
    shop = split_shop()
    return {name: shop.tables[name].write_csv() for name in ("orders", "customers")}


def test_different_tables_are_joined_with_their_match_report(
    tmp_path: Path, tables: dict[str, str]
) -> None:
    files = {f"export/{name}.csv": text for name, text in tables.items()} | {"README.txt": SENTENCE}
    dataset = add_zip(tmp_path, files)
    assert dataset.name == "shop.zip" and len(dataset.parts) == 2
    assert dataset.rows == len(tables["orders"].splitlines()) - 1
    assert "rows match" in str(dataset.notices) and dataset.plan["grain"] == "orders.csv"


def test_tables_with_the_same_columns_are_put_below_each_other(
    tmp_path: Path, tables: dict[str, str]
) -> None:
    head, *lines = tables["orders"].splitlines(keepends=True)
    halves = {"2023/orders.csv": lines[:99], "2024/orders.csv": lines[99:]}
    dataset = add_zip(tmp_path, {name: head + "".join(part) for name, part in halves.items()})
    assert dataset.rows == len(lines) and "source file" in dataset.columns
    assert "2023/orders.csv" in str(dataset.notices)


def test_of_tables_that_nothing_ties_together_the_best_is_read(
    tmp_path: Path, tables: dict[str, str]
) -> None:
    dataset = add_zip(tmp_path, {"orders.csv": tables["orders"], "weather.csv": WEATHER})
    assert dataset.sheets == ("orders.csv", "weather.csv") and dataset.sheet == "orders.csv"
    assert (
        "We read 'orders.csv'. The archive also has 'weather.csv'" in str(dataset.notices)
        and not dataset.parts
    )


def test_more_than_may_be_unpacked_is_not_read_together(tmp_path: Path, tables: dict[str, str]) -> None:
    files = {f"{name}.csv": text for name, text in tables.items()}
    most = max(len(text.encode()) for text in files.values()) + 1
    assert not add_zip(tmp_path, files, Limits(expanded_bytes=most)).parts

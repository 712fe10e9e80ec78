"""Numbers beside signs and words read the same by the quick way and cell by cell; columns that fit their
format are written without a survey, and codes among numbers are found all the same."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from core.data import read_file
from core.data.reading.cells import column_cells, evaluate
from core.data.reading.number_cells import common_affixes
from core.data.reading.number_formats import number_style

ODD = [
    "-$5",
    "$-5",
    "($5)",
    "5-$",
    "$$5",
    "$5.",
    "$ 5",
    "5",
    "$inf",
    "$1e400",
    "$-",
    "n/a",
    "$05",
    "5 $",
    "$5 CR",
]
WAYS = [
    [f"${n}.50" for n in range(1, 40)],
    [f"$ {n},{n:03}.5" for n in range(1, 40)],
    [f"{n},50 €" for n in range(1, 40)],
    [f"USD {n}" for n in range(1, 40)],
    [f"{n} pcs" for n in range(1, 40)],
    [f"{n}\u00a0%" for n in range(1, 40)],
    [f"R$ {n} 000,25" for n in range(1, 40)],
]  # fmt: skip


@pytest.mark.parametrize("cells", WAYS)
@pytest.mark.parametrize("name", ["price", "x"])
def test_affixes_change_no_number(cells: list[str], name: str) -> None:
    reading = number_style(column_cells(pl.Series(name, cells)), comma=False)
    assert reading is not None
    style, column = reading[0], pl.Series(name, cells + ODD)
    slow = replace(style, affixes=("", ""))
    assert style.affixes != slow.affixes
    quick = evaluate(column, lambda text: style.parse(text, strict=False))
    assert quick.equals(evaluate(column, lambda text: slow.parse(text, strict=False)))
    assert quick.head(len(cells)).null_count() == 0
    wide = evaluate(column, style.parse_widely)
    assert wide.equals(evaluate(column, slow.parse_widely))


def test_a_sign_that_changes_the_sum_is_no_affix() -> None:
    cells = pl.Series("balance", ["5 CR", "6 CR", "7"])
    assert common_affixes(cells, ("cr",)) == ("", "")


@pytest.mark.parametrize("code", ["007", "-05", "1234567890123456789"])
def test_a_code_is_found_beside_a_column_with_misfits(code: str, tmp_path: Path) -> None:
    rows = [f"{n},{n}.5,2 pcs" if n % 97 == 5 else f"{n},{n}.5,{n % 7}" for n in range(3000)]
    rows[2500] = f"{code},{code},3"
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["ref,level,quantity", *rows]))
    read_file(path, path.name, tmp_path / "a.parquet")
    table = pl.read_parquet(tmp_path / "a.parquet")
    assert table["ref"].dtype == pl.String and table["ref"][2500] == code
    assert table["quantity"].dtype.is_numeric() and table["quantity"][5] == 2

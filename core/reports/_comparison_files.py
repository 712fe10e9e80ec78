"""A comparison of methods as a table to take away, safe to open in a spreadsheet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

import pandas as pd

from core.evaluation.compare import Comparison
from core.registry import UnknownName
from core.reports._comparison import comparison_csv
from core.reports._table import harmless
from core.reports._workbook import workbook


@dataclass(frozen=True)
class TableFormat:
    """How a table is written, and what the browser is told of it."""

    extension: str
    media_type: str
    write: Callable[[pd.DataFrame], bytes]


def comparison_file(found: Comparison, kind: str) -> tuple[bytes, TableFormat]:
    """A row a candidate and a row a method that failed, as in compare.csv; UnknownName for a `kind`
    that is not one of `FORMATS`."""
    if kind not in FORMATS:
        raise UnknownName(kind="format", name=kind, known=", ".join(FORMATS))
    table = pd.read_csv(BytesIO(comparison_csv(found)), dtype={"sizes": str, "problem": str})
    return FORMATS[kind].write(harmless(table)), FORMATS[kind]


def _csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _xlsx(table: pd.DataFrame) -> bytes:
    return workbook(table, "Comparison")


FORMATS: Mapping[str, TableFormat] = {
    "csv": TableFormat("csv", "text/csv; charset=utf-8", _csv),
    "xlsx": TableFormat(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx
    ),
}

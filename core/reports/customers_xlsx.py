"""The customers with their segments as an Excel workbook."""

import io
from typing import Any

import pandas as pd
import xlsxwriter

from core.entities import Analysis
from core.errors import UserError
from core.reports._table import customer_table, harmless
from core.specs import ExportSpec

MOST_ROWS = 1_048_576
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


class TooManyRows(UserError):
    template = "Excel holds {most:,} rows and these are {rows:,}. Download the CSV file instead."


def write(analysis: Analysis, setting: float) -> bytes:
    """A workbook of one sheet under a frozen header; TooManyRows where Excel cannot hold them."""
    rows = len(analysis.customers.frame) + 1
    if rows > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS, rows=rows)
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        _fill(book, harmless(customer_table(analysis, setting)))
    return target.getvalue()


def _fill(book: Any, table: pd.DataFrame) -> None:
    sheet = book.add_worksheet("Customers")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(table.columns) - 1, 14)
    sheet.write_row(0, 0, list(table.columns), book.add_format({"bold": True}))
    cells = table.astype(object).where(table.notna(), None)
    for row, values in enumerate(cells.itertuples(index=False, name=None), start=1):
        sheet.write_row(row, 0, values)


SPEC = ExportSpec(
    name="customers_xlsx",
    title="Customers with segments (Excel)",
    extension="xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write=write,
    version=3,
)

"""A table as an Excel workbook."""

import io
from datetime import datetime
from typing import Any

import pandas as pd

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
NO_TIME = datetime(1980, 1, 1)  # equal tables give equal files


def write_workbook(table: pd.DataFrame, sheet: str) -> bytes:
    """A workbook of one sheet under a frozen header; what is missing is left empty."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        book.set_properties({"created": NO_TIME})
        _fill_sheet(book, table, sheet)
    return target.getvalue()


def _fill_sheet(book: Any, table: pd.DataFrame, name: str) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(table.columns) - 1, 14)
    sheet.write_row(0, 0, list(table.columns), book.add_format({"bold": True}))
    cells = table.astype(object).where(table.notna(), None)
    for row, values in enumerate(cells.itertuples(index=False, name=None), start=1):
        sheet.write_row(row, 0, values)

"""Customers and images to take along."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.export.customer_table import (
        chosen_customers_csv,
        escape_table,
        member_rows,
        readable_table,
    )
    from core.export.formats import export, exports
    from core.export.images import PLOTLY_JS, ImageExporter, ImageRequest, find_chrome
    from core.export.printable import make_printable, shape_by_segment
    from core.export.table_filter import is_number_column, matching_rows
    from core.export.workbook import OPTIONS, write_workbook
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "OPTIONS",
    "PLOTLY_JS",
    "ImageExporter",
    "ImageRequest",
    "chosen_customers_csv",
    "escape_table",
    "export",
    "exports",
    "find_chrome",
    "is_number_column",
    "make_printable",
    "matching_rows",
    "member_rows",
    "readable_table",
    "shape_by_segment",
    "write_workbook",
]

"""The customers with their segments as an Excel workbook."""

from core.errors import UserError
from core.export.customer_table import customer_table, escape_table
from core.export.workbook import write_workbook
from core.model import Segmentation
from core.plugins import ExportSpec

MOST_ROWS = 1_048_576


class TooManyRows(UserError):
    template = "Excel holds {most:,} rows and these are {rows:,}. Download the CSV file instead."


def write(segmentation: Segmentation) -> bytes:
    """A workbook of one sheet under a frozen header; TooManyRows where Excel cannot hold them."""
    rows = len(segmentation.customers.frame) + 1
    if rows > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS, rows=rows)
    return write_workbook(escape_table(customer_table(segmentation)), "Customers")


SPEC = ExportSpec(
    name="customers_xlsx",
    title="Customers with segments (Excel)",
    extension="xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write=write,
    version=5,
)

"""The customers with their segments as CSV."""

from core.export.customer_table import customer_table, escape_table
from core.model import Segmentation
from core.plugins import ExportSpec


def write(segmentation: Segmentation) -> bytes:
    """UTF-8 with a byte order mark, without which Excel reads names with accents as Latin-1.

    Lines end in CR LF (RFC 4180): with a bare LF a cell with a CR in it would go unquoted.
    """
    table = escape_table(customer_table(segmentation))
    return table.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


SPEC = ExportSpec(
    name="customers_csv",
    title="Customers with segments (CSV)",
    extension="csv",
    media_type="text/csv; charset=utf-8",
    write=write,
    version=4,
)

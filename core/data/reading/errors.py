"""Errors of reading: all that a file is refused for, each with what is wrong and what to do."""

from core.errors import UserError


class EmptyFile(UserError):
    template = "'{name}' is empty. Choose a file with a header line and rows below it."


class NoRows(UserError):
    template = "'{name}' has a header but no rows below it. Choose a file with at least one row."


class NotATable(UserError):
    template = (
        "'{name}' is {what}, not a table. Save the table as CSV, Excel (.xlsx), JSON or Parquet "
        "and upload that file."
    )


class UnreadableFile(UserError):
    template = "'{name}' could not be read as {kind}: {reason}. Export it again and retry."


class TruncatedFile(UserError):
    template = "'{name}' ends too early: it was cut off or damaged on its way. Copy it again and retry."


class ProtectedFile(UserError):
    template = "'{name}' is protected by a password. Save a copy without the password and upload that."


class TooLarge(UserError):
    template = (
        "'{name}' unpacks to more than {limit}. Upload a smaller extract, or leave out columns "
        "that are not needed."
    )


class TooManyColumns(UserError):
    template = (
        "'{name}' has {columns:,} columns, and at most {limit:,} can be read. Keep the columns that "
        "describe the customers, or transpose the table if customers run across it."
    )


class TooSprawling(UserError):
    template = (
        "'{name}' has a cell far from its table, so the sheet spans {cells:,} cells. Delete the "
        "rows and columns beyond the table, or save the sheet as CSV."
    )


class NoTableInside(UserError):
    template = "'{name}' holds no table. Put one CSV, Excel, JSON or Parquet file into it."


class NoSuchSheet(UserError):
    template = "'{name}' has no sheet '{sheet}'. Its sheets are: {sheets}."


class WrongShape(UserError):
    template = (
        "'{name}' is JSON, but {reason}. Give a list of records, an object of columns of equal "
        "length, or one record a line."
    )

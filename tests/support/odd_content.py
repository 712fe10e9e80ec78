"""Makes the content of odd files: archives, workbooks, Parquet."""

import datetime
import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

import openpyxl
import polars as pl

PEOPLE = "id,city,spend\n1,Rome,2.5\n2,Oslo,3\n3,Bonn,4.25\n"


def zip_files(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def make_encrypted_zip() -> bytes:
    """A zip whose entry is flagged as encrypted, in the local header and the directory."""
    content = bytearray(zip_files({"a.csv": PEOPLE.encode()}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    return bytes(content)


def make_workbook(sheets: dict[str, Iterable[Iterable[Any]]], merge: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if merge:
            sheet.merge_cells(merge)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def make_offset_workbook() -> bytes:
    book = openpyxl.Workbook()
    for i, row in enumerate([("id", "spend"), (1, 2.5), (2, 3.5)]):
        for j, value in enumerate(row):
            book.active.cell(row=5 + i, column=3 + j, value=value)
    book.active["C2"] = "Customers of 2024"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def make_sprawling_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "id"
    book.active["XFD1048576"] = "x"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def make_sheet(rows: Iterable[Iterable[str]], attributes: str = "") -> bytes:
    """An OpenDocument sheet of text cells; `attributes` go to every row and cell."""
    cell = '<table:table-cell office:value-type="string" {}><text:p>{}</text:p></table:table-cell>'
    row_xml = "<table:table-row {}>{}</table:table-row>"
    columns = attributes.replace("rows", "columns")
    body = "".join(
        row_xml.format(attributes, "".join(cell.format(columns, value) for value in row))
        for row in rows
    )
    urn = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{urn}office:1.0"'
        f' xmlns:table="{urn}table:1.0" xmlns:text="{urn}text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{urn}manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/></manifest:manifest>'
    )
    files = {"mimetype": mime, "META-INF/manifest.xml": manifest, "content.xml": content}
    return zip_files({name: text.encode() for name, text in files.items()})


def make_parquet(**columns: Any) -> bytes:
    buffer = io.BytesIO()
    pl.DataFrame(columns).write_parquet(buffer)
    return buffer.getvalue()


def make_dates(*parts: tuple[int, ...]) -> list[datetime.datetime]:
    return [datetime.datetime(*part) for part in parts]  # type: ignore[arg-type]


def repeat_row(header: str, row: Callable[[int], str], rows: int) -> bytes:
    return "\n".join([header, *(row(i) for i in range(rows))]).encode()

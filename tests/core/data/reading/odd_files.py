"""Bad and odd files, each with the sentence that refuses it or the table that it holds."""

import datetime
import gzip
import json
import random
from dataclasses import dataclass
from typing import Any

import polars as pl

from core.data.reading import errors as no
from core.errors import UserError
from tests.support.odd_content import (
    PEOPLE,
    make_dates,
    make_encrypted_zip,
    make_offset_workbook,
    make_parquet,
    make_sheet,
    make_sprawling_workbook,
    make_workbook,
    repeat_row,
    zip_files,
)

TABLE = {"id": [1, 2, 3], "city": ["Rome", "Oslo", "Bonn"], "spend": [2.5, 3.0, 4.25]}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Refused:
    """A file that must be refused with `error`, whose sentence has `words`."""

    name: str
    content: bytes
    error: type[UserError]
    words: str
    sheet: str | None = None


@dataclass(frozen=True)
class Accepted:
    """A file that must give `table`, and a notice with each of `notices` (none at all where empty)."""

    name: str
    content: bytes
    table: dict[str, list[Any]]
    notices: tuple[str, ...] = ()
    sheet: str | None = None


NOISE = random.Random(7).randbytes(4000)
PNG = b"\x89PNG\r\n\x1a\n" + NOISE
ODS_PEOPLE = [line.split(",") for line in PEOPLE.splitlines()]
PACKED = gzip.compress(NOISE.hex().encode())
LATIN = "name,city\nJosé,Málaga\nFrançois,Besançon\nMuñoz,Logroño\n"
LATIN_TABLE = {"name": ["José", "François", "Muñoz"], "city": ["Málaga", "Besançon", "Logroño"]}
MISSING_MIDDLE = {"a": [1, 3], "b": [None, "y"], "c": [None, 2.5]}

REFUSED = (
    Refused("empty.csv", b"", no.EmptyFile, "is empty"),
    Refused("blank.csv", b"\n\r\n  \n", no.EmptyFile, "is empty"),
    Refused("only_mark.csv", b"\xef\xbb\xbf", no.EmptyFile, "is empty"),
    Refused("delimiters.csv", b",,,\n,,,\n", no.EmptyFile, "is empty"),
    Refused("header.csv", b"id,city,spend\n", no.NoRows, "no rows below"),
    Refused("header_blank.csv", b"id,city\n,\n\n", no.NoRows, "no rows below"),
    Refused("header.xlsx", make_workbook({"S": [("id", "spend")]}), no.NoRows, "no rows below"),
    Refused("header.parquet", make_parquet(a=[]), no.NoRows, "no rows below"),
    Refused("photo.csv", PNG, no.NotATable, "a picture"),
    Refused("paper.csv", b"%PDF-1.7\n1 0 obj\n", no.NotATable, "a PDF document"),
    Refused("report.xls", b"<html><table><tr><td>1", no.NotATable, "a web page (HTML)"),
    Refused("page.csv", b"\xef\xbb\xbf\n<!DOCTYPE html><p>", no.NotATable, "a web page (HTML)"),
    Refused("feed.xml", b"<?xml version='1.0'?><a/>", no.NotATable, "an XML document"),
    Refused("junk.csv", NOISE, no.NotATable, "binary data"),
    Refused("notes.md", b"Dear team\nall is well\n", no.NotATable, "text without columns"),
    Refused("letter.txt", b"Dear team I am writing to say hello\n" * 9, no.NotATable, "without columns"),
    Refused("letter.docx", zip_files({"[Content_Types].xml": b"", "word/a": b""}), no.NotATable, "office"),
    Refused("binary.xlsb", zip_files({"xl/workbook.bin": b"1"}), no.UnreadableFile, "as a workbook"),
    Refused("old.doc", OLE + b"\0" * 600, no.NotATable, "an old office document"),
    Refused("data.7z", b"7z\xbc\xaf\x27\x1c" + NOISE, no.NotATable, "a 7z archive"),
    Refused("data.tar", b"a.csv".ljust(257, b"\0") + b"ustar" + b"\0" * 250, no.NotATable, "a tar"),
    Refused(
        "locked.xlsx",
        OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"),
        no.ProtectedFile,
        "password",
    ),
    Refused("locked.zip", make_encrypted_zip(), no.ProtectedFile, "password"),
    Refused("broken.xls", OLE + "Workbook".encode("utf-16-le") * 40, no.UnreadableFile, "as a workbook"),
    Refused("broken.xlsx", zip_files({"xl/workbook.xml": b"<x"}), no.UnreadableFile, "as a workbook"),
    Refused("half.xlsx", make_workbook({"S": [(1,)]})[:900], no.UnreadableFile, "as a zip archive"),
    Refused("far.xlsx", make_sprawling_workbook(), no.TooSprawling, "a cell far from its table"),
    Refused(
        "far.ods",
        make_sheet([["a"]], 'table:number-rows-repeated="16384"'),
        no.TooSprawling,
        "a cell far from its table",
    ),
    Refused("sheet.xlsx", make_workbook({"A": [(1,)], "B": [(2,)]}), no.NoSuchSheet, "are: A, B", "C"),
    Refused("blank.xlsx", make_workbook({"A": []}), no.EmptyFile, "is empty"),
    Refused("half.csv.gz", PACKED[:2000], no.TruncatedFile, "ends too early"),
    Refused("damaged.csv.gz", PACKED[:500] + b"xxxx" + PACKED[504:], no.TruncatedFile, "ends too early"),
    Refused("bomb.csv.gz", gzip.compress(b"1,2\n" * 3_000_000), no.TooLarge, "more than 8 MiB"),
    Refused("bomb.zip", zip_files({"a.csv": b"1,2\n" * 3_000_000}), no.TooLarge, "more than 8 MiB"),
    Refused(
        "bomb.xlsx",
        zip_files({"xl/workbook.xml": b" " * 9_000_000}),
        no.TooLarge,
        "more than 8 MiB",
    ),
    Refused("photos.zip", zip_files({"a.png": PNG}), no.NoTableInside, "holds no table"),
    Refused("empty.zip", zip_files({}), no.NoTableInside, "holds no table"),
    Refused("half.zip", zip_files({"a.csv": NOISE})[:800], no.UnreadableFile, "as a zip archive"),
    Refused("half.parquet", make_parquet(a=[1, 2])[:-9], no.UnreadableFile, "as a Parquet file"),
    Refused("wide.csv", repeat_row(",".join(f"c{i}" for i in range(2001)), lambda _: "1" + ",1" * 2000, 2),
            no.TooManyColumns, "2,001 columns"),
    Refused("half.json", b'[{"a": 1}, {"a":', no.UnreadableFile, "malformed"),
    Refused("half.jsonl", b'{"a": 1}\n{"a":\n', no.UnreadableFile, "line 2 is malformed"),
    Refused("number.json", b'[1, 2, 3]', no.WrongShape, "not records"),
    Refused("uneven.json", b'{"a": [1, 2], "b": [1]}', no.WrongShape, "differ in length"),
    Refused("none.json", b"[]", no.NoRows, "no rows"),
    Refused("deep.json", b"[" * 100_000 + b"]" * 100_000, no.WrongShape, "nested too deeply"),
)  # fmt: skip

ACCEPTED = (
    Accepted("plain.csv", PEOPLE.encode(), TABLE),
    Accepted(
        "patterns.csv",
        b"*,^a$,b\n1,2,x\n7,5,\n3,4,y\n",
        {"(*)": [1, 7, 3], "(^a$)": [2, 5, 4], "b": ["x", None, "y"]},
    ),
    Accepted(
        "patterns.parquet",
        make_parquet(**{"*": [1, 2], "^a$": ["x", "y"]}),
        {"(*)": [1, 2], "(^a$)": ["x", "y"]},
    ),
    Accepted("mark.csv", b"\xef\xbb\xbf" + PEOPLE.encode(), TABLE),
    Accepted("windows.csv", PEOPLE.replace("\n", "\r\n").encode(), TABLE),
    Accepted("old_mac.csv", PEOPLE.replace("\n", "\r").encode(), TABLE),
    Accepted("mixed_ends.csv", PEOPLE.replace("\n2", "\r2").encode(), TABLE),
    Accepted("semicolon.csv", PEOPLE.replace(",", ";").encode(), TABLE),
    Accepted("tabs.tsv", PEOPLE.replace(",", "\t").encode(), TABLE),
    Accepted("pipes.txt", PEOPLE.replace(",", "|").encode(), TABLE),
    Accepted("utf16.csv", PEOPLE.encode("utf-16"), TABLE),
    Accepted("utf16_be.csv", PEOPLE.encode("utf-16-be"), TABLE),
    Accepted("utf16_le.csv", PEOPLE.encode("utf-16-le"), TABLE),
    Accepted("latin.csv", LATIN.encode("latin-1"), LATIN_TABLE, ("Windows-1252",)),
    Accepted("no_last_newline.csv", PEOPLE.strip().encode(), TABLE),
    Accepted("wrong.xlsx", PEOPLE.encode(), TABLE),
    Accepted("unknown.data", PEOPLE.encode(), TABLE),
    Accepted("wrong.csv", make_workbook({"S": [r.split(",") for r in PEOPLE.splitlines()]}), TABLE),
    Accepted("gzipped.csv", gzip.compress(PEOPLE.encode()), TABLE),
    Accepted("inside.csv.gz.zip", zip_files({"a.csv.gz": gzip.compress(PEOPLE.encode())}), TABLE),
    Accepted(
        "several.zip",
        zip_files({"../../up.csv": PEOPLE.encode(), "b.csv": b"x,y\n1,2", "__MACOSX/a.csv": NOISE}),
        TABLE,
        ("We read 'up.csv'. The archive also has 'b.csv'",),
    ),
    Accepted("hint.csv", b"sep=;\n" + PEOPLE.replace(",", ";").encode(), TABLE),
    Accepted("titles.csv", b"Customers\n\nas of May,,\n" + PEOPLE.encode(), TABLE, ("2 title rows",)),
    Accepted(
        "quoted.csv",
        b'id,note\n1,"a, ""b""\nc"\n2,x\n',
        {"id": [1, 2], "note": ['a, "b"\nc', "x"]},
    ),
    Accepted(
        "inches.csv", b'id,part\n1,5" pipe\n2,6 pipe\n', {"id": [1, 2], "part": ['5" pipe', "6 pipe"]}
    ),
    Accepted(
        "no_header.csv",
        b"1,Rome,2.5\n2,Oslo,3\n",
        {"Column 1": [1, 2], "Column 2": ["Rome", "Oslo"], "Column 3": [2.5, 3.0]},
        ("no header",),
    ),
    Accepted(
        "years.csv",
        b"city,2023,2024\nRome,1,2\nOslo,3,4\n",
        {"city": ["Rome", "Oslo"], "2023": [1, 3], "2024": [2, 4]},
    ),
    Accepted(
        "names.csv",
        b"id,total,total,\n1,2,3,x\n4,5,6,y\n",
        {"id": [1, 4], "total": [2, 5], "total 2": [3, 6], "Column 4": ["x", "y"]},
        ("Another column is called", "without a name"),
    ),
    Accepted(
        "trailing.csv", b"id,x,\n1,2,\n3,4,\n", {"id": [1, 3], "x": [2, 4]}, ("neither a name nor a value",)
    ),
    Accepted("narrow.csv", b"a,b,c\n1\n3,y,2.5\n", MISSING_MIDDLE, ("1 row has too few values",)),
    Accepted(
        "wide.csv",
        b"a,b,c\n3,y,2.5\n4,z,1\n1,x,2,9\n",
        {"a": [3, 4, 1], "b": ["y", "z", "x"], "c": [2.5, 1.0, 2.0]},
        ("1 row has too many values",),
    ),
    Accepted("blank_rows.csv", b"a,b\n\n1,x\n , \n\n2,y\n", {"a": [1, 2], "b": ["x", "y"]}),
    Accepted("blanks.csv", b"a,b\n 1 , x \n2,  \n", {"a": [1, 2], "b": ["x", None]}),
    Accepted("codes.csv", b"zip,n\n00123,1\n90210,2\n", {"zip": ["00123", "90210"], "n": [1, 2]}),
    Accepted("long_ids.csv", b"id,n\n12345678901234567890,1\n12345678901234567891,2\n",
             {"id": ["12345678901234567890", "12345678901234567891"], "n": [1, 2]}),
    Accepted("float_ids.csv", b"id,n\n17850.0,1\n,2\n13047.0,3\n",
             {"id": [17850, None, 13047], "n": [1, 2, 3]}, ("whole numbers written as decimals",)),
    Accepted("booleans.csv", b"a,b\nTRUE,yes\nFALSE,no\n", {"a": [True, False], "b": ["yes", "no"]}),
    Accepted("decimal_comma.csv", b"id;x;y\n1;2,5;1.234,5\n2;3,75;2.000,0\n",
             {"id": [1, 2], "x": [2.5, 3.75], "y": [1234.5, 2000.0]}),
    Accepted("german_thousands.csv", b"id;x;y\n1;2,5;1.234\n2;3,75;2.500\n",
             {"id": [1, 2], "x": [2.5, 3.75], "y": [1234, 2500]}, ("'.' between thousands",)),
    Accepted("thousands.csv", b'id,x\n1,"1,234"\n2,"12,345"\n',
             {"id": [1, 2], "x": [1234, 12345]}, ("',' between thousands",)),
    Accepted("money.csv", b'''id,x,y\n1,"$1,234.50",12%\n2,($3.00),7.5%\n3,-$2,1%\n''',
             {"id": [1, 2, 3], "x": [1234.5, -3.0, -2.0], "y": [12.0, 7.5, 1.0]},
             ("'x' was read as numbers without currency", "'y' was read as numbers without")),
    Accepted("euro.csv", "id;x\n1;3,50 €\n2;1 200,00 €\n".encode(),
             {"id": [1, 2], "x": [3.5, 1200.0]}, ("without currency",)),
    Accepted("markers.csv", repeat_row("a,b", lambda i: f"{'N/A' if i % 5 == 0 else i},x", 20),
             {"a": [None if i % 5 == 0 else i for i in range(20)], "b": ["x"] * 20},
             ("marked as missing in 4 rows",)),
    Accepted("misfit.csv", repeat_row("a,b", lambda i: f"{'oops' if i == 7 else i},{i}", 200),
             {"a": [None if i == 7 else i for i in range(200)], "b": list(range(200))},
             ("1 value in 'a' is not a number and was read as missing: 'oops' in row 8",)),
    Accepted("mixed.csv", b"a,b\n1,2\nx,3\n2,4\n", {"a": ["1", "x", "2"], "b": [2, 3, 4]}),
    Accepted("infinite.csv", repeat_row("a,b", lambda i: f"{'inf' if i == 7 else i + .5},x", 200),
             {"a": [None if i == 7 else i + 0.5 for i in range(200)], "b": ["x"] * 200},
             ("is not a number and was read as missing: 'inf'",)),
    Accepted("iso.csv", b"a,b,c\n2024-01-31,2024-01-31 10:30:00,2024-01-31T10:30:00+02:00\n"
             b"2024-02-01,2024-02-01 11:00:00,2024-02-01T11:00:00Z\n",
             {"a": make_dates((2024, 1, 31), (2024, 2, 1)),
              "b": make_dates((2024, 1, 31, 10, 30), (2024, 2, 1, 11)),
              "c": make_dates((2024, 1, 31, 8, 30), (2024, 2, 1, 11))}, ("'c' were converted to UTC",)),
    Accepted("day_first.csv", b"a,b\n31/01/2024,1\n02/03/2024,2\n",
             {"a": make_dates((2024, 1, 31), (2024, 3, 2)), "b": [1, 2]}),
    Accepted("month_first.csv", b"a,b\n01/31/24 8:26,1\n02/03/24 18:05,2\n",
             {"a": make_dates((2024, 1, 31, 8, 26), (2024, 2, 3, 18, 5)), "b": [1, 2]}),
    Accepted("dots.csv", b"a;b\n01.02.2024;1\n03.04.2024;2\n",
             {"a": make_dates((2024, 2, 1), (2024, 4, 3)), "b": [1, 2]}),
    Accepted("ambiguous.csv", b"a,b\n05/02/2024,1\n02/03/2024,2\n",
             {"a": make_dates((2024, 2, 5), (2024, 3, 2)), "b": [1, 2]},
             ("read as day/month/year, because the rows are then in date order",)),
    Accepted("ambiguous_us.csv", b"a,b\n02/05/2024,1\n03/02/2024,2\n",
             {"a": make_dates((2024, 2, 5), (2024, 3, 2)), "b": [1, 2]}, ("read as month/day/year",)),
    Accepted("ambiguous_by_peer.csv", b"a,b\n02/02/2024,12/31/2024\n01/01/2024,11/30/2024\n",
             {"a": make_dates((2024, 2, 2), (2024, 1, 1)), "b": make_dates((2024, 12, 31), (2024, 11, 30))},
             ("because another column of the file is written that way",)),
    Accepted("month_names.csv", b"a;b\n3 Jan 2024;March 5, 2024\n14 Feb 2024;June 6, 2024\n",
             {"a": make_dates((2024, 1, 3), (2024, 2, 14)), "b": make_dates((2024, 3, 5), (2024, 6, 6))}),
    Accepted("no_such_day.csv", repeat_row("a,b", lambda i: f"2024-02-{30 if i == 9 else i % 28 + 1},{i}", 200),
             {"a": [None if i == 9 else datetime.datetime(2024, 2, i % 28 + 1) for i in range(200)],
              "b": list(range(200))}, ("1 value in 'a' is not a date and was read as missing: '2024-02-30' in row 10",)),
    Accepted("compact.csv", b"date,n\n20240131,1\n20240201,2\n",
             {"date": make_dates((2024, 1, 31), (2024, 2, 1)), "n": [1, 2]}),
    Accepted("serial.csv", b"InvoiceDate,n\n40513.35,1\n40514,2\n",
             {"InvoiceDate": make_dates((2010, 12, 1, 8, 24), (2010, 12, 2)), "n": [1, 2]}, ("Excel dates",)),
    Accepted("versions.csv", b"v,n\n1.2.3,1\n1.2.4,2\n", {"v": ["1.2.3", "1.2.4"], "n": [1, 2]}),
    Accepted("phones.csv", b"p,n\n+39 06 1234,1\n+47 22 12 34,2\n",
             {"p": ["+39 06 1234", "+47 22 12 34"], "n": [1, 2]}),
    Accepted("types.xlsx", make_workbook({"S": [("d", "n", "b", "t"),
             (datetime.datetime(2024, 1, 31, 10, 30), 1, True, "x"), (datetime.datetime(2024, 2, 1), 2.5, False, None)]}),
             {"d": make_dates((2024, 1, 31, 10, 30), (2024, 2, 1)), "n": [1.0, 2.5], "b": [True, False], "t": ["x", None]}),
    Accepted("merged.xlsx", make_workbook({"S": [("Sales 2024",), (None,), *ODS_PEOPLE]}, "A1:C1"), TABLE,
             ("1 title row above",)),
    Accepted("offset.xlsx", make_offset_workbook(), {"id": [1, 2], "spend": [2.5, 3.5]}, ("1 title row above",)),
    Accepted("sheets.xlsx", make_workbook({"Notes": [], "A": ODS_PEOPLE, "B": [("x", "y"), (1, 2)]}), TABLE,
             ("We read 'A' (3 rows, 3 columns). The workbook also has 'B' (1 row).",)),
    Accepted("chosen.xlsx", make_workbook({"A": ODS_PEOPLE, "B": [("x", "y"), (1, 2)]}), {"x": [1], "y": [2]},
             (), "B"),
    Accepted("people.ods", make_sheet(ODS_PEOPLE), TABLE),
    Accepted("records.json", json.dumps([dict(zip(TABLE, row, strict=True)) for row in
             zip(*TABLE.values(), strict=True)]).encode(), TABLE),
    Accepted("columns.json", json.dumps(TABLE).encode(), TABLE),
    Accepted("indexed.json", b'{"a": {"0": 1, "1": 2}, "b": {"0": "x", "1": null}}',
             {"a": [1, 2], "b": ["x", None]}),
    Accepted("wrapped.json", b'{"count": 1, "data": [{"a": 1, "b": 2}]}', {"a": [1], "b": [2]}),
    Accepted("lines.jsonl", b'{"a": 1, "b": "x"}\n\n{"a": 2, "c": true}\n',
             {"a": [1, 2], "b": ["x", None], "c": [None, True]}),
    Accepted("one_line.jsonl", b'{"a": 1, "b": "x"}\n', {"a": [1], "b": ["x"]}),
    Accepted("nested.json", b'[{"id": 1, "address": {"city": "Rome"}, "tags": ["a"]}]',
             {"id": [1], "address.city": ["Rome"], "tags": ['["a"]']}, ("Nested values in 'tags'",)),
    Accepted("cut_quote.csv", b'a,b\n1,"x\n2,y\n', {"a": [1], "b": ["x\n2,y"]}),
    Accepted("late_latin.csv", b"id,name\n" + b"".join(b"%d,x\n" % i for i in range(60_000)) + b"9,Jos\xe9\n",
             {"id": [*range(60_000), 9], "name": ["x"] * 60_000 + ["José"]}, ("Windows-1252",)),
    Accepted("late_code.csv", repeat_row("id,n", lambda i: f"{'007' if i == 50_000 else i + 10},{i}", 100_000),
             {"id": ["007" if i == 50_000 else str(i + 10) for i in range(100_000)], "n": list(range(100_000))}),
    Accepted("late_decimal.csv", repeat_row("id,x", lambda i: f"{i},{'2.5' if i == 50_000 else 3}", 100_000),
             {"id": list(range(100_000)), "x": [2.5 if i == 50_000 else 3.0 for i in range(100_000)]}),
    Accepted("types.parquet", make_parquet(i=pl.Series([1, None], dtype=pl.Float32), d=[datetime.date(2024, 1, 31)] * 2,
             s=[" x ", "00"], c=pl.Series(["a", "b"], dtype=pl.Categorical)),
             {"i": [1, None], "d": make_dates((2024, 1, 31), (2024, 1, 31)), "s": ["x", "00"], "c": ["a", "b"]},
             ("'i' held whole numbers",)),
    Accepted("nested.parquet", make_parquet(id=[1, 2], a=[{"x": 1.5}, {"x": 2.5}], t=[["p"], ["q", "r"]]),
             {"id": [1, 2], "a.x": [1.5, 2.5], "t": ["['p']", "['q', 'r']"]}, ("'t' holds lists",)),
)  # fmt: skip

"""The comparison as a file that a spreadsheet opens without running anything in it."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from core.compare.candidates import Comparison, MethodCandidates
from core.compare.files import comparison_file
from core.plugins import UnknownName

EVIL = Comparison(
    (MethodCandidates("kmeans", problem="=HYPERLINK(1)"), MethodCandidates("gmm", problem="Too few.")),
    5,
    (),
)


def test_a_formula_in_a_sentence_is_not_run() -> None:
    body, form = comparison_file(EVIL, "csv")
    first, second = csv.DictReader(StringIO(body.decode("utf-8-sig")))
    assert (first["problem"], second["problem"]) == ("'=HYPERLINK(1)", "Too few.")
    assert form.extension == "csv"
    sheet, _ = comparison_file(EVIL, "xlsx")
    with ZipFile(BytesIO(sheet)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_another_format_is_refused() -> None:
    with pytest.raises(UnknownName, match="no format 'ods'"):
        comparison_file(EVIL, "ods")

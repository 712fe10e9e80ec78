"""The Report page's choices, buttons and pages."""

from typing import Any

from core.report import SECTIONS, document_formats
from layouts import ids
from layouts.report_page import preview, report_body

CHOSEN = {
    "date": "2026-11-22", "title": "", "sections": ["data", "summary"], "language": "de-DE",
    "currency": "EUR", "accent": "#123456", "logo": "",
}  # fmt: skip


def parts(**changed: str) -> list[Any]:
    whole = report_body({**CHOSEN, **changed}, "Customer segments of c.csv")
    return [part for top in whole for part in (top, *top._traverse())]


def by_id(name: str, **changed: str) -> Any:
    (found,) = (part for part in parts(**changed) if getattr(part, "id", None) == name)
    return found


def test_the_form_begins_with_the_choices() -> None:
    assert by_id(ids.REPORT_TITLE_FIELD).placeholder == "Customer segments of c.csv"
    checks = by_id(ids.REPORT_SECTIONS_CHECKS)
    assert [option["value"] for option in checks.options] == list(SECTIONS)
    assert checks.value == ["data", "summary"]
    assert by_id(ids.REPORT_LANGUAGE_SELECT).value == "de-DE"
    assert by_id(ids.REPORT_CURRENCY_FIELD).value == "EUR"
    assert by_id(ids.REPORT_ACCENT_FIELD).value == "#123456"
    assert by_id(ids.REPORT_DATE_FIELD).value == "2026-11-22"


def test_a_logo_that_is_kept_can_be_removed() -> None:
    assert by_id(ids.REPORT_LOGO_TEXT).hidden
    assert not by_id(ids.REPORT_LOGO_TEXT, logo="0" * 16).hidden


def test_every_format_has_a_button() -> None:
    kinds = [getattr(part, "data-report-format", None) for part in parts()]
    assert {kind for kind in kinds if kind} == set(document_formats())


def test_a_file_has_a_progress_bar_of_its_own() -> None:
    assert by_id(ids.REPORT_FILE_BOX).hidden
    assert by_id(ids.REPORT_FILE_CANCEL_BUTTON).children == "Cancel"


def test_pages_are_numbered() -> None:
    pages = str(preview(["/a", "/b"]))
    for words in ("Page 2 of 2", "Page 1 of 2 of the report", "src='/b'"):
        assert words in pages

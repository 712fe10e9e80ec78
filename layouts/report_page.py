"""The Report page: content and look of the report, its pages, files to save."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from core.model import Recipe
from core.report import LANGUAGES, MOST_LETTERS, SECTIONS, document_formats
from layouts import ids
from layouts.address import Address
from layouts.parts import field, icon, message, options, polling_clock, progress, select
from layouts.result_page import result_page

INTRODUCTION = (
    "Turn your segments into a report: choose sections and look, read its pages here, then download it. "
    "Your names and ratings are included."
)
STOPPED = "The preview was stopped. Press Make preview to start it again."
# Offered at once; any other code may be typed.
CURRENCIES = (
    ("EUR", "Euro"), ("GBP", "British pound"), ("USD", "US dollar"), ("CHF", "Swiss franc"),
    ("PLN", "Polish zloty"), ("SEK", "Swedish krona"), ("DKK", "Danish krone"), ("NOK", "Norwegian krone"),
    ("CZK", "Czech koruna"), ("AUD", "Australian dollar"), ("CAD", "Canadian dollar"), ("INR", "Indian rupee"),
    ("JPY", "Japanese yen"), ("CNY", "Chinese yuan"), ("BRL", "Brazilian real"), ("TRY", "Turkish lira"),
)  # fmt: skip
ORDER = ("pdf", "docx", "pptx", "html", "xlsx")
PAGE_SIZE = {"width": "909", "height": "1286"}  # of A4 in the preview, before its picture is there


def report_page(recipe: Recipe, address: Address) -> html.Div:
    """The page for a data set and recipe; it is filled once the segments are explained."""
    return result_page("Report", INTRODUCTION, ids.REPORT_BODY, recipe, address)


def report_body(choices: Mapping[str, Any], title: str) -> list[Any]:
    """The choices as they begin, `title` being used where none is given, and room for the pages."""
    return [
        dcc.Store(id=ids.REPORT_DRAFT_STORE, data=choices),
        dcc.Store(id=ids.REPORT_LOGO_STORE, data=choices["logo"]),
        dcc.Store(id=ids.REPORT_MADE_STORE),
        dcc.Store(id=ids.REPORT_JOB_STORE),
        dcc.Store(id=ids.REPORT_STATUS_STORE),
        dcc.Store(id=ids.REPORT_FILE_STORE),
        polling_clock(ids.REPORT_JOB_INTERVAL, disabled=False),  # runs: the preview begins at once
        html.Div([_form(choices, title), _result()], className="report-columns"),
    ]


def _form(choices: Mapping[str, Any], title: str) -> html.Section:
    checks = dbc.Checklist(
        id=ids.REPORT_SECTIONS_CHECKS,
        value=choices["sections"],
        className="report-sections",
        options=options([(name, words) for name, (words, _) in SECTIONS.items()]),
    )
    title_field = dbc.Input(
        id=ids.REPORT_TITLE_FIELD, value=choices["title"], placeholder=title, maxLength=MOST_LETTERS
    )
    return html.Section(
        [
            html.H2("The report", className="card-title"),
            field("Title", title_field),
            html.Fieldset([html.Legend("Sections", className="field-label"), checks]),
            html.Div(_look(choices), className="report-look"),
            _logo(bool(choices["logo"])),
        ],
        className="chart-card report-form",
    )


def _look(choices: Mapping[str, Any]) -> list[html.Div]:
    currencies = html.Datalist(
        [html.Option(value=code, label=words) for code, words in CURRENCIES],
        id=ids.REPORT_CURRENCY_LIST,
    )
    currency = dbc.Input(
        id=ids.REPORT_CURRENCY_FIELD,
        value=choices["currency"],
        list=ids.REPORT_CURRENCY_LIST,
        placeholder="From the data",
        maxLength=3,
    )
    language = select(ids.REPORT_LANGUAGE_SELECT, tuple(LANGUAGES.items()), choices["language"])
    accent = dbc.Input(id=ids.REPORT_ACCENT_FIELD, type="color", value=choices["accent"])
    day = dbc.Input(id=ids.REPORT_DATE_FIELD, type="date", value=choices["date"])
    return [
        field("Number format", language, "How numbers and the date are written; the text is English"),
        field("Date", day),
        html.Div(
            [
                field(
                    "Currency",
                    currency,
                    "A code of three letters, such as EUR; left empty, that of the data",
                ),
                currencies,
            ]
        ),
        field("Colour of headings", accent),
    ]


def _logo(has_logo: bool) -> html.Div:
    choose = html.Button(
        [icon("upload"), "Choose a logo"],
        id=ids.REPORT_LOGO_BUTTON,
        type="button",
        className="btn btn-sm btn-outline-secondary",
        title="PNG, JPEG or SVG of at most 1 MB",
    )
    drop = html.Button("Remove it", type="button", className="link-button", **{"data-drop-logo": ""})
    notice = html.Span(["A logo is chosen.", drop], id=ids.REPORT_LOGO_TEXT, hidden=not has_logo)
    return html.Div([choose, notice], className="report-logo", role="status")


def _result() -> html.Div:
    make = html.Button(
        "Make preview", id=ids.REPORT_MAKE_BUTTON, type="button", className="btn btn-sm btn-primary"
    )
    behind = [html.Span("The preview shows earlier choices. Downloads already use the new ones."), make]
    bar = [
        _download_buttons(),
        progress(
            ids.REPORT_FILE_BOX,
            ids.REPORT_FILE_BAR,
            ids.REPORT_FILE_TEXT,
            ids.REPORT_FILE_CANCEL_BUTTON,
        ),
        html.Div(behind, id=ids.REPORT_BEHIND_BOX, className="behind report-behind", hidden=True),
        progress(
            ids.REPORT_PROGRESS_BOX,
            ids.REPORT_PROGRESS,
            ids.REPORT_PROGRESS_TEXT,
            ids.REPORT_CANCEL_BUTTON,
        ),
        message(ids.REPORT_ERROR),
    ]
    pages = html.Div(id=ids.REPORT_PAGES, className="report-pages")
    return html.Div([html.Div(bar, className="report-bar"), pages], className="report-result")


def _download_buttons() -> html.Div:
    """A button a format; the page's script saves the file once it is written."""
    specs = document_formats()
    buttons = [_download_button(name, specs[name].title) for name in dict.fromkeys((*ORDER, *specs))]
    return html.Div([html.Span("Download as"), *buttons], className="report-takes")


def _download_button(name: str, title: str) -> html.Button:
    return html.Button(
        [icon("download"), title],
        type="button",
        className="btn btn-sm btn-outline-secondary",
        title=f"Save the report: {title}",
        **{"data-report-format": name, "data-report-title": title},
    )


def preview(pages: Sequence[str]) -> list[html.Figure]:
    """The pages, given as addresses of their pictures."""
    return [_page(number, len(pages), source) for number, source in enumerate(pages, 1)]


def _page(number: int, of: int, source: str) -> html.Figure:
    words = f"Page {number} of {of}"
    picture = html.Img(src=source, alt=f"{words} of the report", **PAGE_SIZE)
    link = html.A(picture, href=source, target="_blank", title=f"Open page {number} in full size")
    return html.Figure([link, html.Figcaption(words)], className="report-page")

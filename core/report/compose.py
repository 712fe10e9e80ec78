"""Build the document of a report from its data and the choices."""

import re
from importlib.metadata import version

from core.report.choices import Choices
from core.report.document.content import Document
from core.report.report_data import ReportData
from core.report.sections import SECTIONS
from core.report.sections.appendix import sheets
from core.text import format_count

HASH_LETTERS = 12
ENDING = re.compile(r"(?:\.[a-z]{2,8}\d?){1,2}$")  # of a file's name


def compose_document(report: ReportData, choices: Choices) -> Document:
    """The report: the chosen parts in their usual order, and every figure as a sheet."""
    parts = [part for name, (_, part) in SECTIONS.items() if name in choices.sections]
    segments = format_count(len(report.profiles), "segment")
    return Document(
        title=choices.title
        or f"Customer segments of {_strip_ending(report.segmentation.dataset.name)}",
        subtitle=f"{report.prose(format_count(report.customers, 'customer'))}, {segments}",
        date=choices.date,
        sections=tuple(section for part in parts for section in part(report)),
        sheets=sheets(report),
        footer=_footer(report),
        style=choices.style,
    )


def _strip_ending(name: str) -> str:
    """shop of shop.csv.gz"""
    return ENDING.sub("", name) or name


def _footer(report: ReportData) -> str:
    """Footer of each page: all that it takes to make the same report again."""
    source = (report.segmentation.dataset.source or report.segmentation.dataset.id)[:HASH_LETTERS]
    recipe = report.recipe.digest()[:HASH_LETTERS]
    return f"Data {source} · recipe {recipe} · seed {report.recipe.seed} · Tessera {version('tessera')}"

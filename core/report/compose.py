"""Build the document of a report from its data and the choices."""

import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version

from core.report import words
from core.report.choices import Choices
from core.report.document.content import Document, Section
from core.report.document.repeats import drop_repeats
from core.report.report_data import ReportData
from core.report.sections import APPENDIX, SECTIONS
from core.report.sections.appendix import sheets
from core.text import format_count

HASH_LETTERS = 12
ENDING = re.compile(r"(?:\.[a-z]{2,8}\d?){1,2}$")  # of a file's name


def compose_document(report: ReportData, choices: Choices) -> Document:
    """The report: the chosen parts in their usual order, and every figure as a sheet."""
    segments = format_count(len(report.profiles), "segment")
    return Document(
        title=choices.title
        or f"Customer segments of {_strip_ending(report.segmentation.dataset.name)}",
        subtitle=f"{report.prose(format_count(report.customers, 'customer'))}, {segments}",
        date=choices.date,
        sections=drop_repeats(tuple(_sections(report, choices))),
        sheets=sheets(report),
        footer=_footer(report),
        style=report.style,
    )


def _sections(report: ReportData, choices: Choices) -> Iterator[Section]:
    """The chosen parts; those of statistics and method below a title of their own."""
    chosen = {name: part for name, (_, part) in SECTIONS.items() if name in choices.sections}
    body = [
        section for name, part in chosen.items() if name not in APPENDIX for section in part(report)
    ]
    yield from map(_begin_after_segments, body, [None, *body])
    rest = [section for name in APPENDIX if name in chosen for section in chosen[name](report)]
    if body and rest:
        yield _begin_after_segments(Section(words.APPENDIX_TITLE, ()), body[-1])
        rest = [replace(section, level=2) for section in rest]
    yield from rest


def _begin_after_segments(section: Section, before: Section | None) -> Section:
    """The section, on a page of its own after that of a segment."""
    return replace(section, fresh=section.fresh or bool(before and before.colour))


def _strip_ending(name: str) -> str:
    """shop of shop.csv.gz"""
    return ENDING.sub("", name) or name


def _footer(report: ReportData) -> str:
    """Footer of each page: all that it takes to make the same report again."""
    source = (report.segmentation.dataset.source or report.segmentation.dataset.id)[:HASH_LETTERS]
    recipe = report.recipe.digest()[:HASH_LETTERS]
    return words.footer(source, recipe, report.recipe.seed, version("tessera"))

"""What is known of segments -> a document."""

import re
from importlib.metadata import version

from core.report.choices import Choices
from core.report.document.content import Document
from core.report.material import Material
from core.report.sections import SECTIONS
from core.report.sections.appendix import sheets
from core.text import format_count

HASH_LETTERS = 12
ENDING = re.compile(r"(?:\.[a-z]{2,8}\d?){1,2}$")  # of a file's name


def compose_document(told: Material, choices: Choices) -> Document:
    """The report: the chosen parts in their usual order, and every figure as a sheet."""
    parts = [part for name, (_, part) in SECTIONS.items() if name in choices.sections]
    segments = format_count(len(told.stories), "segment")
    return Document(
        title=choices.title or f"Customer segments of {_strip_ending(told.analysis.dataset.name)}",
        subtitle=f"{told.prose(format_count(told.customers, 'customer'))}, {segments}",
        date=choices.date,
        sections=tuple(section for part in parts for section in part(told)),
        sheets=sheets(told),
        footer=_footer(told),
        style=choices.style,
    )


def _strip_ending(name: str) -> str:
    """shop of shop.csv.gz"""
    return ENDING.sub("", name) or name


def _footer(told: Material) -> str:
    """What it takes to make the same again."""
    source = (told.analysis.dataset.source or told.analysis.dataset.id)[:HASH_LETTERS]
    recipe = told.recipe.digest()[:HASH_LETTERS]
    return f"Data {source} · recipe {recipe} · seed {told.recipe.seed} · Tessera {version('tessera')}"

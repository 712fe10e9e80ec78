"""Build the document of a report from its material and choices."""

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


def compose_document(material: Material, choices: Choices) -> Document:
    """The report: the chosen parts in their usual order, and every figure as a sheet."""
    parts = [part for name, (_, part) in SECTIONS.items() if name in choices.sections]
    segments = format_count(len(material.profiles), "segment")
    return Document(
        title=choices.title or f"Customer segments of {_strip_ending(material.analysis.dataset.name)}",
        subtitle=f"{material.prose(format_count(material.customers, 'customer'))}, {segments}",
        date=choices.date,
        sections=tuple(section for part in parts for section in part(material)),
        sheets=sheets(material),
        footer=_footer(material),
        style=choices.style,
    )


def _strip_ending(name: str) -> str:
    """shop of shop.csv.gz"""
    return ENDING.sub("", name) or name


def _footer(material: Material) -> str:
    """Footer of each page: all that it takes to make the same report again."""
    source = (material.analysis.dataset.source or material.analysis.dataset.id)[:HASH_LETTERS]
    recipe = material.recipe.digest()[:HASH_LETTERS]
    return (
        f"Data {source} · recipe {recipe} · seed {material.recipe.seed} · Tessera {version('tessera')}"
    )

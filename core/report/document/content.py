"""A document's content, whatever format it is written in; nothing here knows what it is about."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any, Literal, TypeVar, cast

from core.report.document.style import Cell, Kind, Style

T = TypeVar("T")

# What XML cannot hold, and what would turn the reading direction of all that follows.
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e]")


@dataclass(frozen=True)
class Heading:
    """A heading below a section's title."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text: a "lead" stands out, a "note" stands back, "code" keeps its spaces."""

    text: str
    kind: Literal["plain", "lead", "note", "code"] = "plain"


@dataclass(frozen=True)
class KeyFigure:
    """One figure to remember; `note` says what it means."""

    title: str
    value: Cell
    kind: Kind = "text"
    note: str = ""


@dataclass(frozen=True)
class KeyFigures:
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A table's column: what its cells are says how they are aligned and written."""

    title: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """Rows under a header that is repeated on every page; None is an empty cell."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Figure:
    """A plotly figure, in dict form, with its words apart: `title` is what it shows, `alt` what a
    reader who cannot see it should know, `note` the small print, `height` a share of its width.
    `name` is its own in the document. It is as wide as the share `width` of the page's text."""

    name: str
    chart: Mapping[str, Any]
    title: str
    alt: str
    note: str = ""
    height: float = 0.55
    width: float = 1.0


Block = Heading | Paragraph | KeyFigures | Bullets | Table | Figure


@dataclass(frozen=True)
class Section:
    """A part with a title; `level` 2 belongs to the last part of level 1. `colour` ("#0072B2") marks
    the title, `fresh` begins a page. `slide` is what of it stands on its slide; without, it has none."""

    title: str
    blocks: tuple[Block, ...]
    level: Literal[1, 2] = 1
    colour: str = ""
    fresh: bool = False
    slide: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A table for a workbook; `name` is the sheet's."""

    name: str
    table: Table


@dataclass(frozen=True)
class Document:
    """All that a report says. `sections` are to be read, `sheets` are the figures to calculate with;
    `footer` stands on every page."""

    title: str
    subtitle: str
    date: date
    sections: tuple[Section, ...]
    sheets: tuple[Sheet, ...] = ()
    footer: str = ""
    style: Style = field(default_factory=Style)

    @property
    def moment(self) -> datetime:
        """The first of its date, in UTC: when its files say that they were made."""
        return datetime.combine(self.date, time(), UTC)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Each figure once, on pages and slides."""
        blocks = (b for part in self.sections for b in (*part.blocks, *part.slide))
        return tuple({b.name: b for b in blocks if isinstance(b, Figure)}.values())


def strip_unwritable(value: T) -> T:
    """The value with all texts in it without characters that a document cannot hold."""
    return cast(T, _strip(value))


def _strip(value: Any) -> Any:
    if isinstance(value, str):
        return UNWRITABLE.sub("", value)
    if isinstance(value, tuple):
        return tuple(map(_strip, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _strip(getattr(value, f.name)) for f in fields(value)})
    return value


Images = Mapping[str, bytes]


@dataclass(frozen=True)
class DocumentFormat:
    """`write` turns a document into a file's bytes, with the PNG of each figure under its name where
    `pictures` says that it wants them."""

    name: str
    title: str
    extension: str
    media_type: str
    write: Callable[[Document, Images], bytes]
    pictures: bool = True
    version: int = 1

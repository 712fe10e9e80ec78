"""Tables of web pages and of Excel 2003's XML, which many programs save with the ending .xls."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser

from core.data.reading.csv_file import read_utf8
from core.data.reading.encoding import convert_to_utf8
from core.data.reading.errors import NotATable
from core.data.reading.source import RawTable, Source
from core.data.reading.table_score import HEAD_ROWS, score_table
from core.data.reading.words import markup_table
from core.model import Notice

CHUNK = 1 << 20
MOST_SPAN = 1000  # columns or rows that a cell may take; more is a fault of the file
TABLES, ROWS, CELLS = ("table",), ("tr", "row"), ("td", "th", "cell")
HIDDEN = ("script", "style")
Rows = list[list[str]]


class TableParser(HTMLParser):
    """Rows of each table, those of a table within a cell in a table of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Rows] = []
        self._open: list[Rows] = []
        self._cell: list[str] | None = None
        self._place = 0
        self._spans: dict[int, int] = {}  # rows that a cell above still takes in each column
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind, fields = tag.rpartition(":")[2], {n.rpartition(":")[2]: v for n, v in attrs}
        if kind in TABLES:
            self._open.append([])
            self.tables.append(self._open[-1])
        elif kind in ROWS and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif kind in CELLS and self._open and self._open[-1]:
            self._start_cell(fields)
        elif kind == "br" and self._cell is not None:
            self._cell.append(" ")
        self._hidden = kind in HIDDEN

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        kind = tag.rpartition(":")[2]
        if kind in (*TABLES, *ROWS, *CELLS):
            self._end_cell()
        if kind in TABLES and self._open:
            self._open.pop()
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._hidden:
            self._cell.append(data)

    def _start_cell(self, attributes: dict[str, str | None]) -> None:
        """Begin a cell behind those above that reach into its row, and behind empty ones left out."""
        self._end_cell()
        row = self._open[-1][-1]
        while self._spans.get(len(row), 0):
            self._spans[len(row)] -= 1
            row.append("")
        row += [""] * (_number(attributes.get("index")) - 1 - len(row))
        self._cell = []
        width = max(1, _number(attributes.get("colspan")), _number(attributes.get("mergeacross")) + 1)
        below = _number(attributes.get("rowspan")) - 1
        self._spans |= {len(row) + i: below for i in range(width) if below > 0}
        self._place = len(row)
        row += [""] * (width - 1)

    def _end_cell(self) -> None:
        if self._cell is not None and self._open and self._open[-1]:
            self._open[-1][-1].insert(self._place, " ".join("".join(self._cell).split()))
        self._cell = None


def _number(text: str | None) -> int:
    return min(MOST_SPAN, int(text)) if text and text.isdecimal() else 0


def read_markup(source: Source, what: str) -> RawTable:
    """Read the table in a web page or an XML workbook that makes the best one; `what` is its kind.

    Raises NotATable where none is a table.
    """
    text, notices = convert_to_utf8(source)
    parser = TableParser()
    with text.path.open(encoding="utf-8-sig", errors="replace") as file:
        while chunk := file.read(CHUNK):
            parser.feed(chunk)
    parser.close()
    scored = [(score_table(rows[:HEAD_ROWS], len(rows)).points, rows) for rows in parser.tables]
    points, best = max(scored, key=lambda pair: pair[0], default=(0.0, []))
    if not points:
        raise NotATable(name=source.name, what=what)
    raw = read_utf8(_write_csv(text, best), "a workbook")
    return raw.with_notices((*notices, _choice_notice([rows for p, rows in scored if p], best)))


def _choice_notice(tables: Sequence[Rows], best: Rows) -> Notice:
    text = markup_table(len(best), len(tables) - 1)
    return Notice(text, "warning" if len(tables) > 1 else "info", "file")


def _write_csv(source: Source, rows: Rows) -> Source:
    target = source.scratch_path("markup.csv")
    width = max(map(len, rows))
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerows([*row, *[""] * (width - len(row))] for row in rows)
    return replace(source, path=target)

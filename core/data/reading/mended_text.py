"""Delimited text that programs write in a way of their own: formulas around cells, backslashes before
quotation marks."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from core.data.reading.csv_layout import find_layout, parse_rows
from core.data.reading.source import Source
from core.data.reading.words import ESCAPED_QUOTES, FORMULA_CELLS
from core.model import Notice

# ="00123" keeps a spreadsheet from making a number of it; in quotation marks of its own it is "=""00123""".
FORMULA = re.compile(r'(?<![^,;\t|\n])(?:"=""([^"\n]*)"""|="([^"\n]*)")(?=[,;\t|\r\n]|$)')
FEWEST_FORMULAS = 3
ESCAPED = re.compile(r'(?<!\\)\\"')
LINES = 500  # lines that tell which way of writing quotation marks fits


def mend_text(source: Source, head: str) -> tuple[Source, Notice] | None:
    """The text as spreadsheets write it; None where nothing is to be mended."""
    if len(FORMULA.findall(head)) >= FEWEST_FORMULAS:
        mended = _rewrite(source, lambda line: FORMULA.sub(_plain_cell, line))
        return mended, Notice(FORMULA_CELLS, "info", "file")
    if ESCAPED.search(head) and _fits_better(head):
        return _rewrite(source, _double_marks), Notice(ESCAPED_QUOTES, "info", "file")
    return None


def _plain_cell(match: re.Match[str]) -> str:
    return f'"{match[1] or match[2] or ""}"'


def _double_marks(line: str) -> str:
    return ESCAPED.sub('""', line)


def _fits_better(head: str) -> bool:
    """Tell whether more rows are as wide as the header once marks are doubled: a backslash may also end
    a field, as in "C:\\files\\"."""
    lines = "\n".join(head.split("\n")[:LINES])
    return _count_usual(_double_marks(lines)) > _count_usual(lines)


def _count_usual(lines: str) -> int:
    """Count the rows that are as wide as the first line has names."""
    layout = find_layout(lines.split("\n", 1)[0], whole=True)
    if layout is None:
        return 0
    layout = replace(layout, quote='"')
    return Counter(map(len, parse_rows(lines, layout)))[layout.width]


def _rewrite(source: Source, mend: Callable[[str], str]) -> Source:
    target = source.scratch_path("mended.csv")
    with (
        source.path.open(encoding="utf-8-sig", errors="replace", newline="") as text,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        out.writelines(map(mend, text))
    return replace(source, path=target)

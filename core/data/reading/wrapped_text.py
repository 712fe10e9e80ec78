"""Text without delimiters that is a table all the same: lines within a field, blanks, fixed places."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from core.data.reading.csv_layout import find_layout, parse_rows
from core.data.reading.headers import is_header, typed_columns
from core.data.reading.source import Source
from core.data.reading.words import ONE_CELL_A_LINE, split_columns
from core.model import Notice

LINES = 400  # lines that tell how a text is laid out
FEWEST_LINES = 3
FEWEST_BARE = 3  # columns of a table of numbers alone, without a header
SAME = 0.95  # share of the lines with one number of fields, from which that is the table's
RULE = re.compile(r"[-=+| ]*")
GAP = re.compile(r"\s{2,}")
Cut = Callable[[str], list[str]]


def unwrap_lines(source: Source, head: str, delimiter: str) -> tuple[Source, Notice] | None:
    """Unwrap a table of which each line stands in one quoted field or in one spreadsheet cell.

    None where the lines hold no table.
    """
    lines = [_unquote(line, delimiter) for line in head.split("\n")[:LINES] if line.strip(' ",;\r')]
    plan = find_layout("\n".join(lines), whole=True)
    if plan is None or plan.width < 2 or not _is_table(parse_rows("\n".join(lines), plan)):
        return None
    target = source.scratch_path("unwrapped.csv")
    with (
        source.path.open(encoding="utf-8-sig", errors="replace") as text,
        target.open("w", encoding="utf-8") as out,
    ):
        out.writelines(_unquote(line, delimiter) + "\n" for line in text)
    return replace(source, path=target), Notice(ONE_CELL_A_LINE, "info", "file")


def _unquote(line: str, delimiter: str) -> str:
    """The line without the quotation marks around all of it; several fields stay as they are."""
    fields = next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [""])
    alone = len(fields) == 1 or not any(fields[1:])
    return fields[0] if alone and fields else line.rstrip("\r\n")


def split_blanks(source: Source, head: str) -> tuple[Source, Notice] | None:
    """Split a text at its blanks, or at places where all lines have some; None where that gives no
    table."""
    lines = [line for line in head.split("\n")[:LINES] if line.strip() and not RULE.fullmatch(line)]
    cuts: Sequence[tuple[str, Cut]] = (
        ("blanks", _cut_at_blanks),
        ("blanks", _cut_at_gaps),
        ("fixed places", _cut_at_places(lines)),
    )
    for how, cut in cuts:
        if _is_table([cut(line) for line in lines]):
            return _write_cut(source, cut), Notice(split_columns(how), "info", "file")
    return None


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether rows have one number of fields and numbers or dates among them, under a header, or
    without one where they hold nothing else."""
    rows = [row for row in rows if any(row)]
    widths = Counter(map(len, rows))
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    if width < 2 or len(rows) < FEWEST_LINES or count < min(SAME * len(rows), len(rows) - 1):
        return False
    body = [row for row in rows[1:] if len(row) == width]
    if len(rows[0]) not in (width, width - 1):  # R writes no name above those of the rows
        return False
    typed = typed_columns(body, width)
    bare = width >= FEWEST_BARE and len(typed) == width == len(typed_columns([*body, rows[0]], width))
    return bare or (is_header([rows[0], *body]) and bool(typed))


def _cut_at_blanks(line: str) -> list[str]:
    return next(csv.reader([line.strip()], delimiter=" ", skipinitialspace=True), [])


def _cut_at_gaps(line: str) -> list[str]:
    return GAP.split(line.strip())


def _cut_at_places(lines: Sequence[str]) -> Cut:
    width = max(map(len, lines), default=0)
    filled = [any(line[i : i + 1].strip() for line in lines) for i in range(width)]
    starts = [i for i in range(width) if filled[i] and (i == 0 or not filled[i - 1])]
    ends = [*starts[1:], None]
    return lambda line: [line[a:b].strip() for a, b in zip(starts, ends, strict=False)]


def _write_cut(source: Source, cut: Cut) -> Source:
    target = source.scratch_path("split.csv")
    with (
        source.path.open(encoding="utf-8-sig", errors="replace") as text,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        rows: Iterator[list[str]] = (
            cut(line.rstrip("\n")) for line in text if not RULE.fullmatch(line.strip())
        )
        csv.writer(out, lineterminator="\n").writerows(rows)
    return replace(source, path=target)

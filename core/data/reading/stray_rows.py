"""Rows within and below a table that are none of its rows: repeated headers, footers, other tables."""

import re
import sys
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from core.data.columns.column_names import role_hints
from core.data.reading import words
from core.data.reading.cells import MARKERS
from core.data.reading.csv_layout import Layout
from core.data.reading.headers import SURE_NAME, is_value, shape, typed_columns
from core.data.reading.total_rows import TOTAL, find_totals
from core.model import Notice
from core.text import shorten

ROW = "\0row"
BETWEEN = "\x1f"  # stands between cells that are looked at as one text
MOST_SUSPECTS = 200_000  # rows looked at one by one; a table with more of them has another shape
MOST_CELLS = 8_000  # cells of the first rows that tell what a table's columns hold
FEWEST_ROWS = 10  # rows up to a blank one that tell it alone
MOST_SHORT = 0.02  # share of rows with few cells from which such rows are usual in the table
FREE_TEXT = 0.3  # shapes a cell from which a column holds free text, in which no shape is odd
LONGEST_EXAMPLE = 60  # letters of a row that is shown
FEW_ROWS = 3  # stray rows up to which they are a footer rather than another table
FOOTER = re.compile(
    r"\W*(?:generated|exported|printed|created|source|report|note|copyright|©|end of|erstellt|quelle|stand"
    r"|exportiert|gedruckt|hinweis|généré|exporté|imprimé|remarque|generado|fuente|nota|generato|fonte"
    r"|esportato|gerado|bron|gegenereerd|afgedrukt|(?:total )?(?:rows|records|zeilen))\b|\s*\*",
    re.IGNORECASE,
)
Row = tuple[int, list[str]]
Span = tuple[int, int]


@dataclass(frozen=True)
class Strays:
    """Rows to leave out, as spans of places in the table, and what is said of them."""

    spans: tuple[Span, ...] = ()
    notices: tuple[Notice, ...] = ()

    def leave_out(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        return frame.with_row_index(ROW).filter(~_is_within(self.spans)).drop(ROW)

    @property
    def count(self) -> int:
        return sum(end - start for start, end in self.spans)


@dataclass(frozen=True)
class Body:
    """A table's first `rows` and what they show: which columns are `typed` (numbers or dates), the
    usual shapes of other cells (none of a column of free text), and whether rows of few cells are
    usual."""

    layout: Layout
    rows: Sequence[Sequence[str]]
    typed: frozenset[int]
    shapes: Mapping[int, frozenset[str]]
    has_short_rows: bool

    def is_short(self, cells: Sequence[str]) -> bool:
        return _length(cells) <= self.layout.width // 2

    def fits(self, cells: Sequence[str]) -> bool:
        """Tell whether a row looks like the table's."""
        filled = {i: cell for i, cell in enumerate(cells) if cell}
        if any(i in self.typed and not is_value(cell) for i, cell in filled.items()):
            return False
        return all(shape(filled[i]) in self.shapes[i] for i in filled.keys() & self.shapes.keys())


def describe_body(rows: Sequence[Sequence[str]], layout: Layout) -> Body:
    """Describe the body of a table by its first rows, those up to a blank one where they are enough."""
    most = max(FEWEST_ROWS, MOST_CELLS // max(1, layout.width))
    blank = [""] * layout.width
    first = [[cell.strip() for cell in [*row, *blank][: layout.width]] for row in rows[:most]]
    end = next((i for i, row in enumerate(first) if not any(row)), len(first))
    body = first[:end] if end >= FEWEST_ROWS else [row for row in first if any(row)]
    headings = [_trim(cells) for cells in layout.headings]
    body = [row for row in body if _trim(row) not in headings]
    typed = typed_columns(body, layout.width)
    texts = [i for i in range(layout.width) if i not in typed]
    shapes = {i: _usual_shapes([row[i] for row in body]) for i in texts}
    usual = {i: kinds for i, kinds in shapes.items() if kinds}
    short = sum(_length(row) <= layout.width // 2 for row in body)
    return Body(layout, body, typed, usual, short > MOST_SHORT * len(body))


def _usual_shapes(cells: Sequence[str]) -> frozenset[str]:
    """Usual shapes of the codes in a column; none where it holds words, free text or nothing.

    A name may have a shape that no other has, and still be one.
    """
    filled = [cell for cell in cells if cell]
    shapes = frozenset(map(shape, set(filled)))
    is_code = len(shapes) <= max(1, FREE_TEXT * len(filled)) and all("9" in kind for kind in shapes)
    return shapes if is_code else frozenset()


def has_suspects(rows: Sequence[Sequence[str]], body: Body) -> bool:
    """Tell whether a sample of rows, filled up to the table's width, shows any that may not belong."""
    sample = pl.DataFrame(rows, schema=dict.fromkeys(body.layout.names, pl.String), orient="row")
    blank = _is_blank(_join(body.layout.names))
    return bool(sample.select((_suspicion(body) & ~blank).any()).item())


def find_strays(frame: pl.LazyFrame, body: Body) -> Strays:
    """Find the rows that do not belong, in one pass over the table, and others where there are any."""
    numbered = frame.with_row_index(ROW)
    suspects = numbered.filter(_suspicion(body)).head(MOST_SUSPECTS + 1).collect(engine="streaming")
    if suspects.is_empty() or suspects.height > MOST_SUSPECTS:
        return Strays()
    rows = [(row[0], [(cell or "").strip() for cell in row[1:]]) for row in suspects.iter_rows()]
    repeats, singles, starts = _sort_out(rows, body)
    ends = [*sorted(repeats), int(frame.select(pl.len()).collect(engine="streaming").item())]
    blocks = [(start, next(end for end in ends if end > start)) for start in starts]
    spans = _join_spans([*((place, place + 1) for place in (*repeats, *singles)), *blocks])
    left = [(place, cells) for place, cells in rows if any(cells) and not _holds(spans, place)]
    totals, total_notices = find_totals(numbered.filter(~_is_within(spans)), ROW, left, body)
    blanks = {place for place, cells in rows if not any(cells)}
    others = [place for a, b in spans for place in range(a, b) if place not in repeats | blanks]
    notices = (*_repeat_notices(len(repeats)), *_other_notices(others, dict(rows), ends[-1], blanks))
    every = _join_spans([*spans, *((place, place + 1) for place in totals)])
    return Strays(every, (*notices, *total_notices))


def _suspicion(body: Body) -> pl.Expr:
    """True of rows worth a look: blank ones, headings, rows of few cells, and what may be a total."""
    names = body.layout.names
    numbers = [name for i, name in enumerate(names) if i in body.typed]
    texts = [name for i, name in enumerate(names) if i not in body.typed]
    checks = [_join(names).str.contains(TOTAL)]
    checks += [_equals(heading, names) for heading in body.layout.headings]
    parts: list[Sequence[str]] = [texts] if texts else []
    parts += [names[len(names) // 2 :]] if not body.has_short_rows and len(names) > 1 else []
    checks += [_is_blank(_join(part)) for part in parts or [names]]
    if numbers:
        checks.append(_join(numbers).str.contains(r"^[^0-9]*\p{L}[^0-9]*$"))
    return pl.any_horizontal(check.fill_null(False) for check in checks)


def _join(names: Sequence[str]) -> pl.Expr:
    """Cells of some columns as one text: an expression a cell takes memory with the square of them."""
    return pl.concat_str(names, separator=BETWEEN, ignore_nulls=True)


def _is_blank(text: pl.Expr) -> pl.Expr:
    return text.str.contains(rf"^[\s{BETWEEN}]*$")


def _equals(cells: Sequence[str], names: Sequence[str]) -> pl.Expr:
    pairs = [(pl.col(name), cell.strip()) for name, cell in zip(names, cells, strict=False)]
    return pl.all_horizontal(column.str.strip_chars() == cell for column, cell in pairs if cell)


def _is_within(spans: Sequence[Span]) -> pl.Expr:
    singles = pl.Series([a for a, b in spans if b == a + 1], dtype=pl.UInt32)
    row = pl.col(ROW)
    parts = [row.is_between(a, b, closed="left") for a, b in spans if b > a + 1]
    return pl.any_horizontal(row.is_in(singles.implode()), *parts)


def _sort_out(rows: Sequence[Row], body: Body) -> tuple[set[int], set[int], list[int]]:
    """Places of repeated headings, of single rows that do not belong, and where other tables begin."""
    repeats: set[int] = set()
    singles: set[int] = set()
    starts: list[int] = []
    headings = [_trim([cell.strip() for cell in cells]) for cells in body.layout.headings]
    last = -2  # the place of the last row that was blank or did not belong
    for place, cells in rows:
        after_gap = place == last + 1
        if _trim(cells) in headings:
            repeats.add(place)
        elif any(cells) and _is_other_heading(cells, after_gap, body):
            is_similar = _similarity(cells, headings) >= 0.5
            repeats |= {place} if is_similar else set()
            starts += [] if is_similar else [place]
        elif any(cells) and _is_stray(cells, after_gap, body):
            singles.add(place)
        elif any(cells):
            continue
        last = place
    return repeats, singles, starts


def _is_stray(cells: Sequence[str], after_gap: bool, body: Body) -> bool:
    """Tell whether a row of few cells is a footer, a caption or a row of another table."""
    if not body.is_short(cells) or any(is_value(cells[i]) for i in body.typed):
        return False
    if not body.fits(cells):
        return True
    filled = [i for i, cell in enumerate(cells) if cell]
    is_free = not any(i in body.shapes for i in filled)
    first = cells[filled[0]]
    return is_free and (after_gap or FOOTER.match(first) is not None) and not body.has_short_rows


def _is_other_heading(cells: Sequence[str], after_gap: bool, body: Body) -> bool:
    """Tell whether a row names the columns of another table: words alone, where values should stand."""
    filled = [cell for cell in cells if cell]
    values = [cells[i] for i in body.typed if cells[i] and cells[i].lower() not in MARKERS]
    if body.is_short(cells) or len(filled) < 2 or not values or any(map(is_value, filled)):
        return False
    if any(re.search("[0-9]", cell) for cell in values) or len(set(filled)) < len(filled):
        return False
    named = max(max(role_hints(cell).values(), default=0) for cell in filled) >= SURE_NAME
    return named if not after_gap else not body.fits(cells)


def _similarity(cells: Sequence[str], headings: Sequence[Sequence[str]]) -> float:
    """Share of the cells that stand in the same place of a heading."""
    same = (sum(a == b != "" for a, b in zip(cells, head, strict=False)) for head in headings)
    return max(same, default=0) / max(1, sum(map(bool, cells)))


def _trim(cells: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in cells[: _length(cells)]]


def _length(cells: Sequence[str]) -> int:
    return max((i for i, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _join_spans(spans: Sequence[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _holds(spans: Sequence[Span], place: int) -> bool:
    position = bisect_right(spans, (place, sys.maxsize)) - 1
    return position >= 0 and place < spans[position][1]


def _repeat_notices(repeats: int) -> tuple[Notice, ...]:
    if not repeats:
        return ()
    return (Notice(words.repeated_header(repeats), "info", "file"),)


def _other_notices(
    places: Sequence[int], rows: Mapping[int, list[str]], height: int, blanks: Collection[int]
) -> tuple[Notice, ...]:
    if not places:
        return ()
    shown = (rows[place] for place in places if place in rows)
    examples = [shorten(", ".join(filter(None, cells)), LONGEST_EXAMPLE) for cells in shown]
    after = set(range(places[0], height)) - set(places) - set(blanks)
    many = len(places) > FEW_ROWS
    text = words.stray_rows(len(places), many, bool(after), examples[:2])
    return (Notice(text, "warning" if many else "info", "file"),)

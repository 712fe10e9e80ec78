"""Number formats and widths of a workbook's columns, and heights of its rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from locale import windows_locale
from math import ceil, floor, isfinite, log10

from core.report.document.content import Column
from core.report.document.style import Cell, Kind, Style
from core.report.rendering.text_measure import break_lines, text_width

POINTS = 10.0  # at which the measuring font is as wide as Excel's is at 11, or a little wider
DIGIT = 5.25  # the width of a digit in points, which is what a column's width is counted in
MARGIN, BUTTON = 3.0, 3.0  # digits: both sides of a cell, and the filter's button in a header
NARROWEST, WIDEST = 10.0, 24.0
SHEET = 210.0  # what the columns of text share, so that a printed page can be read
LINE, TALLEST = 15.0, 409.0  # points; Excel has no higher rows
DIGITS, MOST_DECIMALS = 3, 4
LEAST = 0.0001  # what MOST_DECIMALS can show


@dataclass(frozen=True)
class CellFormat:
    """A number format: `excel` is Excel's, `python` writes a text that is as long."""

    excel: str
    python: str

    def text(self, cell: Cell) -> str:
        if isinstance(cell, str) or cell is None:
            return cell or ""
        return self.python.format(cell)


PLAIN: Mapping[Kind, CellFormat] = {
    "text": CellFormat("@", "{}"),
    "count": CellFormat("#,##0", "{:,.0f}"),
    "share": CellFormat("0.0%", "{:.1%}"),
    "signed": CellFormat("+0.00;-0.00;0.00", "{:+.2f}"),
}


def cell_format(kind: Kind, cells: Iterable[Cell], style: Style) -> CellFormat:
    """One format for all cells of a column: the points of its numbers stand below each other."""
    if kind == "money":
        return _money_format(style)
    if kind == "number":
        return _number_format([c for c in cells if isinstance(c, int | float) and isfinite(c)], style)
    return PLAIN[kind]


def _money_format(style: Style) -> CellFormat:
    """The currency's sign where the language has it."""
    if not style.currency:
        return CellFormat("#,##0.00", "{:,.2f}")
    pattern = style.locale.currency_formats["standard"].pattern.replace("\xa0", " ")
    return CellFormat(
        pattern.replace("¤", f"[${style.symbol}-{_language_code(style)}]"), f"{{:,.2f}} {style.symbol}"
    )


def _language_code(style: Style) -> str:
    """The language as Excel numbers it: 407 for de-DE."""
    name = style.language.replace("-", "_")
    return next(f"{code:X}" for code, language in windows_locale.items() if language == name)


def _number_format(values: Sequence[float], style: Style) -> CellFormat:
    """Format of numbers; one that would be shown as 0 without being 0 is shown as less than LEAST."""
    decimals = _decimals(values)
    excel = f"#,##0.{'0' * decimals}".rstrip(".")
    if any(0 < value < LEAST for value in values) and min(values) >= 0:
        excel = f'[<{LEAST}]"<{style.text(LEAST, "number")}";{excel}'
    return CellFormat(excel, f"{{:,.{decimals}f}}")


def _decimals(values: Sequence[float]) -> int:
    """Number of decimals that leaves the median value DIGITS digits and the smallest value one."""
    sizes = sorted(abs(value) for value in values if value)
    if all(size.is_integer() for size in map(float, sizes)):
        return 0
    middle, smallest = (floor(log10(size)) for size in (sizes[len(sizes) // 2], sizes[0]))
    return min(max(DIGITS - 1 - middle, -smallest, 0), MOST_DECIMALS)


def widths(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], looks: Sequence[CellFormat]
) -> list[float]:
    """Width of each column in digits: its figures are shown in full, its texts are wrapped."""
    widest = max(WIDEST, SHEET / max(1, sum(column.kind == "text" for column in columns)))
    sheet_widths = []
    for place, (column, column_format) in enumerate(zip(columns, looks, strict=True)):
        cells = [row[place] for row in rows]
        texts = [_width_in_digits(cell) + MARGIN for cell in cells if isinstance(cell, str)]
        figures = [
            _width_in_digits(column_format.text(cell)) + MARGIN
            for cell in cells
            if not isinstance(cell, str)
        ]
        header = _width_in_digits(column.title) + MARGIN + BUTTON
        sheet_widths.append(max([NARROWEST, min(max([header, *texts]), widest), *figures]))
    return sheet_widths


def _width_in_digits(text: str) -> int:
    return ceil(text_width(text, POINTS) / DIGIT)


def row_height(cells: Iterable[Cell], widths: Iterable[float]) -> float:
    """Height of a row in points when its texts are wrapped at the widths."""
    most = max(
        (
            len(break_lines(cell, POINTS, (width - MARGIN) * DIGIT))
            for cell, width in zip(cells, widths, strict=True)
            if isinstance(cell, str)
        ),
        default=1,
    )
    return min(LINE * most, TALLEST)

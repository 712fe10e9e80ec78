"""Score of how well a table's first rows make a table of customers or of purchases, to choose between tables."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.data.columns.column_names import role_hints
from core.data.reading.csv_layout import Layout, find_layout, lay_out, parse_rows
from core.data.reading.headers import typed_columns
from core.model import Role

HEAD_ROWS = 100  # rows that a table is judged by
HEAD_CELLS = 8_000  # cells of them
FEWEST_ROWS = 2  # rows below a header from which there is a table at all
SURE_PERSON = 4  # how surely a name speaks for a customer's id (an e-mail address does, "id" does not)
# Points of each role that some column is named for; what a table of customers or purchases has.
POINTS: dict[Role, float] = {
    "id": 4,
    "date": 1.5,
    "amount": 1.5,
    "unit_price": 1,
    "order": 1,
    "quantity": 0.5,
}
PURCHASE = {"id", "date", "amount"}
PIVOT = re.compile(
    r"(?:row labels|zeilenbeschriftungen|étiquettes de lignes|etiquetas de fila|etichette di riga|rijlabels"
    r"|rótulos de linha)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class TableScore:
    """Points of a table (0: it is none), its size without what stands above, and its columns' names."""

    points: float = 0.0
    rows: int = 0
    columns: int = 0
    names: tuple[str, ...] = ()


def score_table(head: Sequence[Sequence[str]], height: int) -> TableScore:
    """Score a table by its first rows; `height` counts all of its rows."""
    layout = lay_out([(i, list(row)) for i, row in enumerate(head, 1)], whole=height <= len(head))
    rows = height - layout.skipped if layout else 0
    if layout is None or layout.ragged:
        return TableScore(rows=max(0, rows))
    names = tuple(name for name in layout.names if name not in layout.unnamed)
    width = len(names) or layout.width
    points = _points(layout, head[layout.skipped :]) if rows >= FEWEST_ROWS and width > 1 else 0.0
    return TableScore(points * math.log10(rows + 1) if points else 0.0, max(0, rows), width, names)


def score_text(head: str, whole: bool, size: int) -> float:
    """Points of a text table by its head; `size` are the bytes of all of it."""
    layout = find_layout(head, whole)
    if layout is None or layout.width < 2 or layout.ragged:
        return 0.0
    rows = [row for row in parse_rows(head, layout) if any(row)][: HEAD_ROWS + layout.skipped]
    if len(rows) < FEWEST_ROWS:
        return 0.0
    height = len(rows) * size / max(1, len(head))
    return _points(layout, rows[len(layout.headings) :]) * math.log10(height + 1)


def _points(layout: Layout, rows: Sequence[Sequence[str]]) -> float:
    """Points by names and values; numbers and dates say more than words do."""
    roles = _named_roles(layout)
    typed = len(typed_columns(rows, layout.width))
    if not typed and not roles:
        return 0.0
    points = 0.5 + sum(POINTS.get(role, 0) for role in roles) + 2 * typed / (typed + 2)
    points += 2 if roles >= PURCHASE else 0
    points /= 1 if layout.headings else 3
    return points / 4 if any(map(PIVOT.match, layout.names)) else points


def _named_roles(layout: Layout) -> set[Role]:
    hints = [role_hints(name) for name in layout.names if name not in layout.unnamed]
    roles = {role for hint in hints for role in hint if role != "id"}
    return roles | ({"id"} if any(hint.get("id", 0) >= SURE_PERSON for hint in hints) else set())

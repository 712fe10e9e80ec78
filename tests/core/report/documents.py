"""A document made by hand, with every block and the nastiest texts."""

from datetime import date

from core.report import Document, Style
from core.report.document.content import (
    Bullets,
    Column,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Sheet,
    Table,
)

MARKUP = '#strong[x] $a$ *b* </script><script>alert("1")</script> \\ @me <label> & _u_'
CONTROL = "a\x00b\x07c\x1bd\ufffee"
LONG_WORD = "Reallylong" * 25
FOREIGN = "שלום مرحبا 😀"
FORMULA = '=HYPERLINK("http://x.example","go")'
ROWS = 70

MARKERS = Table(
    "What sets it apart",
    (Column("Feature"), Column("Mean", "number"), Column("Share", "share"), Column("Money", "money")),
    (("Recency (days)", 1234.5, 0.125, -98765.4), (FORMULA, 0.5, None, 12.5)),
)
LONG = Table(
    "All customers",
    tuple(Column(title, "text" if i < 2 else "count") for i, title in enumerate("ABCDE")),
    tuple((f"Row {i}", "words " * (i % 9), i, 10 * i, None) for i in range(ROWS)),
)
CHART = {
    "data": [{"type": "scattergl", "mode": "markers", "x": [1, 2], "y": [2, 1], "name": "</script>"}],
    "layout": {"title": {"text": "On the card"}, "margin": dict.fromkeys("lrtb", 12)},
}
FIGURE = Figure("map", CHART, "Two segments", "A map of two segments.", "Each point is a customer.")


def document(style: Style | None = None) -> Document:
    first = (
        Paragraph(MARKUP, "lead"),
        KeyFigures(tuple(KeyFigure(f"Figure {i}", 1000.0 * i, "money", "a note") for i in range(1, 7))),
        Paragraph(CONTROL),
        Bullets((FOREIGN, LONG_WORD)),
        Heading("A heading"),
        Paragraph("recency <= 30 AND name = '*'", "code"),
        FIGURE,
        Paragraph("The end. " * 60),
    )
    slide = (first[1], FIGURE, Paragraph(MARKUP), Bullets((FOREIGN, LONG_WORD)))
    second = Section(LONG_WORD, (MARKERS, LONG), 2, "#0072B2", fresh=True, slide=(MARKERS, LONG))
    return Document(
        MARKUP, "4,338 customers", date(2026, 11, 22), (Section("Summary", first, slide=slide), second),
        (Sheet("Markers: [all]/?", MARKERS), Sheet("Long", LONG)), "Data 0123 · seed 0", style or Style(),
    )  # fmt: skip

"""What a board reads: how many segments, which of them bring the money, whether they are real, what to do."""

from core.model import SegmentProfile
from core.report.document.content import (
    Block,
    Bullets,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Table,
)
from core.report.material import Material, columns, count_figure, numbered_name
from core.text import format_count, silhouette_words


def summary(told: Material) -> tuple[Section, ...]:
    """One section: key figures, the verdict, the segments, the first action for each."""
    blocks: list[Block] = [
        Paragraph(told.prose(_lead(told)), "lead"),
        KeyFigures(_figures(told)),
        Paragraph(told.prose(told.verdict[1])),
        overview(told, "The segments"),
    ]
    if actions := _actions(told):
        blocks += [Heading("What to do first"), Bullets(actions)]
    return (Section("Summary", tuple(blocks)),)


def overview(told: Material, title: str) -> Table:
    """A row a segment: size, share, and what it brings where that is known."""
    kinds = {"Segment": "text", "Customers": "count", "Share": "share"}
    rows = [(numbered_name(s), s.size, s.share, s.money, s.money_share) for s in told.stories]
    if told.explanation.noise:
        noise = told.explanation.noise
        rows.append(("In no segment (noise)", noise, noise / told.customers, None, None))
    if told.money is not None:
        kinds |= {"Revenue": "money", "Share_of_revenue": "share"}
    return Table(title, columns(**kinds), tuple(row[: len(kinds)] for row in rows))


def _lead(told: Material) -> str:
    customers = format_count(told.customers - told.explanation.noise, "customer")
    found = "were divided into" if told.doubted else "fall into"
    start = f"{customers} {found} {format_count(len(told.stories), 'segment')}."
    best = max(told.stories, key=lambda story: story.money_share or 0.0, default=None)
    return start if best is None or not best.money_share else f"{start} {_top_earner(told, best)}"


def _top_earner(told: Material, best: SegmentProfile) -> str:
    brings, size = (told.style.text(part, "share") for part in (best.money_share, best.share))
    return f"{best.name}: {brings} of the revenue from {size} of the customers."


def _figures(told: Material) -> tuple[KeyFigure, ...]:
    kind, silhouette = told.verdict[0], told.scores.silhouette
    figures = [
        count_figure("Customers", told.customers),
        count_figure("Segments", len(told.stories)),
    ]
    if told.money is not None:
        figures.append(KeyFigure("Revenue", told.money, "money", "of all segments"))
    if silhouette is not None:
        word = f"{silhouette_words(silhouette)[0]} (from -1 to 1)"
        figures.append(KeyFigure("Silhouette", silhouette, "number", word))
    return (*figures, KeyFigure("Are they real?", kind))


def _actions(told: Material) -> tuple[str, ...]:
    """The first action for each segment, with the fact that speaks for it."""
    return tuple(
        told.prose(f"{numbered_name(story)}: {plan.actions[0].title}. {plan.actions[0].trigger}")
        for story in told.stories
        if (plan := told.plans[story.segment]).actions
    )

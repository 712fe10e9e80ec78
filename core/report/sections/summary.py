"""The summary for a board: number of segments, revenue of each, verdict, first actions."""

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

MOST_OUTCOMES = 2  # columns of a table that has more to say


def summary(material: Material) -> tuple[Section, ...]:
    """One section: key figures, the verdict, the segments, the first action for each."""
    blocks: list[Block] = [
        Paragraph(material.prose(_lead(material)), "lead"),
        KeyFigures(_figures(material)),
        Paragraph(material.prose(material.verdict[1])),
        overview(material, "The segments"),
    ]
    if actions := _actions(material):
        blocks += [Heading("What to do first"), Bullets(actions)]
    return (Section("Summary", tuple(blocks)),)


def overview(material: Material, title: str) -> Table:
    """A row a segment: size, share, what it brings and what became of it where that is known."""
    kinds = {"Segment": "text", "Customers": "count", "Share": "share"}
    rows = [
        (numbered_name(s), s.size, s.share, *_money(material, s), *_outcomes(material, s))
        for s in material.profiles
    ]
    if material.explanation.noise:
        noise = material.explanation.noise
        rows.append(("In no segment (noise)", noise, noise / material.customers))
    if material.money is not None:
        kinds |= {"Revenue": "money", "Share_of_revenue": "share"}
    kinds |= _outcome_columns(material)
    empty = (None,) * len(kinds)
    return Table(title, columns(**kinds), tuple((*row, *empty)[: len(kinds)] for row in rows))


def _money(material: Material, profile: SegmentProfile) -> tuple[float | None, ...]:
    return () if material.money is None else (profile.money, profile.money_share)


def _outcome_columns(material: Material) -> dict[str, str]:
    """Titles of the first outcomes that are known of any segment, with how their figures are written."""
    kinds = {
        o.title: "share" if o.kind == "share" else "number"
        for s in material.profiles
        for o in s.outcomes
    }
    return dict(list(kinds.items())[:MOST_OUTCOMES])


def _outcomes(material: Material, profile: SegmentProfile) -> tuple[float | None, ...]:
    figures = {outcome.title: outcome.own for outcome in profile.outcomes}
    return tuple(figures.get(title) for title in _outcome_columns(material))


def _lead(material: Material) -> str:
    customers = format_count(material.customers - material.explanation.noise, "customer")
    verb = "were divided into" if material.is_doubtful else "fall into"
    start = f"{customers} {verb} {format_count(len(material.profiles), 'segment')}."
    best = max(material.profiles, key=lambda profile: profile.money_share or 0.0, default=None)
    return start if best is None or not best.money_share else f"{start} {_top_earner(material, best)}"


def _top_earner(material: Material, best: SegmentProfile) -> str:
    brings, size = (material.style.text(part, "share") for part in (best.money_share, best.share))
    return f"{best.name}: {brings} of the revenue from {size} of the customers."


def _figures(material: Material) -> tuple[KeyFigure, ...]:
    kind, silhouette = material.verdict[0], material.scores.silhouette
    figures = [
        count_figure("Customers", material.customers),
        count_figure("Segments", len(material.profiles)),
    ]
    if material.money is not None:
        figures.append(KeyFigure("Revenue", material.money, "money", "of all segments"))
    if silhouette is not None:
        word = f"{silhouette_words(silhouette)[0]} (from -1 to 1)"
        figures.append(KeyFigure("Silhouette", silhouette, "number", word))
    return (*figures, KeyFigure("Are they real?", kind))


def _actions(material: Material) -> tuple[str, ...]:
    """The first action for each segment, with the fact that speaks for it."""
    return tuple(
        material.prose(f"{numbered_name(profile)}: {plan.actions[0].title}. {plan.actions[0].trigger}")
        for profile in material.profiles
        if (plan := material.plans[profile.segment]).actions
    )

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
from core.report.report_data import ReportData, columns, count_figure, numbered_name
from core.text import format_count, silhouette_words

MOST_OUTCOMES = 2  # columns of a table that has more to say


def summary(report: ReportData) -> tuple[Section, ...]:
    """One section: key figures, the verdict, the segments, the first action for each."""
    blocks: list[Block] = [
        Paragraph(report.prose(_lead(report)), "lead"),
        KeyFigures(_figures(report)),
        Paragraph(report.prose(report.verdict[1])),
        overview(report, "The segments"),
    ]
    if actions := _actions(report):
        blocks += [Heading("What to do first"), Bullets(actions)]
    return (Section("Summary", tuple(blocks)),)


def overview(report: ReportData, title: str) -> Table:
    """A row a segment: size, share, what it brings and what became of it where that is known."""
    kinds = {"Segment": "text", "Customers": "count", "Share": "share"}
    rows = [
        (numbered_name(s), s.size, s.share, *_money(report, s), *_outcomes(report, s))
        for s in report.profiles
    ]
    if report.explanation.noise:
        noise = report.explanation.noise
        rows.append(("In no segment (noise)", noise, noise / report.customers))
    if report.money is not None:
        kinds |= {"Revenue": "money", "Share_of_revenue": "share"}
    kinds |= _outcome_columns(report)
    empty = (None,) * len(kinds)
    return Table(title, columns(**kinds), tuple((*row, *empty)[: len(kinds)] for row in rows))


def _money(report: ReportData, profile: SegmentProfile) -> tuple[float | None, ...]:
    return () if report.money is None else (profile.money, profile.money_share)


def _outcome_columns(report: ReportData) -> dict[str, str]:
    """Titles of the first outcomes that are known of any segment, with how their figures are written."""
    kinds = {
        o.title: "share" if o.kind == "share" else "number" for s in report.profiles for o in s.outcomes
    }
    return dict(list(kinds.items())[:MOST_OUTCOMES])


def _outcomes(report: ReportData, profile: SegmentProfile) -> tuple[float | None, ...]:
    figures = {outcome.title: outcome.own for outcome in profile.outcomes}
    return tuple(figures.get(title) for title in _outcome_columns(report))


def _lead(report: ReportData) -> str:
    customers = format_count(report.customers - report.explanation.noise, "customer")
    verb = "were divided into" if report.is_doubtful else "fall into"
    start = f"{customers} {verb} {format_count(len(report.profiles), 'segment')}."
    best = max(report.profiles, key=lambda profile: profile.money_share or 0.0, default=None)
    return start if best is None or not best.money_share else f"{start} {_top_earner(report, best)}"


def _top_earner(report: ReportData, best: SegmentProfile) -> str:
    brings, size = (report.style.text(part, "share") for part in (best.money_share, best.share))
    return f"{best.name}: {brings} of the revenue from {size} of the customers."


def _figures(report: ReportData) -> tuple[KeyFigure, ...]:
    kind, silhouette = report.verdict[0], report.segmentation.scores.silhouette
    figures = [
        count_figure("Customers", report.customers),
        count_figure("Segments", len(report.profiles)),
    ]
    if report.money is not None:
        figures.append(KeyFigure("Revenue", report.money, "money", "of all segments"))
    if silhouette is not None:
        word = f"{silhouette_words(silhouette)[0]} (from -1 to 1)"
        figures.append(KeyFigure("Silhouette", silhouette, "number", word))
    return (*figures, KeyFigure("Are they real?", kind))


def _actions(report: ReportData) -> tuple[str, ...]:
    """The first action for each segment, with the fact that speaks for it."""
    return tuple(
        report.prose(f"{numbered_name(profile)}: {plan.actions[0].title}. {plan.actions[0].trigger}")
        for profile in report.profiles
        if (plan := report.plans[profile.segment]).actions
    )

"""A page for each segment: what it is, how to find it, what to do with it."""

from collections.abc import Iterator, Sequence

from core.model import Action, Product, Rule, SegmentProfile
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
from core.report.report_data import ReportData, columns, count_figure, numbered_name, profile_colour
from core.report.sections.summary import overview

# As many as leave a segment on one page.
MOST_MARKERS, MOST_ACTIONS, MOST_PRODUCTS, MOST_OUTCOMES = 5, 3, 2, 4
BASKETS = {
    "overbought": "Bought more than elsewhere",
    "bestsellers": "Best sellers",
    "offers": "Offer next",
}


def segments(report: ReportData) -> tuple[Section, ...]:
    """An overview, then a section of its own for every segment."""
    blocks: list[Block] = [overview(report, "")]
    if report.explanation.fidelity is not None:
        right = report.style.text(report.explanation.fidelity, "share")
        blocks.append(
            Paragraph(f"The rules below put {right} of held-out customers into their own segment.")
        )
    pages = [_page(report, profile) for profile in report.profiles]
    return (Section("The segments", tuple(blocks)), *pages)


def _page(report: ReportData, profile: SegmentProfile) -> Section:
    blocks = (
        KeyFigures(_figures(profile)),
        *_outcomes(report, profile),
        Bullets(tuple(map(report.prose, profile.sentences))),
        *_rule(report, profile.rule),
        *_markers(profile),
        *_actions(report, profile),
        *_products(report, profile),
        *_cut_note(report, profile),
    )
    return Section(numbered_name(profile), blocks, 2, profile_colour(profile), fresh=True)


def _figures(profile: SegmentProfile) -> tuple[KeyFigure, ...]:
    figures = [
        count_figure("Customers", profile.size),
        KeyFigure("Share of customers", profile.share, "share"),
    ]
    if profile.money is not None:
        figures.append(KeyFigure("Revenue", profile.money, "money"))
    if profile.money_share is not None:
        figures.append(KeyFigure("Share of revenue", profile.money_share, "share"))
    return tuple(figures)


def _outcomes(report: ReportData, profile: SegmentProfile) -> Iterator[Block]:
    if profile.outcomes:
        lines = (outcome.sentence for outcome in profile.outcomes[:MOST_OUTCOMES])
        yield Bullets(tuple(map(report.prose, lines)))


def _rule(report: ReportData, rule: Rule | None) -> Iterator[Block]:
    if rule is None:
        return
    precision, recall = (report.style.text(part, "share") for part in (rule.precision, rule.recall))
    covered = report.style.text(rule.covered, "count")
    yield Heading("The rule")
    yield Paragraph(report.prose(rule.words))
    yield Paragraph(
        f"It covers {covered} customers: {precision} of them are in the segment, and they are {recall} "
        "of it. As an SQL condition:",
        "note",
    )
    yield Paragraph(rule.sql, "code")


def _markers(profile: SegmentProfile) -> Iterator[Block]:
    if not profile.markers:
        return
    titles = columns(
        Feature="text", This_segment="number", Everyone_else="number", Difference_in_SD="signed"
    )
    rows = tuple(
        (
            marker.title if marker.value is None else f"{marker.title}: {marker.value} (share)",
            marker.own,
            marker.others,
            marker.difference,
        )
        for marker in profile.markers[:MOST_MARKERS]
    )
    yield Table("What sets it apart (means; SD: standard deviations)", titles, rows)


def _actions(report: ReportData, profile: SegmentProfile) -> Iterator[Block]:
    actions = report.plans[profile.segment].actions
    if not actions:
        return
    titles = columns(Action="text", Why="text", Goal="text", Channel="text", Measure="text")
    rows = tuple(_action(report, action) for action in actions[:MOST_ACTIONS])
    yield Table("What to do", titles, rows)


def _action(report: ReportData, action: Action) -> tuple[str, ...]:
    title = f"{action.title}. Reward: {action.reward}" if action.reward else action.title
    return title, report.prose(action.trigger), action.goal, action.channel, action.measure


def _products(report: ReportData, profile: SegmentProfile) -> Iterator[Block]:
    """The first products of each list; those to offer in a table of their own, as their shares are of
    customers of one taste."""
    plan = report.plans[profile.segment]
    titles = columns(
        List="text",
        Product="text",
        Buyers="count",
        Of_the_segment="share",
        Of_others="share",
        Lift="number",
    )
    rows = tuple(
        (BASKETS[name], p.name, p.buyers, p.share, p.others, p.lift)
        for name in ("overbought", "bestsellers")
        for p in getattr(plan, name)[:MOST_PRODUCTS]
    )
    if rows:
        yield Table("Products", titles, rows)
    if plan.offers:
        yield _offers(plan.offers)


def _offers(offers: Sequence[Product]) -> Table:
    kinds = columns(Product="text", Share_who_have_it_here="share", Share_elsewhere="share")
    rows = tuple((p.name, p.share, p.others) for p in offers[:MOST_PRODUCTS])
    return Table(f"{BASKETS['offers']}: what customers of the same taste buy elsewhere", kinds, rows)


def _cut_note(report: ReportData, profile: SegmentProfile) -> Iterator[Block]:
    """Note on what the page leaves out."""
    plan = report.plans[profile.segment]
    products = max(len(getattr(plan, name)) for name in BASKETS)
    lengths = {
        "markers": (MOST_MARKERS, len(profile.markers)),
        "actions": (MOST_ACTIONS, len(plan.actions)),
        "products of a list": (MOST_PRODUCTS, products),
    }
    cut = [f"{most} of {all_} {what}" for what, (most, all_) in lengths.items() if all_ > most]
    if cut:
        yield Paragraph(f"The first {', '.join(cut)}; the Excel file has all.", "note")

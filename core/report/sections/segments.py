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
from core.report.material import Material, columns, count_figure, numbered_name, profile_colour
from core.report.sections.summary import overview

# As many as leave a segment on one page.
MOST_MARKERS, MOST_ACTIONS, MOST_PRODUCTS = 5, 3, 2
BASKETS = {
    "overbought": "Bought more than elsewhere",
    "bestsellers": "Best sellers",
    "offers": "Offer next",
}


def segments(told: Material) -> tuple[Section, ...]:
    """An overview, then a section of its own for every segment."""
    blocks: list[Block] = [overview(told, "")]
    if told.explanation.fidelity is not None:
        right = told.style.text(told.explanation.fidelity, "share")
        blocks.append(
            Paragraph(f"The rules below put {right} of held-out customers into their own segment.")
        )
    pages = [_page(told, story) for story in told.stories]
    return (Section("The segments", tuple(blocks)), *pages)


def _page(told: Material, story: SegmentProfile) -> Section:
    blocks = (
        KeyFigures(_figures(story)),
        Bullets(tuple(map(told.prose, story.sentences))),
        *_rule(told, story.rule),
        *_markers(story),
        *_actions(told, story),
        *_products(told, story),
        *_cut_note(told, story),
    )
    return Section(numbered_name(story), blocks, 2, profile_colour(story), fresh=True)


def _figures(story: SegmentProfile) -> tuple[KeyFigure, ...]:
    figures = [
        count_figure("Customers", story.size),
        KeyFigure("Share of customers", story.share, "share"),
    ]
    if story.money is not None:
        figures.append(KeyFigure("Revenue", story.money, "money"))
    if story.money_share is not None:
        figures.append(KeyFigure("Share of revenue", story.money_share, "share"))
    return tuple(figures)


def _rule(told: Material, rule: Rule | None) -> Iterator[Block]:
    if rule is None:
        return
    precision, recall = (told.style.text(part, "share") for part in (rule.precision, rule.recall))
    covered = told.style.text(rule.covered, "count")
    yield Heading("The rule")
    yield Paragraph(told.prose(rule.words))
    yield Paragraph(
        f"It covers {covered} customers: {precision} of them are in the segment, and they are {recall} "
        "of it. As an SQL condition:",
        "note",
    )
    yield Paragraph(rule.sql, "code")


def _markers(story: SegmentProfile) -> Iterator[Block]:
    if not story.markers:
        return
    titles = columns(
        Feature="text", This_segment="number", Everyone_else="number", Difference_in_SD="signed"
    )
    rows = tuple(
        (
            marker.title if marker.value is None else f"{marker.title}: {marker.value} (share)",
            marker.own, marker.others, marker.difference,
        )
        for marker in story.markers[:MOST_MARKERS]
    )  # fmt: skip
    yield Table("What sets it apart (means; SD: standard deviations)", titles, rows)


def _actions(told: Material, story: SegmentProfile) -> Iterator[Block]:
    found = told.plans[story.segment].actions
    if not found:
        return
    titles = columns(Action="text", Why="text", Goal="text", Channel="text", Measure="text")
    rows = tuple(_action(told, action) for action in found[:MOST_ACTIONS])
    yield Table("What to do", titles, rows)


def _action(told: Material, action: Action) -> tuple[str, ...]:
    title = f"{action.title}. Reward: {action.reward}" if action.reward else action.title
    return title, told.prose(action.trigger), action.goal, action.channel, action.measure


def _products(told: Material, story: SegmentProfile) -> Iterator[Block]:
    """The first products of each list; those to offer in a table of their own, as their shares are of
    customers of one taste."""
    plan = told.plans[story.segment]
    titles = columns(
        List="text", Product="text", Buyers="count", Of_the_segment="share", Of_others="share",
        Lift="number",
    )  # fmt: skip
    rows = tuple(
        (BASKETS[name], p.name, p.buyers, p.share, p.others, p.lift)
        for name in ("overbought", "bestsellers")
        for p in getattr(plan, name)[:MOST_PRODUCTS]
    )
    if rows:
        yield Table("Products", titles, rows)
    if plan.offers:
        yield _offers(plan.offers)


def _offers(found: Sequence[Product]) -> Table:
    kinds = columns(Product="text", Share_who_have_it_here="share", Share_elsewhere="share")
    rows = tuple((p.name, p.share, p.others) for p in found[:MOST_PRODUCTS])
    return Table(f"{BASKETS['offers']}: what customers of the same taste buy elsewhere", kinds, rows)


def _cut_note(told: Material, story: SegmentProfile) -> Iterator[Block]:
    """That there is more than is shown."""
    plan = told.plans[story.segment]
    products = max(len(getattr(plan, name)) for name in BASKETS)
    found = {
        "markers": (MOST_MARKERS, len(story.markers)),
        "actions": (MOST_ACTIONS, len(plan.actions)),
        "products of a list": (MOST_PRODUCTS, products),
    }
    cut = [f"{most} of {all_} {what}" for what, (most, all_) in found.items() if all_ > most]
    if cut:
        yield Paragraph(f"The first {', '.join(cut)}; the Excel file has all.", "note")

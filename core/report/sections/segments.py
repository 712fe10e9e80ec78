"""A page for each segment: its worth, how it differs, what to do with it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.act import OVERLAPS, GroupPlan
from core.model import Action, ActionPlan, Product, SegmentProfile
from core.report import words
from core.report.campaign import Campaign, campaign_lines
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
from core.report.document.repeats import split_sentences
from core.report.document.style import Kind
from core.report.report_data import ReportData, columns, count_figure, numbered_name, profile_colour
from core.report.sections.own_charts import difference_figure
from core.report.sections.summary import tells_size

# As many as leave a segment on one page, and on a slide.
MOST_ACTIONS, MOST_PRODUCTS, MOST_ON_SLIDE, MOST_OUTCOMES = 3, 2, 2, 3
FEWEST_FIGURES = 3  # side by side
BASKETS = {
    "overbought": "Buys more than others",
    "bestsellers": "Best sellers",
    "offers": "Offer next",
}


def segments(report: ReportData) -> tuple[Section, ...]:
    """A section of its own for every segment, and after them for every group of one's own."""
    pages = (_page(report, profile, numbered_name(profile)) for profile in report.profiles)
    return (*pages, *(_group_page(report, group) for group in report.groups))


def _group_page(report: ReportData, group: GroupPlan) -> Section:
    """The page of a group as of the only segment, which says that it is none."""
    lines = campaign_lines([group.campaign], {})
    campaign = Campaign(group.campaign.contact_cost, group.campaign.margin, lines, {})
    alone = replace(
        report, explanation=group.explanation, plan=ActionPlan("", (group.plan,)), campaign=campaign
    )
    page = _page(alone, group.profile, f"{words.OWN_GROUP}: {group.profile.name}")
    note = Paragraph(OVERLAPS, "note")
    return replace(page, blocks=(note, *page.blocks), slide=(note, *page.slide))


def _page(report: ReportData, profile: SegmentProfile, title: str) -> Section:
    figures, chart = KeyFigures(_figures(report, profile)), difference_figure(report, profile)
    texts = _sentences(report, profile)
    blocks = (
        figures,
        *([Bullets(texts)] if texts else []),
        *chart,
        *_actions(report, profile),
        *_products(report, profile),
    )
    return Section(
        title,
        blocks,
        colour=profile_colour(profile),
        fresh=True,
        slide=(figures, *chart, *_slide_words(report, profile, texts)),
    )


def _slide_words(report: ReportData, profile: SegmentProfile, texts: Sequence[str]) -> Iterator[Block]:
    actions = report.plans[profile.segment].actions[:MOST_ON_SLIDE]
    if actions:
        yield Heading("What to do")
        yield Bullets(tuple(action.title for action in actions))
    if texts:
        yield Heading("What is different")
        yield Bullets(tuple(texts))


def _sentences(report: ReportData, profile: SegmentProfile) -> tuple[str, ...]:
    """Sentences on what became of its customers and on what they are, without what the key figures say already."""
    parts = (
        " ".join(part for part in split_sentences(text) if not tells_size(part, profile))
        for text in profile.sentences
    )
    outcomes = (outcome.sentence for outcome in profile.outcomes[:MOST_OUTCOMES])
    return tuple(report.prose(text) for text in (*outcomes, *parts) if text)


def _figures(report: ReportData, profile: SegmentProfile) -> tuple[KeyFigure, ...]:
    share = report.style.text(profile.share, "share")
    figures = [count_figure("Customers", profile.size, f"{share} of all")]
    if profile.money is not None:
        of_all = report.style.text(profile.money_share, "share")
        figures.append(
            KeyFigure("Revenue", profile.money, "money", f"{of_all} of all" if of_all else "")
        )
        figures.append(KeyFigure("Per customer", profile.money / profile.size, "money"))
    figures += _campaign_figures(report, profile)
    return (*figures, *_marker_figures(profile, FEWEST_FIGURES - len(figures)))


def _marker_figures(profile: SegmentProfile, most: int) -> Iterator[KeyFigure]:
    """The strongest differences, where there is no money to tell of."""
    for marker in profile.markers[: max(0, most)]:
        kind: Kind = "number" if marker.value is None else "share"
        title = marker.title if marker.value is None else f"{marker.title}: {marker.value}"
        yield KeyFigure(title, marker.own, kind, "on average" if kind == "number" else "of them")


def _campaign_figures(report: ReportData, profile: SegmentProfile) -> Iterator[KeyFigure]:
    """Audience of the segment, and the response from which on a contact pays."""
    campaign = report.campaign
    if (reachable := campaign.reachable.get(profile.segment)) is not None:
        yield count_figure("Can be reached", reachable, "by e-mail")
    if (line := campaign.lines.get(profile.segment)) is not None:
        cost = report.style.text(campaign.cost, "money")
        never = line.break_even is None
        value = "Never" if never else report.style.text(line.break_even, "share")
        words = f"at {cost} per contact" if never else f"extra response, at {cost} per contact"
        yield KeyFigure("A contact pays from", value, "text", words)


def _actions(report: ReportData, profile: SegmentProfile) -> Iterator[Block]:
    actions = report.plans[profile.segment].actions
    if not actions:
        return
    titles = columns(What_to_do="text", Why="text", Channel="text", Measure="text")
    yield Table("", titles, tuple(_action(report, action) for action in actions[:MOST_ACTIONS]))


def _action(report: ReportData, action: Action) -> tuple[str, ...]:
    title = f"{action.title}. Reward: {action.reward}" if action.reward else action.title
    return title, report.prose(action.trigger), action.channel, action.measure


def _products(report: ReportData, profile: SegmentProfile) -> Iterator[Block]:
    """The first products of each list; those to offer in a table of their own, as their shares are of
    customers of one taste."""
    plan = report.plans[profile.segment]
    titles = columns(
        List="text", Product="text", Buyers="count", Of_the_segment="share", Of_others="share"
    )
    rows = tuple(
        (BASKETS[name], p.name, p.buyers, p.share, p.others)
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
    return Table(f"{BASKETS['offers']}: what similar customers in other segments buy", kinds, rows)

"""The Act page: what to do with each segment and why, what it buys, what acting is worth, and lists."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from core.charts._theme import colour
from core.entities import Recipe
from core.stories import Action, Plan, Playbook, Product, Story
from core.words import count, percent
from layouts import ids
from layouts.address import Address
from layouts.decision_page import Ratings, decision_page, rated

INTRODUCTION = (
    "Ranked actions for each segment, each with the fact in your data that speaks for it. Thumbs change "
    "what is suggested next time for the same kind of segment."
)
MOST_PRODUCTS = 6


def act_page(recipe: Recipe, address: Address) -> html.Div:
    """The page for a data set and recipe; it is filled in once the segments are explained."""
    return decision_page("Act", INTRODUCTION, ids.ACT_BODY, recipe, address)


def plan_card(story: Story, plan: Plan, ratings: Ratings, more: Sequence[Any]) -> html.Article:
    """What to do with one segment; `more` stands at its foot."""
    products = [
        _products("Buys more than others", plan.overbought, _lift),
        _products("Best sellers", plan.bestsellers, _buyers),
        _products("Offer next", plan.offers, _others),
    ]
    shown = [part for part in products if part is not None]
    return html.Article(
        [
            html.Header(
                [
                    html.H2([html.Span(str(story.segment), className="story-number"), html.Span(story.name)]),
                    html.P(_size(story), className="plan-size"),
                ],
                className="plan-head",
            ),
            html.Ol([_action(story, action, ratings) for action in plan.actions], className="plan-actions")
            if plan.actions
            else html.P("No play of the playbook fits what the data say of this segment.", className="story-none"),
            *([html.Div(shown, className="plan-products")] if shown else []),
            *more,
        ],
        className="story plan", style={"--story": colour(story.colour + 1)}, **{"data-segment": str(story.segment)},
    )  # fmt: skip


def _size(story: Story) -> str:
    share = f"{count(story.size, 'customer')} ({percent(story.share)})"
    return share if story.money_share is None else f"{share} · {percent(story.money_share)} of revenue"


def _action(story: Story, action: Action, ratings: Ratings) -> html.Li:
    facts = [
        ("Goal", action.goal),
        ("Channel", action.channel),
        ("Measure", action.measure),
        ("Reward", action.reward),
    ]
    return html.Li(
        [
            html.Div(
                [html.H3(action.title), rated(f"{story.kind}/action/{action.id}", f"the action {action.title}", ratings)],
                className="action-head",
            ),
            html.P([html.B("Why: "), action.trigger, *_votes(action.votes)], className="action-why"),
            html.Dl([part for name, words in facts if words for part in (html.Dt(name), html.Dd(words))], className="action-facts"),
        ]
    )  # fmt: skip


def _votes(votes: int) -> list[Any]:
    if not votes:
        return []
    way = "up" if votes > 0 else "down"
    return [html.Span(f"moved {way} by {count(abs(votes), 'vote')} of yours", className="action-votes")]


def _products(title: str, products: Sequence[Product], words: Any) -> html.Section | None:
    if not products:
        return None
    rows = [html.Li([html.Span(one.name), html.Span(words(one))]) for one in products[:MOST_PRODUCTS]]
    return html.Section([html.H3(title), html.Ul(rows)])


def _lift(product: Product) -> str:
    return f"{product.lift:.1f} times · {percent(product.share)} buy it"


def _buyers(product: Product) -> str:
    return f"{product.buyers:,} buyers · {percent(product.share)}"


def _others(product: Product) -> str:
    return f"{percent(product.share)} here · {percent(product.others)} elsewhere"


def plan_cards(
    stories: Sequence[Story], playbook: Playbook, ratings: Ratings, more: Mapping[int, Sequence[Any]]
) -> html.Div:
    """A card a segment in the order of the plans."""
    by_segment = {story.segment: story for story in stories}
    cards = [
        plan_card(by_segment[plan.segment], plan, ratings, more.get(plan.segment, ()))
        for plan in playbook.plans
    ]
    return html.Div(cards, className="plan-list")

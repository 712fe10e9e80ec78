"""The Act page: expected return of a campaign, actions for each segment with reasons, lists to send."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from core.act import BUILT_IN, OVERLAPS, GroupPlan, built_in_playbook
from core.charts import segment_colour
from core.model import Action, ActionPlan, Explanation, Plan, Product, Recipe, SegmentProfile
from core.session import OWN
from core.text import format_count, format_percent
from layouts import ids
from layouts.address import Address
from layouts.parts import field, icon, message, notice_items, select
from layouts.result_page import Ratings, rating_controls, result_page

INTRODUCTION = (
    "Recommended actions for each segment, each with the evidence in your data; what a campaign would bring, and "
    "the lists to send. Your ratings change what is suggested next time."
)
MOST_ACTIONS = 3  # at first sight
MOST_PRODUCTS = 5
NOTHING_MORE = "No product stands out."
NOTHING_TO_OFFER = "Nothing that similar customers clearly buy more often, or too few of them to tell."
BY_DATA = "data"
TITLES = {
    BY_DATA: "Chosen by the data",
    **{name: built_in_playbook(name).title for name in BUILT_IN},
    "own": "Your own",
}


def act_page(recipe: Recipe, address: Address) -> html.Div:
    """The page for a data set and recipe; it is filled in once the segments are explained."""
    return result_page("Act", INTRODUCTION, ids.ACT_BODY, recipe, address)


def act_body(worth: Any, plans: Any, playbooks: Any, campaigns: Sequence[Any]) -> list[Any]:
    """The panels in the order of a campaign: its return, actions, audience, uplift."""
    edits = [dcc.Store(id=ids.ACT_EDIT_STORE), message(ids.ACT_EDIT_ERROR)]
    actions = html.Section(
        [playbooks, *edits, html.Div(plans, id=ids.ACT_PLANS)], className="act-section"
    )
    return [worth, actions, html.Div(campaigns, className="act-campaigns")]


def playbook_choice(
    names: Sequence[str], playbook: str, addresses: Mapping[str, str], own_text: str = ""
) -> html.Div:
    """Choice among the playbooks `names`, and the text of the user's own; `addresses` are of files to save."""
    head = html.Div(
        [
            html.H2("What to do", className="act-title"),
            field(
                "Playbook",
                select(ids.ACT_PLAYBOOK_SELECT, playbook_pairs(names), playbook or BY_DATA, small=True),
            ),
            html.A(
                [icon("download"), "Save decisions"],
                href=addresses["decisions"],
                className="btn btn-sm btn-outline-secondary",
                title="Your names, ratings, notes and playbook with the recipe, as a zip file to keep or to use on the command line",
                **{"data-save": ""},
            ),
        ],
        className="act-head",
    )
    return html.Div([head, _own_playbook(addresses, own_text)])


def _own_playbook(addresses: Mapping[str, str], text: str) -> html.Details:
    """Room for a playbook of the user's own, and copies of the built-in ones to begin with."""
    links = [
        html.Span(
            "To change words, use the pencil beside an action. For conditions, begin with a copy of",
            className="muted",
        )
    ] + [html.A(TITLES[name], href=addresses[name], **{"data-save": ""}) for name in BUILT_IN]
    label = html.Label("Your playbook", htmlFor=ids.ACT_PLAYBOOK_AREA, className="visually-hidden")
    area = dbc.Textarea(
        id=ids.ACT_PLAYBOOK_AREA,
        rows=8,
        value=text,
        placeholder="Paste a playbook (TOML) or choose a file",
        spellcheck=False,
    )
    return html.Details(
        [
            html.Summary("Use your own playbook"),
            html.Div(links, className="own-links"),
            label,
            area,
            html.Div(
                [
                    _button("Choose a file", "upload", **{"data-fill": ids.ACT_PLAYBOOK_AREA}),
                    dbc.Button("Use it", id=ids.ACT_PLAYBOOK_BUTTON, size="sm"),
                ],
                className="own-buttons",
            ),
            message(ids.ACT_PLAYBOOK_ERROR),
        ],
        className="own-playbook",
    )


def playbook_pairs(names: Sequence[str]) -> list[tuple[str, str]]:
    """Choices of a playbook: the one that suits the data, then those that there are."""
    return [(name, TITLES[name]) for name in (BY_DATA, *names)]


def _button(words: str, symbol: str, **attributes: str) -> html.Button:
    return html.Button(
        [icon(symbol), words], type="button", className="btn btn-sm btn-outline-secondary", **attributes
    )


def plan_cards(
    explanation: Explanation,
    playbook: ActionPlan,
    ratings: Ratings,
    groups: Sequence[GroupPlan] = (),
) -> list[Any]:
    """Notices on the plans, a card for each segment, and after them one for each group of one's own."""
    profiles = {story.segment: story for story in explanation.profiles}
    cards = [plan_card(profiles[plan.segment], plan, ratings) for plan in playbook.plans]
    notices = html.Ul(notice_items(playbook.notices), className="act-notices")
    why = html.P(
        [html.B(f"Playbook: {playbook.title}. "), playbook.reason], className="playbook-reason muted"
    )
    return [
        *([why] if playbook.title else []),
        *([notices] if playbook.notices else []),
        html.Div(cards, className="plan-list"),
        *(_group_cards(groups, ratings) if groups else []),
    ]


def _group_cards(groups: Sequence[GroupPlan], ratings: Ratings) -> list[Any]:
    cards = [
        plan_card(each.profile, each.plan, ratings, each.profile.name.removeprefix(OWN))
        for each in groups
    ]
    heading = html.Div(
        [html.H2("Your own segments", className="act-title"), html.P(OVERLAPS, className="muted")]
    )
    return [heading, html.Div(cards, className="plan-list")]


def plan_card(profile: SegmentProfile, plan: Plan, ratings: Ratings, own_set: str = "") -> html.Article:
    """Card of the actions for one segment, or for the set of one's own of that name."""
    products = [
        _products("Buys more than others", plan.overbought, _lift, NOTHING_MORE),
        _products("Best sellers", plan.bestsellers, _buyers),
        _products("Offer next", plan.offers, _others, NOTHING_TO_OFFER),
    ]
    return html.Article(
        [
            _head(profile, bool(own_set)),
            *_actions(profile, plan.actions, ratings),
            *([html.Div(products, className="plan-products")] if plan.bestsellers else []),
            _button(
                "Make an audience file", "people", **{"data-audience": own_set or str(profile.segment)}
            ),
        ],
        className="story plan",
        style={"--story": segment_colour(profile.segment)},
        **({} if own_set else {"data-segment": str(profile.segment)}),
    )


def _head(profile: SegmentProfile, is_own: bool) -> html.Header:
    number = [] if is_own else [html.Span(str(profile.segment), className="story-number")]
    name = html.H3([*number, html.Span(profile.name)])
    return html.Header([name, html.P(_size(profile), className="muted")], className="plan-head")


def _size(profile: SegmentProfile) -> str:
    share = f"{format_count(profile.size, 'customer')} ({format_percent(profile.share)})"
    return (
        share
        if profile.money_share is None
        else f"{share} · {format_percent(profile.money_share)} of revenue"
    )


def _actions(profile: SegmentProfile, actions: Sequence[Action], ratings: Ratings) -> list[Any]:
    """The first few actions, the others on demand."""
    if not actions:
        words = "No action of this playbook fits the data of this segment."
        return [html.P(words, className="story-none")]
    items = [_action(profile, action, ratings) for action in actions]
    first, others = items[:MOST_ACTIONS], items[MOST_ACTIONS:]
    lists = [html.Ol(first, className="plan-actions")]
    if others:
        other_list = html.Ol(others, start=MOST_ACTIONS + 1, className="plan-actions")
        lists.append(
            html.Details([html.Summary(f"{format_count(len(others), 'more action')}"), other_list])
        )
    return lists


def _action(profile: SegmentProfile, action: Action, ratings: Ratings) -> html.Li:
    facts = [
        ("Goal", action.goal),
        ("Channel", action.channel),
        ("Measure", action.measure),
        ("Reward", action.reward),
    ]
    thumbs = rating_controls(profile, "action", action.id, f"the action {action.title}", ratings)
    title = html.H4(action.title, **{"data-field": "title"})
    return html.Li(
        [
            html.Div([title, _edit_button(action), thumbs], className="action-head"),
            html.P([html.B("Why: "), action.trigger, *_votes(action.votes)], className="action-why"),
            html.Dl([part for name, words in facts if words for part in _action_fact(name, words)]),
        ],
        **{"data-action": action.id},
    )


def _action_fact(name: str, words: str) -> tuple[html.Dt, html.Dd]:
    return html.Dt(name), html.Dd(words, **{"data-field": name.lower()})


def _edit_button(action: Action) -> html.Button:
    """A pencil that opens a form in the action's place."""
    words = f"Edit the action {action.title}"
    return html.Button(
        icon("pencil"),
        type="button",
        className="icon-button thumb action-edit",
        title=words,
        **{"data-edit": action.id, "aria-label": words},
    )


def _votes(votes: int) -> list[Any]:
    if not votes:
        return []
    way = "up" if votes > 0 else "down"
    return [
        html.Span(f"moved {way} by your {format_count(abs(votes), 'rating')}", className="action-votes")
    ]


def _products(title: str, products: Sequence[Product], words: Any, nothing: str = "") -> html.Section:
    rows = [
        html.Li([html.Span(product.name), html.Small(words(product))])
        for product in products[:MOST_PRODUCTS]
    ]
    return html.Section([html.H4(title), html.Ul(rows) if rows else html.P(nothing)])


def _lift(product: Product) -> str:
    return f"{product.lift:.1f} times as often · {format_percent(product.share)} buy it"


def _buyers(product: Product) -> str:
    return f"{format_count(product.buyers, 'buyer')} · {format_percent(product.share)}"


def _others(product: Product) -> str:
    return f"{format_percent(product.share)} here · {format_percent(product.others)} elsewhere"

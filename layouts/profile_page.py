"""The Profiles page: a card for each segment, charts of their differences, two side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from core.model import Explanation, Recipe, SegmentProfile
from core.profile import Difference
from core.text import format_count, format_number, format_percent
from layouts import ids
from layouts.address import Address
from layouts.cards import card, card_buttons, graph
from layouts.parts import Options, field, select
from layouts.profile_card import NO_STATEMENTS, People, profile_card, profile_number
from layouts.result_page import Ratings, result_page

INTRODUCTION = (
    "Who is in each segment, what sets them apart, and a rule to find them again. Names are "
    "suggestions: write your own, and they stay with the segment when you change settings or load the next file."
)
NO_RULES: Mapping[int, Mapping[str, str]] = {}
MOST_DIFFERENCES = 12
ALL = "all"  # segments, in the chart of importance
CHARTS = (
    ("importance", "What decides the segments?"),
    ("distributions", "How the features are spread"),
)


def profile_page(recipe: Recipe, address: Address) -> html.Div:
    """The page for a data set and recipe; the cards are filled in once they are known."""
    stores = [ids.PROFILES_FIGURES_STORE, ids.PROFILES_RATING_STORE, ids.PROFILES_NAMES_STORE]
    return result_page("Profiles", INTRODUCTION, ids.PROFILES_BODY, recipe, address, stores)


def profile_body(
    explanation: Explanation,
    typical: Mapping[int, People],
    borderline: Mapping[int, People],
    ratings: Ratings,
    statements: Mapping[int, Mapping[str, str]] = NO_RULES,
) -> list[Any]:
    """The cards and charts.

    `typical` and `borderline` are a few customers of each segment, as texts by title; `ratings` the
    earlier ones; `statements` the rules as SQL.
    """
    cards = [
        profile_card(
            explanation,
            profile,
            typical.get(profile.segment, ()),
            borderline.get(profile.segment, ()),
            ratings,
            statements.get(profile.segment, NO_STATEMENTS),
        )
        for profile in explanation.profiles
    ]
    return [
        html.P(summary(explanation), role="status", className="result-summary"),
        html.Div(cards, className="story-grid"),
        html.Div([*_pair(explanation), _charts(explanation)], className="story-more"),
    ]


def summary(explanation: Explanation) -> str:
    """Number of segments, customers in none, accuracy of the rules."""
    parts = [format_count(len(explanation.profiles), "segment")]
    if explanation.noise:
        parts.append(f"{format_count(explanation.noise, 'customer')} in no segment (noise)")
    if explanation.fidelity is not None:
        parts.append(
            f"tested on customers they had not seen, the rules are right for {format_percent(explanation.fidelity)}"
        )
    return " · ".join(parts)


def _pair(explanation: Explanation) -> list[html.Section]:
    """Two segments side by side; the table is filled in by what is chosen."""
    if len(explanation.profiles) < 2:
        return []
    first, second = (profile.segment for profile in explanation.profiles[:2])
    selects = [
        field("Segment", _select(ids.PROFILES_FIRST_SELECT, pair_choices(explanation, second), first)),
        field("against", _select(ids.PROFILES_SECOND_SELECT, pair_choices(explanation, first), second)),
    ]
    title = html.H2("Two segments side by side", className="card-title")
    head = html.Div([title, html.Div(selects, className="pair-selects")], className="pair-head")
    return [html.Section([head, html.Div(id=ids.PROFILES_PAIR)], className="chart-card pair-card")]


def _select(id: str, pairs: Options, value: int | str) -> dbc.Select:
    return select(id, pairs, value, small=True)


def pair_choices(explanation: Explanation, other: int | None = None) -> list[tuple[int, str]]:
    """The segments to choose from beside the `other` one."""
    return [
        (profile.segment, f"{profile.segment} {profile.name}")
        for profile in explanation.profiles
        if profile.segment != other
    ]


def importance_choices(explanation: Explanation) -> list[tuple[int | str, str]]:
    """All segments, or one of them."""
    return [(ALL, "All segments"), *pair_choices(explanation)]


def pair_table(
    differences: Sequence[Difference], first: SegmentProfile, second: SegmentProfile
) -> html.Div:
    """Table of the differences between two segments, the largest effect first."""
    head = ("Feature", *map(_heading, (first, second)), "Difference", "Effect")
    rows = [
        html.Tr(
            [
                html.Th(_feature_name(difference), scope="row"),
                *map(html.Td, _difference_cells(difference)),
            ]
        )
        for difference in differences[:MOST_DIFFERENCES]
    ]
    table = html.Table(
        [html.Thead(html.Tr([html.Th(name, scope="col") for name in head])), html.Tbody(rows)],
        className="pair-table",
    )
    return html.Div(
        table,
        className="people-table",
        tabIndex="0",
        role="region",
        **{"aria-label": "What tells the two segments apart"},
    )


def _heading(profile: SegmentProfile) -> html.Span:
    return html.Span([profile_number(profile), html.Span(profile.name)], className="pair-name")


def _feature_name(difference: Difference) -> str:
    return difference.title if difference.value is None else f"{difference.title}: {difference.value}"


def _difference_cells(difference: Difference) -> tuple[Any, ...]:
    words = format_number if difference.value is None else format_percent
    gap = f"{'+' if difference.difference > 0 else ''}{format_number(difference.difference)}"
    if difference.value is not None:
        gap = f"{100 * difference.difference:+.0f} points"
    return words(difference.first), words(difference.second), gap, _effect(difference)


def _effect(difference: Difference) -> html.Span:
    if difference.effect is None:
        return html.Span("unknown")
    measure = f"{difference.measure} {difference.effect:.2f}"
    detail = html.Span(f" ({measure})", className="effect-measure")
    return html.Span([difference.word, detail], title=measure)


def _charts(explanation: Explanation) -> html.Div:
    label = html.Label(
        "Importance for", htmlFor=ids.PROFILES_IMPORTANCE_SELECT, className="visually-hidden"
    )
    select = _select(ids.PROFILES_IMPORTANCE_SELECT, importance_choices(explanation), ALL)
    tools = {"importance": [html.Div([label, select], className="card-chooser")]}
    cards = [
        card(
            name,
            title,
            [*tools.get(name, []), card_buttons(f"segments-{name}", title, "data-told-image")],
            graph(ids.keyed(ids.PROFILES_GRAPHS, name)),
            f"story-{name}",
            **{"data-figure": name},
        )
        for name, title in CHARTS
    ]
    return html.Div(cards, className="story-charts")

"""The Segments page: a card a segment, what tells them apart, two of them side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from core.explain import Difference
from core.model import Explanation, Recipe, SegmentProfile
from core.text import format_count, format_number, format_percent
from layouts import ids
from layouts.address import Address
from layouts.cards import card, card_buttons, graph
from layouts.explain_profile import People, profile_card, profile_number
from layouts.parts import Options, field, icon, select
from layouts.result_page import Ratings, result_page

INTRODUCTION = (
    "Who is in each segment, what sets them apart, and a rule to find them again. Names are "
    "suggestions: write your own, and they stay with the segment when you change settings or load the next file."
)
MOST_DIFFERENCES = 12
ALL = "all"  # segments, in the chart of importance
CHARTS = (
    ("importance", "What decides the segments?"),
    ("distributions", "How the features are spread"),
)


def explain_page(recipe: Recipe, address: Address) -> html.Div:
    """The page for a data set and recipe; the cards are filled in once they are known."""
    stores = [ids.SEGMENTS_FIGURES_STORE, ids.SEGMENTS_SAID_STORE, ids.SEGMENTS_NAMES_STORE]
    return result_page("Segments", INTRODUCTION, ids.SEGMENTS_BODY, recipe, address, stores)


def explain_body(
    told: Explanation, typical: Mapping[int, People], borderline: Mapping[int, People],
    ratings: Ratings, grid: str = "",
) -> list[Any]:  # fmt: skip
    """The cards and charts. `typical` and `borderline` are a few customers of each segment, as texts
    by title; `ratings` what was said before of each thing; `grid` the address of the customers' grid
    of recency and frequency, where they have one."""
    cards = [
        profile_card(told, one, typical.get(one.segment, ()), borderline.get(one.segment, ()), ratings)
        for one in told.stories
    ]
    return [
        html.Div([html.P(summary(told), role="status"), *_grid_link(grid)], className="decide-summary"),
        html.Div(cards, className="story-grid"),
        html.Div([*_pair(told), _charts(told)], className="story-more"),
    ]


def summary(told: Explanation) -> str:
    """How many segments, who is in none, how well the rules find them."""
    parts = [format_count(len(told.stories), "segment")]
    if told.noise:
        parts.append(f"{format_count(told.noise, 'customer')} in none (noise)")
    if told.fidelity is not None:
        parts.append(
            f"the rules put {format_percent(told.fidelity)} of held-out customers into their own segment"
        )
    return " · ".join(parts)


def _grid_link(grid: str) -> list[dcc.Link]:
    words = [icon("grid"), "Recency and frequency"]
    return [dcc.Link(words, href=grid, className="btn btn-sm btn-outline-secondary")] if grid else []


def _pair(told: Explanation) -> list[html.Section]:
    """Two segments side by side; the table is filled in by what is chosen."""
    if len(told.stories) < 2:
        return []
    first, second = (story.segment for story in told.stories[:2])
    selects = [
        field("Segment", _select(ids.SEGMENTS_FIRST_SELECT, pair_choices(told, second), first)),
        field("against", _select(ids.SEGMENTS_SECOND_SELECT, pair_choices(told, first), second)),
    ]
    title = html.H2("Two segments side by side", className="card-title")
    head = html.Div([title, html.Div(selects, className="pair-selects")], className="pair-head")
    return [html.Section([head, html.Div(id=ids.SEGMENTS_PAIR)], className="chart-card pair-card")]


def _select(id: str, pairs: Options, value: int | str) -> dbc.Select:
    return select(id, pairs, value, small=True)


def pair_choices(told: Explanation, other: int | None = None) -> list[tuple[int, str]]:
    """The segments to choose from beside the `other` one."""
    return [
        (story.segment, f"{story.segment} {story.name}")
        for story in told.stories
        if story.segment != other
    ]


def importance_choices(told: Explanation) -> list[tuple[int | str, str]]:
    """All segments, or one of them."""
    return [(ALL, "All segments"), *pair_choices(told)]


def pair_table(found: Sequence[Difference], first: SegmentProfile, second: SegmentProfile) -> html.Div:
    """What tells two segments apart, the largest effect first."""
    head = ("Feature", *map(_heading, (first, second)), "Difference", "Effect")
    rows = [
        html.Tr([html.Th(_feature_name(one), scope="row"), *map(html.Td, _difference_cells(one))])
        for one in found[:MOST_DIFFERENCES]
    ]
    table = html.Table(
        [html.Thead(html.Tr([html.Th(name, scope="col") for name in head])), html.Tbody(rows)],
        className="pair-table",
    )
    return html.Div(table, className="people-table", tabIndex="0", role="region",
                    **{"aria-label": "What tells the two segments apart"})  # fmt: skip


def _heading(story: SegmentProfile) -> html.Span:
    return html.Span([profile_number(story), html.Span(story.name)], className="pair-name")


def _feature_name(one: Difference) -> str:
    return one.title if one.value is None else f"{one.title}: {one.value}"


def _difference_cells(one: Difference) -> tuple[Any, ...]:
    words = format_number if one.value is None else format_percent
    gap = f"{'+' if one.difference > 0 else ''}{format_number(one.difference)}"
    if one.value is not None:
        gap = f"{100 * one.difference:+.0f} points"
    return words(one.first), words(one.second), gap, _effect(one)


def _effect(one: Difference) -> html.Span:
    if one.effect is None:
        return html.Span("unknown")
    measure = f"{one.measure} {one.effect:.2f}"
    more = html.Span(f" ({measure})", className="effect-measure")
    return html.Span([one.word, more], title=measure)


def _charts(told: Explanation) -> html.Div:
    label = html.Label(
        "Whose importance", htmlFor=ids.SEGMENTS_IMPORTANCE_SELECT, className="visually-hidden"
    )
    select = _select(ids.SEGMENTS_IMPORTANCE_SELECT, importance_choices(told), ALL)
    tools = {"importance": [html.Div([label, select], className="card-chooser")]}
    cards = [
        card(
            name, title, [*tools.get(name, []), card_buttons(f"segments-{name}", title, "data-told-image")],
            graph(ids.keyed(ids.SEGMENTS_GRAPHS, name)), f"story-{name}", **{"data-figure": name},
        )
        for name, title in CHARTS
    ]  # fmt: skip
    return html.Div(cards, className="story-charts")

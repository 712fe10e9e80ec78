"""The Segments page: a card a segment, what tells them apart, two of them side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from core.charts._theme import colour
from core.entities import Recipe
from core.explain.pairs import Difference
from core.stories import SENTENCES, Explanation, Marker, Rule, Story, thing
from core.words import count, number, percent
from layouts import ids
from layouts.address import Address
from layouts.cards import card
from layouts.decision_page import Ratings, decision_page, rated
from layouts.graph import graph
from layouts.parts import field, icon, options

INTRODUCTION = (
    "Who is in each segment, what sets them apart, and a rule to find them again. Names are "
    "suggestions: write your own, and they stay with the segment when you change settings or load the next file."
)
MOST_MARKERS = 4
MOST_DIFFERENCES = 12
WIDEST = 3.0  # a marker's bar is full at so many standard deviations
People = Mapping[int, Sequence[Mapping[str, str]]]


def segments_page(recipe: Recipe, address: Address) -> html.Div:
    """The page for a data set and recipe; the cards are filled in once they are known."""
    return decision_page(
        "Segments", INTRODUCTION, ids.SEGMENTS_BODY, recipe, address, [ids.SEGMENTS_FIGURES_STORE]
    )


def segments_body(
    told: Explanation, typical: People, borderline: People, ratings: Ratings, grid: str = ""
) -> list[Any]:
    """The cards and charts. `typical` and `borderline` are a few customers of each segment, as texts
    by title; `ratings` what was said before of each thing; `grid` the address of the customers' grid
    of recency and frequency, where they have one."""
    cards = [
        story_card(one, typical.get(one.segment, ()), borderline.get(one.segment, ()), ratings)
        for one in told.stories
    ]
    return [
        html.Div([html.P(summary(told), role="status"), *_way_to(grid)], className="decide-summary"),
        html.Div(cards, className="story-grid"),
        html.Div([_pair(told), _charts()], className="story-more"),
    ]


def summary(told: Explanation) -> str:
    """How many segments, who is in none, how well the rules find them."""
    parts = [count(len(told.stories), "segment")]
    if told.noise:
        parts.append(f"{count(told.noise, 'customer')} in none (noise)")
    if told.fidelity is not None:
        parts.append(
            f"the rules put {percent(told.fidelity)} of held-out customers into their own segment"
        )
    return " · ".join(parts)


def _way_to(grid: str) -> list[dcc.Link]:
    words = [icon("grid"), "Recency and frequency"]
    return [dcc.Link(words, href=grid, className="btn btn-sm btn-outline-secondary")] if grid else []


def story_card(
    story: Story, typical: Sequence[Mapping[str, str]], borderline: Sequence[Mapping[str, str]],
    ratings: Ratings,
) -> html.Article:  # fmt: skip
    return html.Article(
        [
            _head(story, ratings),
            _shares(story),
            html.Ul([_sentence(story, i, ratings) for i in range(len(story.sentences))], className="story-sentences"),
            *_by_ratings("These sentences stand in the order of your thumbs.", story.topics != SENTENCES),
            _markers(story.markers[:MOST_MARKERS]),
            _rule(story),
            _people("Typical customers", typical),
            _people("Borderline customers", borderline),
        ],
        className="story", style={"--story": colour(story.colour + 1)}, **{"data-segment": str(story.segment)},
    )  # fmt: skip


def _head(story: Story, ratings: Ratings) -> html.Header:
    field_id = ids.keyed(ids.SEGMENTS_NAME_FIELDS, story.segment)
    label = html.Label(
        f"Name of segment {story.segment}", htmlFor=ids.text(field_id), className="visually-hidden"
    )
    named = dbc.Input(
        id=field_id, value=story.name, className="story-name", maxLength=60, debounce=True
    )
    suggested = [] if story.name == story.suggested else [
        html.Button(f"Suggested: {story.suggested}", type="button", className="link-button story-suggested",
                    title="Take the suggested name", **{"data-take-name": story.suggested})]  # fmt: skip
    return html.Header(
        [
            html.H2([html.Span(str(story.segment), className="story-number"), label, named]),
            rated(thing(story.kind, "name", story.name), f"the name {story.name}", ratings),
            *suggested,
            *_by_ratings(
                f"By your thumbs, {story.suggested} goes before {story.instead}.", story.instead
            ),
        ],
        className="story-head",
    )


def _by_ratings(words: str, shown: object) -> list[html.P]:
    return [html.P(words, className="by-ratings")] if shown else []


def _shares(story: Story) -> html.Dl:
    rows = [("Customers", f"{story.size:,}", story.share)]
    if story.money is not None and story.money_share is not None:
        rows.append(("Revenue", number(story.money), story.money_share))
    return html.Dl([part for row in rows for part in _share(*row)], className="story-shares")


def _share(title: str, value: str, share: float) -> tuple[html.Dt, html.Dd]:
    bar = html.Span(className="share-bar", style={"--share": f"{100 * max(0.0, min(1.0, share)):.1f}%"})
    return html.Dt(title), html.Dd([html.B(value), html.Span(percent(share)), bar])


def _sentence(story: Story, at: int, ratings: Ratings) -> html.Li:
    words = story.sentences[at]
    return html.Li(
        [
            html.Span(words),
            rated(thing(story.kind, "sentence", story.topics[at]), "this sentence", ratings),
        ]
    )


def _markers(markers: Sequence[Marker]) -> html.Div:
    if not markers:
        return html.Div(html.P("No feature sets this segment apart.", className="story-none"))
    return html.Div([_marker(one) for one in markers], className="story-markers")


def _marker(marker: Marker) -> html.Div:
    """The difference as a bar left or right of the middle, in standard deviations."""
    reach = min(abs(marker.difference) / WIDEST, 1) * 50
    style = {
        "width": f"{reach:.1f}%",
        "left": "50%" if marker.difference >= 0 else f"{50 - reach:.1f}%",
    }
    title = marker.title if marker.value is None else f"{marker.title}: {marker.value}"
    return html.Div(
        [
            html.Span(title, className="marker-title"),
            html.Span(html.Span(style=style), className="marker-bar", title=f"{marker.difference:+.1f} SD"),
            html.Span(_means(marker), className="marker-means"),
        ],
        className="marker-row", title=marker.sentence,
    )  # fmt: skip


def _means(marker: Marker) -> str:
    if marker.value is not None:
        return f"{percent(marker.own)} · others {percent(marker.others)}"
    return f"{number(marker.own)} · others {number(marker.others)}"


def _rule(story: Story) -> html.Div:
    rule = story.rule
    if rule is None:
        return html.Div(html.P("No short rule finds this segment.", className="story-none"))
    copies = [_copy(words, text, story.segment) for words, text in _spellings(rule)]
    found = (
        f"finds {count(rule.covered, 'customer')}: {percent(rule.precision)} of them are in the segment, "
        f"which are {percent(rule.recall)} of it"
    )
    return html.Div(
        [
            html.H3("Rule"),
            html.P(rule.words, className="rule-words"),
            html.P(found, className="rule-found"),
            html.Div(copies, className="rule-copies"),
        ],
        className="story-rule",
    )


def _spellings(rule: Rule) -> tuple[tuple[str, str], ...]:
    return ("Words", rule.words), ("SQL", f"WHERE {rule.sql}"), ("pandas", rule.pandas)


def _copy(words: str, text: str, segment: int) -> html.Button:
    return html.Button(
        [icon("clipboard"), words], type="button", className="btn btn-sm btn-outline-secondary",
        title=text, **{"data-copy": text, "aria-label": f"Copy the rule of segment {segment} as {words}"},
    )  # fmt: skip


def _people(title: str, people: Sequence[Mapping[str, str]]) -> html.Details | None:
    if not people:
        return None
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in people[0]]))
    body = html.Tbody([html.Tr([html.Td(value) for value in one.values()]) for one in people])
    table = html.Div(html.Table([head, body]), className="people-table", tabIndex="0", role="region",
                     **{"aria-label": title})  # fmt: skip
    return html.Details([html.Summary(title), table], className="story-people")


def _pair(told: Explanation) -> html.Section:
    """Two segments side by side; the table is filled in by what is chosen."""
    pairs = [(story.segment, story.name) for story in told.stories]
    first, second = pairs[0][0], pairs[min(1, len(pairs) - 1)][0]
    chosen = [
        (ids.SEGMENTS_FIRST_SELECT, "Segment", first),
        (ids.SEGMENTS_SECOND_SELECT, "against", second),
    ]
    selects = [
        field(label, dbc.Select(id=id, options=options(pairs), value=value, size="sm"))
        for id, label, value in chosen
    ]
    return html.Section(
        [
            html.Div([html.H2("Two segments side by side", className="card-title"), html.Div(selects, className="pair-selects")], className="pair-head"),
            html.Div(id=ids.SEGMENTS_PAIR),
        ],
        className="chart-card pair-card",
    )  # fmt: skip


def pair_table(found: Sequence[Difference]) -> html.Div:
    """What tells two segments apart, the largest effect first."""
    head = ("Feature", "First", "Second", "Difference", "Effect")
    rows = [
        html.Tr([html.Th(_named(one), scope="row"), *(html.Td(text) for text in _differs(one))])
        for one in found[:MOST_DIFFERENCES]
    ]
    table = html.Table(
        [html.Thead(html.Tr([html.Th(name, scope="col") for name in head])), html.Tbody(rows)],
        className="pair-table",
    )
    return html.Div(table, className="people-table", tabIndex="0", role="region",
                    **{"aria-label": "What tells the two segments apart"})  # fmt: skip


def _named(one: Difference) -> str:
    return one.title if one.value is None else f"{one.title}: {one.value}"


def _differs(one: Difference) -> tuple[str, str, str, str]:
    words = number if one.value is None else percent
    gap = f"{'+' if one.difference > 0 else ''}{number(one.difference)}"
    if one.value is not None:
        gap = f"{100 * one.difference:+.0f} points"
    effect = "unknown" if one.effect is None else f"{one.word} ({one.measure} {one.effect:.2f})"
    return words(one.first), words(one.second), gap, effect


CHARTS = (
    ("importance", "What decides the segments?"),
    ("distributions", "How the features are spread"),
)


def _charts() -> html.Div:
    cards = [
        card(name, title, (), graph(ids.keyed(ids.SEGMENTS_GRAPHS, name)), f"story-{name}", **{"data-figure": name})
        for name, title in CHARTS
    ]  # fmt: skip
    return html.Div(cards, className="story-charts")

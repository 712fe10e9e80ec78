"""The card of one segment: its name, size, sentences, markers, rule, and a few of its customers."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from core.charts import segment_colour
from core.model import SENTENCES, Explanation, Marker, RatedSubject, Rule, SegmentProfile
from core.text import LONGEST_NAME, format_count, format_number, format_percent
from layouts import ids
from layouts.parts import icon
from layouts.result_page import Ratings, find_rating, rating_controls

MOST_MARKERS = 4
WIDEST = 3.0  # a marker's bar is full at so many standard deviations
THUMBS_ORDER = "These sentences stand in the order of your thumbs."
People = Sequence[Mapping[str, str]]


def profile_card(
    told: Explanation, story: SegmentProfile, typical: People, borderline: People, ratings: Ratings
) -> html.Article:
    """`typical` and `borderline` are a few of its customers, as texts by title; `ratings` what was said
    before of each thing."""
    sentences = [_sentence(story, i, ratings) for i in range(len(story.sentences))]
    return html.Article(
        [
            _head(told, story, ratings),
            _shares(story),
            html.Ul(sentences, className="story-sentences"),
            *([_aside(THUMBS_ORDER)] if story.topics != SENTENCES else []),
            _markers(story.markers[:MOST_MARKERS]),
            _rule(story),
            _people("Typical customers", typical),
            _people("Borderline customers", borderline),
        ],
        className="story", style={"--story": segment_colour(story.segment)}, tabIndex="-1",
        **{"data-segment": str(story.segment)},
    )  # fmt: skip


def _head(told: Explanation, story: SegmentProfile, ratings: Ratings) -> html.Header:
    field_id = ids.keyed(ids.SEGMENTS_NAME_FIELDS, story.segment)
    words = f"Name of segment {story.segment}"
    label = html.Label(words, htmlFor=ids.text(field_id), className="visually-hidden")
    named = dbc.Textarea(
        id=field_id, value=story.name, className="story-name", maxLength=LONGEST_NAME, rows=1, spellcheck=False
    )  # fmt: skip
    return html.Header(
        [
            html.H2([profile_number(story), label, named]),
            rating_controls(
                story, "name", story.name, f"the name of segment {story.segment}", ratings, note_on=""
            ),
            html.Div(
                name_lines(told, story),
                id=ids.keyed(ids.SEGMENTS_NAME_LINES, story.segment),
                className="story-lines",
            ),
        ],
        className="story-head",
    )


def profile_number(story: SegmentProfile) -> html.Span:
    """The segment's number, ringed in its colour."""
    return html.Span(
        str(story.segment), className="story-number", style={"--story": segment_colour(story.segment)}
    )


def name_lines(told: Explanation, story: SegmentProfile) -> list[Any]:
    """The suggested name, where the user gave another and it is free, and how thumbs counted."""
    taken = {other.name.casefold() for other in told.stories}
    fits = len(story.suggested) <= LONGEST_NAME and story.suggested.casefold() not in taken
    lines: list[Any] = []
    if story.named and fits:
        lines.append(_line(f"Suggested: {story.suggested}", "Take the suggested name", "take-name", story.suggested))  # fmt: skip
    if story.instead:
        way_back = _line(f"Back to {story.instead}", "Take back your thumbs on names of such segments", "back", story.kind)  # fmt: skip
        lines.append(_aside(f"By your thumbs, {story.suggested} goes before {story.instead}. ", way_back))  # fmt: skip
    return lines


def _line(words: str, title: str, kind: str, value: str) -> html.Button:
    return html.Button(
        words,
        type="button",
        className=f"link-button story-{kind}",
        title=title,
        **{f"data-{kind}": value},
    )


def _aside(*words: Any) -> html.P:
    return html.P(list(words), className="by-ratings")


def card_heads(told: Explanation, ratings: Ratings) -> list[dict[str, Any]]:
    """What a renamed segment changes in the heads of the cards, for the page's script: the name, what
    its thumbs are about, and the one that is pressed."""
    subjects = [(story, RatedSubject(story.kind, "name", story.name)) for story in told.stories]
    return [
        {
            "segment": story.segment,
            "name": story.name,
            "thing": str(subject),
            "vote": find_rating(story, subject, ratings).vote,
        }
        for story, subject in subjects
    ]


def _shares(story: SegmentProfile) -> html.Dl:
    rows = [("Customers", f"{story.size:,}", story.share)]
    if story.money is not None and story.money_share is not None:
        rows.append(("Revenue", format_number(story.money), story.money_share))
    return html.Dl([part for row in rows for part in _share(*row)], className="story-shares")


def _share(title: str, value: str, share: float) -> tuple[html.Dt, html.Dd]:
    bar = html.Span(className="share-bar", style={"--share": f"{100 * max(0.0, min(1.0, share)):.1f}%"})
    return html.Dt(title), html.Dd([html.B(value), html.Span(format_percent(share)), bar])


def _sentence(story: SegmentProfile, at: int, ratings: Ratings) -> html.Li:
    thumbs = rating_controls(story, "sentence", story.topics[at], "this sentence", ratings)
    return html.Li([html.Span(story.sentences[at]), thumbs])


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
        return f"{format_percent(marker.own)} · others {format_percent(marker.others)}"
    return f"{format_number(marker.own)} · others {format_number(marker.others)}"


def _rule(story: SegmentProfile) -> html.Div:
    rule = story.rule
    if rule is None:
        return html.Div(html.P("No short rule finds this segment.", className="story-none"))
    copies = [_copy(words, text, story.segment) for words, text in _spellings(rule)]
    found = (
        f"finds {format_count(rule.covered, 'customer')}: {format_percent(rule.precision)} of them are in the segment, "
        f"which are {format_percent(rule.recall)} of it"
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

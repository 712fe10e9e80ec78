"""The card of one segment: its name, size, sentences, markers, rule, and a few of its customers."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from core.charts import segment_colour
from core.model import SENTENCES, Explanation, Marker, RatedSubject, SegmentProfile
from core.text import LONGEST_NAME, format_count, format_number, format_percent
from layouts import ids
from layouts.parts import icon
from layouts.result_page import Ratings, find_rating, rating_controls

MOST_MARKERS = 4
MOST_OUTCOMES = 2  # at first sight
WIDEST = 3.0  # a marker's bar is full at so many standard deviations
THUMBS_ORDER = "The sentences that you rated best come first."
People = Sequence[Mapping[str, str]]
NO_STATEMENTS: Mapping[str, str] = {}


def profile_card(
    explanation: Explanation,
    profile: SegmentProfile,
    typical: People,
    borderline: People,
    ratings: Ratings,
    statements: Mapping[str, str] = NO_STATEMENTS,
) -> html.Article:
    """Card of one segment; `typical` and `borderline` are a few of its customers, as texts by title,
    `statements` its rule as SQL."""
    sentences = [_sentence(profile, i, ratings) for i in range(len(profile.sentences))]
    return html.Article(
        [
            _head(explanation, profile, ratings),
            _shares(profile),
            *_outcomes(profile),
            html.Ul(sentences, className="story-sentences"),
            *([_aside(THUMBS_ORDER)] if profile.topics != SENTENCES else []),
            _markers(profile.markers[:MOST_MARKERS]),
            _rule(profile, statements),
            _people("Typical customers", typical),
            _people("Borderline customers", borderline),
        ],
        className="story",
        style={"--story": segment_colour(profile.segment)},
        tabIndex="-1",
        **{"data-segment": str(profile.segment)},
    )


def _head(explanation: Explanation, profile: SegmentProfile, ratings: Ratings) -> html.Header:
    field_id = ids.keyed(ids.PROFILES_NAME_FIELDS, profile.segment)
    words = f"Name of segment {profile.segment}"
    label = html.Label(words, htmlFor=ids.text(field_id), className="visually-hidden")
    name_field = dbc.Textarea(
        id=field_id,
        value=profile.name,
        className="story-name",
        maxLength=LONGEST_NAME,
        rows=1,
        spellcheck=False,
    )
    return html.Header(
        [
            html.H2([profile_number(profile), label, name_field, _rename_button(profile, field_id)]),
            rating_controls(
                profile,
                "name",
                profile.name,
                f"the name of segment {profile.segment}",
                ratings,
                note_on="",
            ),
            html.Div(
                name_lines(explanation, profile),
                id=ids.keyed(ids.PROFILES_NAME_LINES, profile.segment),
                className="story-lines",
            ),
        ],
        className="story-head",
    )


def _rename_button(profile: SegmentProfile, field_id: Any) -> html.Button:
    """A pencil that takes the writer to the name."""
    words = f"Rename segment {profile.segment}"
    return html.Button(
        icon("pencil"),
        type="button",
        className="icon-button story-rename",
        title=words,
        **{"data-rename": ids.text(field_id), "aria-label": words},
    )


def profile_number(profile: SegmentProfile) -> html.Span:
    """The segment's number, ringed in its colour."""
    return html.Span(
        str(profile.segment),
        className="story-number",
        style={"--story": segment_colour(profile.segment)},
    )


def name_lines(explanation: Explanation, profile: SegmentProfile) -> list[Any]:
    """Lines below the name: the suggested one where it is not used and free, and the effect of thumbs."""
    names = {other.name.casefold() for other in explanation.profiles}
    fits = len(profile.suggested) <= LONGEST_NAME and profile.suggested.casefold() not in names
    lines: list[Any] = []
    if profile.named and fits:
        lines.append(
            _line(
                f"Suggested: {profile.suggested}",
                "Take the suggested name",
                "take-name",
                profile.suggested,
            )
        )
    if profile.instead:
        way_back = _line(
            f"Back to {profile.instead}",
            "Undo your ratings of names for such segments",
            "back",
            profile.kind,
        )
        lines.append(
            _aside(
                f'Because of your ratings we suggest "{profile.suggested}", not "{profile.instead}". ',
                way_back,
            )
        )
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


def card_heads(explanation: Explanation, ratings: Ratings) -> list[dict[str, Any]]:
    """Heads of the cards after a renaming, for the page's script: each name, the subject of its thumbs,
    and the vote."""
    subjects = [
        (profile, RatedSubject(profile.kind, "name", profile.name)) for profile in explanation.profiles
    ]
    return [
        {
            "segment": profile.segment,
            "name": profile.name,
            "thing": str(subject),
            "vote": find_rating(profile, subject, ratings).vote,
        }
        for profile, subject in subjects
    ]


def _shares(profile: SegmentProfile) -> html.Dl:
    rows = [("Customers", f"{profile.size:,}", profile.share)]
    if profile.money is not None and profile.money_share is not None:
        rows.append(("Revenue", format_number(profile.money), profile.money_share))
    return html.Dl([part for row in rows for part in _share(*row)], className="story-shares")


def _outcomes(profile: SegmentProfile) -> list[html.Div]:
    """Outcomes of these customers, a line each; nothing where no column says so."""
    lines = [html.Li(outcome.sentence) for outcome in profile.outcomes]
    if not lines:
        return []
    first, others = lines[:MOST_OUTCOMES], lines[MOST_OUTCOMES:]
    more = html.Details([html.Summary(f"{format_count(len(others), 'more outcome')}"), html.Ul(others)])
    shown = html.Ul(first, **{"aria-label": "Outcomes"})
    return [html.Div([shown, *([more] if others else [])], className="story-outcomes")]


def _share(title: str, value: str, share: float) -> tuple[html.Dt, html.Dd]:
    bar = html.Span(className="share-bar", style={"--share": f"{100 * max(0.0, min(1.0, share)):.1f}%"})
    return html.Dt(title), html.Dd([html.B(value), html.Span(format_percent(share)), bar])


def _sentence(profile: SegmentProfile, at: int, ratings: Ratings) -> html.Li:
    thumbs = rating_controls(profile, "sentence", profile.topics[at], "this sentence", ratings)
    return html.Li([html.Span(profile.sentences[at]), thumbs])


def _markers(markers: Sequence[Marker]) -> html.Div:
    if not markers:
        return html.Div(html.P("Nothing in the data sets this group apart.", className="story-none"))
    return html.Div([_marker(marker) for marker in markers], className="story-markers")


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
            html.Span(
                html.Span(style=style), className="marker-bar", title=f"{marker.difference:+.1f} SD"
            ),
            html.Span(_means(marker), className="marker-means"),
        ],
        className="marker-row",
        title=marker.sentence,
    )


def _means(marker: Marker) -> str:
    if marker.value is not None:
        return f"{format_percent(marker.own)} · others {format_percent(marker.others)}"
    return f"{format_number(marker.own)} · others {format_number(marker.others)}"


def _rule(profile: SegmentProfile, statements: Mapping[str, str]) -> html.Div:
    rule = profile.rule
    if rule is None:
        return html.Div(html.P("No short rule finds this segment.", className="story-none"))
    spellings = {"Words": rule.words, **statements, "pandas": rule.pandas}
    copies = [_copy(words, text, profile.segment) for words, text in spellings.items() if text]
    coverage = (
        f"Matches {format_count(rule.covered, 'customer')} and catches {format_percent(rule.recall)} of the segment; "
        f"{format_percent(rule.precision)} of the matches are right."
    )
    return html.Div(
        [
            html.H3("Rule"),
            html.P(rule.words, className="rule-words"),
            html.P(coverage, className="rule-found"),
            html.Div(copies, className="rule-copies"),
        ],
        className="story-rule",
    )


def _copy(words: str, text: str, segment: int) -> html.Button:
    return html.Button(
        [icon("clipboard"), words],
        type="button",
        className="btn btn-sm btn-outline-secondary",
        title=text,
        **{"data-copy": text, "aria-label": f"Copy the rule of segment {segment} as {words}"},
    )


def _people(title: str, people: Sequence[Mapping[str, str]]) -> html.Details | None:
    if not people:
        return None
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in people[0]]))
    body = html.Tbody([html.Tr([html.Td(value) for value in customer.values()]) for customer in people])
    table = html.Div(
        html.Table([head, body]),
        className="people-table",
        tabIndex="0",
        role="region",
        **{"aria-label": title},
    )
    return html.Details([html.Summary(title), table], className="story-people")

"""The frame of the pages on which a result is explained, acted on and reported."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from core.act import Rating
from core.model import RatedSubject, Recipe, SegmentProfile
from layouts import ids
from layouts.address import Address
from layouts.parts import icon, message, polling_clock, progress

Ratings = Mapping[
    tuple[str, RatedSubject], Rating
]  # by the segment's name from the evidence, and the subject


def result_page(
    title: str,
    words: str,
    body: str,
    recipe: Recipe,
    address: Address,
    stores: Sequence[str] = (),
    tools: Sequence[Component] = (),
) -> html.Div:
    """A page whose region `body` is filled once the segments are explained; that begins by itself.

    `stores` are the ids of stores of its own, `tools` stand beside the title.
    """
    request = {"dataset": address.dataset, "token": recipe.to_token(), "setting": address.setting}
    return html.Div(
        [
            dcc.Store(id=ids.RESULT_RECIPE_STORE, data=request),
            dcc.Store(id=ids.RESULT_JOB_STORE),
            dcc.Store(id=ids.RESULT_STATUS_STORE),
            dcc.Store(id=ids.RESULT_SHOWN_STORE),
            dcc.Store(id=ids.RESULT_RATING_STORE),
            dcc.Store(id=ids.RESULT_ANSWER_STORE),
            *(dcc.Store(id=store) for store in stores),
            polling_clock(ids.RESULT_JOB_INTERVAL),
            html.Header(
                [html.Div([html.H1(title), html.P(words)], className="result-words"), *tools],
                className="result-head",
            ),
            progress(
                ids.RESULT_PROGRESS_BOX,
                ids.RESULT_PROGRESS,
                ids.RESULT_PROGRESS_TEXT,
                ids.RESULT_CANCEL_BUTTON,
            ),
            message(ids.RESULT_ERROR),
            html.Div(id=body, className="result-body"),
        ],
        className="result-page",
    )


def page_tabs(pages: Sequence[tuple[str, str]], current: str) -> html.Nav:
    """Tabs of the pages of one step, each a title and an address; `current` is the title of this one."""
    tabs = [
        html.Span(title, className="page-tab on", **{"aria-current": "page"})
        if title == current
        else dcc.Link(title, href=href, className="page-tab")
        for title, href in pages
    ]
    return html.Nav(tabs, className="page-tabs", **{"aria-label": "Views of the segments"})


def rating_controls(
    profile: SegmentProfile,
    what: str,
    which: str,
    words: str,
    ratings: Ratings,
    note_on: str | None = None,
) -> html.Div:
    """Thumbs up and down and a note on one subject of a segment, see `RatedSubject`; the page's script
    tells the server.

    `ratings` are the earlier ones. The note is on the same subject, or on `note_on` in its place.
    """
    subject = RatedSubject(profile.kind, what, which)
    note_subject = subject if note_on is None else RatedSubject(profile.kind, what, note_on)
    vote, note = (
        find_rating(profile, subject, ratings).vote,
        find_rating(profile, note_subject, ratings).note,
    )
    field_id = ids.keyed(
        ids.RESULT_NOTE_FIELDS, f"{profile.segment}/{what}/{which if note_on is None else note_on}"
    )
    thumbs = [_thumb(way, words, vote) for way in THUMBS]
    return html.Div(
        [*thumbs, _note(field_id, note_subject, words, note)],
        className="rating",
        **{"data-thing": str(subject), "data-of": profile.name_by_evidence},
    )


def find_rating(profile: SegmentProfile, subject: RatedSubject, ratings: Ratings) -> Rating:
    """Rating of one subject of a segment; an empty one where there is none."""
    return ratings.get((profile.name_by_evidence, subject), Rating(subject, "", 0))


THUMBS = {"up": ("Good", 1), "down": ("Not good", -1)}


def _thumb(way: str, words: str, vote: int) -> html.Button:
    sense, value = THUMBS[way]
    label = f"{sense}: {words}"
    return html.Button(
        icon(f"hand-thumbs-{way}"),
        type="button",
        className="icon-button thumb",
        title=label,
        **{"aria-label": label, "aria-pressed": str(vote == value).lower(), "data-vote": str(value)},
    )


def _note(field_id: dict[str, Any], subject: RatedSubject, words: str, note: str) -> html.Details:
    label = f"Note on {words}"
    look = "icon-button thumb noted" if note else "icon-button thumb"
    field = dbc.Input(
        id=field_id,
        value=note,
        placeholder="Add a note",
        size="sm",
        className="note-input",
        maxLength=300,
    )
    return html.Details(
        [
            html.Summary(icon("chat-left-text"), title=label, className=look, **{"aria-label": label}),
            html.Label(label, htmlFor=ids.text(field_id), className="visually-hidden"),
            field,
        ],
        className="note",
        **{"data-thing": str(subject)},
    )

"""The frame of the pages on which a result is explained, acted on and reported."""

from collections.abc import Mapping, Sequence

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from core.actions.feedback import Rating
from core.entities import Recipe
from layouts import ids
from layouts.address import Address
from layouts.parts import icon, message, progress

Ratings = Mapping[str, Rating]


def decision_page(
    title: str, words: str, body: str, recipe: Recipe, address: Address, stores: Sequence[str] = (),
    tools: Sequence[Component] = (),
) -> html.Div:  # fmt: skip
    """A page whose region `body` is filled once the segments are explained; that begins by itself.

    `stores` are the ids of stores of its own, `tools` stand beside the title.
    """
    asked = {"dataset": address.dataset, "token": recipe.to_token(), "setting": address.setting}
    return html.Div(
        [
            dcc.Store(id=ids.DECIDE_RECIPE_STORE, data=asked),
            dcc.Store(id=ids.DECIDE_JOB_STORE),
            dcc.Store(id=ids.DECIDE_STATUS_STORE),
            dcc.Store(id=ids.DECIDE_FOUND_STORE),
            dcc.Store(id=ids.DECIDE_SAID_STORE),
            *(dcc.Store(id=store) for store in stores),
            dcc.Interval(id=ids.DECIDE_JOB_INTERVAL, interval=250, disabled=True),
            html.Header(
                [html.Div([html.H1(title), html.P(words)], className="decide-words"), *tools],
                className="decide-head",
            ),
            progress(
                ids.DECIDE_PROGRESS_BOX,
                ids.DECIDE_PROGRESS,
                ids.DECIDE_PROGRESS_TEXT,
                ids.DECIDE_CANCEL_BUTTON,
            ),
            message(ids.DECIDE_ERROR),
            html.Div(id=body, className="decide-body"),
        ],
        className="decide-page",
    )


def rated(thing: str, words: str, ratings: Ratings) -> html.Div:
    """Thumbs up and down and a note on one thing that was said; the page's script tells the server.

    `ratings` is what was said before, by thing.
    """
    said = ratings.get(thing, Rating(thing, "", 0))
    thumbs = [_thumb(way, words, said.vote) for way in THUMBS]
    note = _note(thing, words, said.note)
    return html.Div([*thumbs, note], className="rating", **{"data-thing": thing})


THUMBS = {"up": ("Good", 1), "down": ("Not good", -1)}


def _thumb(way: str, words: str, vote: int) -> html.Button:
    sense, value = THUMBS[way]
    told = f"{sense}: {words}"
    return html.Button(
        icon(f"hand-thumbs-{way}"), type="button", className="icon-button thumb", title=told,
        **{"aria-label": told, "aria-pressed": str(vote == value).lower(), "data-vote": str(value)},
    )  # fmt: skip


def _note(thing: str, words: str, note: str) -> html.Details:
    told, field_id = f"Note on {words}", ids.keyed(ids.DECIDE_NOTE_FIELDS, thing)
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
            html.Summary(icon("pencil"), title=told, className=look, **{"aria-label": told}),
            html.Label(told, htmlFor=ids.text(field_id), className="visually-hidden"),
            field,
        ],
        className="note",
    )

"""The Act page's campaigns: files for a tool, and the uplift of a campaign."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, no_update

from callbacks.shared.jobs import is_over, pause_while_running
from callbacks.shared.requests import Data, ResultRequest, values_by_member
from core.act import HopedEffect, find_audience_tool
from core.errors import UserError
from core.session import Session
from layouts import ids
from layouts.act_audience import ALL_FILES, CHANGED, EXTRA, HOLDOUT, USUAL, prepared_files, refusal
from layouts.act_uplift import hint, outcome_choices, uplift_words
from layouts.address import download_address
from layouts.controls import read_number
from layouts.parts import AS_FOUND

WORDS = {ids.ACT_ASSIGNMENT_STORE: "assignment.csv", ids.ACT_RESULT_STORE: "the results"}


class NoSegments(UserError):
    template = "Choose at least one segment."


@dataclass(frozen=True)
class AudiencePanel:
    """The choices of the panel of audience files.

    `segments` are numbers, or names of sets of one's own, `contacts` columns by field, `usual` and `extra`
    the responses, in per cent, that the hold-out shall tell apart.
    """

    target: str
    segments: Sequence[int | str]
    holdout: float | None
    country: str
    contacts: Mapping[str, str]
    usual: float | None
    extra: float | None


def prepare(session: Session, shown: ResultRequest, request: AudiencePanel) -> Any:
    """Counts of the people in the files and the addresses to save them; or the reason for none."""
    try:
        return _prepare_files(session, shown, request)
    except UserError as error:
        return refusal(str(error))


def _prepare_files(session: Session, shown: ResultRequest, request: AudiencePanel) -> Any:
    if not request.segments:
        raise NoSegments
    share = read_number(HOLDOUT, request.holdout) / 100
    segments = sorted(each for each in request.segments if isinstance(each, int))
    own_sets = [each for each in request.segments if isinstance(each, str)]
    contacts = request.contacts
    country = request.country.strip()
    result = shown.open(session)
    hoped = HopedEffect(
        *(read_number(*each) / 100 for each in ((USUAL, request.usual), (EXTRA, request.extra)))
    )
    audience = result.audience(request.target, segments, share, country, contacts, hoped, own_sets)
    query: list[tuple[str, Any]] = [
        ("target", request.target),
        ("segments", ",".join(map(str, segments))),
        ("holdout", share),
        ("country", country),
        *(("own", name) for name in own_sets),
        *(("contact", f"{field}={name}") for field, name in contacts.items()),
    ]
    addresses = {ALL_FILES: download_address(shown.address, "audience", query)}
    for name in audience.files:
        addresses[name] = download_address(shown.address, "audience", [*query, ("file", name)])
    names = {profile.segment: profile.name for profile in result.explanation().profiles}
    chosen = ", ".join([*(names[segment] for segment in segments), *own_sets])
    return prepared_files(audience, find_audience_tool(request.target), chosen, addresses)


@dataclass(frozen=True)
class UpliftView:
    """The answer to a campaign's two files; `waiting` while one is read, `columns` are the results'."""

    answer: Any
    waiting: bool
    columns: Sequence[str] = ()


def measure(session: Session, files: Mapping[str, Data], column: str) -> UpliftView:
    """Uplift of the campaign once both files are read; before that, what is missing."""
    uploads = {store: file for store, file in files.items() if file}
    for store, file in uploads.items():
        status = session.status(file["job"])
        if not is_over(status):
            return UpliftView(hint(f"Reading {file['name']}"), True)
        if status.state != "done":
            return UpliftView(refusal(status.message or f"Choose {WORDS[store]} again."), False)
    if len(uploads) < len(files):
        missing = " and ".join(WORDS[store] for store in files if store not in uploads)
        return UpliftView(hint(f"Still missing: {missing}."), False)
    assignment, result = (session.open(file["dataset"]) for file in uploads.values())
    try:
        answer = uplift_words(session.uplift(assignment, result, column))
    except UserError as error:
        answer = refusal(str(error))
    return UpliftView(answer, False, result.columns)


def register(app: Dash, session: Callable[[], Session]) -> None:
    _register_opening(app)
    _register_audience(app, session)
    _register_uplift(app, session)


def _register_audience(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.ACT_AUDIENCE, "children"),
        Input(ids.ACT_AUDIENCE_BUTTON, "n_clicks"),
        Input(ids.ACT_TARGET_SELECT, "value"),
        Input(ids.ACT_SEGMENTS_CHECKS, "value"),
        Input(ids.ACT_HOLDOUT_FIELD, "value"),
        Input(ids.ACT_COUNTRY_FIELD, "value"),
        Input(ids.ACT_USUAL_FIELD, "value"),
        Input(ids.ACT_EXTRA_FIELD, "value"),
        Input(ids.keyed(ids.ACT_CONTACT_SELECTS, ALL), "value"),
        State(ids.keyed(ids.ACT_CONTACT_SELECTS, ALL), "id"),
        State(ids.RESULT_SHOWN_STORE, "data"),
        prevent_initial_call=True,
    )
    def _prepare(
        clicks: int | None,
        target: str,
        segments: Sequence[int | str] | None,
        holdout: float | None,
        country: str | None,
        usual: float | None,
        extra: float | None,
        columns: Sequence[str],
        members: Sequence[Any],
        shown: Data,
    ) -> Any:
        if not clicks or not shown:
            return no_update
        if ctx.triggered_id != ids.ACT_AUDIENCE_BUTTON:
            return hint(CHANGED)
        chosen = values_by_member(members, columns)
        contacts = {field: name for field, name in chosen.items() if name != AS_FOUND}
        return prepare(
            session(),
            ResultRequest.from_json(shown),
            AudiencePanel(target, segments or (), holdout, country or "", contacts, usual, extra),
        )


def _register_uplift(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.ACT_UPLIFT, "children"),
        Output(ids.ACT_UPLIFT_INTERVAL, "disabled"),
        Output(ids.ACT_ASSIGNMENT_BUTTON, "disabled"),
        Output(ids.ACT_RESULT_BUTTON, "disabled"),
        Output(ids.ACT_OUTCOME_SELECT, "options"),
        Output(ids.ACT_ASSIGNMENT_NAME, "children"),
        Output(ids.ACT_RESULT_NAME, "children"),
        Input(ids.ACT_ASSIGNMENT_STORE, "data"),
        Input(ids.ACT_RESULT_STORE, "data"),
        Input(ids.ACT_UPLIFT_INTERVAL, "n_intervals"),
        Input(ids.ACT_OUTCOME_SELECT, "value"),
        prevent_initial_call=True,
        running=pause_while_running(ids.ACT_UPLIFT_INTERVAL),
    )
    def _measure(assignment: Data, result: Data, _ticks: int | None, column: str) -> tuple[Any, ...]:
        files = {ids.ACT_ASSIGNMENT_STORE: assignment, ids.ACT_RESULT_STORE: result}
        view = measure(session(), files, "" if column == AS_FOUND else column)
        busy = view.waiting
        names = ((file or {}).get("name", "") for file in files.values())
        return view.answer, not busy, busy, busy, outcome_choices(view.columns), *names


def _register_opening(app: Dash) -> None:
    """Open the audience of the segment that the address names."""
    app.clientside_callback(
        ClientsideFunction("tessera", "openAudience"),
        Output(ids.ACT_AUDIENCE_CARD, "title"),
        Input(ids.ACT_SEGMENTS_CHECKS, "options"),
    )

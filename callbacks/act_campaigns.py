"""The Act page's campaigns: files for a tool, and what a campaign changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from callbacks.shared.jobs import ENDED, open_result, pause_while_running
from core.act import find_audience_tool
from core.errors import UserError
from core.session import Session
from layouts import ids
from layouts.act_audience import HOLDOUT, prepared_files, refusal
from layouts.act_uplift import hint, outcome_choices, uplift_words
from layouts.address import download_address
from layouts.controls import read_number
from layouts.parts import AS_FOUND

Data = dict[str, Any] | None
CHANGED = "The choices are others now. Prepare the files again."
WORDS = {ids.ACT_ASSIGNMENT_STORE: "assignment.csv", ids.ACT_RESULT_STORE: "the results"}


class NoSegments(UserError):
    template = "Choose at least one segment."


@dataclass(frozen=True)
class AudienceRequest:
    """What the panel of audience files is set to; `contacts` are columns by field."""

    target: str
    segments: Sequence[int]
    holdout: float | None
    country: str
    contacts: Mapping[str, str]


def prepare(session: Session, found: Mapping[str, Any], asked: AudienceRequest) -> Any:
    """How many people the files would hold, and where to save them; or why there are none."""
    try:
        return _prepare_files(session, found, asked)
    except UserError as error:
        return refusal(str(error))


def _prepare_files(session: Session, found: Mapping[str, Any], asked: AudienceRequest) -> Any:
    if not asked.segments:
        raise NoSegments
    share = read_number(HOLDOUT, asked.holdout) / 100
    segments, contacts = sorted(asked.segments), asked.contacts
    country = asked.country.strip()
    result = open_result(session, found)
    made = result.audience(asked.target, segments, share, country, contacts)
    query: list[tuple[str, Any]] = [
        ("target", asked.target),
        ("segments", ",".join(map(str, segments))),
        ("holdout", share),
        ("country", country),
        *(("contact", f"{field}={name}") for field, name in contacts.items()),
    ]
    files = {name: download_address(found, "audience", [*query, ("file", name)]) for name in made.files}
    names = {story.segment: story.name for story in result.explanation().stories}
    title = f"{find_audience_tool(asked.target).title}: {', '.join(names[one] for one in segments)}"
    return prepared_files(
        made, title, {"All files (zip)": download_address(found, "audience", query), **files}
    )


@dataclass(frozen=True)
class UpliftView:
    """What is shown of a campaign's two files: whether one is still being read, the results' columns."""

    shown: Any
    waiting: bool
    columns: Sequence[str] = ()


def measure(session: Session, files: Mapping[str, Data], column: str) -> UpliftView:
    """What the campaign changed, once both files are read; before that, what is missing."""
    sent = {store: file for store, file in files.items() if file}
    for store, file in sent.items():
        status = session.status(file["job"])
        if status.state not in ENDED:
            return UpliftView(hint(f"Reading {file['name']}"), True)
        if status.state != "done":
            return UpliftView(refusal(status.message or f"Choose {WORDS[store]} again."), False)
    if len(sent) < len(files):
        missing = " and ".join(WORDS[store] for store in files if store not in sent)
        return UpliftView(hint(f"Still to come: {missing}."), False)
    assignment, result = (session.open(file["dataset"]) for file in sent.values())
    try:
        shown = uplift_words(session.uplift(assignment, result, column))
    except UserError as error:
        shown = refusal(str(error))
    return UpliftView(shown, False, result.columns)


def register(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.ACT_AUDIENCE, "children"),
        Input(ids.ACT_AUDIENCE_BUTTON, "n_clicks"),
        Input(ids.ACT_TARGET_SELECT, "value"),
        Input(ids.ACT_SEGMENTS_CHECKS, "value"),
        Input(ids.ACT_HOLDOUT_FIELD, "value"),
        Input(ids.ACT_COUNTRY_FIELD, "value"),
        Input(ids.keyed(ids.ACT_CONTACT_SELECTS, ALL), "value"),
        State(ids.keyed(ids.ACT_CONTACT_SELECTS, ALL), "id"),
        State(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _prepare(
        clicks: int | None,
        target: str,
        segments: Sequence[int] | None,
        holdout: float | None,
        country: str | None,
        columns: Sequence[str],
        members: Sequence[Any],
        found: Data,
    ) -> Any:
        if not clicks or not found:
            return no_update
        if ctx.triggered_id != ids.ACT_AUDIENCE_BUTTON:
            return hint(CHANGED)
        pairs = zip(members, columns, strict=True)
        contacts = {one["key"]: name for one, name in pairs if name != AS_FOUND}
        return prepare(
            session(), found, AudienceRequest(target, segments or (), holdout, country or "", contacts)
        )

    _register_uplift(app, session)


def _register_uplift(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.ACT_UPLIFT, "children"),
        Output(ids.ACT_UPLIFT_INTERVAL, "disabled"),
        Output(ids.ACT_ASSIGNMENT_BUTTON, "disabled"),
        Output(ids.ACT_RESULT_BUTTON, "disabled"),
        Output(ids.ACT_OUTCOME_SELECT, "options"),
        Input(ids.ACT_ASSIGNMENT_STORE, "data"),
        Input(ids.ACT_RESULT_STORE, "data"),
        Input(ids.ACT_UPLIFT_INTERVAL, "n_intervals"),
        Input(ids.ACT_OUTCOME_SELECT, "value"),
        prevent_initial_call=True,
        running=pause_while_running(ids.ACT_UPLIFT_INTERVAL),
    )
    def _measure(assignment: Data, result: Data, _ticks: int | None, column: str) -> tuple[Any, ...]:
        files = {ids.ACT_ASSIGNMENT_STORE: assignment, ids.ACT_RESULT_STORE: result}
        seen = measure(session(), files, "" if column == AS_FOUND else column)
        busy = seen.waiting
        return seen.shown, not busy, busy, busy, outcome_choices(seen.columns)

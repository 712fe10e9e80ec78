"""The Act page's campaigns: files for a tool, and what a campaign changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from callbacks.shared.jobs import ENDED, patiently, place
from core.act.audience.tools import audience
from core.errors import UserError
from core.session.result import Decisions
from core.session.session import Desk
from layouts import ids
from layouts.act_audience import HOLDOUT, prepared_files, refused
from layouts.act_uplift import hint, outcome_choices, uplift_words
from layouts.address import taken
from layouts.controls import given
from layouts.parts import AS_FOUND

Data = dict[str, Any] | None
CHANGED = "The choices are others now. Prepare the files again."
WORDS = {ids.ACT_ASSIGNMENT_STORE: "assignment.csv", ids.ACT_RESULT_STORE: "the results"}


class NoSegments(UserError):
    template = "Choose at least one segment."


@dataclass(frozen=True)
class Asked:
    """What the panel of audience files is set to; `contacts` are columns by field."""

    target: str
    segments: Sequence[int]
    holdout: float | None
    country: str
    contacts: Mapping[str, str]


def prepare(desk: Desk, found: Mapping[str, Any], asked: Asked) -> Any:
    """How many people the files would hold, and where to save them; or why there are none."""
    try:
        return _prepared(desk, found, asked)
    except UserError as error:
        return refused(str(error))


def _prepared(desk: Desk, found: Mapping[str, Any], asked: Asked) -> Any:
    if not asked.segments:
        raise NoSegments
    share = given(HOLDOUT, asked.holdout) / 100
    segments, contacts = sorted(asked.segments), asked.contacts
    country = asked.country.strip()
    where, decisions = place(desk, found), Decisions(desk)
    made = decisions.audience(*where, asked.target, segments, share, country, contacts)
    query: list[tuple[str, Any]] = [
        ("target", asked.target), ("segments", ",".join(map(str, segments))), ("holdout", share),
        ("country", country), *(("contact", f"{field}={name}") for field, name in contacts.items()),
    ]  # fmt: skip
    files = {name: taken(found, "audience", [*query, ("file", name)]) for name in made.files}
    names = {story.segment: story.name for story in decisions.explanation(*where).stories}
    title = f"{audience(asked.target).title}: {', '.join(names[one] for one in segments)}"
    return prepared_files(made, title, {"All files (zip)": taken(found, "audience", query), **files})


@dataclass(frozen=True)
class Measured:
    """What is shown of a campaign's two files: whether one is still being read, the results' columns."""

    shown: Any
    waiting: bool
    columns: Sequence[str] = ()


def measure(desk: Desk, files: Mapping[str, Data], column: str) -> Measured:
    """What the campaign changed, once both files are read; before that, what is missing."""
    sent = {store: file for store, file in files.items() if file}
    for store, file in sent.items():
        status = desk.status(file["job"])
        if status.state not in ENDED:
            return Measured(hint(f"Reading {file['name']}"), True)
        if status.state != "done":
            return Measured(refused(status.message or f"Choose {WORDS[store]} again."), False)
    if len(sent) < len(files):
        missing = " and ".join(WORDS[store] for store in files if store not in sent)
        return Measured(hint(f"Still to come: {missing}."), False)
    assignment, result = (desk.open(file["dataset"]) for file in sent.values())
    try:
        shown = uplift_words(Decisions(desk).uplift(assignment, result, column))
    except UserError as error:
        shown = refused(str(error))
    return Measured(shown, False, result.columns)


def register(app: Dash, desk: Callable[[], Desk]) -> None:
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
        clicks: int | None, target: str, segments: Sequence[int] | None, holdout: float | None,
        country: str | None, columns: Sequence[str], members: Sequence[Any], found: Data,
    ) -> Any:  # fmt: skip
        if not clicks or not found:
            return no_update
        if ctx.triggered_id != ids.ACT_AUDIENCE_BUTTON:
            return hint(CHANGED)
        pairs = zip(members, columns, strict=True)
        contacts = {one["key"]: name for one, name in pairs if name != AS_FOUND}
        return prepare(desk(), found, Asked(target, segments or (), holdout, country or "", contacts))

    _register_measuring(app, desk)


def _register_measuring(app: Dash, desk: Callable[[], Desk]) -> None:
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
        running=patiently(ids.ACT_UPLIFT_INTERVAL),
    )
    def _measure(assignment: Data, result: Data, _ticks: int | None, column: str) -> tuple[Any, ...]:
        files = {ids.ACT_ASSIGNMENT_STORE: assignment, ids.ACT_RESULT_STORE: result}
        seen = measure(desk(), files, "" if column == AS_FOUND else column)
        busy = seen.waiting
        return seen.shown, not busy, busy, busy, outcome_choices(seen.columns)

"""Small pieces that every page uses: icons, buttons, fields, progress and messages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from core.model import Notice
from layouts import ids
from layouts.help import term_button

Options = Sequence[tuple[Any, str]]

WAITING = "Waiting for its turn"  # the step of a job that no worker has begun
# Options of a grid in which Tab enters and leaves, and arrows move; see assets/shared/grids.js.
ONE_TAB = {
    "tabToNextCell": {"function": "tesseraLeaveGrid(params)"},
    "tabToNextHeader": {"function": "tesseraLeaveGrid(params)"},
}

AS_FOUND = "*"  # a choice that leaves it as it is: the browser shows nothing for an empty value


def icon(name: str) -> html.Span:
    """A drawn symbol for the eye only; the control around it carries the words."""
    return html.Span(className=f"icon icon-{name}", **{"aria-hidden": "true"})


def icon_button(id: Any, name: str, words: str, extra: str = "", **attributes: Any) -> html.Button:
    return html.Button(
        icon(name),
        id=id,
        type="button",
        className=f"icon-button {extra}".strip(),
        title=words,
        **{"aria-label": words},
        **attributes,
    )


def options(pairs: Options) -> list[dict[str, Any]]:
    return [{"value": value, "label": label} for value, label in pairs]


def field(label: str, control: Any, help: str = "", control_id: str | None = None) -> html.Div:
    """A control under its label, with a button that shows `help`."""
    name = control_id or control.id
    target = ids.text(name) if isinstance(name, dict) else name
    title = html.Label(label, htmlFor=target, className="field-label")
    head = html.Div([title, term_button(label, help)], className="field-head") if help else title
    return html.Div([head, control], className="field")


def select(id: Any, pairs: Options, value: Any, small: bool = False) -> dbc.Select:
    return dbc.Select(id=id, options=options(pairs), value=value, size="sm" if small else None)


def radio(id: Any, pairs: Options, value: Any, legend: str) -> html.Fieldset:
    """A row of exclusive choices drawn as a segmented control."""
    group = dbc.RadioItems(
        id=id, options=options(pairs), value=value, inline=True, className="segmented"
    )
    return html.Fieldset([html.Legend(legend, className="visually-hidden"), group])


def progress(box: str, bar: str, words: str, cancel: str) -> html.Div:
    """A hidden progress bar with the step's name and a cancel button."""
    return html.Div(
        [
            html.Div(
                [
                    html.Span("Starting", id=words),
                    html.Button("Cancel", id=cancel, type="button", className="link-button"),
                ],
                className="progress-words",
                role="status",
            ),
            dbc.Progress(id=bar, value=0, className="progress-thin", label=""),
        ],
        id=box,
        className="progress-box",
        hidden=True,
    )


def message(id: str) -> dbc.Alert:
    """A hidden line for an error in words."""
    return dbc.Alert(id=id, color="danger", is_open=False, dismissable=True, className="message")


def run_again_message(words: str) -> list[Any]:
    """Message of a page whose work begins by itself once the page is opened, with a link that does so."""
    return [
        html.Span(words),
        html.A("Run again", href="", className="btn btn-sm btn-primary run-again"),
    ]


def notice(text: str, level: str) -> html.Li:
    symbol = "exclamation-triangle" if level == "warning" else "info-circle"
    return html.Li([icon(symbol), html.Span(text)], className=f"notice notice-{level}")


def notice_items(notices: Iterable[Notice]) -> list[html.Li]:
    return [notice(part.text, part.level) for part in notices]


# Milliseconds between two questions of a page about its job, by the id of its clock.
PERIODS_MS: Mapping[str, int] = {
    ids.DATA_READING_INTERVAL: 150,
    ids.SEGMENT_JOB_INTERVAL: 150,
    ids.SEGMENT_JUDGING_INTERVAL: 500,
    ids.SEGMENT_PROPOSING_INTERVAL: 500,
    ids.COMPARE_JOB_INTERVAL: 250,
    ids.RESULT_JOB_INTERVAL: 250,
    ids.REPORT_JOB_INTERVAL: 250,
    ids.ACT_UPLIFT_INTERVAL: 400,
}


def polling_clock(id: str, disabled: bool = True) -> dcc.Interval:
    return dcc.Interval(id=id, interval=PERIODS_MS[id], disabled=disabled)

"""Did the campaign work? Two files in, one sentence out."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from core.act import GroupMean, Uplift
from core.text import format_count, format_percent
from layouts import ids
from layouts.parts import AS_FOUND, field, icon, notice_items, options, polling_clock, select

INTRODUCTION = (
    "Upload the assignment file that you saved, and your results: a file with the customer id of everyone, "
    "contacted or held out, and a yes or no or the money spent."
)
ANY_COLUMN = (AS_FOUND, "Found by its name")


def uplift_panel() -> html.Section:
    return html.Section(
        [
            html.H2("Did a campaign work?", className="act-title"),
            html.P(INTRODUCTION, className="muted"),
            dcc.Store(id=ids.ACT_ASSIGNMENT_STORE),
            dcc.Store(id=ids.ACT_RESULT_STORE),
            polling_clock(ids.ACT_UPLIFT_INTERVAL),
            html.Div(
                [
                    *_chooser(
                        ids.ACT_ASSIGNMENT_BUTTON,
                        "Choose assignment.csv",
                        ids.ACT_ASSIGNMENT_STORE,
                        ids.ACT_ASSIGNMENT_NAME,
                    ),
                    *_chooser(
                        ids.ACT_RESULT_BUTTON,
                        "Choose the results",
                        ids.ACT_RESULT_STORE,
                        ids.ACT_RESULT_NAME,
                    ),
                ],
                className="uplift-files",
            ),
            field(
                "Column of the results",
                select(ids.ACT_OUTCOME_SELECT, [ANY_COLUMN], AS_FOUND, small=True),
            ),
            html.Div(id=ids.ACT_UPLIFT, role="status"),
        ],
        className="chart-card act-panel",
    )


def _chooser(id: str, words: str, store: str, name: str) -> tuple[html.Button, html.Span]:
    """The button, and room for the name of the file that was chosen."""
    button = html.Button(
        [icon("upload"), words],
        id=id,
        type="button",
        className="btn btn-sm btn-outline-secondary",
        **{"data-send": store},
    )
    return button, html.Span(id=name, className="muted")


def uplift_words(uplift: Uplift) -> html.Div:
    """The result in a sentence, both groups, and notices."""
    groups = [("Contacted", uplift.contacted), ("Held out", uplift.held_out)]
    rows = [part for name, group in groups for part in (html.Dt(name), html.Dd(_group(uplift, group)))]
    notices = html.Ul(notice_items(uplift.notices), className="act-notices")
    parts: list[Any] = [
        html.P(uplift.sentence, className="uplift-sentence"),
        html.Dl(rows, className="act-counts"),
    ]
    return html.Div([*parts, *([notices] if uplift.notices else [])], className="act-result")


def _group(uplift: Uplift, group: GroupMean) -> str:
    mean = format_percent(group.mean) if uplift.kind == "conversion" else f"{group.mean:,.2f} each"
    return f"{format_count(group.people, 'customer')}, {mean}"


def outcome_choices(columns: Sequence[str]) -> list[dict[str, Any]]:
    return options([ANY_COLUMN, *((name, name) for name in columns)])


def hint(words: str) -> html.P:
    return html.P(words, className="muted")

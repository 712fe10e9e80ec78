"""Segments as files for a campaign tool: the choices, and the files made by them."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from core.act import FIELDS, MOST_HELD_OUT, AudienceFiles, AudienceSpec, ContactColumns, audience_tools
from core.model import SegmentProfile
from core.plugins import Param
from core.session import OWN
from core.text import format_integer
from layouts import ids
from layouts.controls import number_field
from layouts.parts import AS_FOUND, field, icon, notice_items, select

HOLDOUT = Param(
    "holdout",
    "Held out (%)",
    default=10,
    low=0,
    high=100 * MOST_HELD_OUT,
    step=1,
    help="Customers left out at random. They get no campaign; comparing them with the others "
    "shows what it changed.",
)
USUAL = Param("usual", "Respond anyway (%)", default=5.0, low=0, high=99, step=1,
              help="How many in a hundred order without the campaign.")  # fmt: skip
EXTRA = Param("extra", "Hoped for in addition (%)", default=2.0, low=0.1, high=99, step=0.5,
              help="How many more in a hundred you hope for. It decides how many must be held out.")  # fmt: skip
CHANGED = "You changed the choices. Prepare the files again."
ALL_FILES = "All files (zip)"
PURPOSES = {
    "audience.csv": "Upload this one to {tool}: it holds the people to contact.",
    "assignment.csv": "Keep this one: it says who is contacted and who is held out. You need it later under 'Did a "
    "campaign work?'.",
    "holdout.csv": "The people held out. Use it as an exclusion list, so that no other campaign reaches them meanwhile.",
    ALL_FILES: "The files together, to keep.",
}
NO_CONTACTS = (
    "No column holds an e-mail address or phone number, by which campaign tools recognise your customers. "
    "Add one to your file, such as email or phone, or choose it under Contact columns. A list of customer "
    "ids is among the files of the Segment page."
)
COUNTS = {
    "in_segment": "in the segments",
    "without_consent": "without consent",
    "unreachable": "cannot be reached",
    "repeated": "repeated",
    "held_out": "held out",
    "contacted": "in the file",
}


def audience_panel(
    profiles: Sequence[SegmentProfile],
    contacts: ContactColumns,
    columns: Sequence[str],
    own_sets: Sequence[str] = (),
) -> html.Section:
    """The choices; `contacts` are the columns that were found among `columns`, `own_sets` names of sets of
    one's own that stand beside the segments."""
    reachable_by = {"email", "phone"} & contacts.columns.keys()
    return html.Section(
        [
            html.H2("Audience files", className="act-title"),
            *([] if reachable_by else [html.P(NO_CONTACTS, className="muted")]),
            html.Fieldset(
                [html.Legend("Segments", className="field-label"), _segments(profiles, own_sets)]
            ),
            html.Div(_choices(), className="audience-fields"),
            html.P([html.B("Held out: "), HOLDOUT.help], className="muted"),
            _columns(contacts, columns),
            dbc.Button("Prepare the files", id=ids.ACT_AUDIENCE_BUTTON, className="act-go"),
            dbc.Spinner(html.Div(id=ids.ACT_AUDIENCE, role="status"), size="sm", delay_show=300),
        ],
        className="chart-card act-panel",
        id=ids.ACT_AUDIENCE_CARD,
    )


def _segments(profiles: Sequence[SegmentProfile], own_sets: Sequence[str]) -> dbc.Checklist:
    """A set of one's own has its name as value, a segment its number."""
    choices: list[dict[str, Any]] = [
        {"value": profile.segment, "label": f"{profile.segment} {profile.name}"} for profile in profiles
    ]
    choices += [{"value": name, "label": f"{OWN}{name}"} for name in own_sets]
    return dbc.Checklist(
        id=ids.ACT_SEGMENTS_CHECKS, options=choices, value=[profiles[0].segment], inline=True
    )


def _choices() -> list[html.Div]:
    tools = sorted(
        ((name, spec.title) for name, spec in audience_tools().items()),
        key=lambda tool: tool[0] != "generic",
    )
    country = dbc.Input(id=ids.ACT_COUNTRY_FIELD, value="", placeholder="for example DE", size="sm")
    return [
        field("Tool", select(ids.ACT_TARGET_SELECT, tools, "generic", small=True)),
        field(
            HOLDOUT.title,
            number_field(ids.ACT_HOLDOUT_FIELD, HOLDOUT, HOLDOUT.default, 0),
            HOLDOUT.help,
        ),
        field(USUAL.title, number_field(ids.ACT_USUAL_FIELD, USUAL, USUAL.default, 0), USUAL.help),
        field(EXTRA.title, number_field(ids.ACT_EXTRA_FIELD, EXTRA, EXTRA.default, 0), EXTRA.help),
        field(
            "Country",
            country,
            "Two letters or a name, for people without a country in the file and for phone numbers.",
        ),
    ]


def _columns(contacts: ContactColumns, columns: Sequence[str]) -> html.Details:
    """Columns that contact details are read from; each may be changed."""
    columns_by_field = {**contacts.columns, "consent": ", ".join(contacts.consent)}
    fields = [
        field(title.capitalize(), _column(name, columns_by_field.get(name, ""), columns))
        for name, title in FIELDS.items()
    ]
    descriptions = [f"{FIELDS[name]}: {column}" for name, column in columns_by_field.items() if column]
    words = f"Contact columns ({', '.join(descriptions) or 'none found'})"
    return html.Details([html.Summary(words), html.Div(fields, className="audience-fields")])


def _column(name: str, found_column: str, columns: Sequence[str]) -> dbc.Select:
    pairs = [
        (AS_FOUND, f"Found: {found_column}" if found_column else "None found"),
        *((column, column) for column in columns),
    ]
    return select(ids.keyed(ids.ACT_CONTACT_SELECTS, name), pairs, AS_FOUND, small=True)


def prepared_files(
    audience: AudienceFiles, tool: AudienceSpec, segments: str, addresses: Mapping[str, str]
) -> html.Div:
    """Counts of people left out and contacted, notices, and the files with what each is for; `addresses`
    are theirs by name."""
    counts = [
        part
        for name, words in COUNTS.items()
        if audience.counts.get(name) or name == "contacted"
        for part in (html.Dt(words), html.Dd(format_integer(audience.counts.get(name, 0))))
    ]
    links = [_file(name, href, tool) for name, href in addresses.items()]
    notices = html.Ul(notice_items(audience.notices), className="act-notices")
    return html.Div(
        [
            html.H3(f"{tool.title}: {segments}"),
            html.Dl(counts, className="act-counts"),
            *([notices] if audience.notices else []),
            html.Ul(links, className="act-files"),
        ],
        className="act-result",
    )


def _file(name: str, href: str, tool: AudienceSpec) -> html.Li:
    link = html.A(
        [icon("download"), name],
        href=href,
        className="btn btn-sm btn-outline-secondary",
        **{"data-save": ""},
    )
    target = "your tool" if tool.name == "generic" else tool.title
    return html.Li([link, html.Span(PURPOSES[name].format(tool=target), className="muted")])


def refusal(sentence: str) -> Any:
    """Alert with the reason why there is nothing to show."""
    return dbc.Alert(sentence, color="danger", className="message")

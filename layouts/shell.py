"""The frame around every page: steps on the left, the data set's name and tools on top."""

import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts import ids
from layouts.help import help_button, help_panel, term_bubble, tour
from layouts.parts import icon, icon_button

STEPS = (
    ("Data", "/", "table", ids.SHELL_DATA_LINK),
    ("Segment", "/segment", "diagram-3", ids.SHELL_SEGMENT_LINK),
    ("Compare", "/compare", "bar-chart-steps", ids.SHELL_COMPARE_LINK),
    ("Profiles", "/profiles", "people", ids.SHELL_PROFILES_LINK),
    ("Act", "/act", "megaphone", ids.SHELL_ACT_LINK),
    ("Report", "/report", "file-earmark-text", ids.SHELL_REPORT_LINK),
)

NO_NOTICES = "Nothing to report."


def shell() -> html.Div:
    """The whole application; pages are put into its region as the address changes."""
    return html.Div(
        [
            dcc.Location(id=ids.SHELL_LOCATION, refresh="callback-nav"),
            dcc.Store(id=ids.SHELL_THEME_STORE, storage_type="local"),
            dcc.Store(id=ids.SHELL_CURRENT_STORE),
            dcc.Store(id=ids.SHELL_PARAMS_STORE),
            dcc.Store(id=ids.SHELL_NOTICES_STORE, data=[]),
            html.A("Skip to content", href=f"#{ids.SHELL_PAGE}", className="skip-link"),
            _top_bar(),
            _rail(),
            html.Main(id=ids.SHELL_PAGE, className="page", tabIndex="-1"),
            term_bubble(),
            tour(),
            dbc.Toast(
                id=ids.SHELL_TOAST,
                is_open=False,
                duration=4000,
                className="toast-corner",
                header="Tessera",
            ),
        ],
        className="shell",
    )


def _top_bar() -> html.Header:
    return html.Header(
        [
            dcc.Link("Tessera", href="/", className="brand"),
            html.Span(id=ids.SHELL_DATASET_TEXT, className="dataset-text"),
            html.Div(
                [
                    help_button(),
                    icon_button(ids.SHELL_NOTICES_BUTTON, "bell", "Notices"),
                    icon_button(ids.SHELL_SHARE_BUTTON, "share", "Copy link for this browser"),
                    icon_button(ids.SHELL_THEME_BUTTON, "moon-stars", "Light or dark"),
                ],
                className="top-tools",
            ),
            help_panel(),
            html.Div(
                id=ids.SHELL_NOTICES_PANEL,
                className="notices-panel",
                hidden=True,
                role="region",
                **{"aria-label": "Notices"},
            ),
        ],
        className="top-bar",
    )


def _rail() -> html.Nav:
    links = [
        dcc.Link([icon(symbol), html.Span(name)], href=path, id=id, className="rail-link")
        for name, path, symbol, id in STEPS
    ]
    return html.Nav(links, className="rail", **{"aria-label": "Steps"})


def lost_page(sentence: str) -> html.Div:
    """Page of an address that cannot be opened."""
    return html.Div(
        [
            html.H1("This link cannot be opened"),
            html.P(sentence),
            dcc.Link("Start with a file or a sample", href="/", className="btn btn-primary"),
        ],
        className="empty-page",
    )

"""Help in the place where it is needed: the panel behind "?", a term's explanation, the first visit's tour."""

from dash import html
from dash.development.base_component import Component

from layouts import ids
from layouts.glossary import GLOSSARY

GUIDE = "/guide"
# Title, words, and the step of the rail that they speak of.
TOUR = (
    (
        "Upload your customers",
        "Drop a file of customers or orders, or try a sample.",
        ids.SHELL_DATA_LINK,
    ),
    (
        "See the groups",
        "Segment shows who they are, how many there are and what they spend. Move the slider for fewer or more.",
        ids.SHELL_SEGMENT_LINK,
    ),
    (
        "Get to know them",
        "Profiles shows what sets each apart, and lets you name it.",
        ids.SHELL_PROFILES_LINK,
    ),
    (
        "Do something with them",
        "Act suggests what to do with each, and makes the lists for your campaign tool.",
        ids.SHELL_ACT_LINK,
    ),
    (
        "Share the results",
        "Report writes it up as a document or slides. The ? at the top explains every term.",
        ids.SHELL_REPORT_LINK,
    ),
)


def help_button() -> html.Button:
    return html.Button(
        "?",
        id=ids.SHELL_HELP_BUTTON,
        type="button",
        className="icon-button help-button",
        **{"aria-label": "Help", "aria-expanded": "false", "aria-controls": ids.SHELL_HELP_PANEL},
    )


def help_panel() -> html.Div:
    """The place of the guide, the tour and the glossary, which are filled in when they are asked for."""
    return html.Div(
        id=ids.SHELL_HELP_PANEL,
        className="notices-panel help-panel",
        hidden=True,
        role="region",
        tabIndex="-1",
        **{"aria-label": "Help"},
    )


def help_contents() -> list[Component]:
    """The ways to guide and tour, and the glossary."""
    terms = [part for term, words in GLOSSARY.items() for part in _entry(term, words)]
    return [
        html.H2("Help", className="section-title"),
        html.Div(
            [
                html.A("User guide", href=GUIDE, target="_blank", className="btn btn-sm btn-primary"),
                html.Button(
                    "Take the tour",
                    type="button",
                    className="btn btn-sm btn-outline-secondary",
                    **{"data-tour": "begin"},
                ),
            ],
            className="help-ways",
        ),
        html.H2("Words", className="section-title"),
        html.Dl(terms, className="glossary"),
    ]


def _entry(term: str, words: str) -> tuple[html.Dt, html.Dd]:
    return html.Dt(term), html.Dd(words)


def term_button(subject: str, words: str, **attributes: str) -> html.Button:
    """A small "?" that shows `words` on `subject` in a bubble, by mouse, touch and keyboard."""
    return html.Button(
        [
            html.Span("?", **{"aria-hidden": "true"}),
            html.Span(f"What is {subject}?", className="visually-hidden"),
        ],
        type="button",
        className="term-button",
        **{"data-help": words, "aria-expanded": "false", **attributes},
    )


def term_bubble() -> html.Div:
    """The bubble that a term's button fills; what comes into it is read out."""
    return html.Div(id=ids.SHELL_TERM_BUBBLE, className="term-bubble", role="status")


def tour() -> html.Div:
    """The tour's steps, of which the page's script shows one; it begins on a first visit and can be left."""
    steps = [
        html.Div(
            [
                html.P(f"{number} of {len(TOUR)}", className="tour-number"),
                html.H2(title, className="section-title"),
                html.P(words),
            ],
            className="tour-step",
            hidden=number > 1,
            **{"data-of": link},
        )
        for number, (title, words, link) in enumerate(TOUR, 1)
    ]
    buttons = [
        html.Button(
            "Skip", type="button", className="btn btn-sm btn-outline-secondary", **{"data-tour": "end"}
        ),
        html.Button("Next", type="button", className="btn btn-sm btn-primary", **{"data-tour": "next"}),
    ]
    return html.Div(
        [html.Div(steps, **{"aria-live": "polite"}), html.Div(buttons, className="tour-buttons")],
        id=ids.SHELL_TOUR_BOX,
        className="tour-box",
        hidden=True,
        role="dialog",
        tabIndex="-1",
        **{"aria-label": "A short tour"},
    )

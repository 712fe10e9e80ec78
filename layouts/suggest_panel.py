"""The answer to "Suggest for me": a method and setting, reasons, and the link that uses it."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from core.suggest import Proposal
from layouts.address import Address
from layouts.parts import WAITING

NOTHING_SUGGESTED = "Nothing was suggested. Try again."
FORGOTTEN = "The suggestion has expired. Ask for it again."


def progress_line(step: str, share: float) -> list[Any]:
    """Progress while methods are tried."""
    return [html.P(f"{step or WAITING} ({share:.0%})", className="proposal-step")]


def refusal(sentence: str) -> list[Any]:
    return [html.P(sentence, className="proposal-step")]


def proposal_panel(proposal: Proposal, words: str, use: Address | None) -> list[Any]:
    """The proposal; `words` say where the method's slider stands. No button without an address to `use`."""
    title = html.H3(f"{proposal.chosen.title}, {words}", className="proposal-title")
    parts = [
        *([title] if use else []),
        html.P(proposal.sentence),
        _reasons(proposal.reasons),
        *(html.P(notice.text, className="proposal-note") for notice in proposal.notices),
    ]
    if use is None:
        return parts
    link = dcc.Link("Use this", href=f"/segment{use.search()}", className="btn btn-primary btn-sm")
    return [*parts, link]


def _reasons(reasons: Sequence[str]) -> html.Details:
    return html.Details([html.Summary("Why?"), html.Ul([html.Li(reason) for reason in reasons])])

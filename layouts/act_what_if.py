"""Expected return of a campaign: its assumptions, and a row for each segment that follows at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from core.act import PARAMS, CampaignEstimate, SegmentValue
from core.charts import segment_colour
from core.text import format_integer, format_number, format_percent
from layouts import ids
from layouts.controls import param_fields

ONLY_TOTALS = (
    "Your data have what customers paid in all, which is not what one response brings. Add a column with the "
    "number of orders, or with what they pay a month."
)
NO_MONEY = (
    "No column tells what these customers bring, so there is no order of which a contact could pay. "
    "Give a column of money the role Amount on the Data page, and make it a feature."
)
NOTE = (
    "Break-even is the extra response from which a contact pays. The budget goes to segments of which a "
    "contact pays, in proportion to their expected profit; without a budget all of these are contacted."
)
NOTHING, MINUS = "\u2013", "\u2212"
Pair = tuple[SegmentValue, CampaignEstimate]


def worth_panel(assumed: Mapping[str, Any]) -> html.Section:
    """Fields of the assumptions as `assumed`, else as usual; the table is filled in from them."""
    fields = param_fields(ids.ACT_WORTH_FIELDS, PARAMS, assumed)
    return html.Section(
        [
            html.H2("What would a campaign bring?", className="act-title"),
            html.Div(fields, className="worth-fields"),
            html.Div(id=ids.ACT_WORTH, **{"aria-live": "polite"}),
        ],
        className="chart-card act-panel",
    )


def worth_table(pairs: Sequence[Pair], names: Mapping[int, str]) -> html.Div:
    """Table of what each segment brings and would bring; a sentence where no column holds money."""
    if all(worth.money is None for worth, _ in pairs):
        return html.Div(html.P(NO_MONEY, className="muted"))
    if all(worth.order_value is None for worth, _ in pairs):
        return html.Div(html.P(ONLY_TOTALS, className="muted"))
    per = pairs[0][0].per
    heads = (
        "Segment",
        "Customers",
        "Revenue",
        f"Revenue per {per}",
        "Break-even response",
        "Profit if all are contacted",
        "Budget",
        "Contacts",
        "Expected profit",
    )
    rows = [_row(names[worth.segment], worth, aim) for worth, aim in pairs]
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(rows),
            html.Tfoot(_total(pairs)),
        ]
    )
    region = html.Div(
        table,
        className="people-table worth-table",
        tabIndex="0",
        role="region",
        **{"aria-label": "What each segment would bring"},
    )
    return html.Div([region, html.P(NOTE, className="muted act-note")])


def _row(name: str, worth: SegmentValue, aim: CampaignEstimate) -> html.Tr:
    cells = [
        format_integer(worth.customers),
        _money(worth.money, worth.money_share),
        NOTHING if worth.order_value is None else format_number(worth.order_value),
        "never" if aim.break_even is None else format_percent(aim.break_even),
        _signed_money(aim.profit),
        format_number(round(aim.spend)) if aim.spend else NOTHING,
        format_integer(aim.contacts) if aim.contacts else NOTHING,
        _signed_money(aim.expected) if aim.contacts else NOTHING,
    ]
    pays, dot = (
        aim.profit > 0,
        html.Span(className="dot", style={"background": segment_colour(worth.segment)}),
    )
    return html.Tr(
        [html.Th([dot, f"{worth.segment} {name}"], scope="row"), *(html.Td(cell) for cell in cells)],
        className="pays" if pays else "does-not-pay",
    )


def _money(money: float | None, share: float | None) -> str:
    if money is None:
        return NOTHING
    return (
        format_number(money) if share is None else f"{format_number(money)} ({format_percent(share)})"
    )


def _signed_money(money: float) -> str:
    """Whole money with its sign: +1,234, or a minus sign before 56."""
    return f"{round(money):+,}".replace("-", MINUS)


def _total(pairs: Sequence[Pair]) -> html.Tr:
    aims: list[Any] = [aim for _, aim in pairs]
    cells = [
        format_integer(sum(worth.customers for worth, _ in pairs)),
        format_number(sum(worth.money or 0 for worth, _ in pairs)),
        "",
        "",
        _signed_money(sum(aim.profit for aim in aims)),
        format_number(round(sum(aim.spend for aim in aims))),
        format_integer(sum(aim.contacts for aim in aims)),
        _signed_money(sum(aim.expected for aim in aims)),
    ]
    return html.Tr([html.Th("All", scope="row"), *(html.Td(cell) for cell in cells)])

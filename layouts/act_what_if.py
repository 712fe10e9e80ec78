"""Expected return of a campaign: its assumptions, a row for each segment, and what follows at once."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from core.act import CELLS, CONTACTED, OVERLAPS, PARAMS, CampaignSegment, WhatIf
from core.charts import segment_colour
from core.plugins import Param
from core.text import format_integer, format_number, format_percent
from layouts import ids
from layouts.controls import SETTLE_MS
from layouts.parts import field

TITLE = "What would a campaign bring?"
NO_MONEY = (
    "To estimate profit, the page needs to know what customers spend. Add a column of money to your file, such as "
    "revenue or order value, and give it the role Amount on the Data page."
)
NOTE = (
    "Break-even: the response at which contacting a customer covers its cost. The budget goes to the segments "
    "with most profit per contact first; customers who refused contact are not counted."
)
NOTHING, MINUS = "\u2013", "\u2212"
CELL_SCALE = {"response": 100, "margin": 100}  # shares are entered in per cent
RESULTS = ("value", "break_even", "profit", "contacts", "spend", "expected")
ASSUMED = tuple(param.name for param in CELLS)


def worth_panel(
    what_if: WhatIf, assumed: Mapping[str, Any], groups: Sequence[CampaignSegment] = ()
) -> html.Section:
    """The assumptions as `assumed`, else as usual, and the table, with the `groups` of one's own below its
    sums; one sentence where no column holds money."""
    heading = html.H2(TITLE, className="act-title")
    if not what_if.has_money:
        return html.Section(
            [heading, html.P(NO_MONEY, className="muted")], className="chart-card act-panel"
        )
    asks_orders = what_if.per != "order"
    fields = [
        _general_field(param, assumed.get(param.name, param.default))
        for param in PARAMS
        if asks_orders or param.name != "orders_each"
    ]
    return html.Section(
        [
            heading,
            html.Div(fields, className="worth-fields"),
            html.Div(worth_answer(what_if), id=ids.ACT_WORTH, **{"aria-live": "polite"}),
            _table(what_if, groups),
            html.P(NOTE, className="muted act-note"),
        ],
        className="chart-card act-panel",
    )


def _general_field(param: Param, value: float) -> html.Div:
    member = ids.keyed(ids.ACT_WORTH_FIELDS, param.name)
    shown = None if param.name == "orders_each" and not value else value
    return field(param.title, _number(member, shown), param.help)


def _number(member: Any, value: float | None, **words: str) -> dbc.Input:
    """A number without limits of the browser's own: what is beyond them is refused with a sentence."""
    return dbc.Input(
        id=member, type="number", value=value, step="any", debounce=SETTLE_MS, size="sm", **words
    )


def worth_answer(what_if: WhatIf) -> list[html.P]:
    """The result in a sentence, or the question that comes before it, and where assumptions come from."""
    first = (
        html.P(what_if.question, className="worth-question")
        if what_if.question
        else html.P(what_if.sentence, className="worth-sentence")
    )
    return [first, *(html.P(note, className="muted") for note in what_if.notes)]


def _table(what_if: WhatIf, groups: Sequence[CampaignSegment]) -> html.Div:
    heads = (
        "Contact",
        "Segment",
        "Customers",
        "Revenue",
        "Response (%)",
        "Cost",
        "Margin (%)",
        "One response brings",
        "Break-even",
        "Profit if all are contacted",
        "Contacts",
        "Spend",
        "Expected profit",
    )
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_row(row) for row in what_if.segments]),
            html.Tfoot([_total(what_if), *_group_rows(groups)]),
        ]
    )
    return html.Div(
        table,
        className="people-table worth-table",
        tabIndex="0",
        role="region",
        **{"aria-label": "What each segment would bring"},
    )


def _row(row: CampaignSegment) -> html.Tr:
    dot = html.Span(className="dot", style={"background": segment_colour(row.segment)})
    computed = dict(zip(RESULTS, segment_results(row), strict=True))
    return html.Tr(
        [
            html.Td(_tick(row)),
            html.Th([dot, f"{row.segment} {row.name}"], scope="row"),
            html.Td(_customers(row)),
            html.Td(_money(row.money, row.money_share)),
            *(html.Td(_cell(row, param)) for param in CELLS),
            *(
                html.Td(words, id=ids.keyed(ids.ACT_WORTH_RESULTS, f"{row.segment}/{name}"))
                for name, words in computed.items()
            ),
        ]
    )


def _group_rows(groups: Sequence[CampaignSegment]) -> list[html.Tr]:
    """Rows on what contacting each group alone would bring, under the assumptions of the fields."""
    return [
        html.Tr(
            [
                html.Td(),
                html.Th([row.name, html.Small(OVERLAPS, className="muted")], scope="row"),
                html.Td(_customers(row)),
                html.Td(_money(row.money, row.money_share)),
                *(
                    html.Td(words, id=ids.keyed(ids.ACT_WORTH_RESULTS, f"{row.segment}/{name}"))
                    for name, words in group_results(row).items()
                ),
            ],
            className="worth-own",
        )
        for row in groups
    ]


def group_results(row: CampaignSegment) -> dict[str, Any]:
    """Return what is assumed of a group and what follows, by the name of its cell."""
    assumed = [format_number(cell_value(row, name)) for name in ASSUMED]
    return dict(zip((*ASSUMED, *RESULTS), (*assumed, *segment_results(row)), strict=True))


def _tick(row: CampaignSegment) -> dbc.Checkbox:
    member = ids.keyed(ids.ACT_WORTH_CELLS, f"{row.segment}/{CONTACTED}")
    label = html.Span(f"Contact {row.name}", className="visually-hidden")
    return dbc.Checkbox(id=member, value=row.contacted, label=label)


def _cell(row: CampaignSegment, param: Param) -> html.Div:
    member = ids.keyed(ids.ACT_WORTH_CELLS, f"{row.segment}/{param.name}")
    label = html.Label(
        f"{param.title} of {row.name}", htmlFor=ids.text(member), className="visually-hidden"
    )
    return html.Div([label, _number(member, cell_value(row, param.name))])


def cell_value(row: CampaignSegment, name: str) -> Any:
    """Return what a cell shows of an assumption: a share in per cent, as few digits as it has."""
    value = getattr(row, name)
    return value if name == CONTACTED else float(f"{value * CELL_SCALE.get(name, 1):.6g}")


def segment_results(row: CampaignSegment) -> tuple[Any, ...]:
    """Return what follows for a segment, in the order of RESULTS."""
    if row.response_value is None:
        return (NOTHING,) * len(RESULTS)
    return (
        format_number(row.response_value),
        "never" if row.break_even is None else format_percent(row.break_even),
        _signed_money(row.profit or 0.0),
        format_integer(row.contacts) if row.contacts else _no_contacts(row),
        format_number(round(row.spend)) if row.spend else NOTHING,
        _signed_money(row.expected) if row.contacts else NOTHING,
    )


def _no_contacts(row: CampaignSegment) -> str:
    return NOTHING if row.contacted else "left out"


def total_results(what_if: WhatIf) -> tuple[Any, ...]:
    """Sums of the last three of RESULTS."""
    if what_if.question:
        return (NOTHING,) * 3
    return (
        format_integer(what_if.contacts),
        format_number(round(what_if.spend)),
        _signed_money(what_if.profit),
    )


def all_results(what_if: WhatIf, groups: Sequence[CampaignSegment] = ()) -> dict[str, Any]:
    """Everything that follows, by the key of its cell."""
    of_groups = {
        f"{row.segment}/{name}": words for row in groups for name, words in group_results(row).items()
    }
    rows = {
        f"{row.segment}/{name}": words
        for row in what_if.segments
        for name, words in zip(RESULTS, segment_results(row), strict=True)
    }
    totals = zip(RESULTS[-3:], total_results(what_if), strict=True)
    return rows | of_groups | {f"all/{name}": words for name, words in totals}


def _customers(row: CampaignSegment) -> str:
    if row.contactable == row.customers:
        return format_integer(row.customers)
    return f"{format_integer(row.contactable)} of {format_integer(row.customers)} may be contacted"


def _money(money: float | None, share: float | None) -> str:
    if money is None:
        return NOTHING
    return (
        format_number(money) if share is None else f"{format_number(money)} ({format_percent(share)})"
    )


def _signed_money(money: float) -> html.Span:
    """Whole money with its sign, +1,234 or a minus sign before 56, coloured by it."""
    look = "pays" if money > 0 else "does-not-pay"
    return html.Span(f"{round(money):+,}".replace("-", MINUS), className=look)


def _total(what_if: WhatIf) -> html.Tr:
    rows: Sequence[CampaignSegment] = what_if.segments
    sizes = [
        format_integer(sum(row.customers for row in rows)),
        format_number(sum(row.money or 0 for row in rows)),
    ]
    totals = dict(zip(RESULTS[-3:], total_results(what_if), strict=True))
    sums = [
        html.Td(words, id=ids.keyed(ids.ACT_WORTH_RESULTS, f"all/{name}"))
        for name, words in totals.items()
    ]
    empty = [html.Td() for _ in (*CELLS, *RESULTS[:-3])]
    cells = [html.Td(), html.Th("All", scope="row"), *map(html.Td, sizes), *empty, *sums]
    return html.Tr(cells)

"""The grid of recency and frequency: the number of customers and the name of each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from core.features import FEWEST_BINS, MOST_BINS, SCORE_PARTS, RfmMap, write_cuts, write_map
from core.model import Recipe
from core.profile import Region, RfmGrid, rfm_regions
from core.text import format_integer, format_number, format_percent
from layouts import ids
from layouts.address import Address, download_address
from layouts.cards import card, card_buttons, graph
from layouts.parts import field, message, notice, notice_items, radio, select
from layouts.result_page import page_tabs, result_page

INTRODUCTION = (
    "How recently and how often customers bought, as scores, with a name for each group. Here each "
    "customer counts by their own scores; a segment that another method found has the name that suits most of it."
)
PROFILES, GRID = "Profiles", "RFM grid"
COLOURS = (("customers", "Customers"), ("money", "Revenue"))
CUT_FIELDS = {
    "recency": ids.RFM_RECENCY_FIELD,
    "frequency": ids.RFM_FREQUENCY_FIELD,
    "monetary": ids.RFM_MONETARY_FIELD,
}
NO_NAMES = (
    "The usual names are for five scores. Until you write names for these, one per line, segments are "
    "named by what sets them apart."
)
FITTING_BINS = 5  # scores in a row on a phone
LONGEST_MAP = 6_000  # letters


def rfm_page(recipe: Recipe, address: Address) -> html.Div:
    """The page for a data set and recipe; it is filled in once the customers are known."""
    return result_page("RFM grid", INTRODUCTION, ids.RFM_BODY, recipe, address, [ids.RFM_FIGURES_STORE])


def profile_tabs(address: Address, current: str) -> html.Nav:
    """The way from the profiles to the grid and back."""
    search = address.search()
    return page_tabs([(PROFILES, f"/profiles{search}"), (GRID, f"/rfm{search}")], current)


def rfm_body(
    grid: RfmGrid, rfm_map: RfmMap, by: str, segments: Address, here: Address
) -> list[Component]:
    """The grid coloured by "customers" or "money", the scores and names that can be changed, and what
    the names cover. `segments` is the address at which the names are the segments, `here` this page's."""
    notices = notice_items(grid.notices)
    if not grid.names:
        notices.append(notice(NO_NAMES, "info"))
    return [
        profile_tabs(here, GRID),
        *([html.Ul(notices, className="rfm-notices")] if notices else []),
        html.Div([_chart(by, grid), _form(grid, rfm_map)], className="rfm-top"),
        html.Div([_names(rfm_regions(grid), segments, here), _scores(grid)], className="rfm-below"),
    ]


def no_grid(sentence: str, here: Address) -> list[Component]:
    """Sentence in place of the grid where the customers have no such scores."""
    return [
        profile_tabs(here, GRID),
        html.P(sentence, className="result-summary", role="status"),
    ]


def _chart(by: str, grid: RfmGrid) -> html.Section:
    """The grid; with many scores it is moved sideways where there is no room for it."""
    colours = COLOURS if grid.money is not None else COLOURS[:1]
    shown = by if grid.money is not None else COLOURS[0][0]
    switch = radio(ids.RFM_COLOUR_RADIO, colours, shown, "Coloured by")
    room = html.Div(graph(ids.keyed(ids.RFM_GRAPHS, "grid")), className="rfm-room")
    drawing = html.Div(room, className="rfm-drawing")
    if grid.bins > FITTING_BINS:
        drawing = html.Div(
            room,
            className="rfm-drawing many",
            tabIndex="0",
            role="region",
            **{"aria-label": "The grid"},
        )
    tools = [switch, card_buttons("rfm-grid", "The grid", "data-told-image")]
    return card("grid", "The grid", tools, drawing, "rfm-card", **{"data-figure": "grid"})


def _form(grid: RfmGrid, rfm_map: RfmMap) -> html.Section:
    bins = select(
        ids.RFM_BINS_SELECT,
        [(str(n), f"1 to {n}") for n in range(FEWEST_BINS, MOST_BINS + 1)],
        str(grid.bins),
        small=True,
    )
    cuts = [_cuts_field(part, grid, rfm_map) for part in SCORE_PARTS]
    use = html.Button("Use these", id=ids.RFM_USE_BUTTON, type="button", className="btn btn-primary")
    usual = html.Button(
        "Back to the usual map",
        id=ids.RFM_USUAL_BUTTON,
        type="button",
        className="btn btn-outline-secondary",
    )
    return html.Section(
        [
            html.H2("Scores and names of your own", className="card-title"),
            field("Scores", bins),
            *cuts,
            html.P(
                "Enter ascending cut points, separated by commas. Leave empty for equal-sized groups; where "
                "many values are equal, there are fewer scores.",
                className="rfm-help",
            ),
            _names_field(rfm_map),
            message(ids.RFM_ERROR),
            html.Div([use, usual], className="rfm-buttons"),
        ],
        className="chart-card rfm-form",
    )


def _cuts_field(part: str, grid: RfmGrid, rfm_map: RfmMap) -> html.Div:
    if part not in grid.cuts:  # money that no column holds; the callback reads all three fields
        return html.Div(dbc.Input(id=CUT_FIELDS[part], value=""), hidden=True)
    points = sorted(set(grid.cuts[part]))
    note = "" if len(points) == grid.bins - 1 else f" ({len(points) + 1} of {grid.bins} scores)"
    entry = dbc.Input(
        id=CUT_FIELDS[part],
        value=write_cuts(rfm_map.cuts.get(part, ())),
        size="sm",
        maxLength=300,
        placeholder=write_cuts(points) + note,
        autocomplete="off",
    )
    return field(f"Cut points: {grid.titles[part]}", entry)


def _names_field(rfm_map: RfmMap) -> html.Div:
    entry = dbc.Textarea(
        id=ids.RFM_NAMES_FIELD,
        value=write_map(rfm_map),
        rows=10,
        className="rfm-names",
        maxLength=LONGEST_MAP,
        placeholder=f"Champions: R {rfm_map.bins}, F {rfm_map.bins}",
    )
    return field("Names: R is the score of recency, F of frequency", entry)


def _names(regions: Sequence[Region], segments: Address, here: Address) -> html.Section:
    """Table of the customers and revenue that each name covers, and what can be done with them."""
    if not regions:
        body: Component = html.P("The cells have no names.", className="story-none")
    else:
        valued = any(region.money is not None for region in regions)
        body = _table(
            "Customers and revenue by name" if valued else "Customers by name",
            (
                "Name",
                "Customers",
                "Share",
                *(("Revenue", "Share of revenue") if valued else ()),
                "To do",
            ),
            [(region.name, *_figures(region), _audience(region, segments)) for region in regions],
        )
    title = html.H2("Who has which name", className="card-title")
    use = [_button("Use these groups as segments", f"/segment{segments.search()}")] * bool(regions)
    cells = html.A(
        "Cells as CSV",
        href=download_address(here, "cells"),
        className="btn btn-outline-secondary btn-sm",
        **{"data-save": ""},
    )
    return html.Section(
        [title, body, html.Div([*use, cells], className="rfm-buttons")], className="chart-card"
    )


def _button(words: str, href: str) -> dcc.Link:
    return dcc.Link(words, href=href, className="btn btn-outline-secondary btn-sm")


def _audience(region: Region, segments: Address) -> Component | str:
    """The way to the audience files of the customers with this name."""
    if not region.customers:
        return ""
    address = replace(segments, view={"audience": region.name})
    words = ["Audience", html.Span(f" of {region.name}", className="visually-hidden")]
    return dcc.Link(words, href=f"/act{address.search()}")


def _figures(region: Region) -> tuple[str, ...]:
    sizes = format_integer(region.customers), format_percent(region.share)
    if region.money is None:
        return sizes
    share = "" if region.money_share is None else format_percent(region.money_share)
    return (*sizes, format_number(region.money), share)


def _scores(grid: RfmGrid) -> html.Section:
    """Table of the values by score."""
    parts = [part for part in SCORE_PARTS if part in grid.cuts]
    rows = [
        (str(score), *(span(grid.cuts, part, score) for part in parts))
        for score in range(grid.bins, 0, -1)
    ]
    table = _table("Values by score", ("Score", *(grid.titles[part] for part in parts)), rows)
    note = html.P("Equal values have equal scores.", className="card-note")
    title = html.H2("What the scores mean", className="card-title")
    return html.Section([title, table, note], className="chart-card")


def span(cuts: Mapping[str, Sequence[float]], part: str, score: int) -> str:
    """The values with a score, from 1: "up to 3", "over 3 to 8", "over 8"; few days are a high score."""
    points = cuts[part]
    place = len(points) + 1 - score if part == "recency" else score - 1
    low, high = (points[at] if 0 <= at < len(points) else None for at in (place - 1, place))
    if low is None:
        return f"up to {format_number(high or 0)}"
    if high is None:
        return f"over {format_number(low)}"
    return "none" if low == high else f"over {format_number(low)} to {format_number(high)}"


def _table(words: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> html.Div:
    """The first cell of a row is its heading."""
    body = [
        html.Tr([html.Th(first, scope="row"), *(html.Td(text) for text in cells)])
        for first, *cells in rows
    ]
    table = html.Table(
        [html.Thead(html.Tr([html.Th(name, scope="col") for name in head])), html.Tbody(body)],
        className="pair-table",
    )
    return html.Div(
        table, className="people-table", tabIndex="0", role="region", **{"aria-label": words}
    )

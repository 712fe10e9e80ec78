"""Customers that were kept as segments of one's own: a card each below those of the segments."""

from collections.abc import Mapping, Sequence

from dash import html

from core.session import OWN, SetProfile
from core.text import format_count, format_integer, format_percent
from layouts import ids
from layouts.address import Address, download_address
from layouts.parts import icon, icon_button

NOTE = (
    "Customers whom you picked on the Segment page. Each counts in a segment as well; their list and audience are "
    "those of today's data."
)
FILES = (("customers", "download", "Save list"), ("audience", "people", "Audience file"))


def own_sets_section(
    profiles: Sequence[SetProfile], names: Mapping[int, str], address: Address
) -> html.Section:
    """The cards; `names` are the segments' by label. Hidden where nothing is kept."""
    cards = [_card(profile, names, address) for profile in profiles]
    return html.Section(
        [
            html.H2("Your own segments", className="card-title"),
            html.P(NOTE, className="muted"),
            html.Div(cards, className="own-grid"),
        ],
        id=ids.PROFILES_OWN,
        className="own-sets",
        hidden=not cards,
    )


def _card(profile: SetProfile, names: Mapping[int, str], address: Address) -> html.Article:
    name = f"{OWN}{profile.name}"
    remove = icon_button(
        ids.keyed(ids.PROFILES_OWN_REMOVE_BUTTONS, profile.name), "x-lg", f"Remove {name}"
    )
    head = html.Div([html.H3(name), remove], className="own-head")
    lines = [html.P(_size(profile)), html.P(_segments(profile, names))]
    buttons = [_file(profile.name, *file, address) for file in FILES]
    return html.Article(
        [head, *lines, html.Div(buttons, className="take-row")], className="chart-card own-card"
    )


def _size(profile: SetProfile) -> str:
    parts = [format_count(profile.customers, "customer"), f"{format_percent(profile.share)} of all"]
    if profile.money_share is not None:
        parts.append(f"{format_percent(profile.money_share)} of revenue")
    if profile.absent:
        parts.append(f"{format_integer(profile.absent)} more are not in this data")
    return " · ".join(parts)


def _segments(profile: SetProfile, names: Mapping[int, str]) -> str:
    """Words on the segments that hold most of them."""
    pairs = [f"{format_integer(count)} in {names[label]}" for label, count in profile.segments[:3]]
    return ", ".join(pairs) or "None of them is in a segment."


def _file(name: str, kind: str, symbol: str, words: str, address: Address) -> html.A:
    href = download_address(address, "own", [("name", name), ("file", kind)])
    text = [icon(symbol), words, html.Span(f" of {name}", className="visually-hidden")]
    return html.A(text, href=href, className="btn btn-sm btn-outline-secondary", **{"data-save": ""})


def kept_sentence(name: str, customers: int) -> str:
    count = format_count(customers, "customer")
    return f"Saved: {OWN}{name}, {count}. Find them beside the segments on Profiles and among the audiences on Act."

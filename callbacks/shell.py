"""The frame of every page: the page at an address, the name on top, theme, notices, the link to share."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update

from core.data import Draft
from core.errors import UserError
from core.model import Dataset, Recipe
from core.segment import Run
from core.session import Result, Session
from layouts import ids
from layouts.act_page import act_page
from layouts.address import Address, parse
from layouts.compare_page import compare_page
from layouts.data_page import PREVIEW_ROWS, data_page, origin_line, review
from layouts.help import help_contents
from layouts.parts import notice
from layouts.profile_page import profile_page
from layouts.profile_rfm import rfm_page
from layouts.report_page import report_page
from layouts.segment_page import nothing_to_segment, segment_page
from layouts.shell import NO_NOTICES, lost_page

PAGES = {
    "/segment": segment_page,
    "/compare": compare_page,
    "/profiles": profile_page,
    "/act": act_page,
    "/report": report_page,
}
STEPS = ("/", *PAGES)
# Reached from a page or an older link, not from the rail.
ASIDE = {"/rfm": rfm_page, "/segments": profile_page}
Page = tuple[Any, ...]


def show_page(session: Session, path: str | None, search: str | None, current: str | None) -> Page:
    """The page at an address, the text on top, no notices yet, the links of the steps and what is shown now.

    A page that has followed its own choices to this address is left as it is.
    """
    address = parse(search)
    _remember(session, address)
    here = f"{path}{Address(address.dataset, address.recipe).search()}"
    links = (*(f"{step}{address.search()}" for step in STEPS), here)
    if here == current:
        return no_update, no_update, no_update, *links
    try:
        return *_page(session, path or "/", address), [], *links
    except UserError as error:
        return lost_page(str(error)), "", [], *links


def _remember(session: Session, address: Address) -> None:
    """Keep the recipe of an address for when its data set, or the next one like it, is opened."""
    if address.recipe:
        with suppress(UserError):  # the page says what is wrong with the address
            recipe = Recipe.from_token(address.recipe)
            session.remember(Run(session.open(address.dataset), recipe), address.setting)


def _page(session: Session, path: str, address: Address) -> tuple[Any, str]:
    if not address.dataset:
        return (_data_page(session, None) if path == "/" else nothing_to_segment()), ""
    dataset = session.open(address.dataset)
    recipe = Recipe.from_token(address.recipe) if address.recipe else session.starting_recipe(dataset)
    if path == "/":
        if not address.recipe and recipe.table != "other":
            _start_ahead(session.result(dataset, recipe))
        draft = session.draft(dataset, recipe)
        origin = _origin(session, draft, not address.recipe)
        shown = review(draft, session.preview(dataset, PREVIEW_ROWS), origin)
        return _data_page(session, shown), _dataset_text(dataset)
    return (PAGES | ASIDE).get(path, segment_page)(recipe, address), _dataset_text(dataset)


def _data_page(session: Session, shown: html.Div | None) -> html.Div:
    days = round(session.services.limits.workspace_seconds / 86_400)
    return data_page(shown, session.datasets(), max(days, 1))


def _start_ahead(result: Result) -> None:
    """Begin the segments of a new data set while it is looked at; the Segment page says if there can be
    none."""
    with suppress(UserError):
        result.start_ahead()


def _origin(session: Session, draft: Draft, opening: bool) -> html.Div | None:
    """Line on where the choices come from; None where they are a new data set's, or were made just now."""
    settings = session.settings(draft.dataset)
    if settings is None or draft.recipe == session.new_recipe(draft.dataset):
        return None
    return origin_line(settings) if settings.origin or opening else None


def _dataset_text(dataset: Dataset) -> str:
    return f"{dataset.name} · {dataset.rows:,} rows"


def show_notices(notices: Sequence[dict[str, str]] | None) -> tuple[Any, str]:
    """The panel behind the bell, and the bell's look."""
    items = [notice(n["text"], n["level"]) for n in notices or []]
    panel = html.Ul(items) if items else html.P(NO_NOTICES)
    return panel, f"icon-button bell bell-{min(len(items), 9)}" if items else "icon-button bell"


def register(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.SHELL_PAGE, "children"),
        Output(ids.SHELL_DATASET_TEXT, "children"),
        Output(ids.SHELL_NOTICES_STORE, "data"),
        Output(ids.SHELL_DATA_LINK, "href"),
        Output(ids.SHELL_SEGMENT_LINK, "href"),
        Output(ids.SHELL_COMPARE_LINK, "href"),
        Output(ids.SHELL_PROFILES_LINK, "href"),
        Output(ids.SHELL_ACT_LINK, "href"),
        Output(ids.SHELL_REPORT_LINK, "href"),
        Output(ids.SHELL_CURRENT_STORE, "data"),
        Input(ids.SHELL_LOCATION, "pathname"),
        Input(ids.SHELL_LOCATION, "search"),
        State(ids.SHELL_CURRENT_STORE, "data"),
    )
    def _show_page(path: str | None, search: str | None, current: str | None) -> Page:
        return show_page(session(), path, search, current)

    @app.callback(
        Output(ids.SHELL_NOTICES_PANEL, "children"),
        Output(ids.SHELL_NOTICES_BUTTON, "className"),
        Input(ids.SHELL_NOTICES_STORE, "data"),
    )
    def _show_notices(notices: Sequence[dict[str, str]] | None) -> tuple[Any, str]:
        return show_notices(notices)

    @app.callback(
        Output(ids.SHELL_HELP_PANEL, "children"),
        Input(ids.SHELL_HELP_BUTTON, "n_clicks"),
        prevent_initial_call=True,
    )
    def _show_help(clicks: int | None) -> Any:
        return help_contents() if clicks == 1 else no_update

    _register_in_browser(app)


def _register_in_browser(app: Dash) -> None:
    """Register what needs no server: theme, link to share, notices, the marked step, the focus."""
    app.clientside_callback(
        ClientsideFunction("tessera", "theme"),
        Output(ids.SHELL_THEME_STORE, "data"),
        Input(ids.SHELL_THEME_BUTTON, "n_clicks"),
        State(ids.SHELL_THEME_STORE, "data"),
    )
    app.clientside_callback(
        ClientsideFunction("tessera", "share"),
        Output(ids.SHELL_TOAST, "is_open"),
        Output(ids.SHELL_TOAST, "children"),
        Input(ids.SHELL_SHARE_BUTTON, "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("tessera", "toggle"),
        Output(ids.SHELL_NOTICES_PANEL, "hidden"),
        Input(ids.SHELL_NOTICES_BUTTON, "n_clicks"),
        State(ids.SHELL_NOTICES_PANEL, "hidden"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("tessera", "keepFocus"),
        Output(ids.SHELL_PAGE, "title"),
        Input(ids.SHELL_PAGE, "children"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("tessera", "markStep"),
        Output(ids.SHELL_DATASET_TEXT, "title"),
        Input(ids.SHELL_LOCATION, "pathname"),
    )

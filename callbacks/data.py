"""The Data page: a file or sample comes in, roles and fixes change, the address follows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from callbacks.shared.jobs import is_over, pause_while_running, register_cancel
from callbacks.shared.requests import Data, values_by_member
from core.data import apply_fix, has_fix, override_roles, parse_rates, undo_fix
from core.errors import UserError
from core.features import snapshot_second
from core.model import Fix, Recipe, Role
from core.session import Session
from layouts import ids
from layouts.address import Address, parse
from layouts.data_page import SAME_RECIPE
from layouts.parts import AS_FOUND


def bring_sample(session: Session, kind: str) -> dict[str, str]:
    return vars(session.sample(kind))


def bring_sheet(session: Session, search: str | None, sheet: str) -> dict[str, str]:
    dataset = session.open(parse(search).dataset)
    return vars(session.other_sheet(dataset, sheet))


def join_related(session: Session, search: str | None, number: str) -> dict[str, str]:
    """Start joining the related sheets of this number of the open data set."""
    dataset = session.open(parse(search).dataset)
    return vars(session.join_sheets(dataset, dataset.table_groups[int(number)].tables))


@dataclass(frozen=True)
class ReadingProgress:
    """The progress box while a file is read; `href` is the address of its page once it is there."""

    hidden: bool
    share: float
    step: str
    waiting: bool
    error: str
    href: Any


def load_recipe(session: Session, search: str | None, file: Mapping[str, Any]) -> dict[str, str]:
    """Start opening the data set of the page with the recipe in a file."""
    dataset = session.open(parse(search).dataset)
    reading = session.load_recipe(dataset, str(file["name"]), str(file["text"]))
    return {**vars(reading), "before": parse(search).recipe or "none"}


def follow(session: Session, reading: dict[str, str]) -> ReadingProgress:
    """Progress of a file on its way in; of a recipe, where "before" is that of the page."""
    status = session.status(reading["job"])
    ended = is_over(status)
    error, href = status.message if ended else "", no_update
    if status.state == "done" and "before" in reading:
        settings = session.settings(session.open(reading["dataset"]))
        token = settings.token if settings else ""
        href = f"/{Address(reading['dataset'], token).search()}"
        if token == reading["before"]:
            error = " ".join((SAME_RECIPE, *(settings.left_out if settings else ())))
    elif status.state == "done":
        href = f"/{Address(reading['dataset']).search()}"
    return ReadingProgress(ended, 100 * status.share, status.step or "Waiting", not ended, error, href)


def toggle_fix(recipe: Recipe, fix: str, guessed: Mapping[str, Role]) -> Recipe:
    """Return the recipe with the fix of this id, or without it where it was taken.

    UnknownFix for another text.
    """
    parsed = Fix.parse(fix)
    return undo_fix(recipe, parsed, guessed) if has_fix(recipe, parsed) else apply_fix(recipe, parsed)


def edit_roles(
    recipe: Recipe,
    roles: Sequence[Role],
    columns: Sequence[str],
    snapshot: str | None,
    returns: str,
    rates: str | None = None,
) -> Recipe:
    """The recipe with these roles; BadSnapshot for a date that is none, BadRates for wrong rates.

    A role that only one column can have leaves the column that had it before.
    """
    pairs = zip(columns, roles, strict=True)
    chosen = {name: role for name, role in pairs if role != recipe.roles.get(name, "ignore")}
    snapshot_second((snapshot or "").strip() or None)
    return recipe.with_changes(
        roles=override_roles(recipe.roles, chosen),
        snapshot=(snapshot or "").strip() or None,
        returns=returns,
        rates=parse_rates(rates) if rates and rates.strip() else {},
    )


def edit_meanings(
    recipe: Recipe, meanings: Mapping[str, str], titles: Mapping[str, str | None]
) -> Recipe:
    """The recipe with what columns mean and are called; a guess and an empty title are no choice."""
    chosen = {name: meaning for name, meaning in meanings.items() if meaning != AS_FOUND}
    others = {name: meaning for name, meaning in recipe.meanings.items() if name not in meanings}
    called = {name: " ".join((title or "").split()) for name, title in titles.items()}
    elsewhere = {name: title for name, title in recipe.titles.items() if name not in titles}
    return recipe.with_changes(
        meanings={**others, **chosen},
        titles={**elsewhere, **{name: title for name, title in called.items() if title}},
    )


def with_kind(session: Session, address: Address, recipe: Recipe) -> Recipe:
    """The recipe with the kind of its table, where it was open until a column was said to be the
    customer's."""
    if recipe.table != "other" or "id" not in recipe.roles.values():
        return recipe
    dataset = session.open(address.dataset)
    guessed = session.describe(dataset).guess.roles
    chosen = {name: role for name, role in recipe.roles.items() if role != guessed.get(name)}
    return session.new_recipe(dataset, None, chosen)


def is_snapshot(text: str | None) -> bool:
    """True if a snapshot date can be read, or is left out for the day after the last one."""
    try:
        snapshot_second((text or "").strip() or None)
    except UserError:
        return False
    return True


def recipe_at(session: Session, search: str | None) -> tuple[Address, Recipe]:
    """The address and its recipe; a new data set's own where the address has none."""
    address = parse(search)
    if address.recipe:
        return address, Recipe.from_token(address.recipe)
    return address, session.starting_recipe(session.open(address.dataset))


def address_search(address: Address, recipe: Recipe) -> str:
    return Address(address.dataset, recipe.to_token()).search()


def register(app: Dash, session: Callable[[], Session]) -> None:
    _register_reading(app, session)
    _register_settings(app, session)
    _register_progress(app, session)
    register_cancel(app, session, ids.DATA_CANCEL_BUTTON, ids.DATA_READING_STORE)
    _register_edits(app, session)
    _register_columns(app, session)
    _register_meanings(app, session)


def _register_reading(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.DATA_READING_STORE, "data"),
        Input(ids.keyed(ids.DATA_SAMPLE_BUTTONS, ALL), "n_clicks"),
        prevent_initial_call=True,
    )
    def _bring_sample(clicks: Sequence[int | None]) -> Any:
        return bring_sample(session(), ctx.triggered_id["key"]) if any(clicks) else no_update

    @app.callback(
        Output(ids.DATA_READING_STORE, "data", allow_duplicate=True),
        Input(ids.DATA_SHEET_SELECT, "value"),
        State(ids.SHELL_LOCATION, "search"),
        prevent_initial_call=True,
    )
    def _bring_sheet(sheet: str, search: str | None) -> Any:
        return bring_sheet(session(), search, sheet) if sheet else no_update

    @app.callback(
        Output(ids.DATA_READING_STORE, "data", allow_duplicate=True),
        Input(ids.keyed(ids.DATA_JOIN_BUTTONS, ALL), "n_clicks"),
        State(ids.SHELL_LOCATION, "search"),
        prevent_initial_call=True,
    )
    def _join_related(clicks: Sequence[int | None], search: str | None) -> Any:
        return join_related(session(), search, ctx.triggered_id["key"]) if any(clicks) else no_update


def _register_settings(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.DATA_READING_STORE, "data", allow_duplicate=True),
        Input(ids.DATA_SETTINGS_STORE, "data"),
        State(ids.SHELL_LOCATION, "search"),
        prevent_initial_call=True,
    )
    def _load_recipe(file: Data, search: str | None) -> Any:
        return load_recipe(session(), search, file) if file else no_update

    @app.callback(
        Output(ids.SHELL_LOCATION, "search", allow_duplicate=True),
        Input(ids.DATA_AFRESH_BUTTON, "n_clicks"),
        State(ids.SHELL_LOCATION, "search"),
        prevent_initial_call=True,
    )
    def _start_afresh(clicks: int | None, search: str | None) -> Any:
        if not clicks:
            return no_update
        dataset = session().open(parse(search).dataset)
        return address_search(Address(dataset.id), session().start_afresh(dataset))


def _register_progress(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.DATA_PROGRESS_BOX, "hidden"),
        Output(ids.DATA_PROGRESS, "value"),
        Output(ids.DATA_PROGRESS_TEXT, "children"),
        Output(ids.DATA_READING_INTERVAL, "disabled"),
        Output(ids.DATA_ERROR, "children"),
        Output(ids.DATA_ERROR, "is_open"),
        Output(ids.SHELL_LOCATION, "href"),
        Input(ids.DATA_READING_INTERVAL, "n_intervals"),
        Input(ids.DATA_READING_STORE, "data"),
        prevent_initial_call=True,
        running=pause_while_running(ids.DATA_READING_INTERVAL),
    )
    def _follow(_ticks: int | None, reading: Data) -> tuple[Any, ...]:
        if not reading:
            return (no_update,) * 7
        progress = follow(session(), reading)
        return (
            progress.hidden,
            progress.share,
            progress.step,
            not progress.waiting,
            progress.error,
            bool(progress.error),
            progress.href,
        )


def _register_edits(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.SHELL_LOCATION, "search"),
        Input(ids.keyed(ids.DATA_FIX_BUTTONS, ALL), "n_clicks"),
        State(ids.SHELL_LOCATION, "search"),
        prevent_initial_call=True,
    )
    def _toggle(clicks: Sequence[int | None], search: str | None) -> Any:
        if not any(clicks):
            return no_update
        address, recipe = recipe_at(session(), search)
        guessed = session().describe(session().open(address.dataset)).guess.roles
        return address_search(address, toggle_fix(recipe, ctx.triggered_id["key"], guessed))


def _register_columns(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(Output(ids.DATA_SNAPSHOT_FIELD, "invalid"), Input(ids.DATA_SNAPSHOT_FIELD, "value"))
    def _mark(snapshot: str | None) -> bool:
        return not is_snapshot(snapshot)

    @app.callback(
        Output(ids.SHELL_LOCATION, "search", allow_duplicate=True),
        Input(ids.keyed(ids.DATA_ROLE_SELECTS, ALL), "value"),
        Input(ids.DATA_SNAPSHOT_FIELD, "value"),
        Input(ids.DATA_RETURNS_SELECT, "value"),
        Input(ids.DATA_RATES_FIELD, "value"),
        State(ids.keyed(ids.DATA_ROLE_SELECTS, ALL), "id"),
        State(ids.SHELL_LOCATION, "search"),
        prevent_initial_call=True,
    )
    def _edit(
        roles: Sequence[Role],
        snapshot: str | None,
        returns: str,
        rates: str | None,
        members: Any,
        search: str | None,
    ) -> Any:
        address, recipe = recipe_at(session(), search)
        changed = edit_roles(recipe, roles, [m["key"] for m in members], snapshot, returns, rates)
        changed = with_kind(session(), address, changed)
        return no_update if changed == recipe else address_search(address, changed)

    @app.callback(
        Output(ids.SHELL_LOCATION, "search", allow_duplicate=True),
        Input(ids.DATA_TABLE_KIND, "value"),
        State(ids.SHELL_LOCATION, "search"),
        prevent_initial_call=True,
    )
    def _as_table(table: Any, search: str | None) -> Any:
        address, recipe = recipe_at(session(), search)
        if table in (None, recipe.table):  # none is chosen where the rows are something else
            return no_update
        return address_search(address, session().new_recipe(session().open(address.dataset), table))


def _register_meanings(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.SHELL_LOCATION, "search", allow_duplicate=True),
        Input(ids.keyed(ids.DATA_MEANING_SELECTS, ALL), "value"),
        Input(ids.keyed(ids.DATA_TITLE_FIELDS, ALL), "value"),
        State(ids.keyed(ids.DATA_MEANING_SELECTS, ALL), "id"),
        State(ids.keyed(ids.DATA_TITLE_FIELDS, ALL), "id"),
        State(ids.SHELL_LOCATION, "search"),
        prevent_initial_call=True,
    )
    def _tell(
        meanings: Sequence[str],
        titles: Sequence[str | None],
        columns: Any,
        called: Any,
        search: str | None,
    ) -> Any:
        address, recipe = recipe_at(session(), search)
        changed = edit_meanings(
            recipe, values_by_member(columns, meanings), values_by_member(called, titles)
        )
        return no_update if changed == recipe else address_search(address, changed)

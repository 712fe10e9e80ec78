"""The Segment page: choices become a recipe, the recipe a result; the slider itself stays in the browser."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, no_update

from core.entities import Recipe
from core.errors import UserError
from core.reduction import reducer
from core.workbench import Desk
from layouts import ids
from layouts.controls import param_fields
from layouts.segment_page import colour_options, features, transforms

Data = dict[str, Any] | None
ENDED = {"done", "failed", "cancelled"}
MOST_LISTED = 1000


def start(desk: Desk, data: Mapping[str, Any]) -> tuple[Any, Any, str]:
    """The live result if it is there, else the job that makes it, else why there can be none."""
    try:
        job = desk.start(desk.open(data["dataset"]), Recipe.from_token(data["token"]))
    except UserError as error:
        return no_update, None, str(error)
    return (no_update, {"job": job, **data}, "") if job else (dict(data), None, "")


def follow(desk: Desk, job: Mapping[str, Any]) -> tuple[Any, bool, float, str, str]:
    """(live result, whether it goes on, share, step, error) of a running job."""
    status = desk.status(job["job"])
    live = {"dataset": job["dataset"], "token": job["token"]} if status.state == "done" else no_update
    error = status.message if status.state == "failed" else ""
    return (
        live,
        status.state not in ENDED,
        100 * status.share,
        status.step or "Waiting for a worker",
        error,
    )


def chosen_features(
    recipe: Recipe, names: Sequence[str], checked: Sequence[bool], suggested: Sequence[str]
) -> tuple[str, ...] | None:
    """The ticked features; None, as in a new recipe, where they are the suggested ones."""
    ticked = tuple(name for name, on in zip(names, checked, strict=True) if on)
    return None if recipe.features is None and set(ticked) == set(suggested) else ticked


def numbers(names: Sequence[str], values: Sequence[Any], usual: Any) -> dict[str, Any]:
    """The values that differ from the usual one, by name; an emptied field counts as usual."""
    given = dict(zip(names, values, strict=True))
    return {name: value for name, value in given.items() if value not in (None, "", usual)}


def register(app: Dash, desk: Callable[[], Desk]) -> None:
    _register_jobs(app, desk)
    _register_choices(app)
    _register_contents(app, desk)
    _register_live(app)


def _register_jobs(app: Dash, desk: Callable[[], Desk]) -> None:
    @app.callback(
        Output(ids.SEGMENT_LIVE_STORE, "data"),
        Output(ids.SEGMENT_JOB_STORE, "data"),
        Output(ids.SEGMENT_JOB_INTERVAL, "disabled"),
        Output(ids.SEGMENT_PROGRESS_BOX, "hidden"),
        Output(ids.SEGMENT_ERROR, "children"),
        Output(ids.SEGMENT_ERROR, "is_open"),
        Input(ids.SEGMENT_RECIPE_STORE, "data"),
    )
    def _start(data: Data) -> tuple[Any, ...]:
        live, job, error = start(desk(), data or {})
        return live, job, job is None, job is None, error, bool(error)

    @app.callback(
        Output(ids.SEGMENT_LIVE_STORE, "data", allow_duplicate=True),
        Output(ids.SEGMENT_JOB_INTERVAL, "disabled", allow_duplicate=True),
        Output(ids.SEGMENT_PROGRESS_BOX, "hidden", allow_duplicate=True),
        Output(ids.SEGMENT_PROGRESS, "value"),
        Output(ids.SEGMENT_PROGRESS_TEXT, "children"),
        Output(ids.SEGMENT_ERROR, "children", allow_duplicate=True),
        Output(ids.SEGMENT_ERROR, "is_open", allow_duplicate=True),
        Input(ids.SEGMENT_JOB_INTERVAL, "n_intervals"),
        State(ids.SEGMENT_JOB_STORE, "data"),
        prevent_initial_call=True,
    )
    def _follow(_ticks: int | None, job: Data) -> tuple[Any, ...]:
        if not job:
            return (no_update,) * 7
        live, going, share, step, error = follow(desk(), job)
        return live, not going, not going, share, step, error, bool(error)

    @app.callback(
        Output(ids.SEGMENT_CANCEL_BUTTON, "n_clicks"),
        Input(ids.SEGMENT_CANCEL_BUTTON, "n_clicks"),
        State(ids.SEGMENT_JOB_STORE, "data"),
        prevent_initial_call=True,
    )
    def _cancel(clicks: int | None, job: Data) -> Any:
        if clicks and job:
            desk().cancel(job["job"])
        return no_update


def _register_choices(app: Dash) -> None:
    @app.callback(
        Output(ids.SEGMENT_RECIPE_STORE, "data"),
        Input(ids.SEGMENT_ALGORITHM_SELECT, "value"),
        Input(ids.SEGMENT_TRANSFORM_SELECT, "value"),
        Input(ids.SEGMENT_SCALE_SELECT, "value"),
        Input(ids.SEGMENT_WINSORISE_SELECT, "value"),
        Input(ids.SEGMENT_IMPUTE_SELECT, "value"),
        Input(ids.SEGMENT_ENCODE_SELECT, "value"),
        Input(ids.SEGMENT_COMPONENTS_SELECT, "value"),
        Input(ids.SEGMENT_SEED_SELECT, "value"),
        Input(ids.SEGMENT_REDUCER_SELECT, "value"),
        Input(ids.keyed(ids.SEGMENT_FEATURE_CHECKS, ALL), "value"),
        Input(ids.keyed(ids.SEGMENT_WEIGHT_SLIDERS, ALL), "value"),
        Input(ids.keyed(ids.SEGMENT_TRANSFORM_SELECTS, ALL), "value"),
        Input(ids.keyed(ids.SEGMENT_PARAM_FIELDS, ALL), "value"),
        Input(ids.keyed(ids.SEGMENT_REDUCER_FIELDS, ALL), "value"),
        State(ids.keyed(ids.SEGMENT_FEATURE_CHECKS, ALL), "id"),
        State(ids.keyed(ids.SEGMENT_PARAM_FIELDS, ALL), "id"),
        State(ids.keyed(ids.SEGMENT_REDUCER_FIELDS, ALL), "id"),
        State(ids.SEGMENT_LIVE_STORE, "data"),
        State(ids.SEGMENT_RECIPE_STORE, "data"),
        prevent_initial_call=True,
    )
    def _choose(*values: Any) -> Any:
        return choose(*values)


def choose(
    algorithm: str, transform: str, scale: str, winsorise: str, impute: str, encode: str,
    components: str, seed: str, reducer_name: str, checked: list[bool], weights: list[float],
    transform_each: list[str], params: list[Any], reducer_params: list[Any],
    members: list[dict[str, str]], param_ids: list[dict[str, str]], reducer_ids: list[dict[str, str]],
    live: Data, data: Data,
) -> Any:  # fmt: skip
    """The recipe that the page's controls say, as the page's data; nothing where none changed."""
    recipe = Recipe.from_token((data or {})["token"])
    changed = recipe.but(
        algorithm=algorithm, transform=transform, scale=scale, winsorise=float(winsorise), impute=impute,
        encode=encode, components=int(components), seed=int(seed), reducer=reducer_name,
        params=numbers([m["key"] for m in param_ids], params, None),
    )  # fmt: skip
    if reducer_name == recipe.reducer:
        given = numbers([m["key"] for m in reducer_ids], reducer_params, None)
        usual = {param.name: param.default for param in reducer(reducer_name).params}
        changed = changed.but(reducer_params={n: v for n, v in given.items() if v != usual.get(n)})
    else:
        changed = changed.but(reducer_params={})
    names = [m["key"] for m in members]
    if names:
        changed = changed.but(
            features=chosen_features(recipe, names, checked, (live or {}).get("suggested", ())),
            weights=numbers(names, weights, 1),
            transforms=numbers(names, transform_each, ""),
        )
    return no_update if changed == recipe else {**(data or {}), "token": changed.to_token()}


def _register_contents(app: Dash, desk: Callable[[], Desk]) -> None:
    @app.callback(
        Output(ids.SEGMENT_FEATURES, "children"),
        Output(ids.SEGMENT_TRANSFORMS, "children"),
        Output(ids.SEGMENT_COLOUR_SELECT, "options"),
        Output(ids.SHELL_NOTICES_STORE, "data"),
        Input(ids.SEGMENT_LIVE_STORE, "data"),
        State(ids.SEGMENT_FEATURES, "children"),
        prevent_initial_call=True,
    )
    def _fill(live: Data, rows: Any) -> tuple[Any, ...]:
        return fill(desk(), live, bool(rows))

    @app.callback(
        Output(ids.SEGMENT_REDUCER_PARAMS, "children"),
        Input(ids.SEGMENT_REDUCER_SELECT, "value"),
        prevent_initial_call=True,
    )
    def _reducer_params(name: str) -> Any:
        return param_fields(ids.SEGMENT_REDUCER_FIELDS, reducer(name).params, {})

    @app.callback(
        Output(ids.SEGMENT_CUSTOMERS_CARD, "hidden"),
        Output(ids.SEGMENT_CUSTOMERS_TITLE, "children"),
        Output(ids.SEGMENT_CUSTOMERS_GRID, "columnDefs"),
        Output(ids.SEGMENT_CUSTOMERS_GRID, "rowData"),
        Input(ids.SEGMENT_LASSO_STORE, "data"),
        State(ids.SEGMENT_LIVE_STORE, "data"),
        prevent_initial_call=True,
    )
    def _list_customers(lasso: Data, live: Data) -> tuple[Any, ...]:
        return list_customers(desk(), lasso, live)


def fill(desk: Desk, live: Data, filled: bool) -> tuple[Any, Any, Any, Any]:
    """The features' rows, their transforms, what the map can be coloured by, and the notices."""
    if not live:
        return (no_update,) * 4
    recipe = Recipe.from_token(live["token"])
    said = desk.summary(desk.open(live["dataset"]), recipe)
    if filled:
        return no_update, no_update, no_update, said["notices"]
    titles = {f["name"]: f["title"] for f in said["features"]}
    chosen = said["suggested"] if recipe.features is None else recipe.features
    rows = features(titles, chosen, recipe.weights, said["steps"])
    return rows, transforms(titles, recipe.transforms), colour_options(titles), said["notices"]


def list_customers(desk: Desk, lasso: Data, live: Data) -> tuple[Any, Any, Any, Any]:
    """The table of the customers that the page has picked, at most MOST_LISTED of them."""
    if not lasso or not live or not lasso["rows"]:
        return True, no_update, no_update, []
    dataset, recipe = desk.open(live["dataset"]), Recipe.from_token(live["token"])
    table = desk.people(dataset, recipe, lasso["setting"], lasso["rows"][:MOST_LISTED])
    columns = [{"field": f"c{i}", "headerName": name} for i, name in enumerate(table.columns)]
    table.columns = [f"c{i}" for i in range(len(table.columns))]
    return (
        False,
        title(lasso),
        columns,
        table.astype(object).where(table.notna(), None).to_dict("records"),
    )


def title(lasso: Mapping[str, Any]) -> str:
    count = lasso["count"]
    cut = f", the first {MOST_LISTED:,} listed" if count > MOST_LISTED else ""
    return f"{lasso['title']}: {count:,} customers{cut}"


def _register_live(app: Dash) -> None:
    """The slider, the charts and clicks on them: all in the browser, see assets/tessera-live.js."""
    app.clientside_callback(
        ClientsideFunction("tessera", "load"),
        Output(ids.SEGMENT_SETTING_SLIDER, "value"),
        Input(ids.SEGMENT_LIVE_STORE, "data"),
        State(ids.SEGMENT_SETTING_SLIDER, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("tessera", "look"),
        Output(ids.SEGMENT_SETTING_TEXT, "title"),
        Input(ids.SEGMENT_SETTING_SLIDER, "value"),
        Input(ids.SEGMENT_SELECTED_STORE, "data"),
        Input(ids.SEGMENT_DIMENSIONS_RADIO, "value"),
        Input(ids.SEGMENT_COLOUR_SELECT, "value"),
        Input(ids.keyed(ids.SEGMENT_CHART_SELECTS, ALL), "value"),
        Input(ids.SHELL_THEME_STORE, "data"),
        State(ids.keyed(ids.SEGMENT_CHART_SELECTS, ALL), "id"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("tessera", "click"),
        Output(ids.SEGMENT_SELECTED_STORE, "data"),
        Input(ids.keyed(ids.SEGMENT_GRAPHS, ALL), "clickData"),
        State(ids.SEGMENT_SELECTED_STORE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("tessera", "lasso"),
        Output(ids.SEGMENT_LASSO_STORE, "data"),
        Input(ids.keyed(ids.SEGMENT_GRAPHS, "map"), "selectedData"),
        Input(ids.SEGMENT_SELECTED_STORE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("tessera", "remember"),
        Output(ids.SEGMENT_UNDO_BUTTON, "disabled"),
        Output(ids.SEGMENT_REDO_BUTTON, "disabled"),
        Input(ids.SEGMENT_RECIPE_STORE, "data"),
    )
    for id in (ids.SEGMENT_UNDO_BUTTON, ids.SEGMENT_REDO_BUTTON):
        app.clientside_callback(
            ClientsideFunction("tessera", "undo" if id == ids.SEGMENT_UNDO_BUTTON else "redo"),
            Output(id, "title"),
            Input(id, "n_clicks"),
            prevent_initial_call=True,
        )
    app.clientside_callback(
        ClientsideFunction("tessera", "drawer"),
        Output(ids.SEGMENT_CONTROLS, "className"),
        Input(ids.SEGMENT_CONTROLS_BUTTON, "n_clicks"),
        State(ids.SEGMENT_CONTROLS, "className"),
        prevent_initial_call=True,
    )

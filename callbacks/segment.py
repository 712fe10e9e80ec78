"""The Segment page: choices become a recipe, the recipe a result; the slider stays in the browser."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.shared.jobs import open_result, pause_while_running
from core.errors import UserError
from core.model import Recipe
from core.plugins import Param
from core.segment import algorithm, reducer
from core.session import Session
from layouts import ids
from layouts.segment_controls import LIKE_OTHERS, counting_feature

Data = dict[str, Any] | None
ENDED = {"done", "failed", "cancelled"}
DROPDOWNS = {
    "algorithm": ids.SEGMENT_ALGORITHM_SELECT,
    "transform": ids.SEGMENT_TRANSFORM_SELECT,
    "scale": ids.SEGMENT_SCALE_SELECT,
    "winsorise": ids.SEGMENT_WINSORISE_SELECT,
    "impute": ids.SEGMENT_IMPUTE_SELECT,
    "encode": ids.SEGMENT_ENCODE_SELECT,
    "components": ids.SEGMENT_COMPONENTS_SELECT,
    "sample_weight": ids.SEGMENT_COUNTING_SELECT,
    "seed": ids.SEGMENT_SEED_SELECT,
    "reducer": ids.SEGMENT_REDUCER_SELECT,
}
PARSED: Mapping[str, Callable[[str], Any]] = {
    "winsorise": float, "components": int, "sample_weight": counting_feature, "seed": int,
}  # fmt: skip
FAMILIES = {
    "features": ids.SEGMENT_FEATURE_CHECKS,
    "weights": ids.SEGMENT_WEIGHT_SLIDERS,
    "transforms": ids.SEGMENT_TRANSFORM_SELECTS,
    "params": ids.SEGMENT_PARAM_FIELDS,
    "reducer_params": ids.SEGMENT_REDUCER_FIELDS,
}


def start(session: Session, data: Mapping[str, Any]) -> tuple[Any, Any, str]:
    """The live result if it is there, else the job that makes it, else why there can be none."""
    try:
        job = open_result(session, data).start()
    except UserError as error:
        return no_update, None, str(error)
    return (no_update, {"job": job, **data}, "") if job else (dict(data), None, "")


def follow(session: Session, job: Mapping[str, Any]) -> dict[str, Any]:
    """What the browser shows of a job: it ignores this where a newer job has begun."""
    status = session.status(job["job"])
    going = status.state not in ENDED
    return {
        "job": job["job"],
        "live": {"dataset": job["dataset"], "token": job["token"]} if status.state == "done" else None,
        "going": going,
        "share": 100 * status.share,
        "step": status.step or "Waiting for a worker",
        "error": "" if going else status.message,
    }


def chosen_features(
    recipe: Recipe, checked: Mapping[str, bool], suggested: Sequence[str]
) -> tuple[str, ...] | None:
    """The ticked features; None, as in a new recipe, where they are the suggested ones."""
    ticked = tuple(name for name, on in checked.items() if on)
    return None if recipe.features is None and set(ticked) == set(suggested) else ticked


def departures(given: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """The values that differ from the usual ones; an emptied field counts as usual."""
    return {n: value for n, value in given.items() if value not in (None, "", usual.get(n))}


def _defaults(params: Sequence[Param]) -> dict[str, Any]:
    return {param.name: param.default for param in params}


def register(app: Dash, session: Callable[[], Session]) -> None:
    _register_jobs(app, session)
    _register_following(app, session)
    _register_choices(app)
    _register_live(app)


def _register_jobs(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.SEGMENT_LIVE_STORE, "data"),
        Output(ids.SEGMENT_JOB_STORE, "data"),
        Output(ids.SEGMENT_JOB_INTERVAL, "disabled"),
        Output(ids.SEGMENT_PROGRESS_BOX, "hidden"),
        Output(ids.SEGMENT_ERROR, "children"),
        Output(ids.SEGMENT_ERROR, "is_open"),
        Input(ids.SEGMENT_RECIPE_STORE, "data"),
        Input(ids.SEGMENT_RUN_BUTTON, "n_clicks"),
    )
    def _start(data: Data, _clicks: int | None) -> tuple[Any, ...]:
        live, job, error = start(session(), data or {})
        return live, job, job is None, job is None, error, bool(error)


def _register_following(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.SEGMENT_STATUS_STORE, "data"),
        Input(ids.SEGMENT_JOB_INTERVAL, "n_intervals"),
        State(ids.SEGMENT_JOB_STORE, "data"),
        prevent_initial_call=True,
        running=pause_while_running(ids.SEGMENT_JOB_INTERVAL),
    )
    def _follow(_ticks: int | None, job: Data) -> Any:
        return follow(session(), job) if job else no_update

    app.clientside_callback(
        ClientsideFunction("tessera", "status"),
        Output(ids.SEGMENT_LIVE_STORE, "data", allow_duplicate=True),
        Output(ids.SEGMENT_JOB_INTERVAL, "disabled", allow_duplicate=True),
        Output(ids.SEGMENT_PROGRESS_BOX, "hidden", allow_duplicate=True),
        Output(ids.SEGMENT_PROGRESS, "value"),
        Output(ids.SEGMENT_PROGRESS_TEXT, "children"),
        Output(ids.SEGMENT_ERROR, "children", allow_duplicate=True),
        Output(ids.SEGMENT_ERROR, "is_open", allow_duplicate=True),
        Input(ids.SEGMENT_STATUS_STORE, "data"),
        State(ids.SEGMENT_JOB_STORE, "data"),
        prevent_initial_call=True,
    )

    _in_browser(
        app,
        "standing",
        Output(ids.SEGMENT_BEHIND_BOX, "hidden"),
        Output(ids.SEGMENT_BEHIND_TEXT, "children"),
        Output(ids.SEGMENT_BOARD, "className"),
        Input(ids.SEGMENT_PROGRESS_BOX, "hidden"),
        Input(ids.SEGMENT_LIVE_STORE, "data"),
        State(ids.SEGMENT_RECIPE_STORE, "data"),
    )

    @app.callback(
        Output(ids.SEGMENT_CANCEL_BUTTON, "n_clicks"),
        Input(ids.SEGMENT_CANCEL_BUTTON, "n_clicks"),
        State(ids.SEGMENT_JOB_STORE, "data"),
        prevent_initial_call=True,
    )
    def _cancel(clicks: int | None, job: Data) -> Any:
        if clicks and job:
            session().cancel(job["job"])
        return no_update


def choose_recipe(
    plain: Mapping[str, str],
    families: Mapping[str, Mapping[str, Any]],
    suggested: Sequence[str],
    recipe: Recipe,
) -> Recipe:
    """The recipe that the page's controls say.

    `plain` are the dropdowns' values by field, `families` those of each family by member.
    """
    method, view = algorithm(plain["algorithm"]), reducer(plain["reducer"])
    params = families["params"] if method.name == recipe.algorithm else {}
    seen = families["reducer_params"] if view.name == recipe.reducer else {}
    changed = recipe.with_changes(
        **{name: PARSED.get(name, str)(value) for name, value in plain.items()},
        params=departures(params, _defaults(method.other_params)),
        reducer_params=departures(seen, _defaults(view.params)),
    )
    if not families["features"]:
        return changed
    return changed.with_changes(
        features=chosen_features(recipe, families["features"], suggested),
        weights=departures(
            {name: float(value) for name, value in families["weights"].items()},
            dict.fromkeys(families["weights"], 1.0),
        ),
        transforms=departures(
            families["transforms"], dict.fromkeys(families["transforms"], LIKE_OTHERS)
        ),
    )


def _register_choices(app: Dash) -> None:
    asked = {name: ids.keyed(family, ALL) for name, family in FAMILIES.items()}

    @app.callback(
        Output(ids.SEGMENT_RECIPE_STORE, "data"),
        inputs={
            "plain": {name: Input(id, "value") for name, id in DROPDOWNS.items()},
            "values": {name: Input(members, "value") for name, members in asked.items()},
            "members": {name: State(members, "id") for name, members in asked.items()},
            "suggested": State(ids.SEGMENT_SUGGESTED_STORE, "data"),
            "data": State(ids.SEGMENT_RECIPE_STORE, "data"),
        },
        prevent_initial_call=True,
    )
    def _choose(plain: Any, values: Any, members: Any, suggested: Any, data: Data) -> Any:
        families = {
            name: {
                member["key"]: value for member, value in zip(members[name], values[name], strict=True)
            }
            for name in FAMILIES
        }
        recipe = Recipe.from_token((data or {})["token"])
        changed = choose_recipe(plain, families, suggested or (), recipe)
        return no_update if changed == recipe else {**(data or {}), "token": changed.to_token()}


def _register_live(app: Dash) -> None:
    """The slider, the charts and clicks on them: all in the browser, see assets/tessera-live.js."""
    slider, selected = ids.SEGMENT_SETTING_SLIDER, ids.SEGMENT_SELECTED_STORE
    choosers = ids.keyed(ids.SEGMENT_CHART_SELECTS, ALL)
    looks = (
        (selected, "data"),
        (ids.SEGMENT_DIMENSIONS_RADIO, "value"),
        (ids.SEGMENT_COLOUR_SELECT, "value"),
        (choosers, "value"),
    )
    live = (Output(slider, "value"), Input(ids.SEGMENT_LIVE_STORE, "data"), State(slider, "value"))
    seen = (
        Output(ids.SEGMENT_SETTING_TEXT, "title"),
        Input(slider, "value"),
        Input(ids.SHELL_THEME_STORE, "data"),
    )
    members = State(choosers, "id")
    _in_browser(app, "load", *live, *(State(*look) for look in looks), members)
    _in_browser(app, "look", *seen, *(Input(*look) for look in looks), members)
    clicks = Input(ids.keyed(ids.SEGMENT_GRAPHS, ALL), "clickData")
    _in_browser(app, "click", Output(selected, "data"), clicks, State(selected, "data"))
    lassoed = Input(ids.keyed(ids.SEGMENT_GRAPHS, "map"), "selectedData")
    _in_browser(app, "lasso", Output(ids.SEGMENT_LASSO_STORE, "data"), lassoed, Input(selected, "data"))
    steps = [Output(ids.SEGMENT_UNDO_BUTTON, "disabled"), Output(ids.SEGMENT_REDO_BUTTON, "disabled")]
    app.clientside_callback(
        ClientsideFunction("tessera", "remember"), *steps, Input(ids.SEGMENT_RECIPE_STORE, "data")
    )
    for name, id in {"undo": ids.SEGMENT_UNDO_BUTTON, "redo": ids.SEGMENT_REDO_BUTTON}.items():
        _in_browser(app, name, Output(id, "title"), Input(id, "n_clicks"))
    checks = ids.keyed(ids.SEGMENT_FEATURE_CHECKS, ALL)
    ticks = (Input(ids.SEGMENT_ALL_BUTTON, "n_clicks"), Input(ids.SEGMENT_NONE_BUTTON, "n_clicks"))
    _in_browser(app, "tick", Output(checks, "value"), *ticks, State(checks, "value"))
    weights = ids.keyed(ids.SEGMENT_WEIGHT_SLIDERS, ALL), ids.keyed(ids.SEGMENT_WEIGHT_TEXTS, ALL)
    _in_browser(app, "weights", Output(weights[1], "children"), Input(weights[0], "value"))
    opened = ids.SEGMENT_CONTROLS
    drawer = Input(ids.SEGMENT_CONTROLS_BUTTON, "n_clicks")
    _in_browser(app, "drawer", Output(opened, "className"), drawer, State(opened, "className"))


def _in_browser(app: Dash, name: str, *dependencies: Output | Input | State) -> None:
    app.clientside_callback(
        ClientsideFunction("tessera", name), *dependencies, prevent_initial_call=True
    )

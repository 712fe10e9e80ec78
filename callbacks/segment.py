"""The Segment page: choices become a recipe, the recipe a result; the slider stays in the browser."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.shared.jobs import (
    JobIds,
    JobProgress,
    follow_job,
    register_cancel,
    register_following,
    start_outputs,
    start_values,
)
from callbacks.shared.requests import (
    NO_MEMORY,
    Data,
    RecipeRequest,
    remember_params,
    remembered_params,
    values_by_member,
)
from core.errors import UserError
from core.model import Recipe
from core.plugins import Param
from core.segment import algorithm, reducer
from core.session import Session
from layouts import ids
from layouts.segment_controls import DIMENSIONS, LIKE_OTHERS, counting_feature

JOB = JobIds(
    ids.SEGMENT_LIVE_STORE,
    ids.SEGMENT_JOB_STORE,
    ids.SEGMENT_STATUS_STORE,
    ids.SEGMENT_JOB_INTERVAL,
    ids.SEGMENT_PROGRESS_BOX,
    ids.SEGMENT_PROGRESS,
    ids.SEGMENT_PROGRESS_TEXT,
    ids.SEGMENT_ERROR,
    ids.SEGMENT_CANCEL_BUTTON,
)
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


def start(session: Session, request: RecipeRequest) -> tuple[Any, Data, str]:
    """The result if it is there, else the job that makes it, else the reason why there can be none."""
    try:
        job = request.open(session).start()
    except UserError as error:
        return None, None, str(error)
    shown = request.to_json()
    return (None, {"job": job, **shown}, "") if job else (shown, None, "")


def follow(session: Session, job: Mapping[str, Any]) -> JobProgress:
    """Progress of the job, in the end with the result to show."""
    return follow_job(session, job["job"], RecipeRequest.from_json(job).to_json, stopped="")


def chosen_features(
    recipe: Recipe, checked: Mapping[str, bool], suggested: Sequence[str]
) -> tuple[str, ...] | None:
    """The ticked features; None, as in a new recipe, where they are the suggested ones."""
    ticked = tuple(name for name, on in checked.items() if on)
    return None if recipe.features is None and set(ticked) == set(suggested) else ticked


def departures(values: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """The values that differ from the defaults; an emptied field counts as its default."""
    return {n: value for n, value in values.items() if value not in (None, "", defaults.get(n))}


def _defaults(params: Sequence[Param]) -> dict[str, Any]:
    return {param.name: param.default for param in params}


def register(app: Dash, session: Callable[[], Session]) -> None:
    _register_job(app, session)
    _register_choices(app)
    _register_live(app)
    _register_ticks(app)


def _register_job(app: Dash, session: Callable[[], Session]) -> None:
    register_following(app, session, JOB, follow)
    register_cancel(app, session, JOB.cancel, JOB.job)

    @app.callback(
        *start_outputs(JOB),
        Input(ids.SEGMENT_RECIPE_STORE, "data"),
        Input(ids.SEGMENT_RUN_BUTTON, "n_clicks"),
    )
    def _start(data: Data, _clicks: int | None) -> tuple[Any, ...]:
        return start_values(*start(session(), RecipeRequest.from_json(data or {})))

    _in_browser(
        app,
        "markStale",
        Output(ids.SEGMENT_BEHIND_BOX, "hidden"),
        Output(ids.SEGMENT_BEHIND_TEXT, "children"),
        Output(ids.SEGMENT_BOARD, "className"),
        Input(ids.SEGMENT_PROGRESS_BOX, "hidden"),
        Input(ids.SEGMENT_LIVE_STORE, "data"),
        State(ids.SEGMENT_RECIPE_STORE, "data"),
    )


def choose_recipe(
    plain: Mapping[str, str],
    families: Mapping[str, Mapping[str, Any]],
    suggested: Sequence[str],
    recipe: Recipe,
    memory: Mapping[str, Mapping[str, Any]] = NO_MEMORY,
    dimensions: int = 2,
) -> Recipe:
    """The recipe that the page's controls describe.

    `plain` are the dropdowns' values by field, `families` those of each family by member. Another
    method and another view have the parameters that the `memory` has of them. A view that is arranged
    in so many `dimensions` as it is asked for has those of the map.
    """
    method, view = algorithm(plain["algorithm"]), reducer(plain["reducer"])
    place = {name: v for name, v in recipe.params.items() if name == method.swept}
    params = {**place, **departures(families["params"], _defaults(method.other_params))}
    if method.name != recipe.algorithm:
        params = memory["algorithm"].get(method.name, {})
    view_params = families["reducer_params"]
    if view.name != recipe.reducer:
        view_params = memory["reducer"].get(view.name, {})
    if any(param.name == DIMENSIONS for param in view.params):
        view_params = {**view_params, DIMENSIONS: dimensions}
    changed = recipe.with_changes(
        **{name: PARSED.get(name, str)(value) for name, value in plain.items()},
        params=params,
        reducer_params=departures(view_params, _defaults(view.params)),
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
    controls = {name: ids.keyed(family, ALL) for name, family in FAMILIES.items()}

    @app.callback(
        Output(ids.SEGMENT_RECIPE_STORE, "data"),
        inputs={
            "plain": {name: Input(id, "value") for name, id in DROPDOWNS.items()},
            "values": {name: Input(members, "value") for name, members in controls.items()},
            "members": {name: State(members, "id") for name, members in controls.items()},
            "dimensions": Input(ids.SEGMENT_DIMENSIONS_RADIO, "value"),
            "suggested": State(ids.SEGMENT_SUGGESTED_STORE, "data"),
            "data": State(ids.SEGMENT_RECIPE_STORE, "data"),
            "before": State(ids.SHELL_PARAMS_STORE, "data"),
        },
        prevent_initial_call=True,
    )
    def _choose(
        plain: Any, values: Any, members: Any, dimensions: Any, suggested: Any, data: Data, before: Data
    ) -> Any:
        families = {name: values_by_member(members[name], values[name]) for name in FAMILIES}
        shown = RecipeRequest.from_json(data or {})
        recipe = Recipe.from_token(shown.token)
        memory = remember_params(remembered_params(before, shown.dataset), recipe)
        changed = choose_recipe(plain, families, suggested or (), recipe, memory, int(dimensions))
        return no_update if changed == recipe else {**(data or {}), "token": changed.to_token()}

    @app.callback(
        Output(ids.SHELL_PARAMS_STORE, "data"),
        Input(ids.SEGMENT_RECIPE_STORE, "data"),
        State(ids.SHELL_PARAMS_STORE, "data"),
    )
    def _remember_params(data: Data, before: Data) -> Any:
        shown = RecipeRequest.from_json(data or {})
        return remember_params(remembered_params(before, shown.dataset), Recipe.from_token(shown.token))


def _register_live(app: Dash) -> None:
    """The slider, the charts and clicks on them: all in the browser, see assets/segment/."""
    slider, selected = ids.SEGMENT_SETTING_SLIDER, ids.SEGMENT_SELECTED_STORE
    choosers = ids.keyed(ids.SEGMENT_CHART_SELECTS, ALL)
    looks = (
        (selected, "data"),
        (ids.SEGMENT_DIMENSIONS_RADIO, "value"),
        (ids.SEGMENT_COLOUR_SELECT, "value"),
        (choosers, "value"),
    )
    live = (Output(slider, "value"), Input(ids.SEGMENT_LIVE_STORE, "data"), State(slider, "value"))
    shown = (
        Output(ids.SEGMENT_SETTING_TEXT, "title"),
        Input(slider, "value"),
        Input(ids.SHELL_THEME_STORE, "data"),
    )
    members = State(choosers, "id")
    _in_browser(app, "load", *live, *(State(*look) for look in looks), members)
    _in_browser(app, "look", *shown, *(Input(*look) for look in looks), members)
    clicks = Input(ids.keyed(ids.SEGMENT_GRAPHS, ALL), "clickData")
    _in_browser(app, "click", Output(selected, "data"), clicks, State(selected, "data"))
    lassoed = [Input(ids.keyed(ids.SEGMENT_GRAPHS, slot), "selectedData") for slot in ("map", "matrix")]
    _in_browser(
        app, "lasso", Output(ids.SEGMENT_LASSO_STORE, "data"), *lassoed, Input(selected, "data")
    )
    steps = [Output(ids.SEGMENT_UNDO_BUTTON, "disabled"), Output(ids.SEGMENT_REDO_BUTTON, "disabled")]
    app.clientside_callback(
        ClientsideFunction("tessera", "followRecipe"), *steps, Input(ids.SEGMENT_RECIPE_STORE, "data")
    )
    for name, id in {"undo": ids.SEGMENT_UNDO_BUTTON, "redo": ids.SEGMENT_REDO_BUTTON}.items():
        _in_browser(app, name, Output(id, "title"), Input(id, "n_clicks"))
    weights = ids.keyed(ids.SEGMENT_WEIGHT_SLIDERS, ALL), ids.keyed(ids.SEGMENT_WEIGHT_TEXTS, ALL)
    _in_browser(app, "weights", Output(weights[1], "children"), Input(weights[0], "value"))
    opened = ids.SEGMENT_CONTROLS
    drawer = Input(ids.SEGMENT_CONTROLS_BUTTON, "n_clicks")
    _in_browser(app, "drawer", Output(opened, "className"), drawer, State(opened, "className"))


def _register_ticks(app: Dash) -> None:
    """Ticks of features, and the count of the columns that are used."""
    checks = ids.keyed(ids.SEGMENT_FEATURE_CHECKS, ALL)
    buttons = (ids.SEGMENT_ALL_BUTTON, ids.SEGMENT_NONE_BUTTON, ids.SEGMENT_USABLE_BUTTON)
    ticks = [Input(button, "n_clicks") for button in buttons]
    usable = ids.SEGMENT_USABLE_STORE
    before = (State(usable, "data"), State(checks, "value"), State(checks, "id"))
    scale = Output(ids.SEGMENT_SCALE_SELECT, "value")
    _in_browser(app, "tick", Output(checks, "value"), scale, *ticks, *before)
    used = (ids.SEGMENT_USED_TEXT, "children"), (ids.SEGMENT_USABLE_BUTTON, "children")
    shown = Output(ids.SEGMENT_USABLE_BUTTON, "hidden")
    count = (Input(checks, "value"), Input(usable, "data"), State(checks, "id"))
    _in_browser(app, "countFeatures", *(Output(*each) for each in used), shown, *count)


def _in_browser(app: Dash, name: str, *dependencies: Output | Input | State) -> None:
    app.clientside_callback(
        ClientsideFunction("tessera", name), *dependencies, prevent_initial_call=True
    )

"""The contents of the Segment page that follow its result and its method."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import ALL, Dash, Input, Output, State, no_update

from callbacks.shared.requests import Data, RecipeRequest, remembered_params
from core.charts import charts_by_slot
from core.model import Recipe
from core.segment import algorithm, reducer
from core.session import Session
from layouts import ids
from layouts.controls import param_fields, slider_ends, slider_range
from layouts.parts import options
from layouts.segment_controls import (
    colour_options,
    counting_options,
    features,
    transforms,
    view_fields,
)


def fill(session: Session, live: Data, filled: bool) -> tuple[Any, ...]:
    """Rows of the features, their transforms, choices of colour and of weight, the suggested features,
    the usable ones, notices, and the text on top; the first four only where they are not `filled`."""
    if not live:
        return (no_update,) * 8
    result = RecipeRequest.from_json(live).open(session)
    recipe, summary = result.run.recipe, result.summary()
    text = f"{result.run.dataset.name} · {summary['customers']:,} customers"
    always = summary["suggested"], summary["usable"], summary["notices"], text
    if filled:
        return *(no_update,) * 4, *always
    titles = {f["name"]: f["title"] for f in summary["features"]}
    chosen = summary["suggested"] if recipe.features is None else recipe.features
    rows = features(titles, chosen, recipe.weights, summary["steps"])
    dropdowns = transforms(titles, recipe.transforms)
    numbers = {f["name"]: f["title"] for f in summary["features"] if f["numeric"]}
    counting = counting_options(recipe.sample_weight, numbers)
    return rows, dropdowns, colour_options(titles), counting, *always


def method_controls(name: str, params: Mapping[str, Any]) -> tuple[Any, ...]:
    """The fields of a method's parameters, what it is, its slider's name, ends, low, high and step."""
    method = algorithm(name)
    fields = param_fields(ids.SEGMENT_PARAM_FIELDS, method.other_params, params)
    return fields, method.summary, method.slider.title, slider_ends(method), *slider_range(method)


def chart_choices(
    live: Mapping[str, Any], slots: Sequence[str], before: Sequence[Any]
) -> tuple[list[Any], list[Any]]:
    """The choices of every card's dropdown as suits the method of the result, and the usual chart; no
    update where they are those of `before`, so that what is chosen meanwhile stays."""
    cards = charts_by_slot(algorithm(Recipe.from_token(live["token"]).algorithm))
    pairs = [options([(spec.name, spec.title) for spec in cards[slot]]) for slot in slots]
    values = [
        no_update if old == new else new[0]["value"] for old, new in zip(before, pairs, strict=True)
    ]
    return pairs, values


def register(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.SEGMENT_FEATURES, "children"),
        Output(ids.SEGMENT_TRANSFORMS, "children"),
        Output(ids.SEGMENT_COLOUR_SELECT, "options"),
        Output(ids.SEGMENT_COUNTING_SELECT, "options"),
        Output(ids.SEGMENT_SUGGESTED_STORE, "data"),
        Output(ids.SEGMENT_USABLE_STORE, "data"),
        Output(ids.SHELL_NOTICES_STORE, "data", allow_duplicate=True),
        Output(ids.SHELL_DATASET_TEXT, "children", allow_duplicate=True),
        Input(ids.SEGMENT_LIVE_STORE, "data"),
        State(ids.SEGMENT_FEATURES, "children"),
        prevent_initial_call=True,
    )
    def _fill(live: Data, rows: Any) -> tuple[Any, ...]:
        return fill(session(), live, bool(rows))

    choosers = ids.keyed(ids.SEGMENT_CHART_SELECTS, ALL)

    @app.callback(
        Output(choosers, "options"),
        Output(choosers, "value"),
        Input(ids.SEGMENT_LIVE_STORE, "data"),
        State(choosers, "id"),
        State(choosers, "options"),
        prevent_initial_call=True,
    )
    def _charts(live: Data, members: Any, before: Any) -> Any:
        if not live:
            return [no_update] * len(members), [no_update] * len(members)
        return chart_choices(live, [member["key"] for member in members], before)

    _register_method(app)


def _register_method(app: Dash) -> None:
    """Controls that follow the chosen method and view, with what was last chosen for them."""
    memory = State(ids.SHELL_PARAMS_STORE, "data"), State(ids.SEGMENT_RECIPE_STORE, "data")
    slider = ids.SEGMENT_SETTING_SLIDER

    @app.callback(
        Output(ids.SEGMENT_PARAMS, "children"),
        Output(ids.SEGMENT_ALGORITHM_HELP, "children"),
        Output(ids.SEGMENT_SETTING_LABEL, "children"),
        Output(ids.SEGMENT_SETTING_ENDS, "children"),
        *(Output(slider, end) for end in ("min", "max", "step")),
        Input(ids.SEGMENT_ALGORITHM_SELECT, "value"),
        *memory,
        prevent_initial_call=True,
    )
    def _method(name: str, before: Data, shown: Data) -> tuple[Any, ...]:
        return method_controls(name, _params_of("algorithm", name, before, shown))

    @app.callback(
        Output(ids.SEGMENT_REDUCER_PARAMS, "children"),
        Input(ids.SEGMENT_REDUCER_SELECT, "value"),
        *memory,
        prevent_initial_call=True,
    )
    def _reducer_params(name: str, before: Data, shown: Data) -> Any:
        params = _params_of("reducer", name, before, shown)
        return view_fields(reducer(name), params)


def _params_of(kind: str, name: str, before: Data, shown: Data) -> Mapping[str, Any]:
    """Parameters that were last chosen for a method or a view on the data set that is shown."""
    memory = remembered_params(before, (shown or {}).get("dataset", ""))
    params: Mapping[str, Any] = memory[kind].get(name, {})
    return params

"""The controls of the Segment page: method, features with weights, preparation, view."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from core.features import ENCODE, IMPUTE, SCALE, TRANSFORM
from core.model import Recipe
from core.plugins import Param, ReducerSpec
from core.segment import algorithm, algorithms, reducer, reducers
from layouts import ids
from layouts.address import Address
from layouts.controls import feature_row, param_fields
from layouts.glossary import GLOSSARY
from layouts.parts import field, icon, icon_button, options, radio, select

WINSORISE = (
    ("0.0", "Keep as they are"),
    ("0.01", "Cap at 1 % each end"),
    ("0.05", "Cap at 5 % each end"),
)
# Methods in the order in which most people need them; the others follow.
FIRST = ("kmeans", "rfm_map", "value_tiers", "lifecycle", "own_rules")
VIEWS = f"PCA: {GLOSSARY['PCA']} t-SNE: {GLOSSARY['t-SNE']}"
COUNTS_THE_SAME = ("same", "The same")
COUNTS_BY = "by "
COLOUR_BY_SEGMENT = ("segment", "Segment")
LIKE_OTHERS = "like"
DIMENSIONS = "dimensions"  # of the map, and of a view that is arranged in as many


def controls(recipe: Recipe, address: Address) -> html.Aside:
    return html.Aside(
        [
            _panel_head(),
            *_method(recipe),
            _features_field(),
            _choice(ids.SEGMENT_TRANSFORM_SELECT, TRANSFORM, recipe),
            _choice(ids.SEGMENT_SCALE_SELECT, SCALE, recipe),
            _view(recipe, address.view),
            _more_choices(recipe),
            _download_buttons(),
        ],
        id=ids.SEGMENT_CONTROLS,
        className="controls",
        **{"aria-label": "Controls"},
    )


def _features_field() -> html.Fieldset:
    """The features with their weights, and how many of the columns are used."""
    usable = html.Button(
        id=ids.SEGMENT_USABLE_BUTTON,
        type="button",
        hidden=True,
        className="link-button",
        title="All columns about the customer, scaled from 0 to 1, so that numbers and categories count "
        "alike (Gower)",
    )
    return html.Fieldset(
        [
            html.Legend("Features and weights", className="field-label"),
            html.Div(
                [_tick(ids.SEGMENT_ALL_BUTTON, "All"), _tick(ids.SEGMENT_NONE_BUTTON, "None")],
                className="ticks",
            ),
            html.P(
                [html.Span(id=ids.SEGMENT_USED_TEXT), usable], className="used-features", role="status"
            ),
            html.Div(id=ids.SEGMENT_FEATURES, className="feature-list"),
        ]
    )


def _method(recipe: Recipe) -> list[Any]:
    """The method, the button that suggests one, and the parameters beside its slider."""
    method = algorithm(recipe.algorithm)
    specs = sorted(
        algorithms().values(),
        key=lambda spec: FIRST.index(spec.name) if spec.name in FIRST else len(FIRST),
    )
    methods = [(spec.name, spec.title) for spec in specs]
    return [
        field("Method", select(ids.SEGMENT_ALGORITHM_SELECT, methods, recipe.algorithm)),
        html.P(method.summary, id=ids.SEGMENT_ALGORITHM_HELP, className="method-help"),
        html.Button(
            "Suggest for me",
            id=ids.SEGMENT_SUGGEST_BUTTON,
            type="button",
            className="btn btn-outline-secondary btn-sm",
        ),
        html.Div(id=ids.SEGMENT_PROPOSAL, className="proposal", role="status"),
        html.Div(
            param_fields(ids.SEGMENT_PARAM_FIELDS, method.other_params, recipe.params),
            id=ids.SEGMENT_PARAMS,
            className="method-params",
        ),
    ]


def _tick(id: str, words: str) -> html.Button:
    label = f"{words} of the features"
    return html.Button(words, id=id, type="button", className="link-button", **{"aria-label": label})


def _panel_head() -> html.Div:
    return html.Div(
        [
            html.H1("Segment", className="panel-title"),
            html.Div(
                [
                    icon_button(
                        ids.SEGMENT_UNDO_BUTTON, "arrow-counterclockwise", "Undo", disabled=True
                    ),
                    icon_button(ids.SEGMENT_REDO_BUTTON, "arrow-clockwise", "Redo", disabled=True),
                ]
            ),
        ],
        className="panel-head",
    )


def view_fields(view: ReducerSpec, values: Mapping[str, Any]) -> list[html.Div]:
    """Fields of a view's parameters; its dimensions are those of the map, chosen beside it."""
    params = tuple(param for param in view.params if param.name != DIMENSIONS)
    return param_fields(ids.SEGMENT_REDUCER_FIELDS, params, values)


def _view(recipe: Recipe, view: Mapping[str, str]) -> html.Div:
    views = [(spec.name, spec.title) for spec in reducers().values()]
    return html.Div(
        [
            field("View", select(ids.SEGMENT_REDUCER_SELECT, views, recipe.reducer), VIEWS),
            html.Div(
                [
                    radio(
                        ids.SEGMENT_DIMENSIONS_RADIO,
                        ((2, "2-D"), (3, "3-D")),
                        3
                        if "3" in (view.get(DIMENSIONS), str(recipe.reducer_params.get(DIMENSIONS)))
                        else 2,
                        "Dimensions of the map",
                    ),
                    html.Div(
                        [
                            html.Label(
                                "Colour the map by",
                                htmlFor=ids.SEGMENT_COLOUR_SELECT,
                                className="visually-hidden",
                            ),
                            select(
                                ids.SEGMENT_COLOUR_SELECT,
                                (COLOUR_BY_SEGMENT,),
                                view.get("colour", "segment"),
                                small=True,
                            ),
                        ]
                    ),
                ],
                className="view-row",
            ),
        ]
    )


def _more_choices(recipe: Recipe) -> html.Details:
    """Choices that most people leave alone."""
    view = reducer(recipe.reducer)
    extremes = _add_choice(WINSORISE, str(recipe.winsorise), f"Cap at {recipe.winsorise:.0%} each end")
    winsorise = field(
        "Extreme values",
        select(ids.SEGMENT_WINSORISE_SELECT, extremes, str(recipe.winsorise), True),
        GLOSSARY["Extreme values"],
    )
    return html.Details(
        [
            html.Summary("More choices"),
            winsorise,
            _choice(ids.SEGMENT_IMPUTE_SELECT, IMPUTE, recipe, small=True),
            _choice(ids.SEGMENT_ENCODE_SELECT, ENCODE, recipe, small=True),
            _counting_field(recipe.sample_weight),
            field(
                "Find segments on",
                select(
                    ids.SEGMENT_COMPONENTS_SELECT,
                    _component_choices(recipe),
                    str(recipe.components),
                    True,
                ),
                "Usually the features themselves; the map is only a picture.",
            ),
            html.Div(
                view_fields(view, recipe.reducer_params),
                id=ids.SEGMENT_REDUCER_PARAMS,
            ),
            field("Seed", seed_select(recipe.seed), GLOSSARY["Seed"]),
            html.H2("Transform by feature", className="field-label"),
            html.Div(id=ids.SEGMENT_TRANSFORMS, className="transform-list"),
        ],
        className="more",
    )


def _choice(id: str, param: Param, recipe: Recipe, small: bool = False) -> html.Div:
    control = select(id, param.choices, getattr(recipe, param.name), small)
    return field(param.title, control, param.help)


def _add_choice(pairs: Sequence[tuple[str, str]], value: str, words: str) -> list[tuple[str, str]]:
    """The choices, and one more for a value that a recipe may have but the page does not offer."""
    return [*pairs] if value in dict(pairs) else [*pairs, (value, words)]


def _counting_field(weight_feature: str | None) -> html.Div:
    pairs, value = _counting_choices(weight_feature, {}), _counting_choice(weight_feature)
    return field(
        "Each customer counts",
        select(ids.SEGMENT_COUNTING_SELECT, pairs, value, True),
        "By revenue, for example, segments form where the money is. For K-Means only; scores count each "
        "customer once.",
    )


def _counting_choices(weight_feature: str | None, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    by = ((_counting_choice(name), f"By {title}") for name, title in titles.items())
    return _add_choice([COUNTS_THE_SAME, *by], _counting_choice(weight_feature), f"By {weight_feature}")


def _counting_choice(feature: str | None) -> str:
    return COUNTS_THE_SAME[0] if feature is None else COUNTS_BY + feature


def counting_feature(choice: str) -> str | None:
    """The feature that a choice of the dropdown names; None where all customers count the same."""
    return choice.removeprefix(COUNTS_BY) if choice.startswith(COUNTS_BY) else None


def _component_choices(recipe: Recipe) -> list[tuple[str, str]]:
    choices = [("0", "The features"), *((str(n), f"First {n} components") for n in range(2, 7))]
    return _add_choice(choices, str(recipe.components), f"First {recipe.components} components")


def seed_select(seed: int) -> Any:
    pairs = [(str(n), str(n)) for n in sorted({*range(10), seed})]
    return select(ids.SEGMENT_SEED_SELECT, pairs, str(seed), small=True)


def _download_buttons() -> html.Div:
    kinds = (
        (ids.SEGMENT_TAKE_CSV, "CSV", "customers_csv"),
        (ids.SEGMENT_TAKE_XLSX, "Excel", "customers_xlsx"),
        (ids.SEGMENT_TAKE_RECIPE, "Recipe", "recipe"),
    )
    buttons = [
        html.Button(
            [icon("download"), label],
            id=id,
            type="button",
            className="btn btn-outline-secondary btn-sm",
            **{"data-take": take},
        )
        for id, label, take in kinds
    ]
    return html.Div(
        [html.H2("Download", className="field-label"), html.Div(buttons, className="take-row")]
    )


def features(
    titles: Mapping[str, str],
    chosen: Sequence[str],
    weights: Mapping[str, float],
    steps: Mapping[str, str],
) -> list[html.Div]:
    """A row a feature, in the order of the customer table."""
    return [
        feature_row(name, title, name in chosen, weights.get(name, 1.0), steps.get(name, ""))
        for name, title in titles.items()
    ]


def transforms(titles: Mapping[str, str], chosen_transforms: Mapping[str, str]) -> list[html.Div]:
    """A dropdown a feature for a transform of its own."""
    pairs = ((LIKE_OTHERS, "Like the others"), *TRANSFORM.choices[1:])
    return [
        field(
            title,
            select(
                ids.keyed(ids.SEGMENT_TRANSFORM_SELECTS, name),
                pairs,
                chosen_transforms.get(name, LIKE_OTHERS),
                True,
            ),
        )
        for name, title in titles.items()
    ]


def counting_options(weight_feature: str | None, titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Features that a customer can count by: the numeric ones, by title, and the recipe's."""
    return options(_counting_choices(weight_feature, titles))


def colour_options(titles: Mapping[str, str]) -> list[dict[str, Any]]:
    return options((COLOUR_BY_SEGMENT, *titles.items()))

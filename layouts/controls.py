"""Controls made from a `Param`'s limits, so that a new parameter needs no page of its own."""

from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from core.errors import UserError
from core.features import WEIGHT
from core.plugins import AlgorithmSpec, Param
from layouts import ids
from layouts.parts import field, select

SETTLE_MS = 250
TEXT_SETTLE_MS = 1_000

STOPS = 24


def param_field(family: str, param: Param, value: Any) -> html.Div:
    """A dropdown for a choice, a text area for a text, a number field for a number."""
    member = ids.keyed(family, param.name)
    current = param.default if value is None else value
    if param.choices:
        return field(param.title, select(member, param.choices, current, small=True), param.help)
    if param.letters:
        return field(param.title, text_field(member, param, current), param.help)
    return field(param.title, number_field(member, param, current), param.help)


def text_field(id: Any, param: Param, value: str) -> dbc.Textarea:
    """A text area whose value is taken once it is left, or after a second of rest."""
    return dbc.Textarea(
        id=id,
        value=value,
        maxlength=param.letters,
        rows=4,
        debounce=TEXT_SETTLE_MS,
        class_name="form-control-sm rules-text",
        spellcheck=False,
    )


def number_field(id: Any, param: Param, value: Any, settle: int = SETTLE_MS) -> dbc.Input:
    """A field whose value follows the typing after `settle` milliseconds of rest.

    Any number may be typed where the parameter does not count: the browser keeps back what is beside
    a step.
    """
    most = param.high if param.most is None else param.most
    step = 1 if isinstance(param.default, int) else "any"
    return dbc.Input(
        id=id,
        type="number",
        value=value,
        min=param.low,
        max=most,
        step=step,
        debounce=settle,
        size="sm",
    )


def param_fields(family: str, params: tuple[Param, ...], values: Mapping[str, Any]) -> list[html.Div]:
    return [param_field(family, param, values.get(param.name)) for param in params]


def slider_range(method: AlgorithmSpec) -> tuple[float, float, float]:
    """Low, high and step; where the stops depend on the table, their places, until it is known."""
    if method.adaptive:
        return 0, STOPS - 1, 1
    return method.slider.low, method.slider.high, method.slider.step


def setting_slider(method: AlgorithmSpec, value: float | None) -> html.Div:
    """The live slider: its number follows the hand, the charts follow the number."""
    param, (low, high, step) = method.slider, slider_range(method)
    current = param.default if value is None else value
    return html.Div(
        [
            html.Div(
                [
                    html.Label(
                        param.title,
                        id=ids.SEGMENT_SETTING_LABEL,
                        className="field-label",
                        htmlFor=ids.SEGMENT_SETTING_SLIDER,
                    ),
                    html.Output(
                        "" if method.adaptive else str(current),
                        id=ids.SEGMENT_SETTING_TEXT,
                        className="setting-value",
                    ),
                ],
                className="setting-head",
            ),
            dbc.Input(
                id=ids.SEGMENT_SETTING_SLIDER,
                type="range",
                min=low,
                max=high,
                step=step,
                value=STOPS // 2 if method.adaptive else current,
                class_name="form-range setting-slider",
            ),
            html.Div(slider_ends(method), id=ids.SEGMENT_SETTING_ENDS, className="ends"),
        ],
        className="field setting-field",
    )


def slider_ends(method: AlgorithmSpec) -> list[html.Span]:
    """Labels of the slider's ends; the page's script fills in stops that depend on the table."""
    if method.adaptive:
        return [html.Span(), html.Span()]
    return [html.Span(f"{method.slider.low:g}"), html.Span(f"{method.slider.high:g}")]


def feature_row(name: str, title: str, is_chosen: bool, weight: float, step: str) -> html.Div:
    """A feature's checkbox and weight; `step` says how it is prepared."""
    check, slider = (
        ids.keyed(ids.SEGMENT_FEATURE_CHECKS, name),
        ids.keyed(ids.SEGMENT_WEIGHT_SLIDERS, name),
    )
    return html.Div(
        [
            dbc.Checkbox(id=check, value=is_chosen, label=title, class_name="feature-check"),
            dbc.Input(
                id=slider,
                type="range",
                min=WEIGHT.low,
                max=WEIGHT.high,
                step=WEIGHT.step,
                value=weight,
                debounce=SETTLE_MS,
                class_name="form-range weight-slider",
            ),
            html.Output(
                f"{weight:g}",
                id=ids.keyed(ids.SEGMENT_WEIGHT_TEXTS, name),
                className="weight-value",
                **{"aria-hidden": "true"},
            ),
            html.Label(f"Weight of {title}", htmlFor=ids.text(slider), className="visually-hidden"),
        ],
        className="feature-row",
        title=step or None,
        **{"data-feature": name},
    )


class NoNumber(UserError):
    template = "'{title}' needs a number from {low:,.15g} to {most:,.15g}."


def read_number(param: Param, value: Any) -> Any:
    """The checked number of a field; NoNumber where it is empty, BadParameter beyond the limits."""
    if value is None:
        raise NoNumber(title=param.title, low=param.low, most=param.most or param.high)
    return param.check(value)

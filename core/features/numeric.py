"""Preparation of a number: filled, cut off, transformed where skewed, scaled and weighted."""

from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.preprocessing import FunctionTransformer

from core.data import MISSING_INDICATOR_SHARE
from core.features import words
from core.features.transformers import (
    LARGEST,
    Winsoriser,
    YeoJohnson,
    as_numbers,
    floored_log,
    floored_log1p,
)
from core.features.treatment import (
    Feature,
    Step,
    Treatment,
    apply_steps,
    build_pipeline,
    describe_steps,
    is_constant,
    scaling_steps,
)
from core.model import Floats, Notice

SKEWED = 1.0  # skewness above which "auto" transforms; lower, more features are transformed
FEW_NEGATIVE = 0.01  # share of negative values that a logarithm may count as 0; more need Yeo-Johnson


def treat_number(feature: Feature) -> Treatment:
    """Choose the steps for a feature of numbers.

    Left out where it is empty or the same for everyone.
    """
    raw = as_numbers(feature.values)
    missing = np.isnan(raw)
    if missing.all():
        return feature.leave_out(words.ALL_MISSING)
    fill = _imputation_steps(feature, raw, float(missing.mean()))
    filled = apply_steps(fill, raw)
    if is_constant(filled):
        return feature.leave_out(words.ALL_ALIKE)
    change = _transform_steps(filled, feature.transform)
    scale = scaling_steps(apply_steps(change, filled), feature.recipe)
    steps = [*fill, *change, *scale]
    branches = [build_pipeline(steps, feature.weight)]
    if missing.mean() >= MISSING_INDICATOR_SHARE:
        branches.append(build_pipeline(_indicator_steps(), feature.weight))
    return Treatment(
        feature.name,
        describe_steps(steps, feature.weight),
        tuple(branches),
        change[0].words if change else "",
        (
            *_number_notices(feature, raw, filled, change),
            *feature.missing_notices(missing, words.filled_with(feature.recipe.impute)),
        ),
    )


AVERAGES: dict[str, Callable[[Floats], Any]] = {"median": np.nanmedian, "mean": np.nanmean}


def _imputation_steps(feature: Feature, raw: Floats, missing: float) -> list[Step]:
    share, average = feature.recipe.winsorise, feature.recipe.impute
    winsoriser = Winsoriser(share)
    # SimpleImputer's own median sorts: four times slower, and this is needed twice.
    value = float(AVERAGES[average](winsoriser.fit_transform(raw)))
    filled = words.filled_step(missing, average, missing >= MISSING_INDICATOR_SHARE)
    imputer = SimpleImputer(strategy="constant", fill_value=value)
    return [Step(words.capped_step(share), winsoriser), Step(filled, imputer)]


def _indicator_steps() -> list[Step]:
    return [Step("", FunctionTransformer(as_numbers)), Step("", MissingIndicator(features="all"))]


def _transform_steps(values: Floats, choice: str) -> list[Step]:
    if choice == "none" or (choice == "auto" and _skewness(values) <= SKEWED):
        return []
    if choice == "auto":
        return _least_skewed_steps(values)
    log = _log_steps(values) if choice == "log" else []
    steps = log or [_yeo_johnson_step(values)]
    return [] if is_constant(apply_steps(steps, values)) else steps


def _least_skewed_steps(values: Floats) -> list[Step]:
    """The first of logarithm and Yeo-Johnson that brings the skewness within 1, else the best."""
    best: list[Step] = []
    least = abs(_skewness(values))
    for step in (*_log_steps(values), _yeo_johnson_step(values)):
        changed = apply_steps([step], values)
        if not is_constant(changed) and abs(_skewness(changed)) < least:
            best, least = [step], abs(_skewness(changed))
        if least <= SKEWED:
            break
    return best


def _log_steps(values: Floats) -> list[Step]:
    low = float(values.min())
    if low < 0:
        return _log_steps_from_zero(values)
    name, log = ("natural log", floored_log) if low else ("log(1 + value)", floored_log1p)
    return [Step(name, FunctionTransformer(log, kw_args={"floor": low}))]


def _log_steps_from_zero(values: Floats) -> list[Step]:
    """Logarithm of values of which few are negative, these as 0.

    None where more are: their sign costs all others.
    """
    if np.mean(values < 0) > FEW_NEGATIVE:
        return []
    log = FunctionTransformer(floored_log1p, kw_args={"floor": 0.0})
    return [Step(words.LOG_FROM_ZERO, log)]


def _yeo_johnson_step(values: Floats) -> Step:
    most = YeoJohnson.rows
    return Step(words.yeo_johnson_step(most if len(values) > most else 0), YeoJohnson())


def _skewness(values: Floats) -> float:
    standardised = (values - values.mean()) / values.std()
    return float(np.mean(standardised * standardised * standardised))


def _number_notices(
    feature: Feature, raw: Floats, filled: Floats, change: list[Step]
) -> tuple[Notice, ...]:
    notices = []
    if (np.isnan(raw) & feature.values.notna().to_numpy()[:, None]).any():
        notices.append(feature.notice(words.too_large_sentence(LARGEST), warning=True))
    if feature.transform == "log" and filled.min() < 0 and not _log_steps(filled):
        notices.append(feature.notice(words.NEGATIVE_LOG, warning=True))
    if feature.transform != "none" and feature.transform != "auto" and not change:
        notices.append(feature.notice(words.UNTRANSFORMED, warning=True))
    return tuple(notices)

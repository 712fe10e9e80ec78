"""Preparation of a category: filled, then a column for each category or its frequency, weighted."""

from dataclasses import replace
from math import sqrt

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder

from core.data import MISSING_INDICATOR_SHARE
from core.features import words
from core.features.transformers import CategoryCoder, FrequencyEncoder
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
from core.model import Floats

# Categories up to which "auto" gives each a column; above it, a column of frequencies serves all.
ONE_HOT = 12
ONE_HOT_MOST = 50  # columns that a feature may become; the rare categories share the last one
MISSING = -1.0  # the code of a missing value that is a category of its own

# Two customers of different categories are then 1 apart, one standard deviation of a standardised
# number, where two customers' numbers are sqrt(2) apart in root mean square: a category does not
# outweigh a number.
ONE_HOT_WEIGHT = 1 / sqrt(2)


def treat_category(feature: Feature) -> Treatment:
    """Choose the steps for a feature of categories.

    Left out where it is empty or the same for everyone.
    """
    missing = feature.values.isna().to_numpy()
    if missing.all():
        return feature.leave_out(words.ALL_MISSING)
    fill = _imputation_steps(float(missing.mean()))
    codes = apply_steps(fill, feature.values)
    levels = len(np.unique(codes))
    if levels == 1:
        return feature.leave_out(words.ALL_ALIKE)
    encode = feature.recipe.encode
    onehot = encode == "onehot" or (encode == "auto" and levels <= ONE_HOT)
    treated = (
        _one_hot_treatment(feature, fill, levels)
        if onehot
        else _frequency_treatment(feature, fill, codes, levels)
    )
    gaps = feature.missing_notices(missing, words.MISSING_CATEGORY)
    return replace(treated, notices=(*treated.notices, *gaps))


def _imputation_steps(missing: float) -> list[Step]:
    code = Step("", CategoryCoder())
    if missing >= MISSING_INDICATOR_SHARE:
        imputer = SimpleImputer(strategy="constant", fill_value=MISSING)
        return [
            code,
            Step(words.missing_category_step(missing), imputer),
        ]
    filled = words.filled_step(missing, "commonest")
    return [code, Step(filled, SimpleImputer(strategy="most_frequent"))]


def _one_hot_treatment(feature: Feature, fill: list[Step], levels: int) -> Treatment:
    encoder = OneHotEncoder(
        max_categories=ONE_HOT_MOST, handle_unknown="infrequent_if_exist", sparse_output=False
    )
    many = levels > ONE_HOT_MOST
    text = words.many_categories_sentence(levels, ONE_HOT_MOST)
    return Treatment(
        feature.name,
        describe_steps([*fill, Step(words.ONE_HOT, encoder)], feature.weight),
        (build_pipeline([*fill, Step("", encoder)], feature.weight * ONE_HOT_WEIGHT),),
        notices=(feature.notice(text),) if many else (),
    )


def column_categories(block: Pipeline) -> list[str]:
    """Category that each column of a fitted block of one-hot columns stands for."""
    levels, encoder = block[0].levels_, block[-2]
    rare = encoder.infrequent_categories_[0]
    codes = np.setdiff1d(encoder.categories_[0], [] if rare is None else rare)
    names = ["missing" if code == MISSING else levels[int(code)] for code in codes]
    return names if rare is None else [*names, "other categories"]


def _frequency_treatment(feature: Feature, fill: list[Step], codes: Floats, levels: int) -> Treatment:
    encode = [*fill, Step(words.FREQUENCY, FrequencyEncoder())]
    shares = apply_steps(encode[-1:], codes)
    if is_constant(shares):
        return feature.leave_out(words.EQUALLY_FREQUENT)
    steps = [*encode, *scaling_steps(shares, feature.recipe)]
    return Treatment(
        feature.name,
        describe_steps(steps, feature.weight),
        (build_pipeline(steps, feature.weight),),
        notices=(feature.notice(words.frequency_sentence(levels)),),
    )

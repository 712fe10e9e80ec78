"""Preparation of customers to the feature matrix, through one scikit-learn Pipeline."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pandas as pd
from sklearn import config_context
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.impute import MissingIndicator
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder

from core.errors import UserError
from core.features.categorical import column_categories, treat_category
from core.features.cautions import matrix_cautions
from core.features.choices import CHOICES, COMPONENTS, TRANSFORM, WEIGHT
from core.features.numeric import treat_number
from core.features.sample_weight import compute_sample_weight
from core.features.treatment import Feature, Treatment
from core.features.words import NO_WEIGHT, components_sentence
from core.model import Customers, FeatureMatrix, Floats, Notice, Recipe
from core.text import join_quoted


class UnknownFeature(UserError):
    template = "There is no feature '{name}'. Choose among: {known}."


class NoFeatureLeft(UserError):
    template = (
        "No feature is left to find segments with. Choose at least one whose values differ "
        "between customers and whose weight is above 0."
    )


class MissingFeatures(UserError):
    template = "These customers have no column {names}. Add what the segments were found with."


@dataclass(frozen=True)
class Preparation:
    """A fitted Pipeline and the matrix it made; `transform` prepares new customers the same way."""

    pipeline: Pipeline
    feature_matrix: FeatureMatrix

    @classmethod
    def fit(cls, customers: Customers, recipe: Recipe) -> Self:
        """Prepare the recipe's features (without a choice, the suggested ones).

        UnknownFeature, BadParameter, NoFeatureLeft or what `compute_sample_weight` raises where the recipe
        does not fit the customers.
        """
        _check_choices(customers, recipe)
        # Our transformers let no infinity through, and `_check_choices` has judged the choices; judged again
        # at every step of every feature, that is a third of the time a wide table takes.
        with config_context(assume_finite=True, skip_parameter_validation=True):
            treatments = tuple(_treat_features(customers, recipe))
            if not any(treatment.branches for treatment in treatments):
                raise NoFeatureLeft()
            columns = ColumnTransformer(list(_name_blocks(treatments)))
            matrix = np.ascontiguousarray(columns.fit_transform(customers.frame))
        feature_matrix = _add_sample_weight(
            _describe_matrix(columns, matrix, treatments, customers), customers, recipe
        )
        if not recipe.components:
            return cls(Pipeline([("features", columns)]), feature_matrix)
        components = _fit_components(matrix, recipe.components)
        fitted = Pipeline([("features", columns), ("components", components)])
        return cls(fitted, _project_matrix(feature_matrix, components))

    def transform(self, frame: pd.DataFrame) -> Floats:
        """Make the matrix (m, p) of new customers; MissingFeatures where the frame lacks a feature.

        Nothing is fitted again: a gap gets the fitted average, an unseen category none of the
        categories' columns (or, where rare ones share a column, that one).
        """
        features = list(self.feature_matrix.features)
        absent = [name for name in features if name not in frame.columns]
        if absent:
            raise MissingFeatures(names=join_quoted(absent, ", ", len(absent)))
        return np.ascontiguousarray(self.pipeline.transform(frame[features]))


def prepare_matrix(customers: Customers, recipe: Recipe) -> FeatureMatrix:
    """Make the matrix of `Preparation.fit` alone, without a way to prepare new customers."""
    return Preparation.fit(customers, recipe).feature_matrix


def _check_choices(customers: Customers, recipe: Recipe) -> None:
    for choice in CHOICES:
        choice.check(getattr(recipe, choice.name))
    for transform in recipe.transforms.values():
        TRANSFORM.check(transform)
    for weight in recipe.weights.values():
        WEIGHT.check(weight)
    counting = () if recipe.sample_weight is None else (recipe.sample_weight,)
    for name in (*customers.chosen_features(recipe), *recipe.transforms, *recipe.weights, *counting):
        if name not in customers.features:
            raise UnknownFeature(name=name, known=", ".join(customers.features))


def _treat_features(customers: Customers, recipe: Recipe) -> Iterator[Treatment]:
    for name in customers.chosen_features(recipe):
        feature = Feature(customers.frame[name], customers.title(name), recipe)
        if not feature.weight:
            yield Treatment(name, NO_WEIGHT)
        elif pd.api.types.is_numeric_dtype(feature.values):
            yield treat_number(feature)
        else:
            yield treat_category(feature)


def _name_blocks(treatments: tuple[Treatment, ...]) -> Iterator[tuple[str, Pipeline, list[str]]]:
    branches = [(branch, [t.feature]) for t in treatments for branch in t.branches]
    for position, (branch, feature) in enumerate(branches):
        yield f"block {position}", branch, feature


def _describe_matrix(
    columns: ColumnTransformer,
    matrix: Floats,
    treatments: tuple[Treatment, ...],
    customers: Customers,
) -> FeatureMatrix:
    blocks = columns.transformers_[: len(columns.transformers)]
    named = [(name, source) for _, block, (source,) in blocks for name in _column_names(block, source)]
    names, sources = zip(*named, strict=True)
    feature_matrix = FeatureMatrix(matrix, names, sources, {t.feature: t.words for t in treatments})
    about = tuple(notice for treatment in treatments for notice in treatment.notices)
    return replace(
        feature_matrix, notices=about + matrix_cautions(feature_matrix, treatments, customers.titles)
    )


def _add_sample_weight(
    feature_matrix: FeatureMatrix, customers: Customers, recipe: Recipe
) -> FeatureMatrix:
    weights, notices = compute_sample_weight(customers, recipe)
    return replace(feature_matrix, sample_weight=weights, notices=feature_matrix.notices + notices)


def _column_names(block: Pipeline, feature: str) -> list[str]:
    """Names of the columns that a fitted block of one feature makes."""
    shaping = block[-2]
    if isinstance(shaping, OneHotEncoder):
        return [f"{feature}: {category}" for category in column_categories(block)]
    return [f"{feature}: missing" if isinstance(shaping, MissingIndicator) else feature]


def _fit_components(matrix: Floats, components: int) -> PCA:
    most = min(matrix.shape)
    count = replace(COMPONENTS, high=most).check(components)
    return PCA(count, random_state=0).fit(matrix)


def _project_matrix(feature_matrix: FeatureMatrix, components: PCA) -> FeatureMatrix:
    names = tuple(f"Component {j + 1}" for j in range(components.n_components_))
    share = float(components.explained_variance_ratio_.sum())
    text = components_sentence(len(names), share, feature_matrix.matrix.shape[1])
    return replace(
        feature_matrix,
        matrix=np.ascontiguousarray(components.transform(feature_matrix.matrix)),
        columns=names,
        sources=names,
        notices=(*feature_matrix.notices, Notice(text, about="components")),
        mixed=feature_matrix.features,
    )

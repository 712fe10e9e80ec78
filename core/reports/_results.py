"""An analysis in numbers, as plain values: what scores.json, sweep.json and recipe.json hold."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from core.algorithms import algorithm
from core.entities import Analysis, Criteria, Criterion, Notice, Recipe, Scores
from core.evaluation.verdict import Verdict
from core.specs import checked


def scores(analysis: Analysis, setting: float) -> dict[str, Any]:
    """One setting's segments and scores, on the prepared matrix, with all that should be told.

    `centroid` is the mean of each clustered feature over the segment's customers in original units,
    the most frequent value for a category; scores that are undefined are None. `bic` and `aic` are there
    where the method has them.
    """
    swept, found = analysis.sweep, analysis.sweep.scores[analysis.sweep.at(setting)]
    ratios = analysis.projection.variance_ratio
    notices = (*analysis.dataset.notices, *analysis.notices)
    return {
        "n_customers": len(analysis.customers.frame),
        "features": list(analysis.prepared.features),
        "k": len(found.sizes),
        "segments": _segments(analysis, setting),
        **_scores(found),
        **swept.information(setting),
        "total_sum_of_squares": swept.wcss_one,
        "explained_variance_ratio": None if ratios is None else ratios.tolist(),
        "noise": found.noise,
        "suggested_k": len(swept.scores[swept.at(swept.suggestion.chosen)].sizes),
        "suggested": {swept.parameter: swept.suggestion.chosen},
        "suggestion": swept.suggestion.sentence,
        "notices": [asdict(notice) for notice in notices],
    }


def sweep(analysis: Analysis) -> list[dict[str, Any]]:
    """The scores of every setting, with the sizes and mean silhouettes of its segments."""
    swept = analysis.sweep
    return [
        {
            "k": len(found.sizes),
            swept.parameter: setting,
            **_scores(found),
            **swept.information(setting),
            "sizes": list(found.sizes),
            "segments": list(swept.numbered(setting)),
            "noise": found.noise,
            "segment_silhouettes": list(found.segment_silhouettes),
        }
        for setting, found in zip(swept.settings, swept.scores, strict=True)
    ]


def verdict(found: Verdict, criteria: Criteria, notices: Sequence[Notice]) -> dict[str, Any]:
    """Whether the segments are real, with the figures behind that: what verdict.json holds."""
    gap, strength = criteria.gap, criteria.strength
    every = (*notices, *found.notices, *gap.notices, *strength.notices)
    return {
        "verdict": found.kind,
        "k": found.setting,
        "sentence": found.sentence,
        "figures": dict(found.figures),
        "segments": [asdict(segment) for segment in found.segments],
        "stability": {
            str(k): {"mean": float(own.mean()), "pairs": own.tolist()}
            for k, own in zip(found.stability.settings, found.stability.agreement, strict=True)
        },
        "gap_statistic": _by_number(gap),
        "prediction_strength": _by_number(strength),
        "notices": [asdict(notice) for notice in every],
    }


def _by_number(found: Criterion) -> dict[str, Any]:
    """What a criterion says of each number of segments, and which one it suggests."""
    return {
        "suggested_k": found.suggested,
        "values": {
            str(k): {"value": float(value), "standard_error": float(error)}
            for k, value, error in zip(found.settings, found.values, found.error, strict=True)
        },
    }


def complete_recipe(analysis: Analysis, setting: float) -> Recipe:
    """The analysis's recipe with every feature and parameter named, so that no default decides.

    Features of weight 0 are not among them; those without differences are, as other customers may
    differ in them.
    """
    recipe, spec = analysis.recipe, algorithm(analysis.recipe.algorithm)
    params = checked(spec.title, spec.params, recipe.params) | {analysis.sweep.parameter: setting}
    chosen = analysis.customers.chosen(recipe)
    weighty = tuple(name for name in chosen if recipe.weights.get(name, 1.0))
    return recipe.but(features=weighty, params=params)


def _scores(found: Scores) -> dict[str, float | None]:
    names = ("silhouette", "silhouette_error", "wcss", "davies_bouldin", "calinski_harabasz")
    return {name: getattr(found, name) for name in names}


def _segments(analysis: Analysis, setting: float) -> list[dict[str, Any]]:
    at = analysis.sweep.at(setting)
    found = analysis.sweep.scores[at]
    table = analysis.customers.frame[list(analysis.prepared.features)]
    return [
        {
            "id": analysis.sweep.numbers[at][label],
            "size": size,
            "share": size / len(table),
            "centroid": _centroid(table[analysis.sweep.labels[at] == label]),
            "silhouette": found.segment_silhouettes[label],
        }
        for label, size in enumerate(found.sizes)
    ]


def _centroid(members: pd.DataFrame) -> dict[str, Any]:
    return {str(name): _typical(column) for name, column in members.items()}


def _typical(column: "pd.Series[Any]") -> Any:
    if pd.api.types.is_numeric_dtype(column):
        return column.mean()
    return next(iter(column.mode()), None)

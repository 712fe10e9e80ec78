"""Plain values of an analysis: what scores.json, sweep.json and recipe.json hold."""

from dataclasses import asdict
from typing import Any

import pandas as pd

from core.model import Analysis, Scores, Segmentation
from core.segment.recommendation import recommend


def score_values(segmentation: Segmentation) -> dict[str, Any]:
    """Values of one setting: its segments and scores, on the prepared matrix, and the notices.

    `centroid` is the mean of each clustered feature over the segment's customers in original units,
    the most frequent value for a category; scores that are undefined are None. `bic` and `aic` are there
    where the method has them.
    """
    sweep, scores = segmentation.sweep, segmentation.scores
    ratios = segmentation.projection.variance_ratio
    notices = (*segmentation.dataset.notices, *segmentation.analysis.notices)
    return {
        "n_customers": len(segmentation.customers.frame),
        "features": list(segmentation.feature_matrix.features),
        "k": len(scores.sizes),
        "segments": _segment_values(segmentation),
        **_setting_scores(scores),
        **segmentation.information,
        "total_sum_of_squares": sweep.wcss_one,
        "explained_variance_ratio": None if ratios is None else ratios.tolist(),
        "noise": scores.noise,
        "suggested_k": len(sweep.scores[sweep.at(sweep.suggestion.chosen)].sizes),
        "suggested": {sweep.parameter: sweep.suggestion.chosen},
        "suggestion": sweep.suggestion.sentence,
        "recommendation": asdict(recommend(sweep, segmentation.verdicts)),
        "notices": [asdict(notice) for notice in notices],
    }


def sweep_values(analysis: Analysis) -> list[dict[str, Any]]:
    """Values of every setting: its scores, with the sizes and mean silhouettes of its segments."""
    sweep = analysis.sweep
    return [
        {
            "k": len(scores.sizes),
            sweep.parameter: setting,
            **_setting_scores(scores),
            **sweep.information(setting),
            "sizes": list(scores.sizes),
            "segments": list(sweep.numbered(setting)),
            "noise": scores.noise,
            "segment_silhouettes": list(scores.segment_silhouettes),
        }
        for setting, scores in zip(sweep.settings, sweep.scores, strict=True)
    ]


def _setting_scores(scores: Scores) -> dict[str, float | None]:
    names = ("silhouette", "silhouette_error", "wcss", "davies_bouldin", "calinski_harabasz")
    return {name: getattr(scores, name) for name in names}


def _segment_values(segmentation: Segmentation) -> list[dict[str, Any]]:
    at = segmentation.place
    scores = segmentation.sweep.scores[at]
    table = segmentation.customers.frame[list(segmentation.feature_matrix.features)]
    return [
        {
            "id": segmentation.sweep.numbers[at][label],
            "size": size,
            "share": size / len(table),
            "centroid": _centroid(table[segmentation.sweep.labels[at] == label]),
            "silhouette": scores.segment_silhouettes[label],
        }
        for label, size in enumerate(scores.sizes)
    ]


def _centroid(members: pd.DataFrame) -> dict[str, Any]:
    return {str(name): _typical_value(column) for name, column in members.items()}


def _typical_value(column: "pd.Series[Any]") -> Any:
    if pd.api.types.is_numeric_dtype(column):
        return column.mean()
    return next(iter(column.mode()), None)

"""Analyses made by hand: any customers, any segments."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.model import (
    NOISE,
    Analysis,
    Customers,
    Dataset,
    FeatureMatrix,
    Projection,
    Recipe,
    Scores,
    SuggestedSetting,
    Sweep,
)


def make_analysis(
    frame: pd.DataFrame, *labellings: Sequence[int], chosen: int = 0, money: str | None = None,
    titles: dict[str, str] | None = None, identified: bool = True, features: Sequence[str] | None = None,
) -> Analysis:  # fmt: skip
    """Customers with the segments of each labelling, the settings of a slider from 2 on."""
    labels = np.array(labellings, np.uint8)
    names = tuple(map(str, frame.columns))
    used = tuple(features or names)
    matrix = _matrix(frame[list(used)])
    fits = [_fit(matrix, row) for row in labels]
    settings = tuple(float(2 + i) for i in range(len(labels)))
    sweep = Sweep(
        parameter="n_clusters",
        settings=settings,
        labels=labels,
        distance=np.array([distance for _, distance in fits], np.float32),
        centres=tuple(centres for centres, _ in fits),
        scores=tuple(_scores(row) for row in labels),
        wcss_one=1.0,
        sampled=np.arange(len(frame)),
        silhouettes=np.zeros(labels.shape, np.float32),
        suggestion=SuggestedSetting(None, None, settings[chosen], ""),
    )
    rows = np.arange(len(frame))
    return Analysis(
        dataset=Dataset("0" * 64, "made.csv", "made.parquet", len(frame), names),
        recipe=Recipe(roles={"customer": "id"} if identified else {}, features=used),
        customers=Customers(frame, names, names, {n: n for n in names} | (titles or {}), money),
        feature_matrix=FeatureMatrix(matrix, used, used, dict.fromkeys(used, "")),
        projection=Projection(np.zeros((len(frame), 3), np.float32), rows, ("1", "2", "3")),
        sweep=sweep,
        plotted_rows=rows,
    )


def _matrix(frame: pd.DataFrame) -> np.ndarray:
    columns = [
        column.cat.codes.to_numpy(float) if isinstance(column.dtype, pd.CategoricalDtype) else column.to_numpy(float)
        for _, column in frame.items()
    ]  # fmt: skip
    filled = [np.where(np.isnan(c), np.nanmean(c), c) for c in columns]
    return np.column_stack([(c - c.mean()) / (c.std() or 1.0) for c in filled])


def _fit(matrix: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    k = len(_sizes(labels))
    centres = np.array([matrix[labels == i].mean(axis=0) for i in range(k)]).reshape(k, matrix.shape[1])
    distance = np.full(len(matrix), np.nan)
    for i in range(k):
        distance[labels == i] = np.linalg.norm(matrix[labels == i] - centres[i], axis=1)
    return centres, distance


def _sizes(labels: np.ndarray) -> tuple[int, ...]:
    return tuple(np.bincount(labels[labels != NOISE]).tolist()) if (labels != NOISE).any() else ()


def _scores(labels: np.ndarray) -> Scores:
    sizes = _sizes(labels)
    return Scores(sizes, 0.0, 0.5, 0.0, (0.5,) * len(sizes), None, None, int((labels == NOISE).sum()))

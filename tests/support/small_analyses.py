"""Small analyses made by hand: known groups, and every score from scikit-learn."""

from dataclasses import replace

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_samples

from core.model import (
    Analysis,
    Criteria,
    Criterion,
    Customers,
    Dataset,
    FeatureMatrix,
    Projection,
    Recipe,
    Scores,
    SuggestedSetting,
    Sweep,
    Verdicts,
)
from core.segment import algorithm, run_sweep
from core.text import stability_word

TITLES = {
    "recency": "Recency (days)",
    "frequency": "Frequency",
    "monetary": "Monetary",
    "channel": "Channel",
}


def analysis(
    rows: int = 240, settings: tuple[int, ...] = tuple(range(2, 13)), spare: int = 3, seed: int = 7
) -> Analysis:
    """Four groups in three telling features, `spare` features of noise and a category."""
    rng = np.random.default_rng(seed)
    group = np.sort(rng.choice(4, rows, p=(0.4, 0.3, 0.2, 0.1)))
    centres = np.array([[10, 2, 50], [200, 1, 20], [30, 12, 400], [90, 5, 150]])
    telling = centres[group] + rng.normal(size=(rows, 3)) * (8, 0.7, 15)
    columns = ["recency", "frequency", "monetary", *(f"noise_{i}" for i in range(spare))]
    frame = pd.DataFrame(np.hstack([telling, rng.normal(size=(rows, spare))]), columns=columns)
    frame["channel"] = pd.Categorical(np.where(rng.random(rows) < group / 4, "shop", "web"))
    frame.index = pd.Index([f"C{i:05d}" for i in range(rows)], name="customer")
    return of(frame, columns, settings)


def of(frame: pd.DataFrame, numeric: list[str], settings: tuple[int, ...]) -> Analysis:
    """The analysis of a frame of customers, clustered on its `numeric` columns and its categories."""
    names = tuple(map(str, frame.columns))
    feature_matrix = _prepared(frame, numeric)
    sweep = _sweep(feature_matrix.matrix, settings)
    return Analysis(
        dataset=Dataset("0" * 64, "made.csv", "made.parquet", len(frame), names),
        recipe=Recipe(features=names),
        customers=Customers(frame, names, names, TITLES),
        feature_matrix=feature_matrix,
        projection=_projection(feature_matrix),
        sweep=sweep,
        plotted_rows=np.arange(len(frame)),
        verdicts=verdicts(sweep),
    )


def verdicts(sweep: Sweep) -> Verdicts:
    """Segments that are the less stable the more and the smaller they are."""
    rng, ks = np.random.default_rng(2), tuple(range(2, 13))
    jaccard = [
        [0.98 - 0.03 * i - 0.02 * len(s.sizes) for i in range(len(s.sizes))] for s in sweep.scores
    ]
    return Verdicts(
        kinds=("reproducible",) * len(sweep.settings),
        sentences=("The segments come out again.",) * len(sweep.settings),
        figures=({},) * len(sweep.settings),
        jaccard=tuple(map(tuple, jaccard)),
        words=tuple(tuple(stability_word(value) for value in own) for own in jaccard),
        ks=ks,
        agreement=np.array([1 - 0.05 * k + 0.1 * rng.random(50) for k in ks]).clip(-0.1, 1),
        dunn=tuple(0.1 / len(s.sizes) for s in sweep.scores),
        dunn_rows=sweep.labels.shape[1],
        criteria=_criteria(),
    )


def _criteria() -> Criteria:
    """Both suggest four segments."""
    ks = tuple(range(1, 13))
    apart = np.array([abs(k - 4) for k in ks])
    error = np.full(12, 0.01)
    return Criteria(
        Criterion(ks, 1 - 0.1 * apart, error, 4), Criterion(ks, 0.95 - 0.1 * apart, error, 4)
    )


def found_by(method: str, made: Analysis, **params: float | str) -> Analysis:
    """The same customers as another method really divides them."""
    sweep = run_sweep(made.feature_matrix, algorithm(method), params)
    recipe = replace(made.recipe, algorithm=method, params=params)
    return replace(made, recipe=recipe, sweep=sweep, verdicts=verdicts(sweep))


def sampled(whole: Analysis, keep: int = 2) -> Analysis:
    """The same with silhouettes, drawing and projection of every `keep`-th customer alone."""
    rows = np.arange(0, len(whole.customers.frame), keep)
    sweep = whole.sweep
    scores = tuple(replace(score, silhouette_error=0.01) for score in sweep.scores)
    return replace(
        whole,
        plotted_rows=rows,
        projection=replace(
            whole.projection, points=whole.projection.points[rows[::-1]], rows=rows[::-1].copy()
        ),
        sweep=replace(sweep, sampled=rows, silhouettes=sweep.silhouettes[:, rows], scores=scores),
    )


def _prepared(frame: pd.DataFrame, numeric: list[str]) -> FeatureMatrix:
    raw = frame[numeric].to_numpy(float)
    raw = np.where(np.isnan(raw), np.nanmean(raw, axis=0), raw)
    spread = raw.std(axis=0)
    matrix = (raw - raw.mean(axis=0)) / np.where(spread == 0, 1, spread)
    pairs = [(n, level) for n in frame if n not in numeric for level in frame[n].cat.categories]
    levels = [0.7 * (frame[name] == level) for name, level in pairs]
    sources = (*numeric, *(name for name, _ in pairs))
    return FeatureMatrix(
        matrix=np.column_stack([matrix, *levels]),
        columns=(*numeric, *(f"{name}: {level}" for name, level in pairs)),
        sources=sources,
        steps=dict.fromkeys(sources, "standardised"),
    )


def _projection(feature_matrix: FeatureMatrix) -> Projection:
    pca = PCA(min(feature_matrix.matrix.shape)).fit(feature_matrix.matrix)
    points = np.zeros((len(feature_matrix.matrix), 3), np.float32)
    found = pca.transform(feature_matrix.matrix)[:, :3]
    points[:, : found.shape[1]] = found
    share = [*pca.explained_variance_ratio_, 0, 0, 0]
    axes = tuple(f"Component {i + 1} ({share[i]:.0%})" for i in range(3))
    return Projection(
        points, np.arange(len(points)), axes, pca.explained_variance_ratio_, pca.components_
    )


def _sweep(matrix: np.ndarray, settings: tuple[int, ...]) -> Sweep:
    fits = [_fit(matrix, k) for k in settings]
    labels = np.array([fit[0] for fit in fits], np.uint8)
    silhouettes = np.array([_silhouettes(matrix, row) for row in labels], np.float32)
    chosen = settings[min(2, len(settings) - 1)]
    return Sweep(
        parameter="n_clusters",
        settings=settings,
        labels=labels,
        distance=np.array([fit[2] for fit in fits], np.float32),
        centres=tuple(fit[1] for fit in fits),
        scores=tuple(_scores(*fit, row) for fit, row in zip(fits, silhouettes, strict=True)),
        wcss_one=float(((matrix - matrix.mean(axis=0)) ** 2).sum()),
        sampled=np.arange(len(matrix)),
        silhouettes=silhouettes,
        suggestion=SuggestedSetting(chosen, chosen, chosen, f"Both suggest {chosen}."),
    )


def _fit(matrix: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    found = KMeans(k, n_init=3, random_state=0).fit(matrix)
    order = np.argsort(-np.bincount(found.labels_, minlength=k), kind="stable")
    labels = np.argsort(order)[found.labels_]
    centres = found.cluster_centers_[order]
    return labels, centres, np.linalg.norm(matrix - centres[labels], axis=1)


def _silhouettes(matrix: np.ndarray, labels: np.ndarray) -> np.ndarray:
    segments = len(np.unique(labels))
    if not 2 <= segments < len(labels):
        return np.full(len(labels), np.nan)
    return silhouette_samples(matrix, labels)


def _scores(
    labels: np.ndarray, centres: np.ndarray, distance: np.ndarray, silhouettes: np.ndarray
) -> Scores:
    mean = float(silhouettes.mean())
    by_segment = tuple(float(silhouettes[labels == i].mean()) for i in range(len(centres)))
    sizes = tuple(np.bincount(labels, minlength=len(centres)).tolist())
    known = None if np.isnan(mean) else mean
    return Scores(sizes, float((distance**2).sum()), known, 0.0, by_segment, None, None)

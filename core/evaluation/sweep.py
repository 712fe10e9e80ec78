"""Every setting of an algorithm's slider at once: partitions, scores and a suggestion."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.algorithms._blocks import frozen
from core.algorithms._groups import distinct_rows
from core.algorithms.kmeans import SPEC as KMEANS
from core.entities import (
    Floats,
    Integers,
    Notice,
    Prepared,
    Progress,
    Scores,
    Suggestion,
    Sweep,
    quiet,
)
from core.errors import UserError
from core.evaluation._notices import beyond_slider, sampled, small_segments, too_few_differ
from core.evaluation.scores import Compactness, compactness, wcss
from core.evaluation.silhouettes import Silhouettes, silhouettes
from core.evaluation.suggest import suggest
from core.specs import AlgorithmSpec, checked

LARGEST = 1e30


class AllAlike(UserError):
    template = (
        "All customers are alike in the chosen features, so there is nothing to divide. Add features."
    )


class NotANumber(UserError):
    template = (
        "Feature '{column}' has values that are missing or too large to measure distances with. "
        "Scale it, or leave it out."
    )


def sweep(
    prepared: Prepared,
    spec: AlgorithmSpec,
    params: Mapping[str, Any],
    seed: int = 0,
    progress: Progress = quiet,
) -> Sweep:
    """Partitions and scores of all of the slider's settings, and of `params`' own beyond its end.

    Where the algorithm is told the number of clusters, settings above the number of different
    customers are left out, with a notice. Raises AllAlike where not even two differ, NotANumber for
    a matrix that has no distances, and what `specs.checked` raises. Keeps the labels and distances
    of all customers at all settings: 5 bytes each, for a moment twice that.
    """
    chosen = checked(spec.title, spec.params, params)
    rows = _checked(prepared)
    settings, notices = _settings(spec, int(chosen[spec.swept]), rows)
    parts = spec.sweep(rows, settings, chosen, seed, progress)
    labels, distance = np.stack([p.labels for p in parts]), np.stack([p.distance for p in parts])
    groups = tuple(len(p.centres) for p in parts)
    progress("Scoring", 0.0)
    wcss_one = wcss(rows, np.zeros(len(rows), np.uint8))
    widths = silhouettes(rows, labels, groups, seed, step=lambda share: progress("Scoring", share))
    scores = _scores(labels, groups, compactness(rows, labels, groups), widths)
    suggestion = _suggestion(spec, settings, wcss_one, scores)
    at_suggested = scores[settings.index(suggestion.chosen)]
    notices += sampled(len(rows), widths) + small_segments(suggestion.chosen, at_suggested.sizes)
    return Sweep(
        spec.swept, settings, labels, distance, tuple(p.centres for p in parts), scores,
        wcss_one, widths.rows, widths.values.astype(np.float32), suggestion, notices, widths.weights,
    )  # fmt: skip


def warm() -> None:
    """Compiles every kernel, or loads it from the disk, so that a first user does not wait for it."""
    matrix = np.random.default_rng(0).normal(size=(64, 2))
    names = ("a", "b")
    sweep(Prepared(matrix, names, names, {}), KMEANS, {})


def _checked(prepared: Prepared) -> Floats:
    rows = frozen(prepared.matrix)
    bad = ~(np.maximum(rows.max(axis=0, initial=0), -rows.min(axis=0, initial=0)) < LARGEST)
    if bad.any():
        raise NotANumber(column=prepared.columns[int(bad.argmax())])
    return rows


def _settings(
    spec: AlgorithmSpec, asked: int, rows: Floats
) -> tuple[tuple[int, ...], tuple[Notice, ...]]:
    """The slider's settings and the one asked for, as far as the customers allow; and why not all."""
    settings: tuple[int, ...] = spec.settings
    notices: tuple[Notice, ...] = ()
    if asked > spec.slider.high:
        settings, notices = (*settings, asked), (beyond_slider(spec, asked),)
    if spec.swept != "n_clusters":
        return settings, notices
    distinct = distinct_rows(rows, max(settings))
    if distinct < settings[0]:
        raise AllAlike()
    if distinct >= max(settings):
        return settings, notices
    return tuple(k for k in settings if k <= distinct), (too_few_differ(spec, distinct),)


def _scores(
    labels: Integers, groups: tuple[int, ...], tightness: list[Compactness], widths: Silhouettes
) -> tuple[Scores, ...]:
    return tuple(_score(labels[s], k, tightness[s], widths, s) for s, k in enumerate(groups))


def _score(labels: Integers, k: int, tight: Compactness, widths: Silhouettes, s: int) -> Scores:
    own, weights = labels[widths.rows], widths.weights
    means = np.bincount(own, weights * widths.values[s], k) / np.bincount(own, weights, k)
    return Scores(
        sizes=tuple(np.bincount(labels, minlength=k).tolist()),
        wcss=tight.wcss,
        silhouette=float(widths.mean[s]) if 2 <= k < len(labels) else None,
        silhouette_error=float(widths.error[s]),
        segment_silhouettes=tuple(means.tolist()),
        davies_bouldin=tight.davies_bouldin,
        calinski_harabasz=tight.calinski_harabasz,
    )


def _suggestion(
    spec: AlgorithmSpec, settings: tuple[int, ...], wcss_one: float, scores: tuple[Scores, ...]
) -> Suggestion:
    """Among the slider's own settings, so that asking for one beyond does not change it."""
    within = [(k, score) for k, score in zip(settings, scores, strict=True) if k <= spec.slider.high]
    wcss = [wcss_one, *(score.wcss for _, score in within)]
    return suggest([k for k, _ in within], wcss, [score.silhouette for _, score in within])

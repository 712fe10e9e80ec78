"""Importance of each feature, by shuffling it under a surrogate of the segmentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.model import NOISE, Floats, Integers, Segmentation
from core.profile.rules.conditions import Mask
from core.profile.rules.tree_columns import EncodedFeatures
from core.profile.stratified_sample import draw_stratified_sample

if TYPE_CHECKING:
    from sklearn.ensemble import RandomForestClassifier

# Size of the surrogate forest, and how often each feature is shuffled. More trees and shuffles: steadier
# importances, in proportionally more time.
TREES, DEPTH = 20, 8
SHUFFLES = 3
# Customers; above, a stratified sample, and a notice says so. More: steadier and slower.
MOST_SHUFFLED = 4_000


@dataclass(frozen=True)
class Importance:
    """By how much the share of customers put into their own segment falls when a feature is shuffled.

    `whole` (p,) is for all segments, `per_segment` (k, p) for each; `customers` were looked at.
    """

    whole: Floats
    per_segment: Floats
    customers: int


def permutation_importance(
    segmentation: Segmentation, encoded: EncodedFeatures, seed: int
) -> Importance:
    """Measure permutation importance (Breiman, Random forests, 2001) on a shallow forest, without noise.

    Each half of the customers is judged by a forest that learnt from the other half.
    """
    from sklearn.ensemble import RandomForestClassifier

    if not segmentation.k:
        return Importance(
            np.zeros(len(segmentation.features)), np.zeros((0, len(segmentation.features))), 0
        )
    sample = draw_stratified_sample(
        segmentation.labels, segmentation.labels != NOISE, MOST_SHUFFLED, seed
    )
    rows, weights = sample.rows, sample.weights
    matrix, labels = encoded.matrix[rows], segmentation.labels[rows]
    losses = np.zeros((len(segmentation.features), len(rows)))
    for half in _halves(labels, seed):
        forest = RandomForestClassifier(TREES, max_depth=DEPTH, random_state=seed)
        forest.fit(matrix[~half], labels[~half], sample_weight=weights[~half])
        losses[:, half] = _accuracy_loss(
            forest, segmentation, encoded, matrix[half], labels[half], seed
        )
    whole = np.average(losses, axis=1, weights=weights)
    each = [losses[:, labels == label].mean(axis=1) for label in range(segmentation.k)]
    return Importance(np.maximum(whole, 0.0), np.maximum(each, 0.0), len(rows))


def _halves(labels: Integers, seed: int) -> tuple[Mask, ...]:
    """Mask (n,) of a half of each segment's rows, and that of all others; none where there is one row."""
    order = np.random.default_rng(seed).permutation(len(labels))
    half = np.zeros(len(labels), bool)
    half[order[np.argsort(labels[order], kind="stable")[::2]]] = True
    return (half, ~half) if len(labels) > 1 else ()


def _accuracy_loss(
    forest: RandomForestClassifier,
    segmentation: Segmentation,
    encoded: EncodedFeatures,
    matrix: Floats,
    labels: Integers,
    seed: int,
) -> Floats:
    """Loss (p, n) by feature and row, the mean of several shuffles.

    It is 1 where the row is put right until the feature is shuffled, and -1 where only then.
    """
    rng = np.random.default_rng(seed)
    right = (_predict(forest, matrix) == labels) * 1.0

    def mean_loss(columns: Integers) -> Floats:
        shuffled = (_shuffle_columns(matrix, columns, rng) for _ in range(SHUFFLES))
        losses = [right - (_predict(forest, each) == labels) for each in shuffled]
        mean: Floats = np.mean(losses, axis=0)
        return mean

    return np.array([mean_loss(encoded.columns_of(feature)) for feature in segmentation.features])


def _predict(forest: RandomForestClassifier, matrix: Floats) -> Integers:
    # As the forest's own `predict`, which spends most of its time on starting threads.
    votes = sum(tree.predict_proba(matrix, check_input=False) for tree in forest.estimators_)
    labels: Integers = forest.classes_[np.argmax(votes, axis=1)]
    return labels


def _shuffle_columns(matrix: Floats, columns: Integers, rng: np.random.Generator) -> Floats:
    """Move these columns of the matrix together to other customers."""
    changed = matrix.copy()
    changed[:, columns] = matrix[rng.permutation(len(matrix))][:, columns]
    return changed

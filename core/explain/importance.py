"""How much each feature decides, by shuffling it under a surrogate of the segmentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.explain.facts import Facts
from core.explain.rules.conditions import Mask
from core.explain.rules.tree_columns import EncodedFeatures
from core.explain.stratified_sample import draw_stratified_sample
from core.model import NOISE, Floats, Integers

if TYPE_CHECKING:
    from sklearn.ensemble import RandomForestClassifier

TREES, DEPTH = 20, 8
SHUFFLES = 3
MOST_SHUFFLED = 4_000  # customers; above, a stratified sample


@dataclass(frozen=True)
class Importance:
    """`whole` (p,) and `per_segment` (k, p): by how much the share of customers put into their own
    segment falls; `customers` were looked at."""

    whole: Floats
    per_segment: Floats
    customers: int


def permutation_importance(facts: Facts, coded: EncodedFeatures, seed: int) -> Importance:
    """Permutation importance (Breiman, Random forests, 2001) on a shallow forest, noise left out.

    Each half of the customers is judged by a forest that learnt from the other half.
    """
    from sklearn.ensemble import RandomForestClassifier

    if not facts.k:
        return Importance(np.zeros(len(facts.features)), np.zeros((0, len(facts.features))), 0)
    sample = draw_stratified_sample(facts.labels, facts.labels != NOISE, MOST_SHUFFLED, seed)
    rows, weights = sample.rows, sample.weights
    matrix, labels = coded.matrix[rows], facts.labels[rows]
    lost = np.zeros((len(facts.features), len(rows)))
    for half in _halves(labels, seed):
        forest = RandomForestClassifier(TREES, max_depth=DEPTH, random_state=seed)
        forest.fit(matrix[~half], labels[~half], sample_weight=weights[~half])
        lost[:, half] = _accuracy_loss(forest, facts, coded, matrix[half], labels[half], seed)
    whole = np.average(lost, axis=1, weights=weights)
    each = [lost[:, labels == label].mean(axis=1) for label in range(facts.k)]
    return Importance(np.maximum(whole, 0.0), np.maximum(each, 0.0), len(rows))


def _halves(labels: Integers, seed: int) -> tuple[Mask, ...]:
    """A half of each segment's rows (n,) and all the others; none where there is but one row."""
    order = np.random.default_rng(seed).permutation(len(labels))
    half = np.zeros(len(labels), bool)
    half[order[np.argsort(labels[order], kind="stable")[::2]]] = True
    return (half, ~half) if len(labels) > 1 else ()


def _accuracy_loss(
    forest: RandomForestClassifier, facts: Facts, coded: EncodedFeatures, matrix: Floats, labels: Integers,
    seed: int,
) -> Floats:  # fmt: skip
    """By feature and row (p, n): 1 where the row is put right until the feature is shuffled, -1 where
    only then, the mean of several shuffles."""
    rng = np.random.default_rng(seed)
    right = _predict(forest, matrix) == labels
    return np.array([
        np.mean([right * 1.0 - (_predict(forest, _shuffle_columns(matrix, coded.of(feature), rng)) == labels)
                 for _ in range(SHUFFLES)], axis=0)
        for feature in facts.features
    ])  # fmt: skip


def _predict(forest: RandomForestClassifier, matrix: Floats) -> Integers:
    # As the forest's own `predict`, which spends most of its time on starting threads.
    votes = sum(tree.predict_proba(matrix, check_input=False) for tree in forest.estimators_)
    labels: Integers = forest.classes_[np.argmax(votes, axis=1)]
    return labels


def _shuffle_columns(matrix: Floats, columns: Integers, rng: np.random.Generator) -> Floats:
    """The matrix with these columns moved together to other customers."""
    changed = matrix.copy()
    changed[:, columns] = matrix[rng.permutation(len(matrix))][:, columns]
    return changed

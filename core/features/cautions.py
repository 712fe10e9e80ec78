"""Notices about the feature matrix as a whole."""

from collections.abc import Iterator, Mapping

import numpy as np
from threadpoolctl import threadpool_limits

from core.features import words
from core.features.treatment import Treatment
from core.model import FeatureMatrix, Floats, Notice

# Correlation, in size, above which one feature repeats another; lower, more pairs are named.
REPEAT_CORRELATION = 0.95
# Share of the variance above which one feature decides the segments; higher, fewer are warned of.
DOMINANT_SHARE = 0.6
# Customers a feature below which segments may come out differently next time; higher warns more often.
CUSTOMERS_PER_FEATURE = 60
CHUNK = 16_384  # rows centred at a time


def matrix_cautions(
    feature_matrix: FeatureMatrix, treatments: tuple[Treatment, ...], titles: Mapping[str, str]
) -> tuple[Notice, ...]:
    """Notices about transformed features, one that decides all, repeats, and too few customers."""
    return (
        *_transformed_notices(treatments, titles),
        *_dominance_notices(feature_matrix, titles),
        *_repeat_notices(feature_matrix, titles),
        *_few_customers_notices(len(feature_matrix.matrix), len(set(feature_matrix.sources))),
    )


def _transformed_notices(
    treatments: tuple[Treatment, ...], titles: Mapping[str, str]
) -> Iterator[Notice]:
    changed = [f"{titles.get(t.feature, t.feature)} ({t.transform})" for t in treatments if t.transform]
    if changed:
        yield Notice(words.transformed_sentence(changed), about="transform")


def _dominance_notices(feature_matrix: FeatureMatrix, titles: Mapping[str, str]) -> Iterator[Notice]:
    """A notice where one of three or more features has most of the variance."""
    shares = dict.fromkeys(feature_matrix.features, 0.0)
    for column, source in enumerate(feature_matrix.sources):
        shares[source] += float(feature_matrix.matrix[:, column].var())
    name = max(shares, key=lambda feature: shares[feature])
    part = shares[name] / (sum(shares.values()) or 1.0)
    if len(shares) > 2 and part > DOMINANT_SHARE:
        yield Notice(words.dominance_sentence(titles.get(name, name), part), "warning", name)


def _repeat_notices(feature_matrix: FeatureMatrix, titles: Mapping[str, str]) -> Iterator[Notice]:
    """A notice for each number that a number before it says already, naming the most alike."""
    pairs = zip(feature_matrix.columns, feature_matrix.sources, strict=True)
    numbers = [j for j, (column, source) in enumerate(pairs) if column == source]
    related = correlations(feature_matrix.matrix, numbers)
    names = [feature_matrix.sources[j] for j in numbers]
    for j in range(1, len(names)):
        i = int(np.argmax(np.abs(related[j, :j])))
        if abs(related[j, i]) > REPEAT_CORRELATION:
            this, other = (titles.get(name, name) for name in (names[j], names[i]))
            yield Notice(words.repeat_sentence(this, other, related[j, i]), "warning", names[j])


def correlations(matrix: Floats, columns: list[int]) -> Floats:
    """Pearson correlations (c, c) of some columns; 0 beside a constant one."""
    mean = matrix.mean(axis=0)[columns]
    products = np.zeros((len(columns), len(columns)))
    with threadpool_limits(
        1, "blas"
    ):  # the products are small: a second thread waits more than it works
        for start in range(0, len(matrix), CHUNK):
            centred = matrix[start : start + CHUNK, columns] - mean
            products += centred.T @ centred
    spread = np.sqrt(np.diag(products))
    spread[spread == 0] = np.inf
    related: Floats = products / spread / spread[:, None]
    return related


def _few_customers_notices(customers: int, features: int) -> Iterator[Notice]:
    if customers < CUSTOMERS_PER_FEATURE * features:
        text = words.few_customers_sentence(customers, features, CUSTOMERS_PER_FEATURE)
        yield Notice(text, "warning", "customers")

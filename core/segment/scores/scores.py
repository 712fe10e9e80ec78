"""Scores of a partition: each equals scikit-learn's of the same name, on the matrix that was clustered."""

from typing import NamedTuple

import numpy as np

from core.model import Floats, Integers
from core.segment.fitting.groups import Groups, group_means, group_spread
from core.segment.fitting.threads import as_kernel_array
from core.segment.scores.silhouettes import measure_silhouettes


class Compactness(NamedTuple):
    """Scores by the means alone; the two indices are None unless 2 <= groups < customers."""

    wcss: float
    davies_bouldin: float | None
    calinski_harabasz: float | None


def compactness(matrix: Floats, labels: Integers, sizes: tuple[int, ...]) -> list[Compactness]:
    """Calculate the exact scores, in float64, of every labelling in `labels` (s, n), of `sizes[s]` groups."""
    rows = as_kernel_array(matrix)
    groups = group_means(rows, labels, sizes)
    spread = group_spread(rows, labels, groups)
    return [_compactness(groups, spread.total, spread.squares, groups.of(s)) for s in range(len(sizes))]


def wcss(matrix: Floats, labels: Integers) -> float:
    """Within-cluster sum of squares: squared Euclidean distances to the own mean, summed."""
    return _compactness_of_one(matrix, labels).wcss


def davies_bouldin(matrix: Floats, labels: Integers) -> float | None:
    """Davies and Bouldin (1979): mean over clusters of the worst overlap with another; 0 is best."""
    return _compactness_of_one(matrix, labels).davies_bouldin


def calinski_harabasz(matrix: Floats, labels: Integers) -> float | None:
    """Calinski and Harabasz (1974): between-cluster over within-cluster variance; more is better."""
    return _compactness_of_one(matrix, labels).calinski_harabasz


def silhouette_samples(matrix: Floats, labels: Integers) -> Floats:
    """Exact silhouette width (n,) of every customer, from -1 to 1; 0 in a cluster of one."""
    codes, size = _encode_labels(labels)
    values: Floats = measure_silhouettes(matrix, codes, (size,), exact_rows=len(matrix)).values[0]
    return values


def silhouette(matrix: Floats, labels: Integers) -> float | None:
    """The mean of `silhouette_samples`; None unless 2 <= clusters < customers."""
    _, size = _encode_labels(labels)
    return float(silhouette_samples(matrix, labels).mean()) if 2 <= size < len(matrix) else None


def _encode_labels(labels: Integers) -> tuple[Integers, int]:
    """Encode any labels as (1, n) codes from 0. Return the codes and how many there are."""
    values, codes = np.unique(labels, return_inverse=True)
    return codes[None].astype(np.uint8 if len(values) <= 256 else np.int64), len(values)


def _compactness_of_one(matrix: Floats, labels: Integers) -> Compactness:
    codes, size = _encode_labels(labels)
    return compactness(matrix, codes, (size,))[0]


def _compactness(groups: Groups, total: Floats, squares: Floats, at: slice) -> Compactness:
    counts, means, within = groups.counts[at], groups.means[at], float(squares[at].sum())
    if not 2 <= len(counts) < counts.sum():
        return Compactness(within, None, None)
    overlap = _davies_bouldin(means, total[at] / counts)
    between = float(counts @ ((means - np.average(means, axis=0, weights=counts)) ** 2).sum(1))
    freedom = float(counts.sum() - len(counts)) / (len(counts) - 1)
    return Compactness(within, overlap, between * freedom / within if within else 1.0)


def _davies_bouldin(means: Floats, spread: Floats) -> float:
    """Davies-Bouldin index; 0 where all spreads, or all gaps, are 0 but for rounding, as scikit-learn."""
    gaps = np.sqrt(((means[:, None] - means) ** 2).sum(axis=2))
    if np.allclose(spread, 0) or np.allclose(gaps, 0):
        return 0.0
    gaps[gaps == 0] = np.inf
    return float(((spread[:, None] + spread) / gaps).max(axis=1).mean())

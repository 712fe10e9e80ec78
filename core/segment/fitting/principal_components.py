"""Principal components that never fail: constant columns, one row and one column included."""

import numpy as np
from sklearn.decomposition import PCA

from core.model import Floats


def fit_principal_components(matrix: Floats) -> tuple[Floats, Floats, Floats]:
    """Scores (n, q), variance ratios (q,) and loadings (q, p), q = min(n, p), by an exact PCA.

    A component's sign is the one that makes its largest loading positive. Ratios are 0 where no
    variance is.
    """
    if len(matrix) < 2:
        width = min(matrix.shape)
        return np.zeros((len(matrix), width)), np.zeros(width), np.eye(width, matrix.shape[1])
    with np.errstate(invalid="ignore"):
        pca = PCA(svd_solver="covariance_eigh" if matrix.shape[0] > matrix.shape[1] else "full")
        pca.fit(matrix)
    return pca.transform(matrix), np.nan_to_num(pca.explained_variance_ratio_), pca.components_


def first_three(scores: Floats) -> Floats:
    """Return the first three columns as float32, zeros where there are fewer."""
    points = np.zeros((len(scores), 3), dtype=np.float32)
    points[:, : scores.shape[1]] = scores[:, :3]
    return points

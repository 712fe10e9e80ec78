"""Expectation-maximisation of Gaussian mixtures, all components at once.

scikit-learn's takes the components one by one in Python, which is most of its time on a small table.
The updates and the end are the same: Dempster, Laird & Rubin (1977).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.model import Floats

BLOCK_VALUES = 1 << 17


@dataclass(frozen=True)
class Components:
    """The shares (k,), means (k, p) and covariances (k, p, p) of a mixture.

    `bound` is the mean log-likelihood of a row before the step that led here.
    """

    shares: Floats
    means: Floats
    covariances: Floats
    bound: float = -np.inf

    def densities(self, rows: Floats) -> Iterator[tuple[slice, Floats]]:
        """Blocks of `rows` (m, p) with the logarithm (k, block) of share times density."""
        k, p = self.means.shape
        factors = _precision_factors(self.covariances)
        start = np.log(self.shares) + np.log(np.diagonal(factors, axis1=1, axis2=2)).sum(axis=1)
        start -= p * np.log(2 * np.pi) / 2
        centres = self.means[:, None] @ factors
        height = max(1, BLOCK_VALUES // (k * p))
        for first in range(0, len(rows), height):
            block = slice(first, first + height)
            gaps = rows[block] @ factors - centres
            yield block, start[:, None] - np.einsum("kmp,kmp->km", gaps, gaps) / 2

    def score(self, rows: Floats) -> float:
        """The mean log-likelihood of a row."""
        return sum(float(responsibilities(logs)[1].sum()) for _, logs in self.densities(rows)) / len(
            rows
        )


def responsibilities(logs: Floats) -> tuple[Floats, Floats]:
    """Each row's probabilities (k, m) of the components, and its log-likelihood (m,)."""
    top = logs.max(axis=0)
    chance = np.exp(logs - top)
    total = chance.sum(axis=0)
    return chance / total, top + np.log(total)


def maximise_likelihood(
    rows: Floats, mixture: Components, kind: str, floor: float, steps: int, tolerance: float
) -> Components:
    """Take at most `steps` steps on `rows` (m, p), ended by one that changes `bound` by under `tolerance`.

    `kind` is scikit-learn's `covariance_type`; `floor` is added to each variance. LinAlgError where a
    covariance is singular.
    """
    for _ in range(steps):
        before, mixture = mixture.bound, _em_step(rows, mixture, kind, floor)
        if abs(mixture.bound - before) < tolerance:
            break
    return mixture


def _em_step(rows: Floats, mixture: Components, kind: str, floor: float) -> Components:
    k, p = mixture.means.shape
    bound, weight = 0.0, np.full(k, 10 * np.finfo(float).eps)
    sums, squares = np.zeros((k, p)), np.zeros((k, p, p))
    for block, logs in mixture.densities(rows):
        chance, likelihood = responsibilities(logs)
        gaps = rows[block] - mixture.means[:, None]
        weighted = chance[:, :, None] * gaps
        bound += float(likelihood.sum())
        weight += chance.sum(axis=1)
        sums += weighted.sum(axis=1)
        squares += np.swapaxes(weighted, 1, 2) @ gaps
    shift = sums / weight[:, None]
    spread = squares / weight[:, None, None] - shift[:, :, None] * shift[:, None]
    shares = weight / weight.sum()
    covariances = restrict_covariances(spread, shares, kind) + floor * np.eye(p)
    return Components(shares, mixture.means + shift, covariances, bound / len(rows))


def restrict_covariances(spread: Floats, shares: Floats, kind: str) -> Floats:
    """Restrict any covariances (k, p, p) to those of a mixture of that kind."""
    if kind == "full":
        return spread
    if kind == "tied":
        return np.broadcast_to(np.tensordot(shares, spread, 1), spread.shape)
    variances = np.diagonal(spread, axis1=1, axis2=2)
    if kind == "spherical":
        variances = np.broadcast_to(variances.mean(axis=1, keepdims=True), variances.shape)
    only: Floats = variances[:, :, None] * np.eye(spread.shape[1])
    return only


def count_free_parameters(shape: tuple[int, ...], kind: str) -> int:
    """Number of free parameters of a mixture of means of `shape` (k, p), as BIC and AIC count them."""
    k, p = shape
    per_component = p * (p + 1) // 2
    spreads = {"full": k * per_component, "tied": per_component, "diag": k * p, "spherical": k}
    return spreads[kind] + k * p + k - 1


def _precision_factors(covariances: Floats) -> Floats:
    """Upper triangular u (k, p, p) where u @ u.T is the inverse of the covariance."""
    lower = np.linalg.cholesky(covariances)
    inverse: Floats = np.linalg.inv(lower)
    return np.swapaxes(inverse, 1, 2)

"""Gaussian mixtures of one table at several numbers of components."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.errors import UserError
from core.model import Floats, Integers
from core.segment.fitting.em import (
    Components,
    count_free_parameters,
    maximise_likelihood,
    responsibilities,
    restrict_covariances,
)
from core.segment.fitting.lloyd import Field
from core.segment.fitting.threads import blocks, map_in_threads

if TYPE_CHECKING:
    from sklearn.mixture import GaussianMixture

STARTS = 8

TRIAL_ROWS, TRIAL_STEPS = 4_000, 10

STEPS, TOLERANCE = 100, 1e-3

FLOOR = 1e-6

NARROW = 10 * FLOOR


class NoMixture(UserError):
    template = (
        "A mixture of {components} components cannot be fitted: too few customers or too many alike. "
        "Ask for fewer segments, take fewer features, or choose a simpler shape."
    )


@dataclass(frozen=True)
class Scale:
    """Coordinates in which each feature has mean 0 and variance 1 (one joint scale where `round`).

    So that the floor under a component's variance is relative to the feature's. `log_volume` is what
    the logarithm of a density loses on the way from these coordinates to the table's.
    """

    field: Field
    mean: Floats
    spread: Floats

    @classmethod
    def of(cls, field: Field, joint: bool) -> Scale:
        n = len(field.rows)
        mean = sum(map_in_threads(lambda b: field.at(b).sum(axis=0), blocks(n))) / n
        squares = map_in_threads(lambda b: ((field.at(b) - mean) ** 2).sum(axis=0), blocks(n))
        variance = sum(squares) / n
        spread = np.sqrt(np.full_like(variance, variance.mean()) if joint else variance)
        return cls(field, mean, np.where(spread > 0, spread, 1.0))

    def at(self, chosen: Integers | slice) -> Floats:
        rows: Floats = (self.field.at(chosen) - self.mean) / self.spread
        return rows

    @property
    def log_volume(self) -> float:
        return float(np.log(self.spread / self.field.scale).sum())


@dataclass(frozen=True)
class Mixture:
    """A fitted mixture, the log-likelihood of the m fitted rows in the table's units, BIC and AIC."""

    components: Components
    log_likelihood: float
    bic: float
    aic: float

    @property
    def narrow(self) -> bool:
        """True where a component has collapsed: in some direction only the floor gives it a width."""
        return bool(np.linalg.eigvalsh(self.components.covariances).min() < NARROW)


def fit_mixture(
    rows: Floats, log_volume: float, covariance: str, centres: Floats, seed: int, starts: int = STARTS
) -> Mixture:
    """Fit the likeliest mixture to `rows` (m, p) from `starts` starts, in coordinates of a `Scale`.

    One start is the K-Means partition by `centres` (k, p), the others k-means++. Each takes a few
    steps of expectation-maximisation on at most TRIAL_ROWS rows, and the likeliest goes on with all
    of them until it has settled: Biernacki et al., "Choosing starting values for the EM algorithm"
    (2003). NoMixture where a covariance is singular.
    """
    rng = np.random.default_rng(seed)
    some = rows[rng.choice(len(rows), min(len(rows), TRIAL_ROWS), replace=False)]
    try:
        trials = [
            maximise_likelihood(
                some,
                _partition_mixture(some, covariance, start),
                covariance,
                FLOOR,
                TRIAL_STEPS,
                TOLERANCE,
            )
            for start in _starting_centres(some, centres, starts, rng)
        ]
        best = max(trials, key=lambda mixture: mixture.bound)
        mixture = maximise_likelihood(rows, best, covariance, FLOOR, STEPS, TOLERANCE)
        return score_mixture(mixture, rows, log_volume, covariance)
    except np.linalg.LinAlgError as error:
        raise NoMixture(components=len(centres)) from error


def score_mixture(components: Components, rows: Floats, log_volume: float, covariance: str) -> Mixture:
    """Score a mixture of `rows` (m, p) in coordinates of a `Scale` by the figures in the table's units."""
    likelihood = (components.score(rows) - log_volume) * len(rows)
    free = count_free_parameters(components.means.shape, covariance)
    bic, aic = free * np.log(len(rows)) - 2 * likelihood, 2 * free - 2 * likelihood
    return Mixture(components, likelihood, float(bic), float(aic))


def _starting_centres(
    rows: Floats, centres: Floats, starts: int, rng: np.random.Generator
) -> Iterator[Floats]:
    from core.segment.fitting import kernels

    yield centres
    narrow = rows.astype(np.float32)
    for _ in range(starts - 1):
        yield kernels.plus_plus_centres(narrow, np.ones(len(rows)), rng.random(len(centres)))


def _partition_mixture(rows: Floats, covariance: str, centres: Floats) -> Components:
    """Build the mixture that the partition of the rows by their nearest centre stands for.

    Each covariance has a share of the pooled one, as if of p + 1 more rows, so that a part of few
    rows has one at all.
    """
    k, p = centres.shape
    labels, means, counts = _nearest_partition(rows, centres)
    gaps = rows - means[labels]
    pooled = gaps.T @ gaps / len(rows)
    scatter = np.stack([gaps[labels == c].T @ gaps[labels == c] for c in range(k)])
    spread = (scatter + (p + 1) * pooled) / (counts[:, None, None] + p + 1)
    shares = (counts + 1) / (len(rows) + k)
    if covariance == "tied":
        spread = np.broadcast_to(pooled, spread.shape)
    return Components(
        shares, means, restrict_covariances(spread, shares, covariance) + FLOOR * np.eye(p)
    )


def _nearest_partition(rows: Floats, centres: Floats) -> tuple[Integers, Floats, Integers]:
    """Labels (m,) of each row's nearest centre, and the means (k, p) and sizes of the parts."""
    from core.segment.fitting.micro_kernels import assign_to_many

    start, labels = np.ascontiguousarray(centres, np.float32), np.empty(len(rows), np.int32)
    sums, counts = np.zeros(centres.shape), np.zeros(len(centres), np.int64)
    assign_to_many(rows.astype(np.float32), start, labels, sums, counts)
    means = np.where(counts[:, None] > 0, sums / np.maximum(counts, 1)[:, None], start)
    return labels, means, counts


def posteriors(scale: Scale, mixtures: Sequence[Mixture]) -> tuple[Integers, Floats]:
    """Likeliest component, uint8 (s, n), of every customer and how likely it is, float32 (s, n)."""
    shape = (len(mixtures), len(scale.field.rows))
    labels, chance = np.empty(shape, np.uint8), np.empty(shape, np.float32)

    def work(block: slice) -> None:
        rows, block_labels, block_chance = scale.at(block), labels[:, block], chance[:, block]
        for s, mixture in enumerate(mixtures):
            for part, logs in mixture.components.densities(rows):
                share, _ = responsibilities(logs)
                block_labels[s, part], block_chance[s, part] = share.argmax(axis=0), share.max(axis=0)

    for _ in map_in_threads(work, blocks(shape[1])):
        pass
    return labels, chance


# Customers up to which scikit-learn's own mixture is tried, and nats a row by which ours must be likelier to be
# taken, so that published figures come out again. Higher keeps to scikit-learn's more often.
PLAIN_ROWS = 1_000
MATTERS = 0.01


def prefer_sklearn_mixture(
    mixture: Mixture, rows: Floats, scale: Scale, covariance: str, seed: int
) -> Mixture:
    """Return scikit-learn's mixture with its defaults, unless ours is likelier by MATTERS nats a row.

    `rows` (m, p) are in the coordinates of `scale`, and so is the mixture given back. The one found is
    kept for more than PLAIN_ROWS rows, and where scikit-learn's is singular or has collapsed.
    """
    from sklearn.mixture import GaussianMixture

    if len(rows) > PLAIN_ROWS:
        return mixture
    k = len(mixture.components.shares)
    model = GaussianMixture(k, covariance_type=covariance, random_state=seed)
    try:
        model.fit(rows * scale.spread)
    except ValueError:
        return mixture
    plain = score_mixture(_rescale_mixture(model, scale.spread), rows, scale.log_volume, covariance)
    likelier = mixture.log_likelihood - plain.log_likelihood > MATTERS * len(rows)
    return mixture if likelier or plain.narrow else plain


def _rescale_mixture(model: GaussianMixture, spread: Floats) -> Components:
    """Rescale the mixture to features that are each divided by its `spread` (p,)."""
    k, p = model.means_.shape
    fitted = model.covariances_
    if model.covariance_type == "spherical":
        fitted = fitted[:, None]
    if model.covariance_type in ("diag", "spherical"):
        fitted = fitted[:, :, None] * np.eye(p)
    covariances = np.broadcast_to(fitted, (k, p, p)) / (spread[:, None] * spread)
    return Components(model.weights_, model.means_ / spread, covariances)

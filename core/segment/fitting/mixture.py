"""Gaussian mixtures of one table at several numbers of components."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.mixture import GaussianMixture

from core.errors import UserError
from core.model import Floats, Integers
from core.segment.fitting import kernels
from core.segment.fitting.em import (
    Components,
    count_free_parameters,
    maximise_likelihood,
    responsibilities,
    restrict_covariances,
)
from core.segment.fitting.lloyd import Field
from core.segment.fitting.micro_kernels import assign_to_many
from core.segment.fitting.threads import blocks, map_in_threads

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
    def of(cls, field: Field, joint: bool) -> "Scale":
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
        """Whether a component has collapsed: in some direction only the floor gives it a width."""
        return bool(np.linalg.eigvalsh(self.components.covariances).min() < NARROW)


def fit_mixture(
    rows: Floats, log_volume: float, covariance: str, centres: Floats, seed: int, starts: int = STARTS
) -> Mixture:
    """The likeliest mixture of `rows` (m, p) found from `starts` starts, in coordinates of a `Scale`.

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
        best = max(trials, key=lambda found: found.bound)
        found = maximise_likelihood(rows, best, covariance, FLOOR, STEPS, TOLERANCE)
        return score_mixture(found, rows, log_volume, covariance)
    except np.linalg.LinAlgError as error:
        raise NoMixture(components=len(centres)) from error


def score_mixture(found: Components, rows: Floats, log_volume: float, covariance: str) -> Mixture:
    """A mixture of `rows` (m, p) in coordinates of a `Scale`, with what is told of it in the table's."""
    likelihood = (found.score(rows) - log_volume) * len(rows)
    free = count_free_parameters(found.means.shape, covariance)
    bic, aic = free * np.log(len(rows)) - 2 * likelihood, 2 * free - 2 * likelihood
    return Mixture(found, likelihood, float(bic), float(aic))


def _starting_centres(
    rows: Floats, centres: Floats, starts: int, rng: np.random.Generator
) -> Iterator[Floats]:
    yield centres
    narrow = rows.astype(np.float32)
    for _ in range(starts - 1):
        yield kernels.plus_plus_centres(narrow, np.ones(len(rows)), rng.random(len(centres)))


def _partition_mixture(rows: Floats, covariance: str, centres: Floats) -> Components:
    """The mixture that the partition of the rows by their nearest centre stands for.

    Each covariance has a share of the pooled one, as if of p + 1 more rows, so that a part of few
    rows has one at all.
    """
    k, p = centres.shape
    labels, means, counts = _nearest_partition(rows, centres)
    gaps = rows - means[labels]
    pooled = gaps.T @ gaps / len(rows)
    own = np.stack([gaps[labels == c].T @ gaps[labels == c] for c in range(k)])
    spread = (own + (p + 1) * pooled) / (counts[:, None, None] + p + 1)
    shares = (counts + 1) / (len(rows) + k)
    if covariance == "tied":
        spread = np.broadcast_to(pooled, spread.shape)
    return Components(
        shares, means, restrict_covariances(spread, shares, covariance) + FLOOR * np.eye(p)
    )


def _nearest_partition(rows: Floats, centres: Floats) -> tuple[Integers, Floats, Integers]:
    """The label (m,) of each row's nearest centre, and the means (k, p) and sizes of the parts."""
    start, labels = np.ascontiguousarray(centres, np.float32), np.empty(len(rows), np.int32)
    sums, counts = np.zeros(centres.shape), np.zeros(len(centres), np.int64)
    assign_to_many(rows.astype(np.float32), start, labels, sums, counts)
    means = np.where(counts[:, None] > 0, sums / np.maximum(counts, 1)[:, None], start)
    return labels, means, counts


def posteriors(scale: Scale, mixtures: Sequence[Mixture]) -> tuple[Integers, Floats]:
    """The likeliest component, uint8 (s, n), of every customer and how likely it is, float32 (s, n)."""
    shape = (len(mixtures), len(scale.field.rows))
    labels, chance = np.empty(shape, np.uint8), np.empty(shape, np.float32)

    def work(block: slice) -> None:
        rows, own, likely = scale.at(block), labels[:, block], chance[:, block]
        for s, mixture in enumerate(mixtures):
            for part, logs in mixture.components.densities(rows):
                share, _ = responsibilities(logs)
                own[s, part], likely[s, part] = share.argmax(axis=0), share.max(axis=0)

    for _ in map_in_threads(work, blocks(shape[1])):
        pass
    return labels, chance


PLAIN_ROWS = 1_000

MATTERS = 0.01


def prefer_sklearn_mixture(
    found: Mixture, rows: Floats, scale: Scale, covariance: str, seed: int
) -> Mixture:
    """scikit-learn's mixture with its defaults, unless the one found is likelier by MATTERS nats a row.

    `rows` (m, p) are in the coordinates of `scale`, and so is the mixture given back. The one found is
    kept for more than PLAIN_ROWS rows, and where scikit-learn's is singular or has collapsed.
    """
    if len(rows) > PLAIN_ROWS:
        return found
    k = len(found.components.shares)
    model = GaussianMixture(k, covariance_type=covariance, random_state=seed)
    try:
        model.fit(rows * scale.spread)
    except ValueError:
        return found
    plain = score_mixture(_rescale_mixture(model, scale.spread), rows, scale.log_volume, covariance)
    likelier = found.log_likelihood - plain.log_likelihood > MATTERS * len(rows)
    return found if likelier or plain.narrow else plain


def _rescale_mixture(model: GaussianMixture, spread: Floats) -> Components:
    """The mixture of features that are each divided by its `spread` (p,)."""
    k, p = model.means_.shape
    own = model.covariances_
    if model.covariance_type == "spherical":
        own = own[:, None]
    if model.covariance_type in ("diag", "spherical"):
        own = own[:, :, None] * np.eye(p)
    covariances = np.broadcast_to(own, (k, p, p)) / (spread[:, None] * spread)
    return Components(model.weights_, model.means_ / spread, covariances)

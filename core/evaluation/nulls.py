"""What the same clustering makes of customers without segments, to compare the real ones with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from core.algorithms._blocks import in_threads
from core.entities import Floats
from core.evaluation._refits import Refit, refit
from core.evaluation._separation import Separation, separation
from core.evaluation._unimodal import UnimodalCloud

SHUFFLED, GAUSSIAN, ONE_PEAK = "shuffled", "gaussian", "one peak"
CLOUDS = (GAUSSIAN, ONE_PEAK)  # what decides
DRAWS: Mapping[str, int] = MappingProxyType({SHUFFLED: 19, GAUSSIAN: 39, ONE_PEAK: 39})
Draw = Callable[[np.random.Generator], Floats]


@dataclass(frozen=True)
class NullCheck:
    """Separation of the data, and of the DRAWS tables that some null model drew, at every setting.

    `tightness` and `gap` (s,) are the data's; `null_tightness` and `null_gap` (draws, s) the draws'.
    More is clearer; see `core.evaluation._separation.Separation`.
    """

    settings: tuple[int, ...]
    tightness: Floats
    gap: Floats
    null_tightness: Floats
    null_gap: Floats

    def tightness_p(self) -> Floats:
        """The one-sided p-value (s,): the share of null tables, the data's own among them, as tight."""
        return p_values(self.tightness, self.null_tightness)

    def gap_p(self) -> Floats:
        """The same of the gaps."""
        return p_values(self.gap, self.null_gap)

    def tightness_z(self) -> Floats:
        """How many standard deviations (s,) tighter than the null tables' mean the data's clusters are."""
        return excess(self.tightness, self.null_tightness)


def p_values(value: Floats, null: Floats) -> Floats:
    """The rank p-value (s,) of each value among its draws `null` (draws, s)."""
    return np.asarray((1 + (null >= value).sum(axis=0)) / (1 + len(null)))


def excess(value: Floats, null: Floats) -> Floats:
    """The z score (s,) of each value among its draws."""
    return np.asarray((value - null.mean(axis=0)) / np.maximum(null.std(axis=0, ddof=1), 1e-12))


def null_models(rows: Floats) -> Mapping[str, Draw]:
    """What customers without segments could look like, as functions that draw such a table (m, p).

    SHUFFLED keeps each feature and breaks how they go together; GAUSSIAN is one normal cloud with
    the data's mean and covariance (as in Tibshirani, Walther and Hastie, "Estimating the number of
    clusters in a data set via the gap statistic", 2001, the reference is a single cloud); ONE_PEAK
    also keeps skewness and tails, so that a skewed cloud is not taken for segments.
    """
    middle, centred = rows.mean(axis=0), rows - rows.mean(axis=0)
    values, vectors = np.linalg.eigh(centred.T @ centred / len(rows))
    root = (vectors * np.sqrt(np.maximum(values, 0))).T
    cloud = UnimodalCloud.of(rows)
    return {
        SHUFFLED: lambda rng: rng.permuted(rows, axis=0),
        GAUSSIAN: lambda rng: middle + rng.normal(size=rows.shape) @ root,
        ONE_PEAK: lambda rng: cloud.draw(len(rows), rng),
    }


def null_checks(
    rows: Floats, fitted: Refit, settings: Sequence[int], seed: int, step: Callable[[float], None]
) -> dict[str, NullCheck]:
    """The check against each null model, by name; `fitted` is `refit(rows, settings, ...)`.

    Every drawn table goes through the same K-Means as `rows` (m, p). `step` is told the share done;
    what it raises ends the work.
    """
    models = null_models(rows)
    ours = separation(rows, fitted.labels, fitted.wcss)

    def work(task: tuple[str, int]) -> Separation:
        name, number = task
        rng = np.random.default_rng((seed, number, list(models).index(name)))
        table = models[name](rng)
        return separation(table, *refit(table, settings, rng))

    tasks = [(name, number) for name in models for number in range(DRAWS[name])]
    found: dict[str, list[Separation]] = {name: [] for name in models}
    for done, ((name, _), drawn) in enumerate(zip(tasks, in_threads(work, tasks), strict=True), 1):
        found[name].append(drawn)
        step(done / len(tasks))
    return {name: _check(tuple(settings), ours, drawn) for name, drawn in found.items()}


def _check(settings: tuple[int, ...], ours: Separation, drawn: Sequence[Separation]) -> NullCheck:
    tightness, gap = (np.stack(part) for part in zip(*drawn, strict=True))
    return NullCheck(settings, ours.tightness, ours.gap, tightness, gap)

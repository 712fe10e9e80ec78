"""Null models: tables without segments, and what the same clustering makes of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from core.model import Floats, Integers, Report, report_within
from core.segment import map_in_threads
from core.verdict.separation import Separation, measure_separation
from core.verdict.stability import Refit, refit

SHUFFLED, GAUSSIAN, ONE_PEAK = "shuffled", "gaussian", "one peak"

CLOUDS = (GAUSSIAN, ONE_PEAK)  # the models that decide: docs/verdict.md says why shuffling does not

# Tables drawn from each model at most. 39 can show p = .025, 19 can show .05; more show rarer ones and take longer.
DRAWS: Mapping[str, int] = MappingProxyType({SHUFFLED: 19, GAUSSIAN: 39, ONE_PEAK: 39})

# Standard deviations above the null tables that tightness needs (docs/verdict.md). Lower claims weaker segments, and
# more of tables without any.
EXCESS = 4.0

# Standard errors by which an excess must be too small after some tables, so that no more are drawn. Lower stops
# sooner, and may overlook segments.
SURE = 5.0

# Tables of each model drawn at a time, before it is asked whether more could change anything (docs/verdict.md).
# Fewer stop sooner, and tell the spread of the null tables less well.
ROUND = 8

# Different values up to which a feature is kept as it is, as answers always have gaps between them
# (docs/verdict.md). Higher leaves gaps in more features of the null model, so that fewer segments are natural.
ANSWERS = 10

MODES = 25  # places tried for the peak; more fit it closer and take longer

# Rounds, and customers drawn in each, that match the cloud's correlations with the data's; more match closer.
MATCHING_ROUNDS, MATCHING_ROWS, MATCHING_SEED = 3, 20_000, 0

# Of the largest value: what parts two values that are one. Far higher: steps of counts would merge.
ROUNDING = 1e-12
COUNTED = 0.5  # share of different values up to which a feature counts as counted or rounded

# A gap more than WIDE times both beside it is filled in the null model, with MOST_SKIPPED values at most. Higher
# takes wider gaps for the steps of a scale, and leaves them.
WIDE, MOST_SKIPPED = 2.0, 200

DrawTable = Callable[[np.random.Generator], Floats]
Figure = TypeVar("Figure")


@dataclass(frozen=True)
class NullCheck:
    """Separation of the data, and of the tables that some null model drew, at every setting.

    `tightness` and `gap` (s,) are the data's; `null_tightness` and `null_gap` (draws, s) the draws'.
    More is clearer; see `core.verdict.separation.Separation`.
    """

    settings: tuple[int, ...]
    tightness: Floats
    gap: Floats
    null_tightness: Floats
    null_gap: Floats

    def tightness_p(self) -> Floats:
        """One-sided p-value (s,): the share of null tables, the data's own among them, as tight."""
        return p_values(self.tightness, self.null_tightness)

    def gap_p(self) -> Floats:
        """One-sided p-value (s,): the share of null tables, the data's own among them, with gaps as deep."""
        return p_values(self.gap, self.null_gap)

    def tightness_z(self) -> Floats:
        """Standard deviations (s,) by which the data's clusters are tighter than the null tables' mean."""
        return z_scores(self.tightness, self.null_tightness)


def p_values(value: Floats, null: Floats) -> Floats:
    """Rank p-value (s,) of each value among its draws `null` (draws, s)."""
    return np.asarray((1 + (null >= value).sum(axis=0)) / (1 + len(null)))


def z_scores(value: Floats, null: Floats) -> Floats:
    """Z score (s,) of each value among its draws."""
    return np.asarray((value - null.mean(axis=0)) / np.maximum(null.std(axis=0, ddof=1), 1e-12))


def make_null_models(rows: Floats) -> Mapping[str, DrawTable]:
    """Make the null models of `rows` (m, p), as functions that draw a table of customers without segments.

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


def check_null_models(
    rows: Floats, fitted: Refit, settings: Sequence[int], seed: int, step: Report
) -> dict[str, NullCheck]:
    """Check `fitted`, which is `refit(rows, settings, ...)`, against each null model, by name.

    Every drawn table goes through the same K-Means as `rows` (m, p). No more are drawn once no
    setting can turn out tight. `step` hears the share done; what it raises ends the work.
    """
    models = make_null_models(rows)
    observed = measure_separation(rows, fitted.labels, fitted.wcss)

    def measure(name: str, number: int) -> Separation:
        rng = np.random.default_rng((seed, number, list(models).index(name)))
        table = models[name](rng)
        return measure_separation(table, *refit(table, settings, rng))

    def is_open(drawn: Mapping[str, Sequence[Separation]]) -> bool:
        null = [np.array([each.tightness for each in tables]) for tables in drawn.values()]
        return bool(np.all([_may_be_tight(observed.tightness, each) for each in null], axis=0).any())

    draws = draw_in_rounds(CLOUDS, measure, is_open, report_within(step, 0.0, 0.8))
    shuffled = draw_in_rounds(
        (SHUFFLED,), measure, lambda _: is_open(draws), report_within(step, 0.8, 0.2)
    )
    draws |= shuffled
    return {name: _null_check(tuple(settings), observed, draws[name]) for name in models}


def draw_in_rounds(
    names: Sequence[str],
    measure: Callable[[str, int], Figure],
    is_open: Callable[[Mapping[str, Sequence[Figure]]], bool],
    step: Report,
) -> dict[str, list[Figure]]:
    """Measure tables of null models by name and number, ROUND of each at a time, up to DRAWS.

    Ends before where what was drawn leaves nothing open, as in Besag and Clifford, "Sequential Monte
    Carlo p-values", Biometrika 78 (1991). `step` hears the share done.
    """
    drawn: dict[str, list[Figure]] = {name: [] for name in names}
    most = max(DRAWS[name] for name in names)
    for first in range(0, most, ROUND):
        if first and not is_open(drawn):
            break
        numbers = range(first, min(first + ROUND, most))
        tasks = [(name, number) for number in numbers for name in names if number < DRAWS[name]]
        figures = map_in_threads(lambda task: measure(*task), tasks)
        for done, ((name, _), figure) in enumerate(zip(tasks, figures, strict=True), 1):
            drawn[name].append(figure)
            step((first + len(numbers) * done / len(tasks)) / most)
    step(1.0)
    return drawn


def _may_be_tight(tightness: Floats, null: Floats) -> NDArray[np.bool_]:
    """Tell at which settings (s,) the data may yet prove tighter than a null model, of which `null`
    (draws, s) were drawn: tighter than all of them, by an excess that is not surely too small."""
    excess, draws = z_scores(tightness, null), len(null)
    error = np.sqrt(1 / draws + excess**2 / (2 * (draws - 1)))
    return np.asarray((tightness > null.max(axis=0)) & (excess + SURE * error >= EXCESS))


def _null_check(
    settings: tuple[int, ...], observed: Separation, draws: Sequence[Separation]
) -> NullCheck:
    tightness, gap = (np.stack(part) for part in zip(*draws, strict=True))
    return NullCheck(settings, observed.tightness, observed.gap, tightness, gap)


@dataclass(frozen=True)
class Marginal:
    """A feature's distribution: a line through (`shares`, `values`), or a step up to each share."""

    shares: Floats
    values: Floats
    steps: bool

    def quantiles(self, shares: Floats) -> Floats:
        if self.steps:
            at = np.searchsorted(self.shares, shares)
            return np.asarray(self.values[np.minimum(at, len(self.values) - 1)])
        return np.asarray(np.interp(shares, self.shares, self.values))


@dataclass(frozen=True)
class UnimodalCloud:
    """A Gaussian copula with the data's own rank correlations, skewness and tails, each feature's
    distribution the closest one to the data's that has a single peak."""

    marginals: tuple[Marginal, ...]
    root: Floats

    @classmethod
    def of(cls, rows: Floats) -> "UnimodalCloud":
        """Fit the cloud to `rows` (m, p). Few answers weaken correlations, so the copula's are raised until
        the cloud's own are those of the rows."""
        marginals = tuple(fit_marginal(column) for column in rows.T)
        target = correlation = _rank_correlation(rows)
        for _ in range(MATCHING_ROUNDS):
            trial = cls(marginals, _root(correlation)).draw(MATCHING_ROWS, _matching_generator())
            correlation = np.clip(correlation + target - _rank_correlation(trial), -1, 1)
        return cls(marginals, _root(correlation))

    def draw(self, rows: int, rng: np.random.Generator) -> Floats:
        """Draw as many new customers (rows, p)."""
        from scipy.special import ndtr

        shares = ndtr(rng.normal(size=(rows, len(self.root))) @ self.root)
        return np.column_stack(
            [marginal.quantiles(shares[:, j]) for j, marginal in enumerate(self.marginals)]
        )


def fit_marginal(column: Floats) -> Marginal:
    """Fit the closest distribution with one peak to that of `column` (m,).

    Of up to MODES places for the peak, the one whose distribution function is closest; on the left
    of it the greatest convex minorant, on the right the least concave majorant: Hartigan and
    Hartigan, "The dip test of unimodality", Annals of Statistics 13 (1985). Counted and rounded
    values, which customers share, stay counted, so that the steps between them look no different
    than in the data. A feature of at most ANSWERS different values is kept as it is.
    """
    values, counts = _merge_rounded(*np.unique(column, return_counts=True))
    if len(values) <= ANSWERS:
        return Marginal(np.cumsum(counts) / len(column), values, steps=True)
    if len(values) > COUNTED * len(column):
        shares = fit_unimodal(_customers_between(counts) / len(column), np.diff(values))
        return Marginal(np.concatenate([[0.0], shares]), values, steps=False)
    lattice, lattice_counts = _fill_gaps(values, counts)
    bounds = np.concatenate([lattice[:1], (lattice[1:] + lattice[:-1]) / 2, lattice[-1:]])
    return Marginal(fit_unimodal(lattice_counts / len(column), np.diff(bounds)), lattice, steps=True)


def _merge_rounded(values: Floats, counts: Integers) -> tuple[Floats, Integers]:
    """Merge ascending values that only the rounding of a computation parts, such as 0.1 + 0.2 and 0.3:
    between these there is no room for anybody, and no density."""
    starts = np.flatnonzero(np.diff(values, prepend=-np.inf) > ROUNDING * np.abs(values).max())
    return values[starts], np.add.reduceat(counts, starts)


def fit_unimodal(mass: Floats, widths: Floats) -> Floats:
    """Fit a density that rises to one peak and then falls: its distribution function at each cell's end (c,)."""
    target = np.cumsum(mass)
    modes = np.unique(np.searchsorted(target, np.linspace(0, 1, MODES)).clip(0, len(mass)))
    fits = [_fit_one_peak(mass, widths, int(mode)) for mode in modes]
    return min(fits, key=lambda fit: float(np.abs(fit - target).max()))


def _fit_one_peak(mass: Floats, widths: Floats, mode: int) -> Floats:
    from scipy.optimize import isotonic_regression

    density = np.empty(len(mass))
    for part, rising in ((slice(mode), True), (slice(mode, None), False)):
        if len(mass[part]):
            raw_density = mass[part] / widths[part]
            density[part] = isotonic_regression(raw_density, weights=widths[part], increasing=rising).x
    return np.asarray(np.minimum(np.cumsum(density * widths), 1.0))


def _customers_between(counts: Integers) -> Floats:
    """Count the customers between each two neighbouring values: half of those at either, all at the ends."""
    shared = counts / 2.0
    shared[[0, -1]] = counts[[0, -1]]
    return np.asarray(shared[:-1] + shared[1:])


def _fill_gaps(values: Floats, counts: Integers) -> tuple[Floats, Integers]:
    """Put in the counted values, of no customer, that are skipped in a gap more than WIDE times
    as wide as both gaps beside it. So a gap in the data is none in the null model, but the steps of
    counts on a scale that draws the few apart, as a logarithm does, stay."""
    gaps = np.diff(values)
    before = np.concatenate([[_next_gap(gaps[2], gaps[1])], gaps[:-1]])
    beside = np.maximum(before, np.concatenate([gaps[1:], [_next_gap(gaps[-3], gaps[-2])]]))
    skipped = np.where(gaps > WIDE * beside, np.minimum(gaps / beside, MOST_SKIPPED), 1).astype(int)
    put_in = [
        np.linspace(v, v + g, n, endpoint=False)
        for v, g, n in zip(values[:-1], gaps, skipped, strict=True)
    ]
    filled = np.concatenate([*put_in, values[-1:]])
    filled_counts = np.zeros(len(filled), np.int64)
    filled_counts[np.concatenate([[0], np.cumsum(skipped)])] = counts
    return filled, filled_counts


def _next_gap(gap: float, following: float) -> float:
    """Gap that would come next, if gaps went on widening as these two do."""
    return following * max(1.0, following / gap)


def _matching_generator() -> np.random.Generator:
    return np.random.default_rng(MATCHING_SEED)


def _rank_correlation(rows: Floats) -> Floats:
    """Correlation (p, p) of the normal scores; 0 for a feature without differences."""
    scores = _normal_scores(rows)
    centred = scores - scores.mean(axis=0)
    spread = centred.std(axis=0)
    centred = centred / np.where(spread > 0, spread, 1.0)
    correlation = centred.T @ centred / len(centred)
    correlation[np.diag_indices(len(correlation))] = 1.0
    return np.asarray(correlation)


def _normal_scores(rows: Floats) -> Floats:
    """Normal quantiles of each feature's ranks; ties share the middle of their ranks."""
    from scipy.special import ndtri

    scores = np.empty(rows.shape)
    for j, column in enumerate(rows.T):
        _, codes, counts = np.unique(column, return_inverse=True, return_counts=True)
        middle = np.cumsum(counts) - counts / 2.0
        scores[:, j] = ndtri(middle / len(column))[codes]
    return scores


def _root(correlation: Floats) -> Floats:
    """Matrix (p, p) that gives standard normal rows about these correlations, each of spread 1."""
    values, vectors = np.linalg.eigh(correlation)
    root = (vectors * np.sqrt(np.maximum(values, 0))).T
    return np.asarray(root / np.maximum(np.sqrt((root**2).sum(axis=0)), 1e-12))

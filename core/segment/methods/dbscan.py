"""DBSCAN at every eps at once."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import UserError
from core.model import MOST_CLUSTERS, NOISE, FitResult, Floats, Integers, Progress, report_within
from core.plugins import AlgorithmSpec, Param, check_params

if TYPE_CHECKING:
    from core.segment.fitting.density.reachability import MutualReachability
    from core.segment.fitting.density.sampled_tree import SampledTree

STOPS = 24  # of the slider, before those that change nothing are left out

# The slider runs from where DENSE_SHARE of the customers are core (docs/methods.md) to where REACHED_SHARE are and
# groups of GROUP_SHARE have joined, but not over more than LOWEST of the range. Lower starts show smaller groups.
DENSE_SHARE, REACHED_SHARE = 0.4, 0.99
GROUP_SHARE, LOWEST = 0.01, 1e-2

CURVE = 1_000  # points of the curve of distances
USUAL_SHARE = (
    0.9  # of the customers in reach of enough others where the curve has no bend: the start then
)
STEP = "Clustering"


class OnlyNoise(UserError):
    template = (
        "At eps {eps:g} no customer has {min_samples} customers in reach, so all are noise. "
        "Set eps to {least:g} or more, or lower min samples."
    )


class TooManyClusters(UserError):
    template = (
        "At eps {eps:g} there are {found:,} segments, more than the {most} that can be shown. "
        "Raise eps or min samples."
    )


def sweep(
    matrix: Floats,
    settings: tuple[float, ...],
    params: Mapping[str, Any],
    seed: int,
    progress: Progress,
) -> FitResult:
    """DBSCAN of `matrix` (n, p) at `settings` and at about STOPS values of eps that suit the table.

    Labels are those of scikit-learn at the same eps and min_samples, unless a notice tells that a
    sample was taken (see `sample_size`). TooFewCustomers where there are fewer than min_samples;
    OnlyNoise or TooManyClusters where a value of `settings` leaves nothing to show. Evidence:
    `k_distance`, the distances to the min_samples-th customer, ascending, at the shares `k_share`.
    """
    from core.segment.fitting.density.sampled_tree import SampledTree
    from core.segment.fitting.partitions import build_partitions
    from core.segment.fitting.threads import as_kernel_array

    rows, min_samples = (
        as_kernel_array(matrix),
        check_params(SPEC.title, SPEC.params, params)["min_samples"],
    )
    requested = tuple(map(float, settings))
    sampled = SampledTree.of(rows, min_samples, seed, report_within(partial(progress, STEP), 0.0, 0.8))
    _check_settings(sampled.tree, requested, min_samples)
    shares, distances = _curve(sampled.tree.core_distances)
    stops = _stops(sampled.tree, min_samples)
    bend = _knee(shares, distances)
    eps = _suggest_eps(stops, bend, sampled.tree)
    chosen = tuple(sorted({*requested, *stops, eps}))
    labels, sizes = _labels(sampled, chosen, progress)
    at = chosen.index(eps)
    noise = float(np.mean(labels[at] == NOISE))
    reason = _bend_sentence(bend, eps, min_samples) + _outcome_sentence(sizes[at], noise)
    evidence = {"k_distance": distances, "k_share": shares}
    parts = build_partitions(rows, labels, sizes)
    return FitResult(chosen, parts, eps, reason, evidence, sampled.notices)


def _labels(
    sampled: SampledTree, chosen: Sequence[float], progress: Progress
) -> tuple[Integers, tuple[int, ...]]:
    """Labels uint8 (s, n) at each eps, and how many clusters there are."""
    labels = np.empty((len(chosen), sampled.rows), np.uint8)
    for s, eps in enumerate(chosen):
        progress(STEP, 0.8 + 0.2 * s / len(chosen))
        labels[s] = sampled.cut(eps).astype(np.uint8)  # -1 becomes NOISE
    sizes = sampled.tree.clusters(np.array(chosen))
    return labels, tuple(int(size) for size in sizes)


def _check_settings(tree: MutualReachability, settings: Sequence[float], min_samples: int) -> None:
    from core.segment.fitting.density.reachability import round_up

    for eps in settings:
        count = int(tree.clusters(np.array(eps)))
        if count == 0:
            least = round_up(float(np.sqrt(tree.core.min())))
            raise OnlyNoise(eps=eps, min_samples=min_samples, least=least)
        if count > MOST_CLUSTERS:
            raise TooManyClusters(eps=eps, found=count, most=MOST_CLUSTERS)


def _stops(tree: MutualReachability, min_samples: int) -> tuple[float, ...]:
    """Values of eps, evenly spread in logarithm, from where DENSE_SHARE of the customers are core, or
    where MOST_CLUSTERS can be kept, to where no two clusters of GROUP_SHARE are left to join. A value
    at which no more is joined than at the one before is left out."""
    from core.segment.fitting.density.reachability import round_up

    low, reached = np.quantile(tree.core_distances, [DENSE_SHARE, REACHED_SHARE])
    high = max(reached, low, _last_join(tree, min_samples))
    low = max(low, _last_crowded_eps(tree), high * LOWEST)
    if high == 0:
        return (1.0,)
    spread = np.geomspace(low, max(high, low), STOPS)
    stops = np.unique([round_up(float(eps)) for eps in spread])
    counts = tree.clusters(stops)
    fit = (counts > 0) & (counts <= MOST_CLUSTERS) & tree.differ(stops)
    return tuple(stops[fit].tolist())


def _last_join(tree: MutualReachability, min_samples: int) -> float:
    """The eps at which the last two large clusters become one; 0 where there never are two."""
    least = max(min_samples, GROUP_SHARE * tree.sizes[-1])
    large = (tree.sizes[tree.children] >= least).all(axis=1)
    return float(np.sqrt(tree.heights[large].max(initial=0.0)))


def _last_crowded_eps(tree: MutualReachability) -> float:
    """The eps from which on there never are more than MOST_CLUSTERS; 0 where there never are."""
    distances = np.unique(np.sqrt(np.append(tree.core, tree.heights)))
    crowded = np.flatnonzero(tree.clusters(distances) > MOST_CLUSTERS)
    return float(distances[crowded[-1] + 1]) if len(crowded) else 0.0


def _curve(core_distances: Floats) -> tuple[Floats, Floats]:
    """The core distances in ascending order, thinned to CURVE points: shares of customers, distances."""
    shares = np.linspace(0, 1, min(len(core_distances), CURVE))
    return shares, np.quantile(core_distances, shares, method="nearest")


def _knee(shares: Floats, distances: Floats) -> float | None:
    """Distance at which the curve bends up: Satopää et al., "Finding a kneedle in a haystack" (2011)."""
    from kneed import KneeLocator

    if distances[-1] <= distances[0]:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        at = KneeLocator(shares, distances, curve="convex", direction="increasing").knee_y
    return None if at is None or at <= 0 else float(at)


def _suggest_eps(stops: Sequence[float], bend: float | None, tree: MutualReachability) -> float:
    """Return the bend as a value of eps; the nearest stop where there is none or it leaves nothing to show."""
    from core.segment.fitting.density.reachability import round_up

    if bend is not None:
        eps = round_up(bend)
        if 0 < tree.clusters(np.array(eps)) <= MOST_CLUSTERS:
            return eps
    goal = bend or float(np.quantile(tree.core_distances, USUAL_SHARE))
    return min(stops, key=lambda stop: abs(stop - goal))


def _bend_sentence(bend: float | None, eps: float, min_samples: int) -> str:
    from core.segment.fitting.density.reachability import round_up

    curve = f"the curve of distances to the nearest {min_samples - 1} others"
    if bend is None:
        return f"There is no bend in {curve}; eps {eps:g} is a start. "
    if eps != round_up(bend):
        return f"At {bend:.4g}, where {curve} bends, there are too many segments to show; eps {eps:g} is next. "
    return f"At eps {eps:g} {curve} bends: a wider reach would mostly add outliers. "


def _outcome_sentence(clusters: int, noise: float) -> str:
    if clusters == 1:
        return "All dense places are connected there, so it is one segment: try a smaller eps."
    return f"It gives {clusters} segments and leaves {noise:.1%} of the customers in no segment."


SPEC = AlgorithmSpec(
    name="dbscan",
    title="DBSCAN",
    summary="Dense groups of any shape, however many there are. Customers who stand apart are in no segment.",
    source="Ester et al., A density-based algorithm for discovering clusters in large spatial databases with noise, KDD, 1996",
    params=(
        Param(
            "eps",
            "Reach (eps)",
            default=0.5,
            low=1e-9,
            high=1e9,
            step=0.01,
            help="How close two customers must be, in the prepared features, to be neighbours.",
        ),
        Param(
            "min_samples",
            "Min samples",
            default=5,
            low=2,
            high=50,
            most=100,
            help="How many customers, counting this one, must be in reach for a place to count as dense.",
        ),
    ),
    swept="eps",
    sweep=sweep,
    adaptive=True,
    row_bytes=500,
)

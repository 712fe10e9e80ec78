"""HDBSCAN at every smallest segment size at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import UserError
from core.model import (
    MOST_CLUSTERS,
    NOISE,
    FitResult,
    Floats,
    Integers,
    Partition,
    Progress,
    report_within,
)
from core.plugins import AlgorithmSpec, Param, check_params

if TYPE_CHECKING:
    from core.segment.fitting.density.condensed_tree import Members
    from core.segment.fitting.density.sampled_tree import SampledTree

STOPS = 16  # of the slider

# The slider runs from SMALLEST customers, or SMALLEST_SHARE of all, to LARGEST_SHARE (docs/methods.md). Lower starts
# show smaller groups, higher ends only the largest.
SMALLEST, SMALLEST_SHARE, LARGEST_SHARE = 5, 0.001, 0.25
STEP = "Clustering"


class OnlyNoise(UserError):
    template = (
        "No two dense groups of {asked:,} or more customers stand apart, so all are noise. "
        "Lower the smallest segment or min samples."
    )


class NothingStandsApart(UserError):
    template = (
        "No two dense groups stand apart, whatever the smallest segment, so all customers are noise. "
        "Lower min samples, choose other features or another method."
    )


class TooManyClusters(UserError):
    template = (
        "With segments from {asked:,} customers on there are {found:,}, more than the {most} that can "
        "be shown. Raise the smallest segment."
    )


def sweep(
    matrix: Floats,
    settings: tuple[float, ...],
    params: Mapping[str, Any],
    seed: int,
    progress: Progress,
) -> FitResult:
    """HDBSCAN of `matrix` (n, p) at `settings` and at about STOPS smallest sizes that suit the table.

    Labels and probabilities are those of scikit-learn, where customers at one distance count by
    their own distance; unless a notice tells that a sample was taken (see `sample_size`).
    OnlyNoise or TooManyClusters where a value of `settings` leaves nothing to show, NothingStandsApart
    where every stop does, TooFewCustomers where there are fewer than min_samples. Evidence: the number
    of `clusters` (s,) and the share of `noise` (s,); and of the condensed tree at each stop the
    number of `branches` (s,), and of the largest of them what `branch_arrays` says.
    """
    from core.segment.fitting.density.condensed_tree import DensityTree, Members
    from core.segment.fitting.density.sampled_tree import SampledTree
    from core.segment.fitting.threads import as_kernel_array

    rows, params = as_kernel_array(matrix), check_params(SPEC.title, SPEC.params, params)
    sampled = SampledTree.of(
        rows, params["min_samples"], seed, report_within(partial(progress, STEP), 0.0, 0.8)
    )
    densities, leaves = DensityTree.of(sampled), params["cluster_selection"] == "leaf"
    requested, members = {int(size) for size in settings}, dict[int, Members]()
    sizes = sorted({*requested, *_stops(len(rows))})
    for done, size in enumerate(sizes):
        progress(STEP, 0.8 + 0.2 * done / len(sizes))
        at = densities.at(size, leaves)
        if _is_showable(size, at, size in requested):
            members[size] = at._replace(labels=at.labels.astype(np.uint8))  # -1 becomes NOISE
    if not members:
        raise NothingStandsApart
    return _build_result(rows, members, sampled)


def _build_result(rows: Floats, members: Mapping[int, Members], sampled: SampledTree) -> FitResult:
    from core.segment.fitting.density.condensed_tree import branch_arrays
    from core.segment.fitting.partitions import build_partitions

    sizes = tuple(members)
    labels = np.stack([at.labels for at in members.values()])
    counts = [at.clusters for at in members.values()]
    noise = [float(np.mean(at.labels == NOISE)) for at in members.values()]
    parts = tuple(
        replace(part, probability=at.strength)
        for part, at in zip(build_partitions(rows, labels, counts), members.values(), strict=True)
    )
    chosen, reason = _suggestion(sizes, counts, noise)
    trees = [
        at.branches.with_cluster_names(_segments_of_clusters(at, part))
        for at, part in zip(members.values(), parts, strict=True)
    ]
    evidence = {"clusters": np.array(counts, float), "noise": np.array(noise), **branch_arrays(trees)}
    return FitResult(sizes, parts, chosen, reason, evidence, sampled.notices)


def _segments_of_clusters(at: Members, part: Partition) -> Integers:
    """The segment (k,) that each cluster has become."""
    clustered, segment = at.labels != NOISE, np.empty(at.clusters, np.intp)
    segment[at.labels[clustered]] = part.labels[clustered]
    return segment


def _is_showable(size: int, at: Members, requested: bool) -> bool:
    """Tell whether there is something to show; where it was `requested`, an error says why not."""
    if requested and not at.clusters:
        raise OnlyNoise(asked=size)
    if requested and at.clusters > MOST_CLUSTERS:
        raise TooManyClusters(asked=size, found=at.clusters, most=MOST_CLUSTERS)
    return 0 < at.clusters <= MOST_CLUSTERS


def _stops(rows: int) -> set[int]:
    """Smallest sizes, evenly spread in logarithm, up to LARGEST_SHARE of the customers."""
    high = max(2, int(rows * LARGEST_SHARE))
    low = min(high, max(SMALLEST, round(rows * SMALLEST_SHARE)))
    return {round(size) for size in np.geomspace(low, high, STOPS)}


def _suggestion(sizes: Sequence[int], counts: Sequence[int], noise: Sequence[float]) -> tuple[int, str]:
    """The middle of the longest run of sizes, in logarithm, that give the same number of clusters;
    of equally long ones the one with less noise."""
    runs = [list(run) for _, run in groupby(range(len(sizes)), key=lambda s: counts[s])]

    def length(run: list[int]) -> tuple[int, float]:
        return len(run), -noise[run[len(run) // 2]]

    best = max(runs, key=length)
    at = best[len(best) // 2]
    span = f"from {sizes[best[0]]:,} to {sizes[best[-1]]:,}"
    return sizes[at], (
        f"The number of segments stays the same over the widest range of sizes, {span}: "
        f"{counts[at]} segments, and {noise[at]:.1%} of the customers are in none."
    )


SPEC = AlgorithmSpec(
    name="hdbscan",
    title="HDBSCAN",
    summary="Dense groups of any shape and of different densities. Customers who stand apart are in no segment.",
    source="Campello et al., Density-based clustering based on hierarchical density estimates, PAKDD, 2013",
    params=(
        Param(
            "min_cluster_size",
            "Smallest segment",
            default=50,
            low=2,
            high=1_000,
            most=10_000_000,
            help="How many customers a group needs to be a segment of its own.",
        ),
        Param(
            "min_samples",
            "Min samples",
            default=5,
            low=2,
            high=50,
            most=100,
            help="How many customers a dense place has; a higher number leaves more of them in no segment.",
        ),
        Param(
            "cluster_selection",
            "Segments taken",
            default="eom",
            choices=(("eom", "The most lasting groups"), ("leaf", "The smallest groups")),
            help="Which of the nested dense groups become segments: those that last over the widest range of densities, or those that divide no further.",
        ),
    ),
    swept="min_cluster_size",
    sweep=sweep,
    adaptive=True,
    row_bytes=500,
    version=2,
)

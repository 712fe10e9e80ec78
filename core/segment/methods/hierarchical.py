"""Hierarchical clustering: one tree of merges, cut at every number of segments."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from core.model import FitResult, Floats, Integers, Notice, Progress, report_within
from core.plugins import AlgorithmSpec, Param, check_params
from core.segment.fitting.partitions import segments_parameter

if TYPE_CHECKING:
    from core.segment.fitting.linkage import TreeTop
    from core.segment.fitting.lloyd import Field

EXACT_ROWS = {"ward": 20_000, "average": 10_000, "complete": 10_000}
MICRO_CLUSTERS = 1_000
LEAVES = 61
# Times by which the height of a merge must jump to suggest the number before it. Structureless tables of 2 to 8
# features have no jump as large as this; lower suggests more often.
CLEAR_JUMP = 2.0


def sweep(
    matrix: Floats,
    settings: tuple[float, ...],
    params: Mapping[str, Any],
    seed: int,
    progress: Progress,
) -> FitResult:
    """The tree of `matrix` (n, p), cut into each number of segments in `settings`.

    Up to EXACT_ROWS customers the tree is over all of them; above, over MICRO_CLUSTERS, told in a
    notice. Average and complete linkage need 4 n bytes a customer, 400 MB at their EXACT_ROWS. The
    evidence: `merges` (m, 4), the top of the tree in scipy's form over groups of `leaf_sizes`
    (m + 1,) customers, drawn in `leaf_order`; `heights` (s,), where a line cuts it for each setting.
    TooFewDistinct where a setting exceeds the number of different rows.
    """
    from core.segment.fitting.partitions import build_partitions, require_distinct
    from core.segment.fitting.threads import as_kernel_array

    linkage = check_params(SPEC.title, SPEC.params, params)["linkage"]
    rows, counts = as_kernel_array(matrix), tuple(map(int, settings))
    require_distinct(rows, max(counts))
    upper, notices = _top(rows, linkage, max(LEAVES, *counts), seed, progress)
    labels = np.empty((len(counts), len(rows)), np.uint8)
    for row, k in enumerate(counts):
        progress("Clustering", 0.85 + 0.1 * row / len(counts))
        labels[row] = upper.cut(k)[upper.leaf]
    parts = build_partitions(rows, labels, counts)
    suggested, reason = _suggest_segments(upper, counts)
    return FitResult(settings, parts, suggested, reason, _evidence(upper, counts), notices)


def _top(
    rows: Floats, linkage: str, most: int, seed: int, progress: Progress
) -> tuple[TreeTop, tuple[Notice, ...]]:
    """The top of the tree over the rows, of at most `most` groups, and what to say about it."""
    from core.segment.fitting.linkage import TreeTop, linkage_tree, tree_top
    from core.segment.fitting.lloyd import Field

    field = Field.of(rows)
    progress("Clustering", 0.0)
    exact = len(rows) <= EXACT_ROWS[linkage]
    if exact:
        upper = tree_top(linkage_tree(field.at(slice(None)), linkage), most)
    else:
        upper = _micro_top(field, linkage, most, seed, progress)
    merges = upper.merges * np.array([1.0, 1.0, 1 / field.scale, 1.0])
    return TreeTop(merges, upper.leaf), () if exact else (_sampling_notice(linkage),)


def _micro_top(field: Field, linkage: str, most: int, seed: int, progress: Progress) -> TreeTop:
    from core.segment.fitting.linkage import TreeTop, tree_top, weighted_linkage_tree
    from core.segment.fitting.micro_clusters import micro_clusters

    rng = np.random.default_rng(seed)
    micro = micro_clusters(
        field, MICRO_CLUSTERS, rng, report_within(partial(progress, "Clustering"), 0.0, 0.6)
    )
    progress("Clustering", 0.7)
    upper = tree_top(weighted_linkage_tree(micro.centres, micro.sizes, linkage), most)
    return TreeTop(upper.merges, upper.leaf[micro.label])


def _sampling_notice(linkage: str) -> Notice:
    return Notice(
        f"A tree of all customers is built up to {EXACT_ROWS[linkage]:,} of them. Here K-Means first "
        f"made {MICRO_CLUSTERS:,} small groups of customers, and the tree is over those.",
        about="clustering",
    )


def _evidence(upper: TreeTop, counts: tuple[int, ...]) -> dict[str, Floats]:
    return {
        "merges": upper.merges,
        "leaf_sizes": _as_floats(np.bincount(upper.leaf, minlength=len(upper.merges) + 1)),
        "leaf_order": _as_floats(upper.order()),
        "heights": np.array([upper.height(k) for k in counts]),
    }


def _as_floats(values: Integers) -> Floats:
    return values.astype(np.float64)


def _suggest_segments(upper: TreeTop, counts: tuple[int, ...]) -> tuple[int | None, str]:
    """The number of segments before the largest relative jump in height, where that is clear."""
    heights = upper.merges[::-1, 2]
    inside = [k for k in counts if k <= min(SPEC.slider.high, len(heights)) and heights[k - 1] > 0]
    if len(inside) < 2:
        return None, ""
    jumps = {k: float(heights[k - 2] / heights[k - 1]) for k in inside}
    best = max(jumps, key=lambda k: jumps[k])
    if jumps[best] < CLEAR_JUMP:
        return None, ""
    return best, (
        f"The tree's branches are longest at {best} segments: merging two of them takes a step "
        f"{jumps[best]:.1f} times as high as the one before."
    )


SPEC = AlgorithmSpec(
    name="hierarchical",
    title="Hierarchical",
    summary="Merges the most similar customers, then groups, step by step. Segments nest inside larger ones.",
    source="Ward, Hierarchical grouping to optimize an objective function, Journal of the American Statistical Association, 1963",
    params=(
        segments_parameter(),
        Param(
            "linkage",
            "Linkage",
            default="ward",
            choices=(
                ("ward", "Ward: compact groups"),
                ("average", "Average distance"),
                ("complete", "Farthest customers"),
            ),
            help="How the distance between two groups is measured when the closest two are merged.",
        ),
    ),
    swept="n_clusters",
    sweep=sweep,
)

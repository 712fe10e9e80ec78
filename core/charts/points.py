"""Customers that a chart of single customers draws, and their places."""

import numpy as np

from core.model import Analysis, Floats, Integers


def drawn_customers(analysis: Analysis) -> tuple[Integers, Floats]:
    """Rows (m,) of the customers that are both shown and projected, and their points (m, 3)."""
    projection = analysis.projection
    place = np.full(len(analysis.customers.frame), -1)
    place[projection.rows] = np.arange(len(projection.rows))
    at = place[analysis.plotted_rows]
    return analysis.plotted_rows[at >= 0], projection.points[at[at >= 0]]


def thin_rows(rows: Integers, labels: Integers, most: int) -> Integers:
    """Pick at most `most` of `rows`, evenly in every segment; at least one of each.

    `labels` (m,) are those of `rows`. The same rows always give the same choice.
    """
    if len(rows) <= most:
        return rows
    order = np.argsort(labels, kind="stable")
    sizes = np.bincount(labels)
    takes = np.maximum(1, sizes * most // len(rows)) * (sizes > 0)
    starts = np.cumsum(sizes) - sizes
    picks = [
        start + np.linspace(0, size - 1, take).astype(int)
        for start, size, take in zip(starts, sizes, takes, strict=True)
        if take
    ]
    thinned: Integers = rows[np.sort(order[np.concatenate(picks)])]
    return thinned

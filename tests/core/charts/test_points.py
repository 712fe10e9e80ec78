from dataclasses import replace

import numpy as np

from core.charts.points import drawn_customers, thin_rows
from core.model import Analysis


def test_drawn_are_the_customers_both_shown_and_projected(made: Analysis):
    points = made.projection.points
    rows = np.array([9, 3, 5, 100])
    part = replace(
        made,
        plotted_rows=np.array([1, 3, 9, 200]),
        projection=replace(made.projection, rows=rows, points=points[rows]),
    )
    found, at = drawn_customers(part)
    assert found.tolist() == [3, 9]
    np.testing.assert_array_equal(at, points[[3, 9]])


def test_thinning_keeps_the_shares_and_every_small_segment():
    labels = np.repeat([0, 1, 2], [900, 99, 1])
    rows = np.random.default_rng(0).permutation(1000)
    kept = thin_rows(rows, labels[rows], 100)
    sizes = np.bincount(labels[kept])
    assert sizes.tolist() == [90, 9, 1]
    assert len(set(kept.tolist())) == 100


def test_few_customers_are_not_thinned():
    rows = np.arange(5)
    assert thin_rows(rows, np.zeros(5, int), 5) is rows

"""PCA: the published Wholesale figures and the projection's own laws."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from core.model import Floats, Projection, ignore_progress
from core.segment.projections import reducer


def project(matrix: Floats) -> Projection:
    columns = tuple(f"x{j}" for j in range(matrix.shape[1]))
    return reducer("pca").reduce(matrix, columns, {}, 0, ignore_progress)


@pytest.mark.parametrize(
    ("dropped", "ratios"),
    [
        ([], [0.4424, 0.2766, 0.1162, 0.0962, 0.0458, 0.0229]),
        ([65, 66, 75, 128, 154], [0.4430, 0.2638, 0.1231, 0.1012, 0.0485, 0.0204]),
    ],
)
def test_wholesale(shared: Callable[[str], Path], dropped: list[int], ratios: list[float]) -> None:
    table = pd.read_csv(shared("wholesale/wholesale_customers.csv")).drop(index=dropped)
    projection = project(np.log(table.iloc[:, 2:].to_numpy(dtype=np.float64)))
    assert projection.variance_ratio is not None
    assert list(projection.variance_ratio.round(4)) == ratios
    assert projection.axes[0] == "Component 1 (44 % of variance)"


def test_points_are_the_centred_rows_on_the_loadings() -> None:
    matrix = np.random.default_rng(0).normal(size=(200, 5)) * [5, 4, 3, 2, 1]
    projection = project(matrix)
    assert projection.loadings is not None and projection.variance_ratio is not None
    assert projection.loadings.shape == (5, 5)
    assert_allclose(projection.loadings @ projection.loadings.T, np.eye(5), atol=1e-9)
    expected = (matrix - matrix.mean(axis=0)) @ projection.loadings[:3].T
    assert_allclose(projection.points, expected, rtol=1e-5, atol=1e-5)
    assert projection.variance_ratio.sum() == pytest.approx(1)


def test_signs_do_not_depend_on_the_order_of_customers() -> None:
    matrix = np.random.default_rng(1).normal(size=(50, 3)) * [3, 2, 1]
    assert_allclose(project(matrix[::-1]).points, project(matrix).points[::-1], atol=1e-5)


def test_the_largest_loading_of_a_component_is_positive() -> None:
    for shape in ((50, 4), (4, 50)):
        loadings = project(np.random.default_rng(2).normal(size=shape)).loadings
        assert loadings is not None
        kept = loadings[:3]
        assert (kept[np.arange(3), np.abs(kept).argmax(axis=1)] > 0).all()


def test_a_component_that_is_not_there_has_no_title_and_no_coordinate() -> None:
    projection = project(np.random.default_rng(3).normal(size=(20, 2)))
    assert projection.axes[2] == "" and not projection.points[:, 2].any()

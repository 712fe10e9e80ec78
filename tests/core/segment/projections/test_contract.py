"""What every registered reducer must do."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from core.model import Floats, Projection, ignore_progress
from core.plugins import BadParameter, ReducerSpec, UnknownParameter
from core.segment.projections import reducers

SPECS = list(reducers().values())
NORMAL = np.random.default_rng(0).normal(size=(30, 4))
MATRICES = {
    "plain": NORMAL,
    "one column": NORMAL[:, :1],
    "two columns": NORMAL[:, :2],
    "constant column": np.column_stack([NORMAL, np.ones(30)]),
    "all the same": np.ones((12, 3)),
    "duplicates": np.repeat(NORMAL[:3], 10, axis=0),
    "more columns than rows": NORMAL[:6].reshape(2, 12).repeat(4, axis=0) + np.arange(8)[:, None],
    "one customer": NORMAL[:1],
    "three customers": NORMAL[:3],
    "five customers": NORMAL[:5],
    "outlier": np.vstack([NORMAL, np.full(4, 1e6)]),
    "huge": NORMAL * 1e30,
}
pytestmark = [
    pytest.mark.filterwarnings("error"),
    pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name),
]


def project(spec: ReducerSpec, matrix: Floats, **params: object) -> Projection:
    columns = tuple(f"x{j}" for j in range(matrix.shape[1]))
    return spec.reduce(matrix, columns, params, 7, ignore_progress)


@pytest.mark.parametrize("name", MATRICES)
def test_any_matrix_gives_finite_points_of_its_customers(spec: ReducerSpec, name: str) -> None:
    matrix = MATRICES[name]
    before = matrix.copy()
    projection = project(spec, matrix)
    assert_array_equal(matrix, before)
    assert projection.points.shape == (len(projection.rows), 3)
    assert projection.points.dtype == np.float32 and np.isfinite(projection.points).all()
    assert_array_equal(projection.rows, np.arange(len(matrix)))
    assert len(projection.axes) == 3


def test_the_same_seed_gives_the_same_points(spec: ReducerSpec) -> None:
    assert_array_equal(project(spec, NORMAL).points, project(spec, NORMAL).points)


def test_an_unknown_parameter_is_refused(spec: ReducerSpec) -> None:
    with pytest.raises(UnknownParameter):
        project(spec, NORMAL, no_such_parameter=1)


def test_a_parameter_outside_its_limits_is_refused(spec: ReducerSpec) -> None:
    for param in spec.params:
        for value in (param.low - 1, param.high + 1, "many"):
            with pytest.raises(BadParameter):
                project(spec, NORMAL, **{param.name: value})


def test_it_introduces_itself(spec: ReducerSpec) -> None:
    assert spec.title and spec.summary.endswith(".") and spec.source
    assert all(param.help.endswith(".") for param in spec.params)

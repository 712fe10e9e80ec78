"""The examples of CONTRIBUTING.md work as they are printed."""

import io
import re
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from core.model import Segmentation, ignore_progress
from core.plugins import BadParameter, check_params
from tests.support.small_analyses import analysis

GUIDE = Path(__file__).parents[1] / "CONTRIBUTING.md"


def example(path: str) -> ModuleType:
    """The code block after the words "Save this as `path`", as a module."""
    found = re.search(
        rf"Save this as `{path}`.*?```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL
    )
    assert found, f"CONTRIBUTING.md has no example {path}"
    module = ModuleType(path)
    exec(compile(found[1], path, "exec"), module.__dict__)
    return module


@pytest.fixture(scope="module")
def matrix() -> np.ndarray:
    rng = np.random.default_rng(3)
    centres = np.repeat([[0, 0], [9, 0], [0, 9]], (60, 40, 20), axis=0)
    return centres + rng.normal(size=centres.shape)


def test_the_algorithm_finds_the_groups_that_are_there(matrix: np.ndarray) -> None:
    spec = example("core/segment/methods/bisecting.py").SPEC
    params = check_params(spec.title, spec.params, {})
    three = spec.sweep(matrix, (2, 3), params, 0, ignore_progress).partitions[1]
    assert np.bincount(three.labels).tolist() == [60, 40, 20]
    assert np.allclose(three.centres, [[0, 0], [9, 0], [0, 9]], atol=0.6)
    assert np.allclose(three.distance, np.linalg.norm(matrix - three.centres[three.labels], axis=1))


def test_the_algorithm_keeps_the_contract(matrix: np.ndarray) -> None:
    spec = example("core/segment/methods/bisecting.py").SPEC
    params, before = check_params(spec.title, spec.params, {}), matrix.copy()
    runs = [spec.sweep(matrix, spec.settings, params, 5, ignore_progress).partitions for _ in range(2)]
    for k, one, two in zip(spec.settings, *runs, strict=True):
        sizes = np.bincount(one.labels, minlength=k)
        assert one.labels.shape == (len(matrix),) and one.labels.dtype == np.uint8
        assert len(sizes) == k and sizes.min() > 0 and (np.diff(sizes) <= 0).all()
        assert np.array_equal(one.labels, two.labels)
    assert np.array_equal(matrix, before)
    with pytest.raises(BadParameter):
        check_params(spec.title, spec.params, {spec.swept: 0})


def test_the_chart_is_a_plotly_figure_of_the_sizes() -> None:
    made, spec = analysis(), example("core/charts/catalogue/shares.py").SPEC
    figure = go.Figure(spec.build(Segmentation(made, 4), {}))
    assert tuple(figure.data[0]["values"]) == made.sweep.scores[made.sweep.at(4)].sizes
    assert len(set(figure.data[0]["marker"]["colors"])) == 4


def test_the_export_is_the_customer_table() -> None:
    made, spec = analysis(), example("core/export/formats/customers_parquet.py").SPEC
    table = pd.read_parquet(io.BytesIO(spec.write(Segmentation(made, 3))))
    assert len(table) == len(made.customers.frame)
    assert table["segment"].tolist() == (made.sweep.labels[made.sweep.at(3)] + 1).tolist()

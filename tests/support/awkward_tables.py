"""Tables that break careless arithmetic, for the tests of every method."""

import numpy as np
import pytest

_RNG = np.random.default_rng(0)
AWKWARD = [
    pytest.param(np.arange(3.0)[:, None], id="three customers"),
    pytest.param(np.repeat(np.eye(4), 200, axis=0), id="duplicates"),
    pytest.param(_RNG.normal(size=(900, 1)), id="one feature"),
    pytest.param(_RNG.normal(size=(700, 2)) + 1e9, id="far offset"),
    pytest.param(_RNG.normal(size=(700, 2)) * 1e25, id="huge values"),
    pytest.param(_RNG.normal(size=(700, 2)) * 1e-120, id="tiny values"),
    pytest.param(np.r_[np.linspace(0, 1, 700), 1e9][:, None], id="one outlier"),
    pytest.param(np.c_[_RNG.normal(size=(700, 3)), np.zeros(700)], id="a constant feature"),
    pytest.param(_RNG.normal(size=(40, 60)), id="more features than customers"),
    pytest.param(_RNG.integers(0, 3, size=(700, 3)).astype(float), id="a grid of few values"),
    pytest.param(np.exp(2 * _RNG.normal(size=(700, 3))), id="heavy tails"),
]

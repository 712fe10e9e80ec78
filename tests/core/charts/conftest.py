"""Analyses that several tests read; none of them may change one."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from core.charts.catalogue import chart
from core.model import Analysis
from core.segment import algorithms
from tests.support import small_analyses


@pytest.fixture(scope="session")
def made() -> Analysis:
    return small_analyses.analysis()


@pytest.fixture(scope="session")
def suited(made: Analysis) -> Callable[[str], Analysis]:
    """By a chart's name, the analysis by a method that it suits: K-Means where it can be."""
    found = cache(lambda method: small_analyses.found_by(method, made))

    def of(name: str) -> Analysis:
        methods = [method.name for method in algorithms().values() if chart(name).fits(method)]
        return made if "kmeans" in methods else found(methods[0])

    return of


@pytest.fixture(scope="session")
def of_components(made: Analysis) -> Analysis:
    """The same, found on two principal components of the features."""
    names, features = ("Component 1", "Component 2"), made.feature_matrix.features
    matrix = made.feature_matrix.matrix[:, :2]
    mixed = replace(made.feature_matrix, matrix=matrix, columns=names, sources=names, mixed=features)
    return replace(made, feature_matrix=mixed)


@pytest.fixture(scope="session")
def sampled(made: Analysis) -> Analysis:
    return small_analyses.sampled(made)

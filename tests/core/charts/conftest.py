"""Analyses that several tests read; none of them may change one."""

from dataclasses import replace

import pytest

from core.entities import Analysis
from tests.core.charts import factory


@pytest.fixture(scope="session")
def made() -> Analysis:
    return factory.analysis()


@pytest.fixture(scope="session")
def of_components(made: Analysis) -> Analysis:
    """The same, found on two principal components of the features."""
    names, features = ("Component 1", "Component 2"), made.prepared.features
    matrix = made.prepared.matrix[:, :2]
    mixed = replace(made.prepared, matrix=matrix, columns=names, sources=names, mixed=features)
    return replace(made, prepared=mixed)


@pytest.fixture(scope="session")
def sampled(made: Analysis) -> Analysis:
    return factory.sampled(made)

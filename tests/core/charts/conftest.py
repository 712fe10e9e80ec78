"""Analyses that several tests read; none of them may change one."""

import pytest

from core.entities import Analysis
from tests.core.charts import factory


@pytest.fixture(scope="session")
def made() -> Analysis:
    return factory.analysis()


@pytest.fixture(scope="session")
def sampled(made: Analysis) -> Analysis:
    return factory.sampled(made)

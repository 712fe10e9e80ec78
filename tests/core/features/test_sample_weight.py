"""How much each customer counts: by a numeric feature, of mean 1, and told."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from core.errors import UserError
from core.features.prepare import UnknownFeature, prepare_matrix
from core.features.sample_weight import NotANumberToCountBy, NothingToCountBy, compute_sample_weight
from core.model import Customers, Recipe


def some_customers(**columns: Any) -> Customers:
    frame = pd.DataFrame({"age": [20.0, 40.0, 60.0, 80.0], **columns})
    titles = {name: f"{name} title" for name in frame.columns}
    return Customers(frame, tuple(frame.columns), ("age",), titles)


def weights_of(values: list[float]) -> list[float]:
    weights, _ = compute_sample_weight(some_customers(money=values), Recipe(sample_weight="money"))
    assert weights is not None
    return list(weights)


def test_without_one_all_customers_count_the_same() -> None:
    feature_matrix = prepare_matrix(some_customers(money=[1.0, 2.0, 3.0, 4.0]), Recipe())
    assert feature_matrix.sample_weight is None and "weighted" not in str(feature_matrix.notices)


def test_a_feature_need_not_be_clustered_on_to_count_by_it() -> None:
    feature_matrix = prepare_matrix(
        some_customers(money=[1.0, 2.0, 3.0, 2.0]), Recipe(sample_weight="money")
    )
    assert feature_matrix.features == ("age",)
    assert feature_matrix.sample_weight is not None
    assert_allclose(feature_matrix.sample_weight, [0.5, 1, 1.5, 1])
    assert [n.text for n in feature_matrix.notices if n.about == "money"] == [
        "Customers are weighted by 'money title'."
    ]


def test_values_that_are_negative_missing_or_not_finite_count_as_nothing() -> None:
    nothing = [-5.0, np.nan, np.inf]
    customers = some_customers(money=[3.0, *nothing])
    weights, (notice,) = compute_sample_weight(customers, Recipe(sample_weight="money"))
    assert weights is not None and weights.tolist() == [4, 0, 0, 0]
    assert notice.text.endswith(
        "3 customers have no weight, because it is 0, negative or missing there."
    )


@pytest.mark.parametrize("factor", [0.1, 3.7, 1e300, 1e-300])
def test_scaling_the_values_changes_no_weight(factor: float) -> None:
    values = [0.3, 1.1, 7.0, 2.9]
    assert_array_equal(weights_of([factor * value for value in values]), weights_of(values))


def test_equal_values_weigh_exactly_the_same() -> None:
    assert weights_of([0.1] * 4) == [1.0] * 4


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("income", UnknownFeature, "no feature 'income'"),
        ("plan", NotANumberToCountBy, "'plan title': it is not a number"),
        ("debt", NothingToCountBy, "'debt title': it is not above 0 for any"),
    ],
)
def test_what_cannot_be_counted_by_is_refused(name: str, error: type[UserError], words: str) -> None:
    plan = pd.Categorical(["a", "b", "a", "b"])
    with pytest.raises(error, match=words):
        prepare_matrix(
            some_customers(plan=plan, debt=[0.0, -1.0, np.nan, 0.0]), Recipe(sample_weight=name)
        )

"""Values for the store's tests, one of every kind that travels between the stages."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.model import (
    Analysis,
    ColumnProfile,
    Criteria,
    Criterion,
    Customers,
    Dataset,
    FeatureMatrix,
    Finding,
    FitResult,
    Fix,
    Floats,
    Notice,
    Partition,
    Projection,
    Reason,
    Recipe,
    Recommendation,
    Redraws,
    RelatedTables,
    RoleGuess,
    Scores,
    SuggestedSetting,
    Sweep,
    Verdicts,
)


@dataclass(frozen=True)
class Numbers:
    """A value as small as its array."""

    values: Floats
    title: str = ""


@dataclass(frozen=True)
class Odd:
    """What type hints do not tell: plain values below Any, and a choice of classes."""

    anything: Mapping[str, Any]
    one_of: Numbers | Notice | None
    pairs: tuple[tuple[int, Notice], ...]
    by_number: Mapping[int, Numbers]
    either: list[Any]


def odd_value() -> Odd:
    return Odd(
        anything={"tuple": (1, (2.5, None)), "list": [1, "x"], "map": {"class": "no"}, "on": True},
        one_of=Notice("Ä 'quoted' \udce4", "warning", "spend"),
        pairs=((1, Notice("one")), (2, Notice("two"))),
        by_number={3: Numbers(np.arange(3.0)), 4: Numbers(np.empty(0))},
        either=[np.float32(0.5), np.int64(7), np.True_, float("inf")],
    )


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "spend": [1.5, np.nan, -3.0],
            "orders": pd.array([1, None, 3], dtype="Int64"),
            "channel": pd.Categorical(["shop", None, "web"], categories=["web", "shop", "none"]),
            "size": pd.Categorical(["s", "l", "s"], categories=["s", "m", "l"], ordered=True),
            "town": ["Ålesund", None, ""],
            "first": pd.to_datetime(["2020-01-01", None, "2021-05-05"]),
            "open": [True, False, True],
        },
        index=pd.Index(["001", "7", "x"], name="customer"),
    )


def entities() -> tuple[object, ...]:
    """One of each entity, nested as in a real analysis."""
    notice = Notice("Three rows were left out.", "warning", "spend")
    dataset = Dataset("a" * 64, "kunden.csv", "/x", 3, ("a", "b"), (notice,), "b" * 64, ("S1",), "S1")
    recipe = Recipe("transactions", {"a": "id"}, ("drop_duplicates",), weights={"b": 2.0})
    customers = Customers(frame(), ("spend",), (), {"spend": "Spend (€)"}, "spend", None, (notice,))
    matrix = np.asfortranarray(np.linspace(0, 1, 6).reshape(3, 2))
    feature_matrix = FeatureMatrix(matrix, ("a", "b"), ("a", "a"), {"a": "log"}, (notice,))
    projection = Projection(np.zeros((3, 3), np.float32), np.arange(3), ("x", "y", "z"), None, matrix)
    scores = Scores((2, 1), np.float64(0.25), None, 0.0, (0.5, 0.25), None, 12.0)
    labels = np.array([[0, 0, 1]], np.uint8)
    sweep = Sweep(
        "n_clusters", (2,), labels, np.ones((1, 3), np.float32), (matrix,), (scores,), 9.0,
        np.arange(3), np.ones((1, 3), np.float32), SuggestedSetting(None, 2, 2, "Two."), (notice,),
        redraws=Redraws(20, (0.95,), (None,)),
    )  # fmt: skip
    profile = ColumnProfile("a", "text", 0, 3, ("x", "y"))
    guess = RoleGuess("customers", "one row a customer", {"a": "id"}, {"a": "distinct"})
    analysis = Analysis(dataset, recipe, customers, feature_matrix, projection, sweep, np.arange(3))
    partition = Partition(labels[0], matrix, np.ones(3, np.float32))
    fitted = FitResult((2,), (partition,), 2, "Two.", {"bic": np.ones(1)}, (notice,))
    criterion = Criterion((1, 2), np.array([0.1, 0.2]), np.zeros(2), None, (notice,))
    verdicts = Verdicts(
        ("natural",), ("So.",), ({"gap": 0.5},), ((0.9, 0.8),), (("stable", "stable"),), (2,),
        np.ones((1, 3)), (notice,), (None,), 3, Criteria(criterion, criterion),
    )  # fmt: skip
    related = RelatedTables("They belong together.", ("a", "b"), True)
    advice = Recommendation(2, 2, "fair", "Two.", (Reason("elbow", "It bends.", None),), False, 3)
    fix = Fix("missing", "a", "?")
    finding = Finding("missing", "One is missing.", ("a",), 1, fix, "", True)
    return (
        notice, dataset, recipe, customers, feature_matrix, projection, scores, sweep, profile, guess,
        sweep.suggestion, sweep.redraws, advice, *advice.reasons, related, analysis, partition, fitted, criterion, verdicts.criteria, verdicts, fix, finding,
    )  # fmt: skip


def assert_same(left: Any, right: Any) -> None:
    """Equal in value and in kind, all the way down."""
    if isinstance(left, np.generic):
        left = left.item()
    assert type(left) is type(right)
    if is_dataclass(left):
        for item in fields(left):
            assert_same(getattr(left, item.name), getattr(right, item.name))
    elif isinstance(left, np.ndarray):
        np.testing.assert_array_equal(left, right, strict=True)
        assert left.flags.f_contiguous == right.flags.f_contiguous
    elif isinstance(left, pd.DataFrame):
        pd.testing.assert_frame_equal(left, right)
    elif isinstance(left, tuple | list):
        assert len(left) == len(right)
        for pair in zip(left, right, strict=True):
            assert_same(*pair)
    elif isinstance(left, Mapping):
        assert list(left) == list(right)
        for key in left:
            assert_same(left[key], right[key])
    else:
        assert left == right

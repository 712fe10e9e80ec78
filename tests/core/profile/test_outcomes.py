"""What became of each segment: shares and means with the intervals that statistics packages give."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.model import Analysis, Outcome, Segmentation
from core.profile.explanation import build_explanation
from core.profile.outcomes import t_interval, wilson_interval
from core.profile.pairs import find_differences
from tests.support.handmade_analyses import make_analysis


def with_outcomes(frame: pd.DataFrame, outcomes: tuple[str, ...], labels: list[int]) -> Analysis:
    features = [name for name in frame if name not in outcomes]
    analysis = make_analysis(frame, labels, features=features)
    customers = replace(analysis.customers, features=tuple(features), outcomes=outcomes)
    return replace(analysis, customers=customers)


def measured(
    frame: pd.DataFrame, outcomes: tuple[str, ...], labels: list[int]
) -> list[tuple[Outcome, ...]]:
    analysis = with_outcomes(frame, outcomes, labels)
    return [one.outcomes for one in build_explanation(Segmentation(analysis, 2.0)).profiles]


@pytest.mark.parametrize(("count", "n"), [(0, 10), (3, 20), (47, 180), (10, 10), (1, 100_000)])
def test_the_interval_of_a_share_is_wilsons(count: int, n: int) -> None:
    from scipy.stats import binomtest

    expected = binomtest(count, n).proportion_ci(0.95, method="wilson")
    answers = np.repeat([1.0, 0.0], (count, n - count))
    assert wilson_interval(answers) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_the_interval_of_a_mean_is_students() -> None:
    from scipy import stats

    values = np.random.default_rng(3).gamma(2.0, 10.0, 37)
    expected = stats.t.interval(0.95, 36, values.mean(), stats.sem(values))
    assert t_interval(values) == pytest.approx(expected, rel=1e-12)
    assert t_interval(np.array([4.0])) == (None, None)


def test_yes_and_no_are_a_share_beside_everyone_else() -> None:
    frame = pd.DataFrame(
        {
            "x": np.repeat([0.0, 9.0], (40, 60)),
            "Churn": pd.Categorical(["yes"] * 20 + ["no"] * 20 + ["no"] * 60),
        }
    )
    one, two = measured(frame, ("Churn",), [0] * 40 + [1] * 60)
    assert (one[0].own, one[0].others, one[0].answers) == (0.5, 0.0, 40)
    assert one[0].sentence == "Churn: 50 % (95 % interval 35 % to 65 %); everyone else 0 %"
    assert two[0].own == 0 and two[0].high is not None and two[0].high > 0.05


def test_answers_of_several_kinds_numbers_and_gaps() -> None:
    status = ["stayed"] * 30 + ["left"] * 20 + [None] * 10 + ["joined"] * 40
    frame = pd.DataFrame({
        "x": np.repeat([0.0, 9.0], (60, 40)), "Status": pd.Categorical(status),
        "grade": np.arange(100.0), "flag": np.repeat([1.0, 0.0], (50, 50)),
    })  # fmt: skip
    one, _ = measured(frame, ("Status", "grade", "flag"), [0] * 60 + [1] * 40)
    assert [(o.title, o.kind) for o in one] == [
        ("Status joined", "share"), ("Status stayed", "share"), ("Status left", "share"),
        ("Grade", "mean"), ("Flag", "share"),
    ]  # fmt: skip
    by_title = {outcome.title: outcome for outcome in one}
    assert by_title["Status stayed"].own == 30 / 50 and by_title["Status stayed"].answers == 50
    assert by_title["Grade"].own == 29.5 and by_title["Flag"].own == pytest.approx(50 / 60)


def test_two_columns_that_say_the_same_are_one_and_what_was_clustered_on_is_none() -> None:
    frame = pd.DataFrame({
        "x": np.repeat([0.0, 9.0], (50, 50)), "Churn": pd.Categorical(["no", "yes"] * 50),
        "Churn value": np.tile([0.0, 1.0], 50),
    })  # fmt: skip
    one, _ = measured(frame, ("Churn", "Churn value"), [0] * 50 + [1] * 50)
    assert [outcome.title for outcome in one] == ["Churn"]
    analysis = make_analysis(frame[["x", "Churn value"]], [0] * 50 + [1] * 50)
    customers = replace(analysis.customers, outcomes=("Churn value",))
    explained = build_explanation(Segmentation(replace(analysis, customers=customers), 2.0))
    assert explained.profiles[0].outcomes == ()


def test_outcomes_stand_beside_the_features_of_two_segments() -> None:
    frame = pd.DataFrame(
        {"x": np.repeat([0.0, 9.0], (50, 50)), "Churn": pd.Categorical(["no", "yes"] * 50)}
    )
    analysis = with_outcomes(frame, ("Churn",), [0] * 50 + [1] * 50)
    assert [each.feature for each in find_differences(Segmentation(analysis, 2.0), 1, 2)] == [
        "x",
        "Churn",
    ]

"""The gap statistic and prediction strength show the criterion's own figures and what it suggests."""

from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest

from core.charts.catalogue import gap, prediction_strength
from core.model import Analysis, Criteria, Criterion, Notice, Segmentation
from core.segment import recommend
from core.text import STRONG

CHARTS = [gap, prediction_strength]


def with_criterion(analysis: Analysis, chart: ModuleType, **changed: object) -> Analysis:
    name = "gap" if chart is gap else "strength"
    found: Criteria = analysis.verdicts.criteria
    criterion = replace(getattr(found, name), **changed)
    return replace(
        analysis, verdicts=replace(analysis.verdicts, criteria=replace(found, **{name: criterion}))
    )


def own(analysis: Analysis, chart: ModuleType) -> Criterion:
    return analysis.verdicts.criteria.gap if chart is gap else analysis.verdicts.criteria.strength


def by_meta(figure: dict, key: str) -> list[dict]:
    return [trace for trace in figure["data"] if key in trace.get("meta", {})]


@pytest.mark.parametrize("chart", CHARTS)
def test_values_errors_the_suggested_number_and_the_current_one_are_drawn(
    made: Analysis, chart: ModuleType
):
    found, figure = own(made, chart), chart.build(Segmentation(made, 6), {})
    curve = figure["data"][0]
    assert curve["x"] == list(found.settings) and curve["y"] == found.values.tolist()
    assert curve["error_y"]["array"] == found.error.tolist()
    (best,), (now,) = by_meta(figure, "recommended"), by_meta(figure, "current")
    advised = recommend(made.sweep, made.verdicts).k
    assert (best["x"], best["y"]) == ([advised], [found.values[advised - 1]])
    assert (now["x"], now["y"]) == ([6], [found.values[5]])


@pytest.mark.parametrize("chart", CHARTS)
def test_before_the_criteria_are_there_it_says_so(made: Analysis, chart: ModuleType):
    for verdicts in (None, replace(made.verdicts, criteria=None)):
        figure = chart.build(Segmentation(replace(made, verdicts=verdicts), 4), {})
        assert figure["data"] == [] and figure["layout"]["meta"]["note"].startswith("No figures yet")


@pytest.mark.parametrize(
    ("chart", "suggested", "words"),
    [
        (gap, 4, "The gap first levels off at 4"),
        (gap, 1, "By the gap, no number is clearer than chance"),
        (gap, None, "The gap still rises at 12: it picks no number"),
        (prediction_strength, 4, "Up to 4 segments can be predicted reliably"),
        (prediction_strength, 12, "Up to 12 segments can be predicted reliably"),
        (prediction_strength, 1, "No number of segments can be predicted reliably"),
    ],
)
def test_the_title_says_what_the_criterion_picks_and_the_recommended_number_is_marked(
    made: Analysis, chart: ModuleType, suggested: int | None, words: str
):
    figure = chart.build(Segmentation(with_criterion(made, chart, suggested=suggested), 4), {})
    assert figure["layout"]["title"]["text"] == words
    assert len(by_meta(figure, "recommended")) == 1


@pytest.mark.parametrize("chart", CHARTS)
def test_a_sample_is_told_and_a_number_beyond_the_curve_is_not_marked(
    made: Analysis, chart: ModuleType
):
    told = with_criterion(
        made, chart, settings=(1, 2, 3), values=np.ones(3), error=np.zeros(3), suggested=1,
        notices=(Notice("It is estimated on 2 of 3 customers."),),
    )  # fmt: skip
    figure = chart.build(Segmentation(told, 6), {})
    assert figure["layout"]["meta"]["note"].endswith("estimated on 2 of 3 customers.")
    assert by_meta(figure, "current")[0]["y"] == [None]


def test_the_line_is_the_bound_that_the_suggestion_is_made_by(made: Analysis):
    line = prediction_strength.build(Segmentation(made, 4), {})["layout"]["shapes"][-1]
    assert line["y0"] == line["y1"] == STRONG

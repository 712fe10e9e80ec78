"""Figures of several results side by side say what the numbers say, and nothing of noise is best."""

import numpy as np
import plotly.graph_objects as go
import pytest

from core.charts import ACCENT
from core.compare.drawing import (
    Cloud,
    Panel,
    agreement_figure,
    consensus_figure,
    no_consensus_figure,
    scores_figure,
)

NAMES = ["K-Means, 3 segments", "Spectral, 3 segments", "DBSCAN, reach (eps) 0.5 (60 % noise)"]
BRIEF = ["K-Means 3", "Spectral 3", "DBSCAN 0.5"]


def title(figure) -> str:
    go.Figure(figure)
    return figure["layout"]["title"]["text"]


def panel(*values: float, high: bool = True, fair=(True, True, False)) -> Panel:
    return Panel("Silhouette", high, np.array(values), np.array(fair))


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ((0.9, 0.95, 0.85), "All results are nearly the same groups"),
        ((0.4, 0.1, 0.2), "No two results are much alike"),
        ((0.2, 0.7, 0.1), "K-Means 3 and DBSCAN 0.5 are most alike"),
    ],
)
def test_agreement_is_put_into_words(pairs, words) -> None:
    matrix = np.eye(3)
    matrix[np.triu_indices(3, 1)] = pairs
    figure = agreement_figure(NAMES, BRIEF, np.maximum(matrix, matrix.T))
    assert title(figure) == words
    assert figure["layout"]["yaxis"]["range"] == [2.5, -0.5]


def test_one_result_agrees_with_nothing() -> None:
    assert "at least two" in agreement_figure(NAMES[:1], BRIEF[:1], np.eye(1))["layout"]["meta"]["note"]


def test_the_consensus_counts_all_customers_and_draws_some() -> None:
    share = np.array([1, 1, 1, 0.5, 0, 1])
    rows = np.array([5, 4, 3])
    points = np.arange(6.0).reshape(3, 2)
    figure = consensus_figure(
        share, 2, "K-Means", Cloud(points, ("x", "y"), ["f", "e", "d"], "PCA"), rows
    )
    assert title(figure) == "4 of 6 customers are in the same group with every method"
    assert figure["layout"]["meta"]["note"].startswith("1 customer is borderline")
    (trace,) = figure["data"]
    assert list(trace["text"]) == ["f", "d", "e"]
    assert list(trace["customdata"]) == [2, 1, 0]
    assert list(trace["x"]) == [0, 4, 2]
    assert len(set(trace["marker"]["color"])) == 3


def test_nothing_to_agree_with_is_said() -> None:
    assert "at least one other" in no_consensus_figure("PCA")["layout"]["meta"]["note"]


def test_the_best_is_bold_and_never_one_of_noise() -> None:
    figure = scores_figure(NAMES, [panel(0.3, 0.4, 0.9)], 0, "")
    assert figure["data"][0]["text"] == ["0.30", "<b>0.40</b>", "0.90"]
    assert title(figure) == "Spectral, 3 segments: best by every score"
    assert figure["data"][0]["marker"]["color"][0] == ACCENT


def test_the_lower_is_the_better_where_that_is_so() -> None:
    figure = scores_figure(NAMES, [panel(0.3, 0.4, 0.1, high=False)], None, "")
    assert figure["data"][0]["text"] == ["<b>0.30</b>", "0.40", "0.10"]
    assert "accent" not in figure["layout"]["meta"]["note"]


def test_equals_share_the_first_place() -> None:
    figure = scores_figure(NAMES, [panel(0.301, 0.302, 0.1), panel(0.5, 0.4, 0.1)], None, "")
    assert figure["data"][0]["text"][:2] == ["<b>0.30</b>", "<b>0.30</b>"]
    assert title(figure) == "K-Means, 3 segments: best by every score"
    split = scores_figure(NAMES, [panel(0.2, 0.3, 0.1), panel(0.5, 0.4, 0.1)], None, "")
    assert title(split) == "Which method is best depends on the score"


def test_a_score_that_nobody_has_is_left_out() -> None:
    nothing = panel(np.nan, np.nan, np.nan)
    figure = scores_figure(NAMES, [nothing, panel(0.2, np.nan, 0.1)], None, "")
    assert len(figure["data"]) == 1
    assert figure["data"][0]["text"][1] == ""
    assert "No result" in scores_figure(NAMES, [nothing], None, "")["layout"]["meta"]["note"]

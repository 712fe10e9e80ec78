"""The words beside the scores."""

from dataclasses import replace

import pytest

from core.model import Analysis, Segmentation
from core.segment.scores.words import score_lines
from core.text import silhouette_words
from tests.support import small_analyses


@pytest.mark.parametrize(
    ("silhouette", "word"),
    [
        (1.0, "strong"),
        (0.7, "strong"),
        (0.69, "clear"),
        (0.42, "moderate"),
        (0.1, "hardly any"),
        (0.0, "hardly any"),
        (-0.01, "none"),
        (-1.0, "none"),
    ],
)
def test_every_silhouette_has_its_word(silhouette: float, word: str) -> None:
    assert silhouette_words(silhouette)[0] == word


def value_and_word(analysis: Analysis, setting: float, title: str) -> tuple[str, str]:
    lines = {line.title: line for line in score_lines(Segmentation(analysis, setting))}
    return lines[title].value, lines[title].word


def test_the_dunn_index_comes_with_the_verdict_and_tells_a_sample() -> None:
    made = small_analyses.analysis(rows=60, settings=(2, 3))
    assert made.verdicts is not None
    assert value_and_word(made, 2, "Dunn index") == ("0.050", "higher is better")
    early = replace(made, verdicts=replace(made.verdicts, dunn=()))
    for waiting in (early, replace(made, verdicts=None)):
        assert value_and_word(waiting, 2, "Dunn index") == ("…", "with the verdict")
    sampled = replace(made, verdicts=replace(made.verdicts, dunn=(None, 0.02), dunn_rows=30))
    assert value_and_word(sampled, 2, "Dunn index") == ("none", "needs two segments")
    assert value_and_word(sampled, 3, "Dunn index") == ("0.020", "at most, of 30 drawn")


def test_methods_that_leave_customers_out_tell_their_share() -> None:
    made = small_analyses.analysis(rows=60, settings=(2, 3))
    assert "Noise" not in [line.title for line in score_lines(Segmentation(made, 2))]
    uncounted = replace(made, sweep=replace(made.sweep, counts=False))
    assert value_and_word(uncounted, 2, "Noise") == ("0 %", "0 customers")
    for line in score_lines(Segmentation(uncounted, 2)):
        assert line.help.endswith(".")

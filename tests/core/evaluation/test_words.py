"""The words beside the scores."""

import pytest

from core.evaluation.words import silhouette_word


@pytest.mark.parametrize(
    ("silhouette", "word"),
    [
        (1.0, "strong"),
        (0.7, "strong"),
        (0.69, "clear"),
        (0.42, "moderate"),
        (0.1, "hardly any"),
        (-0.5, "hardly any"),
    ],
)
def test_every_silhouette_has_its_word(silhouette: float, word: str) -> None:
    assert silhouette_word(silhouette) == word

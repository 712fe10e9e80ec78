"""The words beside the scores."""

import pytest

from core.words import silhouette_words


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

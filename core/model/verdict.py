"""Verdicts on segments, and the criteria behind them."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.model.arrays import Floats
from core.model.base import Notice


@dataclass(frozen=True)
class Criterion:
    """Criterion over the numbers of segments `settings` (s,): its `values` (s,) with their
    standard errors `error` (s,), and the number that it suggests, None where it suggests none."""

    settings: tuple[int, ...]
    values: Floats
    error: Floats
    suggested: int | None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Criteria:
    """The gap statistic and the prediction strength of one table."""

    gap: Criterion
    strength: Criterion


@dataclass(frozen=True)
class Verdicts:
    """Verdicts on the segments at each setting of a sweep: are they real, and what does that rest on.

    `kinds`, one a setting, are "natural", "reproducible", "constructed", "none", or "" where nothing
    can be said; `sentences` say so, `figures` are behind them, by name. `jaccard` holds for each
    segment how alike it came out of resamples (0 to 1) and `words` what that is called.
    `agreement` (j, pairs) are adjusted Rand indices between resamples at the settings `ks` that give
    two or more segments.
    `dunn` is the Dunn index at each setting, None where undefined, measured on `dunn_rows` customers.
    The `criteria` take longer than all this and come later.
    """

    kinds: tuple[str, ...]
    sentences: tuple[str, ...]
    figures: tuple[Mapping[str, float], ...]
    jaccard: tuple[tuple[float, ...], ...]
    words: tuple[tuple[str, ...], ...]
    ks: tuple[float, ...]
    agreement: Floats
    notices: tuple[Notice, ...] = ()
    dunn: tuple[float | None, ...] = ()
    dunn_rows: int = 0
    criteria: Criteria | None = None

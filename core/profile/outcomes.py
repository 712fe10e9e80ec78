"""What became of the customers of each segment, with intervals: the share who left, answered, bought."""

from collections.abc import Iterator
from typing import Literal

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from core.data import NO, YES
from core.model import MIN_KNOWN_SHARE, Floats, Outcome, Segmentation
from core.profile.words import outcome_sentence
from core.text import capitalise, format_percent, round_for_reading, strip_unit

CONFIDENCE = 0.95
NORMAL_QUANTILE = (
    1.959963984540054  # of the normal distribution, for a two-sided interval of CONFIDENCE
)
MOST_VALUES = 3  # of an outcome with more than two answers, the commonest
_ANSWERS = frozenset({*YES, *NO, "0", "1", "0.0", "1.0"})
_POSITIVE = frozenset({*YES, "1", "1.0"})


def measure_outcomes(segmentation: Segmentation, label: int) -> tuple[Outcome, ...]:
    """Measure each outcome in the segment of a label and among everyone else, with 95 % intervals.

    An outcome that segments were made by, or that says the same as one before it, is left out.
    """
    members, outcomes = segmentation.labels == label, []
    for title, value, values in outcome_values(segmentation):
        inside, outside = (side[~np.isnan(side)] for side in (values[members], values[~members]))
        if len(inside):
            outcomes.append(_outcome(title, value, inside, outside))
    return tuple(outcomes)


def outcome_values(segmentation: Segmentation) -> Iterator[tuple[str, str, Floats]]:
    """Yield each outcome's title, its answer ("" for yes, or where it is a number), and its values (n,):
    numbers, or 1 for customers who gave that answer and 0 for others; NaN where it is unknown."""
    before: list[Floats] = []
    for column in segmentation.customers.outcomes:
        if column in segmentation.features:
            continue
        title = segmentation.customers.title(column)
        for value, values in _columns_of_numbers(segmentation.customers.frame[column]):
            if not any(np.array_equal(values, other, equal_nan=True) for other in before):
                before.append(values)
                yield title, value, values


def _columns_of_numbers(column: pd.Series) -> Iterator[tuple[str, Floats]]:
    """Yield the answers to look at and the values of each."""
    if is_numeric_dtype(column) and column.nunique() > 2:
        yield "", column.to_numpy(float)
        return
    texts = column.astype("object").where(column.notna(), None).map(_as_answer, na_action="ignore")
    counts = texts.value_counts()
    missing = texts.isna().to_numpy()
    if len(counts) > 2 and missing.mean() > 1 - MIN_KNOWN_SHARE:
        return  # a reason that only some have, such as why they left
    for answer in _answers_to_show(counts):
        is_yes = answer.casefold() in _POSITIVE and set(map(str.casefold, counts.index)) <= _ANSWERS
        values = np.where(missing, np.nan, (texts == answer).to_numpy(float))
        yield "" if is_yes else answer, values


def _as_answer(value: object) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value).strip()  # type: ignore[call-overload]


def _answers_to_show(counts: "pd.Series[int]") -> list[str]:
    """Yes of yes and no, the rarer one of two others, else the commonest ones."""
    answers = [str(answer) for answer in counts.index]
    if len(answers) > 2:
        return answers[:MOST_VALUES]
    positive = [answer for answer in answers if answer.casefold() in _POSITIVE]
    return positive[:1] or answers[-1:]


def _outcome(title: str, value: str, inside: Floats, outside: Floats) -> Outcome:
    is_share = bool(np.isin(inside, (0, 1)).all() and np.isin(outside, (0, 1)).all())
    measure = wilson_interval if is_share else t_interval
    share, others = float(inside.mean()), float(outside.mean()) if len(outside) else None
    low, high = measure(inside)
    write = format_percent if is_share else round_for_reading
    name = capitalise(strip_unit(title)) + (f" {value}" if value else "")
    ends = (write(low), write(high)) if low is not None and high is not None else ("", "")
    sentence = outcome_sentence(name, write(share), *ends, "" if others is None else write(others))
    kind: Literal["share", "mean"] = "share" if is_share else "mean"
    return Outcome(name, value, kind, share, low, high, others, len(inside), sentence)


def wilson_interval(answers: Floats) -> tuple[float, float]:
    """95 % interval of the share of ones (Wilson, JASA 1927), as scipy's `binomtest`."""
    n, share, z = len(answers), float(answers.mean()), NORMAL_QUANTILE
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))


def t_interval(values: Floats) -> tuple[float | None, float | None]:
    """95 % interval of the mean by Student's t; None for fewer than two values."""
    if len(values) < 2:
        return None, None
    from scipy.special import stdtrit

    mean, error = float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))
    half = float(stdtrit(len(values) - 1, (1 + CONFIDENCE) / 2)) * error
    return mean - half, mean + half

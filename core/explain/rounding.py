"""Bounds that can be read: as few digits as keep the same customers, but for a hair."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.entities import Floats
from core.explain.conditions import Mask, holds
from core.stories import Condition

# A rounder bound may take in or lose no more than this share of all customers, and of the segment.
HAIR, HAIR_OF_SEGMENT = 0.001, 0.01
MOST_DIGITS = 15


def rounded(conditions: tuple[Condition, ...], frame: pd.DataFrame, size: int) -> tuple[Condition, ...]:
    """The conditions with readable bounds, for a segment of `size` customers."""
    most = min(HAIR * len(frame), HAIR_OF_SEGMENT * size)
    return tuple(_rounded(one, frame[one.feature], most) for one in conditions)


def _rounded(one: Condition, column: "pd.Series[float]", most: float) -> Condition:
    if isinstance(one.value, str):
        return one
    exact = _settled(one, column.to_numpy(float))
    before = holds(exact, column)
    for digits in range(1, MOST_DIGITS):
        rounder = replace(exact, value=float(f"{exact.value:.{digits}g}"))
        if _changed(before, holds(rounder, column)) <= most:
            return rounder
    return exact


def _settled(one: Condition, values: Floats) -> Condition:
    """Between two whole numbers it is the lower one that a bound means."""
    known = values[~np.isnan(values)]
    whole = bool((known == np.round(known)).all())
    return replace(one, value=float(np.floor(one.value))) if whole else one


def _changed(before: Mask, after: Mask) -> int:
    return int((before != after).sum())

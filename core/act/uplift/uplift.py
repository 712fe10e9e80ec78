"""Uplift of a campaign: the people contacted against those who were held out at random."""

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl

from core.act.uplift.outcomes import Outcomes, read_outcomes
from core.act.uplift.words import (
    conversion_sentence,
    effect_sentence,
    few_buyers_sentence,
    revenue_sentence,
)
from core.errors import UserError
from core.model import Dataset, Floats, Notice

CONFIDENCE_LEVEL = 0.95  # the sentences say 95 %
FEWEST_PEOPLE = 2  # in each group: one alone has no variance
# Buyers in each group below which Welch's interval of revenue is said to be too narrow. Higher: more
# campaigns are warned of.
FEWEST_BUYERS = 30


class TooFewCompared(UserError):
    template = (
        "There are results of {contacted:,} people contacted and {held_out:,} held out; each group needs "
        "at least {fewest}. Export the results of both groups, 0 for those who did nothing."
    )


class NoSpread(TooFewCompared):
    template = (
        "All {contacted:,} people contacted have the same value in '{column}', and so have all {held_out:,} held "
        "out: an effect cannot be told from chance. Export the results of more people."
    )


class NothingVaries(UserError):
    template = (
        "Everyone has the same value in '{column}', so there is nothing to compare. Choose the column "
        "that says who bought, or for how much."
    )


@dataclass(frozen=True)
class GroupMean:
    """People of one group in the result, and their mean outcome (a share for conversions)."""

    people: int
    mean: float


@dataclass(frozen=True)
class Uplift:
    """Effect of a campaign, in outcome a person contacted; `low` to `high` holds it in 95 % of cases.

    `incremental` is the total over all people contacted, with its own interval; `p_value` is
    two-sided. `sentence` says it.
    """

    kind: Literal["conversion", "revenue"]
    contacted: GroupMean
    held_out: GroupMean
    uplift: float
    low: float
    high: float
    p_value: float
    incremental: float
    incremental_low: float
    incremental_high: float
    sentence: str = ""
    notices: tuple[Notice, ...] = ()


def measure_campaign_uplift(assignment: Dataset, result: Dataset, column: str = "") -> Uplift:
    """Measure the effect of a campaign by its assignment.csv and a file of results.

    `column` of `result` holds the outcome (found by its name otherwise). Raises a UserError where the
    two files do not go together.
    """
    tables = pl.scan_parquet(assignment.path), pl.scan_parquet(result.path)
    return estimate_uplift(read_outcomes(*tables, column))


def estimate_uplift(outcomes: Outcomes) -> Uplift:
    """Estimate the difference between treated and control group.

    Conversions: Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, method 10) and the
    score test of two proportions. Revenue: Welch's t interval and test, with a warning below
    FEWEST_BUYERS. Raises TooFewCompared and NothingVaries.
    """
    treated, control = outcomes.treated, outcomes.control
    _check_variation(outcomes)
    compare = _compare_proportions if outcomes.kind == "conversion" else _compare_means
    low, high, p_value = compare(treated, control)
    change, size = float(treated.mean() - control.mean()), len(treated)
    uplift = Uplift(
        kind=outcomes.kind,
        contacted=GroupMean(size, float(treated.mean())),
        held_out=GroupMean(len(control), float(control.mean())),
        uplift=change,
        low=low,
        high=high,
        p_value=p_value,
        incremental=change * size,
        incremental_low=low * size,
        incremental_high=high * size,
        notices=(*_few_buyers_notice(outcomes), *outcomes.notices),
    )
    return replace(uplift, sentence=_uplift_sentence(uplift))


def _check_variation(outcomes: Outcomes) -> None:
    """Raise TooFewCompared, NoSpread or NothingVaries where there is nothing to estimate."""
    treated, control = outcomes.treated, outcomes.control
    if min(len(treated), len(control)) < FEWEST_PEOPLE:
        raise TooFewCompared(contacted=len(treated), held_out=len(control), fewest=FEWEST_PEOPLE)
    if np.ptp(np.concatenate([treated, control])) == 0:
        raise NothingVaries(column=outcomes.column)
    if outcomes.kind == "revenue" and np.ptp(treated) == 0 and np.ptp(control) == 0:
        raise NoSpread(contacted=len(treated), held_out=len(control), column=outcomes.column)


def _few_buyers_notice(outcomes: Outcomes) -> tuple[Notice, ...]:
    fewest = min(np.count_nonzero(outcomes.treated), np.count_nonzero(outcomes.control))
    if outcomes.kind == "conversion" or fewest >= FEWEST_BUYERS:
        return ()
    text = few_buyers_sentence(int(fewest), FEWEST_BUYERS)
    return (Notice(text, "warning", "uplift"),)


def _compare_proportions(treated: Floats, control: Floats) -> tuple[float, float, float]:
    """Newcombe's interval of the difference of two shares, and the p-value of the score test."""
    from scipy import stats

    treated_share, control_share = float(treated.mean()), float(control.mean())
    change = treated_share - control_share
    (low, high), (control_low, control_high) = _wilson_interval(treated), _wilson_interval(control)
    below = math.hypot(treated_share - low, control_high - control_share)
    above = math.hypot(high - treated_share, control_share - control_low)
    pooled = float(np.concatenate([treated, control]).mean())
    error = math.sqrt(pooled * (1 - pooled) * (1 / len(treated) + 1 / len(control)))
    p_value = float(2 * stats.norm.sf(abs(change) / error))
    return change - below, change + above, p_value


def _wilson_interval(values: Floats) -> tuple[float, float]:
    """Wilson's score interval of a share."""
    from scipy import stats

    count = int(values.sum())
    interval = stats.binomtest(count, len(values)).proportion_ci(CONFIDENCE_LEVEL, "wilson")
    return float(interval.low), float(interval.high)


def _compare_means(treated: Floats, control: Floats) -> tuple[float, float, float]:
    """Welch's interval of the difference of two means, and its p-value."""
    from scipy import stats

    test = stats.ttest_ind(treated, control, equal_var=False)
    interval = test.confidence_interval(CONFIDENCE_LEVEL)
    return float(interval.low), float(interval.high), float(test.pvalue)


def _uplift_sentence(uplift: Uplift) -> str:
    compare = conversion_sentence if uplift.kind == "conversion" else revenue_sentence
    change = uplift.uplift, uplift.low, uplift.high
    effect = effect_sentence(uplift.kind, *change, uplift.incremental)
    return f"{compare(uplift.contacted.mean, uplift.held_out.mean, *change)} {effect}"

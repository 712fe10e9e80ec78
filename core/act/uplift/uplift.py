"""Whether a campaign worked: the people contacted against those who were held out at random."""

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl

from core.act.uplift.outcomes import Outcomes, read_outcomes
from core.errors import UserError
from core.model import Dataset, Floats, Notice
from core.text import format_percent

CONFIDENCE_LEVEL = 0.95
FEWEST_PEOPLE = 2
FEWEST_BUYERS = 30  # in each group; with fewer, Welch's interval of revenue is too narrow


class TooFewCompared(UserError):
    template = (
        "There are results of {contacted:,} people contacted and {held_out:,} held out; each group needs "
        "at least {fewest}. Export the results of both groups, 0 for those who did nothing."
    )


class NoSpread(TooFewCompared):
    template = (
        "All {contacted:,} people contacted have one value in '{column}', and so have all {held_out:,} held "
        "out: there is nothing to tell an effect from chance by. Export the results of more people."
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
    """What the campaign changed, in outcome a person contacted: `low` to `high` holds it in 95 % of cases.

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
    """What came of the campaign of an assignment.csv; `column` of `result` holds the outcome (found otherwise).

    Raises a UserError where the two do not go together.
    """
    lines = pl.scan_parquet(assignment.path), pl.scan_parquet(result.path)
    return estimate_uplift(read_outcomes(*lines, column))


def estimate_uplift(found: Outcomes) -> Uplift:
    """The difference between the groups.

    Conversions: Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, method 10) and the
    score test of two proportions. Revenue: Welch's t interval and test, with a warning below
    FEWEST_BUYERS. Raises TooFewCompared and NothingVaries.
    """
    sent, kept = found.contacted, found.held_out
    if min(len(sent), len(kept)) < FEWEST_PEOPLE:
        raise TooFewCompared(contacted=len(sent), held_out=len(kept), fewest=FEWEST_PEOPLE)
    if np.ptp(np.concatenate([sent, kept])) == 0:
        raise NothingVaries(column=found.column)
    if found.kind == "revenue" and np.ptp(sent) == 0 and np.ptp(kept) == 0:
        raise NoSpread(contacted=len(sent), held_out=len(kept), column=found.column)
    compare = _compare_proportions if found.kind == "conversion" else _compare_means
    low, high, p_value = compare(sent, kept)
    change, size = float(sent.mean() - kept.mean()), len(sent)
    told = Uplift(
        kind=found.kind,
        contacted=GroupMean(size, float(sent.mean())),
        held_out=GroupMean(len(kept), float(kept.mean())),
        uplift=change,
        low=low,
        high=high,
        p_value=p_value,
        incremental=change * size,
        incremental_low=low * size,
        incremental_high=high * size,
        notices=(*_few_buyers_notice(found), *found.notices),
    )
    return replace(told, sentence=_uplift_sentence(told))


def _few_buyers_notice(found: Outcomes) -> tuple[Notice, ...]:
    fewest = min(np.count_nonzero(found.contacted), np.count_nonzero(found.held_out))
    if found.kind == "conversion" or fewest >= FEWEST_BUYERS:
        return ()
    said = (
        f"Only {fewest:,} people of one group bought anything. With fewer than {FEWEST_BUYERS} the interval "
        "of revenue is too narrow: it holds the truth less often than in 95 % of cases. Hold out more "
        "people, or compare who bought, as yes or no."
    )
    return (Notice(said, "warning", "uplift"),)


def _compare_proportions(sent: Floats, kept: Floats) -> tuple[float, float, float]:
    from scipy import stats

    one, other = float(sent.mean()), float(kept.mean())
    (low, high), (other_low, other_high) = _wilson_interval(sent), _wilson_interval(kept)
    below = math.hypot(one - low, other_high - other)
    above = math.hypot(high - one, other - other_low)
    pooled = float(np.concatenate([sent, kept]).mean())
    error = math.sqrt(pooled * (1 - pooled) * (1 / len(sent) + 1 / len(kept)))
    p_value = float(2 * stats.norm.sf(abs(one - other) / error))
    return one - other - below, one - other + above, p_value


def _wilson_interval(values: Floats) -> tuple[float, float]:
    """Wilson's score interval of a share."""
    from scipy import stats

    count = int(values.sum())
    interval = stats.binomtest(count, len(values)).proportion_ci(CONFIDENCE_LEVEL, "wilson")
    return float(interval.low), float(interval.high)


def _compare_means(sent: Floats, kept: Floats) -> tuple[float, float, float]:
    from scipy import stats

    found = stats.ttest_ind(sent, kept, equal_var=False)
    interval = found.confidence_interval(CONFIDENCE_LEVEL)
    return float(interval.low), float(interval.high), float(found.pvalue)


def _uplift_sentence(found: Uplift) -> str:
    way = "more" if found.uplift >= 0 else "less"
    sent, kept = found.contacted.mean, found.held_out.mean
    if found.kind == "conversion":
        low, change, high = (
            f"{100 * value:.1f}" for value in (found.low, abs(found.uplift), found.high)
        )
        said = (
            f"{format_percent(sent)} of the people contacted converted, {format_percent(kept)} of those held out: "
            f"{change} percentage points {way} (95 % interval {low} to {high})."
        )
    else:
        said = (
            f"People contacted brought {sent:,.2f} each, those held out {kept:,.2f}: "
            f"{abs(found.uplift):,.2f} {way} (95 % interval {found.low:,.2f} to {found.high:,.2f})."
        )
    return f"{said} {_effect_sentence(found)}"


def _effect_sentence(found: Uplift) -> str:
    if found.low <= 0 <= found.high:
        return "The interval includes no effect at all: the difference may be chance."
    what = "conversions" if found.kind == "conversion" else "in revenue"
    number = f"{abs(found.incremental):,.0f} {what}"
    return f"The campaign {'brought about' if found.uplift > 0 else 'cost about'} {number}."

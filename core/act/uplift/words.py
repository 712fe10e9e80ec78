"""What a campaign changed, in words."""

from typing import Literal

from core.text import format_count, format_percent, verb_form

CHANCE = "The interval includes no effect at all: the difference may be chance."


def conversion_sentence(
    contacted: float, held_out: float, change: float, low: float, high: float
) -> str:
    """Compare two shares, whose difference lies between `low` and `high` in 95 % of cases."""
    points = f"{100 * abs(change):.1f} percentage points {_more(change)}"
    return (
        f"{format_percent(contacted)} of the people contacted converted, {format_percent(held_out)} of those held "
        f"out: {points} (95 % interval {100 * low:.1f} to {100 * high:.1f})."
    )


def revenue_sentence(contacted: float, held_out: float, change: float, low: float, high: float) -> str:
    """Compare the revenue per person, whose difference lies between `low` and `high` in 95 % of cases."""
    return (
        f"People contacted spent {contacted:,.2f} each, those held out {held_out:,.2f}: {abs(change):,.2f} "
        f"{_more(change)} (95 % interval {low:,.2f} to {high:,.2f})."
    )


def effect_sentence(
    kind: Literal["conversion", "revenue"], change: float, low: float, high: float, total: float
) -> str:
    """Say what the campaign brought in all, or that it may have been chance."""
    if low <= 0 <= high:
        return CHANCE
    amount = f"{abs(total):,.0f} {'conversions' if kind == 'conversion' else 'in revenue'}"
    return f"The campaign {'brought about' if change > 0 else 'cost about'} {amount}."


def few_buyers_sentence(buyers: int, fewest: int) -> str:
    return (
        f"Only {buyers:,} people in one group bought anything. Below {fewest}, the interval of revenue is too "
        "narrow: it is right in less than 95 % of cases. Hold out more people, or compare who bought, as yes or no."
    )


def missing_group_sentence(missing: str) -> str:
    return (
        f"Nobody {missing} is in the results. Check that both groups are in the file: a campaign tool often "
        "exports only the people contacted."
    )


def absent_sentence(absent: int, only_buyers: bool) -> str:
    """Sentence on people of the campaign who are not in the results."""
    if only_buyers:
        return f"The results list only who did something: the other {absent:,} people count as 0."
    return (
        f"{absent:,} people in the campaign are left out: they are not in the results, which do list others with 0. "
        "If they did nothing, add them with 0."
    )


def empty_sentence(empty: int) -> str:
    return f"{format_count(empty, 'empty result')} {verb_form(empty, 'counts', 'count')} as 0."


def strangers_sentence(strangers: int) -> str:
    were = verb_form(strangers, "was", "were")
    return f"{format_count(strangers, 'customer')} in the results {were} not part of the campaign."


def leading_zeros_sentence(people: int) -> str:
    were = verb_form(people, "was", "were")
    return (
        f"{format_count(people, 'customer')} {were} matched without leading zeros, which spreadsheets drop: 007 and 7 "
        "are the same."
    )


def _more(change: float) -> str:
    return "more" if change >= 0 else "less"

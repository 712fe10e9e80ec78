"""Segments in words: typical values, differences from everyone else, and reasons for caution."""

import re
from collections.abc import Mapping, Sequence

from core.text import (
    format_count,
    format_integer,
    format_number,
    format_percent,
    join_names,
    silhouette_words,
    strip_unit,
    title_unit,
    verb_form,
)

NOTHING_SPECIAL = "Nothing in the data sets this group apart."
SOLID = "A solid, clearly bounded group."
# Doubts of the verdict on all segments, as they bear on a single one.
DOUBTS = {
    "none": "but the line to its neighbours is a choice, not a natural break",
    "constructed": "but the line to its neighbours is partly a choice: use it with care",
}
# Features of transactions, by their titles, as a person would say their average.
AVERAGES: Mapping[str, tuple[str, str]] = {
    "Recency (days)": ("Last order {} day ago on average", "Last order {} days ago on average"),
    "Frequency (orders)": ("{} order per customer", "{} orders per customer"),
    "Frequency (visits)": ("{} visit per customer", "{} visits per customer"),
    "Monetary (net spend)": ("Spend of {} per customer", "Spend of {} per customer"),
    "Tenure (days since first order)": (
        "First order {} day ago on average",
        "First order {} days ago on average",
    ),
    "Tenure (days since first visit)": (
        "First visit {} day ago on average",
        "First visit {} days ago on average",
    ),
    "Mean gap between visits (days)": ("{} day between visits", "{} days between visits"),
    "Mean gap between orders (days)": ("{} day between orders", "{} days between orders"),
    "Average order value": ("{} per order", "{} per order"),
    "Items per order": ("{} item per order", "{} items per order"),
    "Deviation of gaps between orders (days)": (
        "Days between orders vary by {}",
        "Days between orders vary by {}",
    ),
    "Recency relative to own rhythm (mean gaps)": (
        "Silent for their usual time between orders",
        "Silent for {} times their usual time between orders",
    ),
    "Spend trend (-1 early to 1 late)": (
        "Spend trend {} (-1 fading, 1 growing)",
        "Spend trend {} (-1 fading, 1 growing)",
    ),
    "Product breadth (distinct products)": (
        "{} product per customer",
        "{} different products per customer",
    ),
}
# Features that are shares, 0 to 1, by their titles.
SHARE_TITLE = re.compile(r"^Share of |\(share(?: of [^)]*)?\)$")
ORDER_WORDS = {1: "once", 2: "twice"}

DISTRIBUTIONS_QUESTION = "How are the features spread?"
DISTRIBUTIONS_SUBTITLE = "share of each segment's customers"
DISTRIBUTIONS_NOTE = "The outermost bins hold what lies beyond them."
NOTHING_CHOSEN = "Choose a segment and a feature."
IMPORTANCE_QUESTION = "What decides the segments?"
IMPORTANCE_SUBTITLE = "customers who change segment when a feature is shuffled"
IMPORTANCE_HOVER = "%{text}<br>%{x:.0%} of customers change segment<extra></extra>"
NOTHING_DECIDES = "No single feature decides here: others stand in for it."
GRID_SUBTITLE = "customers and revenue by score of recency and frequency, 1 lowest"
GRID_NOTE = "Equal values have equal scores; a customer with one order has frequency 1."


def little_known_sentence(customers: int) -> str:
    return f"Little is known about these {format_count(customers, 'customer')}."


def typical_values_sentence(purchase: str, values: Sequence[str]) -> str:
    """Sentence on middle values: "Typically bought once, 240 days ago, for 214"."""
    if not purchase:
        return f"Typical: {join_names(values)}."
    return f"Typically {purchase}{'; ' if values else ''}{join_names(values)}."


def purchase_phrase(orders: int, days: int | None, spend: float | None) -> str:
    """Say the number of orders, the time of the last and the spend: "bought twice, last 30 days ago, for 99 in all"."""
    parts = [f"bought {ORDER_WORDS.get(orders, f'{orders:,} times')}"]
    if days is not None:
        parts.append(f"{'' if orders == 1 else 'last '}{format_count(days, 'day')} ago")
    if spend is not None:
        parts.append(f"for {whole_number(spend)}{'' if orders == 1 else ' in all'}")
    return ", ".join(parts)


def whole_number(value: float) -> str:
    """A number without decimals from 10 on."""
    return f"{value:,.0f}" if abs(value) >= 10 else format_number(value)


def means_sentence(title: str, inside: float, outside: float) -> str:
    """Both means, as precise as telling them apart asks for: "Average age 56; everyone else 34"."""
    if SHARE_TITLE.search(title) and min(inside, outside) >= 0 and max(inside, outside) <= 1:
        shares = f"{format_percent(inside)} on average; everyone else {format_percent(outside)}"
        return f"{strip_unit(title)} {shares}"
    mean, others = round_alike(inside, outside)
    if title in AVERAGES:
        return f"{AVERAGES[title][mean != '1'].format(mean)}; everyone else {others}"
    name = strip_unit(title)
    plain = name if name[1:2].isupper() else name[:1].lower() + name[1:]
    return f"Average {plain} {mean}{title_unit(title, mean)}; everyone else {others}"


def round_alike(inside: float, outside: float) -> tuple[str, str]:
    """Write two numbers with as few digits as tell them apart, whole from 10 on where that does.

    A number that is whole at these digits has none: "1 order; everyone else 2.2".
    """
    for digits in range(4):
        least = 0 if max(abs(inside), abs(outside)) >= 10 else 1
        texts = [f"{value:,.{least + digits}f}" for value in (inside, outside)]
        whole = [text.removesuffix(f".{'0' * (least + digits)}") for text in texts]
        first, second = (text if text.strip("-0.") else text.lstrip("-") for text in whole)
        if first != second:
            return first, second
    return format_number(inside), format_number(outside)


def share_sentence(title: str, level: str, inside: float, outside: float) -> str:
    shares = f"{format_percent(inside)}; everyone else {format_percent(outside)}"
    return f"{strip_unit(title)} is {level} for {shares}"


def difference_sentence(strongest: Sequence[str], largest: str) -> str:
    """Say what differs most, or the `largest` difference where none is strong; both empty where there is none."""
    if strongest:
        return f"{'. '.join(strongest)}."
    return (
        f"Much like everyone else. The largest difference: {largest}." if largest else NOTHING_SPECIAL
    )


def outcome_sentence(name: str, value: str, low: str, high: str, others: str) -> str:
    """Say an outcome, its 95 % interval and that of everyone else; "" where these are not known."""
    interval = f" (95 % interval {low} to {high})" if low else ""
    return f"{name}: {value}{interval}{f'; everyone else {others}' if others else ''}"


def few_customers_caution(customers: int) -> str:
    return f"Only {format_count(customers, 'customer')}: treat the averages with care."


def small_share_caution(share: float) -> str:
    return f"A small group: {format_percent(share)} of all customers."


def borderline_caution(share: float) -> str:
    return f"{format_percent(share)} could just as well belong to a neighbouring segment."


def rule_caution(recall: float, precision: float) -> str:
    return (
        f"Hard to describe by a short rule: the best catches {format_percent(recall)} of the segment, and "
        f"{format_percent(precision)} of its matches are right."
    )


def returns_caution(money: float) -> str:
    return f"These customers returned more than they bought: {format_number(money)} in all."


def single_customer_caution(share: float, money: float) -> str:
    return f"One customer brings {format_percent(share)} of its revenue ({format_number(money)})."


def stability_caution(moving: float, unstable: bool) -> str:
    word = "Unstable: about" if unstable else "About"
    return f"{word} {format_percent(moving)} of this group would land elsewhere with a slightly different customer base."


def silhouette_caution(silhouette: float) -> str:
    return f"Its edges are blurred: its customers {silhouette_words(silhouette)[1]}."


def no_caution_sentence(kind: str) -> str:
    """Sentence where nothing calls for caution but the verdict of this `kind` on all segments."""
    return f"Large and consistent, {DOUBTS[kind]}." if kind in DOUBTS else SOLID


def rules_sample_sentence(sample: int, customers: int) -> str:
    return f"The rules were learnt from a sample of about {sample:,} of {customers:,} customers, and checked on all."


def importance_sample_sentence(sample: int, customers: int) -> str:
    return (
        f"What each feature decides was measured on a sample of {sample:,} of {customers:,} customers."
    )


def typical_sample_sentence(sample: int) -> str:
    return f"The typical customers of a segment of more than {sample:,} are taken from a sample of that size."


def distributions_title(feature: str, others: int) -> str:
    return f"{feature} and {others} more, by segment" if others else f"{feature} by segment"


def importance_title(feature: str, segment: int | None) -> str:
    subject = "the segments" if segment is None else f"segment {segment}"
    return f"{feature} decides most about {subject}"


def importance_note(share: float) -> str:
    return f"When it is shuffled, {format_percent(share)} of customers change segment."


def cell_words(recency: int, frequency: int, customers: int, share: float, money: float | None) -> str:
    """Say who is in a cell of the grid, for its hover."""
    revenue = "" if money is None else f"<br>{format_number(money)} of revenue"
    who = f"{format_integer(customers)} {verb_form(customers, 'customer', 'customers')}"
    return f"R {recency}, F {frequency}<br>{who} ({format_percent(share)}){revenue}"


def grid_title(name: str, share: float | None, unit: str, named: bool) -> str:
    """Say which name, or which cell, holds most of the `unit`; None where nobody has any."""
    if share is None:
        return f"No {unit} in any cell"
    return f"{name} {'hold' if named else 'holds'} {format_percent(share)} of {unit}"


def unscored_sentence(missing: int) -> str:
    return f"{format_count(missing, 'customer')} without recency or frequency: in no cell."

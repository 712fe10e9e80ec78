"""Sentences of the Act stage on what a campaign brings and how many must be held out."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.text import format_integer, format_number, join_names

KNOWN_RESPONSE = (
    "Responses begin with the share who answered before. Some of them would have ordered anyway: enter less "
    "where you know better."
)
SAME_RESPONSE = (
    "The same response is assumed for every segment, as nothing in the data tells who answers. Enter your own "
    "figures where you know better."
)
NOTHING_PAYS = "With these figures no contact pays for itself."


@dataclass(frozen=True)
class WhatIfCount:
    """Contacts in one segment, of those who may be contacted."""

    name: str
    contacts: int
    contactable: int


def recent_response_reason(usual: float, days: float) -> str:
    return (
        f"Responses begin at {usual:g} % of all customers, more in segments where more ordered within the "
        f"last {format_number(days)} days. Enter your own figures where you know better."
    )


def spared_sentence(name: str, action: str) -> str:
    return f"{name}: left out, as its actions say '{action}'. Tick it to include it, as for an e-mail that costs little."


def orders_question(per: str) -> str:
    """Question for what one response is worth, where orders are not counted."""
    of = (
        "a customer has brought in all"
        if per in ("order", "customer")
        else f"a customer brings a {per}"
    )
    return (
        f"Is your revenue of one order, or of a longer time? The data have what {of}, not the money of one order. "
        "Enter under 'Orders of a customer' how many orders that is: 1 if it is one order, 12 if it is a year of "
        "monthly bills."
    )


def what_if_sentence(chosen: Sequence[WhatIfCount], expected: float, spend: float) -> str:
    """The result in one sentence: whom to contact, for how much, and what it is expected to leave."""
    if not chosen:
        return NOTHING_PAYS
    best = sorted(chosen, key=lambda each: each.contactable > each.contacts)
    whom = join_names([_whom(each) for each in best], " and ", len(best))
    cost = f" for {format_number(round(spend))}" if spend else ""
    return f"Contact {whom}{cost}: expected profit {format_integer(round(expected))}."


def _whom(count: WhatIfCount) -> str:
    everyone = count.contacts == count.contactable
    amount = "all " if everyone else ""
    return f"{amount}{format_integer(count.contacts)} of {count.name}"

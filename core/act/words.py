"""Sentences of the Act stage on what a campaign brings and how many must be held out."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from core.act.power import (
    POWER,
    HopedEffect,
    compute_power,
    find_least_effect,
    find_needed_hold_out,
)
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


def recent_response_reason(usual: float) -> str:
    return (
        f"Responses begin at {usual:g} % of all customers, more in segments that ordered more recently. Enter "
        "your own figures where you know better."
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


NOBODY_HELD_OUT = "Nobody is held out, so it cannot be measured what the campaign changes."


def power_sentence(contacted: int, held_out: int, effect: HopedEffect) -> str:
    """Say whether so many held out show the effect that is hoped for, and how many would."""
    usual, points = f"{100 * effect.usual:g} %", f"{100 * effect.extra:g} points"
    if compute_power(contacted, held_out, effect) >= POWER:
        return (
            f"{held_out:,} held out are enough to see {points} more than the {usual} who respond anyway "
            "(in 4 of 5 such campaigns)."
        )
    return (
        f"{held_out:,} held out are too few to see {points} more than the {usual} who respond anyway. "
        f"{_least_effect_words(contacted, held_out, effect)}{_hold_out_advice(contacted + held_out, effect)}"
    )


def _least_effect_words(contacted: int, held_out: int, effect: HopedEffect) -> str:
    least = find_least_effect(contacted, held_out, effect.usual)
    if least is None:
        return ""
    return f"They show about {max(100 * least, 0.1):.1f} points or more. "


def _hold_out_advice(people: int, effect: HopedEffect) -> str:
    needed = find_needed_hold_out(people, effect)
    if needed is None:
        return "Even half of these people would be too few: add segments, or measure several campaigns together."
    return f"Hold out {needed:,} ({ceil(100 * needed / people)} %)."

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
from core.text import format_count, format_integer, format_number, join_names

KNOWN_RESPONSE = (
    "Responses start with the share who answered before. Some of them would have ordered anyway: lower them "
    "where you know better."
)
SAME_RESPONSE = (
    "The same response is assumed for every segment, as nothing in the data says who answers. Enter your own "
    "figures where you know better."
)
NOTHING_PAYS = "With these figures no contact pays for itself."
NO_PRODUCTS = "No column says which product was bought. Give one the role Product to see products."


@dataclass(frozen=True)
class WhatIfCount:
    """Contacts in one segment, of those who may be contacted."""

    name: str
    contacts: int
    contactable: int


def no_action_sentence(playbook: str, segments: int) -> str:
    return (
        f"The playbook '{playbook}' has no action that the data supports for {format_count(segments, 'segment')}. Choose "
        "another playbook, or add columns, such as orders with their dates."
    )


def services_sentence(services: str) -> str:
    return f"Left out of the products, as services and corrections: {services}."


def recent_response_reason(usual: float) -> str:
    return (
        f"Responses start at {usual:g} % on average, higher in segments that ordered more recently. Enter "
        "your own figures where you know better."
    )


def spared_sentence(name: str, action: str) -> str:
    return f"{name}: left out, as its actions say '{action}'. Tick it to include it, as for an e-mail that costs little."


def orders_question(per: str) -> str:
    """Question for what one response is worth, where orders are not counted."""
    spend = "what each customer spent in all" if per in ("order", "customer") else f"spend per {per}"
    return (
        f"Does your revenue stand for one order, or for a longer time? The data has {spend}, not the value of one "
        "order. Enter under 'Orders per customer' how many orders that is: 1 if it is one order, 12 if it is a year "
        "of monthly bills."
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


NOBODY_HELD_OUT = "Nobody is held out, so the effect of the campaign cannot be measured."


def power_sentence(contacted: int, held_out: int, effect: HopedEffect) -> str:
    """Say whether so many held out show the effect that is hoped for, and how many would."""
    usual, points = f"{100 * effect.usual:g} %", f"{100 * effect.extra:g} points"
    if compute_power(contacted, held_out, effect) >= POWER:
        return (
            f"{held_out:,} held out are enough to see {points} more than the {usual} who respond anyway, "
            "in 4 of 5 such campaigns."
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


OVERLAPS = "Overlaps with segments; not added to the totals."

"""Customers who are the same person: they share an e-mail address or a phone number."""

from collections.abc import Sequence

from core.actions.audience._spec import Person


def one_person(persons: Sequence[Person]) -> dict[str, str]:
    """Of each customer's id the lowest id of those who are the same person, also through others."""
    above: dict[str, str] = {}
    for person in persons:
        first, *others = _identifiers(person)
        for other in others:
            above[_top(above, other)] = _top(above, first)
    lowest: dict[str, str] = {}
    tops = [_top(above, _identifiers(person)[0]) for person in persons]
    for person, top in zip(persons, tops, strict=True):
        lowest[top] = min(lowest.get(top, person["customer"]), person["customer"])
    return {person["customer"]: lowest[top] for person, top in zip(persons, tops, strict=True)}


def _identifiers(person: Person) -> list[str]:
    known = [text for text in (person["email"], person["phone"]) if text]
    return known or [f"customer {person['customer']}"]


def _top(above: dict[str, str], one: str) -> str:
    """What stands for all that `one` is tied to; the way there is shortened in `above`."""
    while (over := above.setdefault(one, one)) != one:
        above[one] = above.setdefault(over, over)
        one = above[one]
    return one

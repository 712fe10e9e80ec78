"""The recommendation in words."""

from collections.abc import Sequence

from core.model import Standing
from core.segment.divisions import Division
from core.text import format_count, format_percent, spell_number

NO_GROUPS = "Your customers form no natural groups."
UNDIVIDED = (
    "No setting finds several groups that take in nearly all customers. Choose a method that divides everybody, such as "
    "K-Means."
)


def recommendation_sentence(
    chosen: Division,
    standing: Standing,
    settled: bool,
    finer: Division | None,
    options: Sequence[Division],
) -> str:
    """Say in a sentence or two what is recommended, and why. `finer` is a finer division that is fair too."""
    if standing == "undivided":
        return UNDIVIDED
    more = (
        f" For more detail, {spell_number(finer.k)} segments are a fair division too." if finer else ""
    )
    sentence = {
        "natural": _natural_sentence,
        "clear": _clear_sentence,
        "reproducible": _reproducible_sentence,
        "fair": _fair_sentence,
        "weak": _weak_sentence,
    }[standing](chosen, settled)
    return f"{sentence}{_only_two(chosen, standing, finer, options)}{more}{_size_caveat(chosen)}"


def _natural_sentence(chosen: Division, settled: bool) -> str:  # noqa: ARG001
    number = spell_number(chosen.k).capitalize()
    return _join(f"{number} natural groups: clear gaps lie between them", "and they", chosen)


def _clear_sentence(chosen: Division, settled: bool) -> str:  # noqa: ARG001
    number = spell_number(chosen.k).capitalize()
    return _join(f"{number} segments divide your customers clearly", "and they", chosen)


def _reproducible_sentence(chosen: Division, settled: bool) -> str:  # noqa: ARG001
    number = spell_number(chosen.k).capitalize()
    start = f"{number} groups, clearer than you would get by chance: they blend into one another"
    return _join(start, "but they", chosen)


def _fair_sentence(chosen: Division, settled: bool) -> str:
    number = spell_number(chosen.k)
    if settled:
        start = f"{NO_GROUPS} These {number} are a fair way to divide them"
    else:
        start = f"These {number} are a fair way to divide your customers"
    if chosen.returned is None:
        return f"{start}."
    return f"{start}: they {_come_out_again(chosen)}."


def _weak_sentence(chosen: Division, settled: bool) -> str:
    start = f"{NO_GROUPS} " if settled else ""
    redraws = "" if chosen.returned is None else f": they {_come_out_again(chosen, 'only ')}"
    return (
        f"{start}These {spell_number(chosen.k)} are a rough way to divide "
        f"{'them' if settled else 'your customers'}{redraws}. Other features may tell your customers apart better."
    )


def _join(start: str, link: str, chosen: Division) -> str:
    return f"{start}." if chosen.returned is None else f"{start}, {link} {_come_out_again(chosen)}."


def _come_out_again(chosen: Division, only: str = "") -> str:
    return f"come out again in {only}{redraws_in_words(chosen.returned or 0.0, chosen.redraws)}"


def redraws_in_words(returned: float, redraws: int, noun: str = "redraws") -> str:
    """Words on how often segments came out again: "93 of 100 redraws"."""
    return f"{round(returned * redraws)} of {redraws} {noun}"


def moved_sentence(before: int) -> str:
    return f" At first sight it was {spell_number(before)}."


def _only_two(
    chosen: Division, standing: Standing, finer: Division | None, options: Sequence[Division]
) -> str:
    """Why there are only two, where more would serve better."""
    if chosen.k != 2 or finer or standing in ("natural", "clear", "weak"):
        return ""
    if max(option.k for option in options) == 2:
        return " More are not possible: too few customers differ."
    return " Three or more would be drawn differently each time, or be too small."


def _size_caveat(chosen: Division) -> str:
    """Warning of a segment that is too small for a campaign, and of customers who are left out."""
    if chosen.is_reachable:
        return ""
    smallest = format_percent(chosen.smallest / chosen.customers)
    return f" The smallest has only {format_count(chosen.smallest, 'customer')} ({smallest})."

"""Sentences on how a column was read: as numbers, dates or text, and which of its cells as missing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from core.text import format_count, format_percent, join_names, join_quoted, verb_form

Kind = Literal["number", "date"]
ORDERS: Mapping[str, str] = {"DMY": "day/month/year", "MDY": "month/day/year"}
# Why the day or the month comes first where the values leave it open.
AS_ELSEWHERE = "another column of the file is written that way"
IN_DATE_ORDER = "the rows are then in date order"
TWELVE_HOURS = "its times are written with AM and PM"
MOST_COUNTRIES = "most countries write the day first"


def whole_again(name: str) -> str:
    return (
        f"'{name}' held whole numbers written as decimals (17850.0): they were read as whole numbers."
    )


def several_units(name: str, units: Sequence[str], examples: str) -> str:
    return (
        f"'{name}' was kept as text: its numbers count {join_quoted(units)} (such as {examples}), which cannot be added "
        "up. Write them in one unit to use the column."
    )


def mostly_unreadable(name: str, kind: Kind, share: float, examples: str) -> str:
    few = f"only about {format_percent(share)}" if share else "none"
    return f"'{name}' was kept as text: its name says that it holds {kind}s, but {few} of its values can be read as {kind}s (not {examples}). Write them all in the same way to use the column."


def assumed_order(name: str, order: str, why: str) -> str:
    return f"'{name}' could be day/month or month/day: it was read as {ORDERS[order]}, because {why}."


def assumed_thousands(name: str) -> str:
    return f"'{name}' was read with '.' between thousands: 1.234 is 1234."


def thousands(name: str, separator: str) -> str:
    return f"'{name}' was read with '{separator}' between thousands."


def multiples(name: str, words: Sequence[str]) -> str:
    return f"'{name}' was read in full: {join_quoted(words, ', ')} beside a number means thousands, millions or billions."


def without_unit(name: str, units: Iterable[str]) -> str:
    return f"'{name}' was read as numbers without their unit ({join_names(sorted(units), ', ')})."


def without_signs(name: str) -> str:
    return f"'{name}' was read as numbers without currency or percent signs."


def both_orders(name: str, order: str) -> str:
    return f"'{name}' mixes day/month/year and month/day/year; dates that could be either were read as {ORDERS[order]}."


def dates_in_digits(name: str, order: str) -> str:
    return (
        f"'{name}' holds dates in digits alone; they were read as {ORDERS[order].replace('/', ', ')}."
    )


def whole_periods(name: str, period: str) -> str:
    first = "its Monday" if period == "week" else "its first day"
    return f"'{name}' names a {period}, not a day; each was read as {first}."


def times_in_utc(name: str) -> str:
    return f"The times in '{name}' were converted to UTC."


def excel_dates(name: str) -> str:
    return f"The day numbers in '{name}' were read as Excel dates."


def times_since_1970(name: str, unit: str) -> str:
    return f"The numbers in '{name}' were read as {unit} since 1970, in UTC."


def lost_digits(name: str, values: int, examples: str) -> str:
    return (
        f"'{name}': {format_count(values, 'value')} {verb_form(values, 'has', 'have')} lost digits in a spreadsheet "
        f"({examples}). The column was kept as text; export the file again with this column as text."
    )


def lost_decimal_digits(name: str, ids: int) -> str:
    are = verb_form(ids, "is too long for that and has", "are too long for that and have")
    return (
        f"'{name}' was stored as decimal numbers: {ids:,} of its ids {are} lost the last digits. Export the file again "
        "with this column as text."
    )


def kept_as_text(name: str, kind: Kind, misfits: int, values: int, examples: str) -> str:
    return f"'{name}' was kept as text: {misfits:,} of its {format_count(values, 'value')} {_are_no(kind, misfits)} ({examples})."


def marked_missing(name: str, values: int) -> str:
    return f"'{name}' is marked as missing in {format_count(values, 'row')} (such as N/A)."


def read_as_missing(name: str, kind: Kind, values: int, examples: str) -> str:
    was = verb_form(values, "was", "were")
    return f"{format_count(values, 'value')} in '{name}' {_are_no(kind, values)} and {was} read as missing: {examples}."


def _are_no(kind: Kind, count: int) -> str:
    return verb_form(count, f"is not a {kind}", f"are not {kind}s")


def written_differently(name: str, kind: Kind, values: int, examples: str) -> str:
    read = verb_form(values, f"it was still read as a {kind}", f"they were still read as {kind}s")
    return (
        f"'{name}': {format_count(values, 'value')} {verb_form(values, 'is', 'are')} written differently from the rest "
        f"({examples}); {read}."
    )


def swapped_dates(name: str, ways: str) -> str:
    return (
        f"'{name}': a spreadsheet swapped day and month in some of the dates: {ways}. Those that begin with the year "
        "never fall after the 12th and the others always do, so they were swapped back."
    )


def ways_of_writing(name: str, count: int, ways: str) -> str:
    return f"'{name}' is written in {count} ways: {ways}."


def several_currencies(name: str, counts: str) -> str:
    return (
        f"'{name}' holds several currencies ({counts} rows), so its numbers cannot be added up as they are. The currency "
        f"of each row is in '{name} currency'."
    )


def lists_as_text(name: str) -> str:
    return f"'{name}' holds lists, which were kept as text."


def raw_bytes(name: str) -> str:
    return f"'{name}' holds binary data, which was kept as hexadecimal digits."

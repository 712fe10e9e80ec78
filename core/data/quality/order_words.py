"""Findings in words on the lines of an order and on the money in them, with their buttons."""

from collections.abc import Mapping, Sequence

from core.text import format_count, format_number, format_share, join_names, join_quoted, verb_form

FILL_DOWN = "Fill in from the line above"
FILL_FROM_FIRST = "Fill in from the first line"
ON_ONE_LINE = "is filled in on one line of each order only"
ON_EVERY_LINE = "is the order's total, repeated on every line"


def lines_below_sentence(lines: int, columns: Sequence[str]) -> str:
    what = verb_form(len(columns), "customer", "order")
    return (
        f"{format_count(lines, 'line')} {verb_form(lines, 'has', 'have')} nothing in {join_quoted(columns)}, as in a "
        f"list that names each {what} only once: {verb_form(lines, 'it takes', 'they take')} the {what} of the line above."
    )


def first_lines_sentence(columns: Sequence[str], lines: int, order: str) -> str:
    n = len(columns)
    return (
        f"{join_quoted(columns, most=4)} {verb_form(n, 'is', 'are')} filled in on the first line of each order only: "
        f"the other {format_count(lines, 'line')} {verb_form(lines, 'takes', 'take')} {verb_form(n, 'it', 'them')} from "
        f"there, matched by '{order}'."
    )


def order_total_sentence(amount: str, where: str, total: float, repeated: float) -> str:
    """Sentence on an amount that counts once per order; `repeated` is the money of its repeats."""
    once = f"'{amount}' {where}: it counts once per order"
    if not repeated:
        return f"{once}; the other lines add their products."
    return f"{once}, which makes {format_number(total - repeated)} and not {format_number(total)}."


def count_once_button(amount: str) -> str:
    return f"Count '{amount}' once per order"


def refunds_sentence(
    lines: int, name: str, money: float, total: float, amount: str, subtracted: bool
) -> str:
    return (
        f"{format_count(lines, 'line')} {verb_form(lines, 'has', 'have')} a refund in '{name}', {format_number(money)} of "
        f"{format_number(total)} in all: it is {'' if subtracted else 'not '}subtracted from '{amount}'."
    )


def currencies_sentence(name: str, rows: Mapping[str, int], unread: int, noun: str) -> str:
    """Sentence on money in several currencies: the `rows` of each, the commonest first; `unread` have none."""
    most, second = list(rows)[:2]
    total = sum(rows.values()) + unread
    shares = [f"{code} ({format_share(n, total)})" for code, n in rows.items()]
    shares += [f"unknown ({format_share(unread, total)})"] if unread else []
    others = total - rows[most]
    return (
        f"The money is in {len(rows)} currencies by '{name}': {join_names(shares, most=6)}. They cannot be added up, so "
        f"only {most} counts and {format_count(others, noun)} ({format_share(others, total)} of {noun}s) "
        f"{verb_form(others, 'is', 'are')} left out. To count them all, say what one {second} is worth in {most}."
    )

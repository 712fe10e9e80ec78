"""Sentences of the match report."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Literal

from core.data.joining.build import JoinedTable
from core.data.joining.match import Link, Match
from core.data.joining.plan import JoinPlan
from core.data.joining.stack import Stack, period_of
from core.data.joining.tables import SOURCE_COLUMN, JoinTable, column_entity
from core.model import Notice
from core.text import capitalise, format_count, format_percent, join_names, join_quoted, verb_form

SOURCES_ADVICE = (
    "Give both the same customer or order number, e-mail address or phone number in a column of "
    "the same name, or upload each file by itself."
)
MANY_UNMATCHED = 0.05  # share of the rows without a match from which something may be wrong
JOIN = "join"  # what the notices of a join are about


def join_notices(
    plan: JoinPlan, matches: Mapping[Link, Match], joined: JoinedTable, tables: Sequence[JoinTable]
) -> Iterator[Notice]:
    """The match report: what became of the tables, and for each link what matches and what does not."""
    by_name = {table.name: table for table in tables}
    yield Notice(_summary(plan, by_name), "info", JOIN)
    for link in (*plan.lookups, *plan.sums):
        yield from match_notices(matches[link])
    for link in plan.sums:
        text = f"'{link.many}' has several rows for one of '{link.single}': they were added up first"
        yield Notice(f"{text} (money and quantities) and counted.", "info", JOIN)
    for name, columns in joined.left_out.items():
        listed = join_quoted(columns, most=6)
        text = (
            f"{listed} of '{name}' {verb_form(len(columns), 'belongs', 'belong')} to a whole row there"
        )
        yield Notice(f"{text}; left out, as each would count once per line.", "info", JOIN)
    for name, columns in joined.strangers.items():
        listed = join_quoted(columns, most=3)
        text = f"Names and addresses in '{name}' ({listed}) are not your customers': left out."
        yield Notice(text, "info", JOIN)


def _summary(plan: JoinPlan, by_name: Mapping[str, JoinTable]) -> str:
    rows = format_count(by_name[plan.grain].rows, "row")
    names = [link.single for link in plan.lookups] + [link.many for link in plan.sums]
    count = format_count(1 + len(names), "table")
    return f"{count} were joined: each row is a row of '{plan.grain}' ({rows}), with the columns of {join_quoted(names)} added."


def match_notices(match: Match) -> Iterator[Notice]:
    """Sentences of one link: matched, unmatched on either side, matched more than once."""
    link = match.link
    asked = match.rows - match.blank
    keys = f"'{link.many_key}' of '{link.many}' with '{link.single_key}' of '{link.single}'"
    text = f"Joined {keys}: {match.matched:,} of {format_count(asked, 'row')} match{_SPELLINGS[link.spelling]}."
    yield Notice(text, "info", JOIN)
    if match.blank:
        blank = format_count(match.blank, "row")
        yield Notice(
            f"{blank} of '{link.many}' {verb_form(match.blank, 'has', 'have')} no '{link.many_key}'.",
            "info",
            JOIN,
        )
    if match.misses:
        level: Literal["info", "warning"] = (
            "warning" if match.misses > MANY_UNMATCHED * asked else "info"
        )
        text = f"{format_count(match.misses, 'row')} of '{link.many}' ({format_percent(match.misses / asked)})"
        text += f" {verb_form(match.misses, 'has', 'have')} a '{link.many_key}' that '{link.single}' does not have ({_list(match.unmatched_examples)}):"
        yield Notice(f"{text} kept, without its columns.", level, JOIN)
    if match.unused:
        text = f"{match.unused:,} of {match.single_keys:,} entries of '{link.single}' ({_list(match.unused_examples)})"
        yield Notice(
            f"{text} {verb_form(match.unused, 'is', 'are')} not in '{link.many}'.", "info", JOIN
        )
    if match.repeated:
        text = f"'{link.single_key}' {_list(match.repeated_examples)} {verb_form(match.repeated, 'appears', 'and so on appear')}"
        text += (
            f" more than once in '{link.single}' ({format_count(match.repeated_rows, 'further row')})"
        )
        yield Notice(f"{text}: the first row of each was taken.", "warning", JOIN)


_SPELLINGS: Mapping[str, str] = {
    "exact": "",
    "case": ", compared without capital letters",
    "zeros": ", compared without leading zeros",
    "first": ", by the first of several in a cell",
    "email": ", by e-mail address",
    "phone": ", by the digits of the phone number",
}


def _list(examples: Sequence[str]) -> str:
    return join_names(examples, ", ")


def stack_notices(stack: Stack) -> Iterator[Notice]:
    """Sentences about files below each other: their overlaps, and rows that were left out."""
    files = join_quoted((part.name for part in stack.parts), most=4)
    rows = format_count(stack.table.rows, "row")
    text = (
        f"{len(stack.parts)} files with the same columns were put below each other ({files}): {rows};"
    )
    yield Notice(f"{text} '{SOURCE_COLUMN}' says where each came from.", "info", JOIN)
    if overlaps := _overlaps(stack.parts):
        yield Notice(f"The files' dates overlap: {join_names(overlaps, '; ', 2)}.", "info", JOIN)
    yield from _copy_notices(stack)
    for name in stack.mixed:
        text = f"'{name}' has different types in these files and was read as text."
        level: Literal["info", "warning"] = "info" if column_entity(name) else "warning"
        yield Notice(f"{text} Write them in the same way, or leave the odd file out.", level, name)
    if stack.absent:
        lacking = join_names((f"'{column}' in '{name}'" for name, column in stack.absent), most=4)
        yield Notice(f"Not every file has every column: there is no {lacking}.", "warning", JOIN)


def _copy_notices(stack: Stack) -> Iterator[Notice]:
    if stack.copies:
        rows = format_count(stack.copies, "row")
        done = (
            "left out"
            if stack.copies_dropped
            else "kept, as nothing says that they are the same purchase"
        )
        yield Notice(f"{rows} are already in an earlier file, cell for cell: {done}.", "warning", JOIN)
    numbers = f"{format_count(stack.shared.count, 'order number')} ({_list(stack.shared.examples)})"
    if stack.restarted:
        text = f"{numbers} appear in several files for different customers or days, so each file has its own numbers:"
        yield Notice(f"{text} the name of the file was added to them.", "warning", JOIN)
    elif stack.shared.count:
        yield Notice(f"{numbers} appear in several files; each counts as one order.", "warning", JOIN)
    if stack.people:
        people = format_count(stack.people, "customer number")
        text = f"{people} appear in several files and count as one person each."
        yield Notice(
            f"{text} If each file numbers its customers from the start, upload each by itself.",
            "info",
            JOIN,
        )


def many_to_many_advice(reason: str) -> str:
    """Advice where `reason` says why two tables cannot be joined."""
    return f"{capitalise(reason)}. Upload a list that has each key once, or each file by itself."


def same_person_sentence(people: int, first: str, second: str) -> str:
    return (
        f"{format_count(people, 'name')} with the same postcode stand in '{first}' and in '{second}', which may be the same "
        "people or two of one name at one place; that is too uncertain to join by."
    )


def alike_sheets_sentence(sheets: Sequence[str], read: str) -> str:
    have = verb_form(len(sheets), "has", "have")
    return f"{_name_sheets(sheets)} {have} the same columns as '{read}', which alone was read."


def related_sheets_sentence(sheets: Sequence[str], key: str, of_customers: bool) -> str:
    are, topic = verb_form(len(sheets), "is", "are"), "customers" if of_customers else f"'{key}'"
    return f"{_name_sheets(sheets)} {are} about the same {topic} (by '{key}')."


def _name_sheets(sheets: Sequence[str]) -> str:
    return f"The {verb_form(len(sheets), 'sheet', 'sheets')} {join_quoted(sheets)}"


def how_to_join(options: str) -> str:
    return f"To join them, name them: {options}."


def _overlaps(parts: Sequence[JoinTable]) -> list[str]:
    periods = sorted((period, part.name) for part in parts if (period := period_of(part)))
    return [
        f"'{earlier}' ends on {_day(first[1])}, '{later}' begins on {_day(second[0])}"
        for (first, earlier), (second, later) in pairwise(periods)
        if _day(second[0]) <= _day(first[1])
    ]


def _day(second: float) -> str:
    return datetime.fromtimestamp(second, UTC).date().isoformat()


def rival_notice(name: str, plan: JoinPlan, parent: str, sums: tuple[float, float] | None) -> Notice:
    """Notice about a list that was not joined because its rows would multiply those of the grain."""
    text = f"'{name}' was left out: it, too, has several rows for one of '{parent}', and joined to '{plan.grain}' money would count several times."
    if sums:
        text += f" Its amounts add up to {sums[0]:,.2f}, those of '{plan.grain}' to {sums[1]:,.2f}."
    return Notice(text, "warning", JOIN)


def left_out_notice(names: Sequence[str], why: str) -> Notice:
    """Notice about tables that share no usable key with the others."""
    text = f"{join_quoted(names)} {verb_form(len(names), 'was', 'were')} left out: "
    return Notice(f"{text}{why or 'no column ties their rows to the other tables'}.", "warning", JOIN)


def many_to_many_reason(match: Match) -> str:
    """Reason for which two tables with a common key cannot be joined."""
    link = match.link
    return (
        f"'{link.many_key}' appears in several rows of '{link.many}' and '{link.single_key}' in several "
        f"of '{link.single}' ({_list(match.repeated_examples)}), so that joined rows would count money "
        "several times"
    )

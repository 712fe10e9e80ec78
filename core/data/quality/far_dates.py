"""Dates that stand for none: 1900-01-01, 9999-12-31, and single days years away from all others."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import NamedTuple

import polars as pl

from core.data.columns.profile import exact_column
from core.data.columns.typed_table import TypedTable
from core.data.quality import words
from core.data.quality.costs import line_noun
from core.model import Finding, Fix
from core.text import format_count, format_share

# Days that programs write for "no date"; wherever they are a year away from all others.
_EPOCH = date(1970, 1, 1).toordinal()
STAND_INS = frozenset(
    date.fromisoformat(day).toordinal() - _EPOCH
    for day in (
        "0001-01-01", "1582-10-15", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1900-01-02",
        "1901-01-01", "1904-01-01", "1910-01-01", "1970-01-01", "1970-01-02", "1980-01-01", "1999-01-01",
        "2038-01-19", "2049-12-31", "2050-12-31", "2079-06-06", "2050-01-01", "2099-01-01", "2099-12-31", "2100-01-01", "2100-12-31",
        "2222-02-22", "2222-12-31", "1111-11-11", "2999-12-31", "3000-01-01",
        "9999-01-01", "9999-12-30", "9999-12-31",
    )
)  # fmt: skip
STAND_IN_GAP = 365  # days
# Other days are far where a gap of at least so many days before the first, or behind the last of the
# usual days, is so many times the longest gap among those; lower, more true dates are taken for slips.
GAP_BEFORE, GAP_BEHIND, LONGEST_GAPS = 180, 90, 10
FEWEST_DATES = 20  # dates from which a single far one is told from a short history
MOST_FUTURE = 0.05  # share of the rows that may go by themselves because their day has not come
MOST_FAR = 0.01  # share of the rows on either side; what more rows share is a time of its own


Day = tuple[int, int]  # days since 1970 (a year may be beyond 9999), and rows of that day


class FarDates(NamedTuple):
    """The usual days of a column from `first` to `last`, and the days beyond."""

    first: int
    last: int
    beyond: tuple[Day, ...]


def find_far_dates(frame: pl.LazyFrame, name: str) -> FarDates | None:
    """Find the days of a date column that are far from all others; None where there are none."""
    day = _day_number(name).alias("day")
    counted = frame.select(day).drop_nulls().group_by("day").len("rows").sort("day")
    days = counted.collect(engine="streaming").rows()
    rest = [row for row in days if row[0] not in STAND_INS] or days
    if not rest:
        return None
    usual = _trim_ends(rest, sum(rows for _, rows in rest))
    first, last = _widen_to_near(days, usual[0][0], usual[-1][0])
    beyond = tuple(row for row in days if not first <= row[0] <= last)
    return FarDates(first, last, beyond) if beyond else None


def _day_number(name: str) -> pl.Expr:
    return exact_column(name).cast(pl.Date).to_physical()


def _day_text(day: int) -> str:
    """A day as 2204-03-04; of one that no calendar holds, the year."""
    number = day + _EPOCH
    if 0 < number <= date.max.toordinal():
        return str(date.fromordinal(number))
    return f"in the year {1970 + day / 365.2425:.0f}"


def _widen_to_near(days: list[Day], first: int, last: int) -> tuple[int, int]:
    """Take days that stand for none elsewhere back in where others are near: 1970-01-01 among births."""
    near = [
        day for day, _ in days if day in STAND_INS
        and day - first > -STAND_IN_GAP and day - last < STAND_IN_GAP
    ]  # fmt: skip
    return min([first, *near]), max([last, *near])


def _trim_ends(days: list[Day], rows: int) -> list[Day]:
    """Keep the days from the busiest stretch outward, up to a gap with hardly a row behind it."""
    if rows < FEWEST_DATES:
        return days
    parts = _split_at_gaps(days)
    most = max(range(len(parts)), key=lambda place: sum(count for _, count in parts[place]))
    usual = parts[most]
    for part, rest in ((p, parts[most + 1 + i :]) for i, p in enumerate(parts[most + 1 :])):
        if _is_stray(usual, part[0][0] - usual[-1][0], rest, rows, GAP_BEHIND):
            break
        usual = usual + part
    for place in range(most - 1, -1, -1):
        gap = usual[0][0] - parts[place][-1][0]
        if _is_stray(usual, gap, parts[: place + 1], rows, GAP_BEFORE):
            break
        usual = parts[place] + usual
    return usual


def _split_at_gaps(days: list[Day]) -> list[list[Day]]:
    parts = [days[:1]]
    for before, row in pairwise(days):
        if row[0] - before[0] >= GAP_BEHIND:
            parts.append([])
        parts[-1].append(row)
    return parts


def _is_stray(usual: list[Day], gap: int, rest: list[list[Day]], rows: int, least: int) -> bool:
    beyond = sum(count for part in rest for _, count in part)
    if beyond > max(1.0, MOST_FAR * rows):
        return False
    longest = max((after[0] - before[0] for before, after in pairwise(usual)), default=1)
    return gap >= max(least, LONGEST_GAPS * longest)


def check_dates(table: TypedTable, today: date | None = None) -> Iterator[Finding]:
    """Findings on days far from all others, and on days that have not come yet."""
    name = table.column_for("date")
    if name is None or not isinstance(table.schema[name], pl.Date | pl.Datetime):
        return
    far = find_far_dates(table.frame, name)
    if far is not None:
        yield _far_finding(table, name, far)
    yield from _future_findings(table, name, far, today or datetime.now(UTC).date())


def _far_finding(table: TypedTable, name: str, far: FarDates) -> Finding:
    n = sum(rows for _, rows in far.beyond)
    busiest = sorted(far.beyond, key=lambda row: (-row[1], row[0]))
    dates = [_day_text(day) for day, _ in busiest]
    noun = line_noun(table)
    total = table.frame.select(exact_column(name).count()).collect().item()
    usual, of_purchases = (_day_text(far.first), _day_text(far.last)), table.kind == "transactions"
    start = words.far_dates_sentence(n, noun, format_share(n, total), name, dates, usual)
    text = f"{start} {words.far_dates_outcome(n, of_purchases)}"
    label = words.far_dates_button(n, noun, dates, of_purchases)
    return Finding("far_dates", text, (name,), n, Fix("far_dates", name), label, True)


def _future_findings(
    table: TypedTable, name: str, far: FarDates | None, today: date
) -> Iterator[Finding]:
    day = _day_number(name)
    usual = day.filter(day <= far.last) if far else day
    late = usual.filter(usual > today.toordinal() - _EPOCH)
    n, last, total = table.frame.select(
        late.count().alias("n"), late.max().alias("last"), day.count().alias("total")
    ).collect().row(0)  # fmt: skip
    if n and n < total:
        noun = line_noun(table)
        few = n <= MOST_FUTURE * total
        share = format_share(n, total)
        text = words.future_dates_sentence(n, noun, share, name, _day_text(last), few)
        fix = Fix("dates_after", name, str(today))
        yield Finding("future_dates", text, (name,), n, fix, f"Leave out {format_count(n, noun)}", few)


def clear_far_dates(table: TypedTable, name: str) -> pl.LazyFrame:
    """The table with far dates as missing; a line without a date is left out later, and said."""
    far = find_far_dates(table.frame, name)
    if far is None:
        return table.frame
    usual = _day_number(name).is_between(far.first, far.last)
    return table.frame.with_columns(pl.when(usual).then(exact_column(name)).alias(name))


def clear_dates_after(table: TypedTable, name: str, day: date) -> pl.LazyFrame:
    usual = _day_number(name) <= day.toordinal() - _EPOCH
    return table.frame.with_columns(pl.when(usual).then(exact_column(name)).alias(name))

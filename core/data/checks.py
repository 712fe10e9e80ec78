"""What a quality check is: what it asks the table for, and the findings it tells from that."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import polars as pl

from core.data.subject import Subject
from core.entities import Finding
from core.words import percent

Facts = Mapping[str, Any]


class Check(NamedTuple):
    """`asks` are scalar aggregates by name; `tell` makes findings of their values, rows included."""

    asks: Mapping[str, pl.Expr]
    tell: Callable[[Facts, int], Iterable[Finding]]


def ask(subject: Subject, checks: Iterable[Check]) -> list[Finding]:
    """The findings of all checks, in their order, from one pass over the table."""
    asked = list(checks)
    exprs = [e.alias(f"{i}|{name}") for i, check in enumerate(asked) for name, e in check.asks.items()]
    row = subject.frame.select(pl.len().alias("rows"), *exprs).collect().row(0, named=True)
    found: list[Finding] = []
    for i, check in enumerate(asked):
        facts = {name: row[f"{i}|{name}"] for name in check.asks}
        found += check.tell(facts, row["rows"])
    return found


def share(count: float, rows: float) -> str:
    """A part of the rows in words, 0 % of none."""
    return percent(count / rows if rows else 0.0)


def counted(count: int, noun: str = "row") -> str:
    """ "1 row", "1,234 rows"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def verb(count: int, one: str, more: str) -> str:
    return one if count == 1 else more


def listed(names: Iterable[str], most: int = 8) -> str:
    """ "'a', 'b' and 'c'"; beyond `most`, how many more there are."""
    quoted = [f"'{name}'" for name in names]
    if len(quoted) > most:
        quoted = [*quoted[:most], f"{len(quoted) - most} more"]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))

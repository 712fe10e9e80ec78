"""What became of the people of a campaign: its assignment joined with a file of results."""

import re
from dataclasses import dataclass
from typing import Literal

import polars as pl

from core.actions._answers import NO, YES
from core.actions.campaign import CONTACTED, HELD_OUT
from core.actions.contacts import cleaned
from core.basics import Floats, Notice
from core.cells import original
from core.data.checks import counted, verb
from core.data.customer_table import code
from core.data.names import meanings, spoken
from core.data.profile import finite
from core.data.subject import Subject
from core.errors import UserError

Kind = Literal["conversion", "revenue"]

GROUPS = (CONTACTED, HELD_OUT)
_OUTCOME = re.compile(
    r"\b(?:convert\w*|conversions?|outcome|respon\w+|revenue|turnover|sales|spen[dt]|bought|purchase[ds]?|orders?"
    r"|clicked|amount|value|umsatz|gekauft)\b"
)


class NotAnAssignment(UserError):
    template = (
        "This is no assignment of a campaign: {reason}. Give the assignment.csv that was written beside "
        "the audience file."
    )


class NobodyMatches(UserError):
    template = (
        "No column of the results holds the customer ids of the assignment, such as those in '{column}'. "
        "Export the results with the customer id."
    )


class WhichOutcome(UserError):
    template = "Which column says what came of it? Name one of: {known}."


class NotAnOutcome(UserError):
    template = (
        "Column '{column}' holds neither numbers nor yes and no. Name the column that says who bought, "
        "or for how much."
    )


@dataclass(frozen=True)
class Outcomes:
    """The outcome of each person by group: 0 or 1 for a conversion, money for revenue."""

    kind: Kind
    column: str
    contacted: Floats
    held_out: Floats
    notices: tuple[Notice, ...]


def outcomes(assignment: pl.LazyFrame, result: pl.LazyFrame, column: str = "") -> Outcomes:
    """The results of a campaign's people; `column` holds the outcome (found by its name otherwise).

    Several rows of a person add up to revenue, and to one conversion. A person without a row did
    nothing where the file lists only those who did something, and is left out otherwise. Raises a
    UserError where the files do not go together.
    """
    named, assigned = _assigned(assignment)
    subject = Subject(result, {}, "customers")
    key = _key(subject, named, assigned["key"])
    name = _outcome(subject, key, column)
    rows = subject.frame.select(key=code(subject, key), value=_value(subject, name)).collect()
    if rows["value"].is_null().all():
        raise NotAnOutcome(column=name)
    kind, people = _by_person(rows)
    joined = assigned.join(people, on="key", how="left")
    only_buyers = bool((people["value"] > 0).all())
    known = joined.fill_null(0.0) if only_buyers else joined.drop_nulls("value")
    sent, kept = (known.filter(pl.col("group") == g)["value"].to_numpy() for g in GROUPS)
    told = _notices(joined, people, rows["value"].null_count(), only_buyers)
    return Outcomes(kind, name, sent, kept, told)


def _by_person(rows: pl.DataFrame) -> tuple[Kind, pl.DataFrame]:
    """What kind of outcome it is, and one row a person with it; an empty outcome is none."""
    value = pl.col("value")
    conversion = rows["value"].drop_nulls().is_in([0.0, 1.0]).all()
    merged = value.max() if conversion else value.sum()
    people = rows.with_columns(value.fill_null(0.0)).group_by("key").agg(merged)
    return "conversion" if conversion else "revenue", people


def _assigned(assignment: pl.LazyFrame) -> tuple[str, pl.DataFrame]:
    """The name of the id's column; `key` and `group` of everybody."""
    subject = Subject(assignment, {}, "customers")
    names = tuple(subject.schema)
    if "group" not in names or names[0] == "group":
        raise NotAnAssignment(reason="it has no customer id before a column 'group'")
    key = code(subject, names[0]).map_elements(original, pl.String)
    found = assignment.select(key=key, group=pl.col("group").cast(pl.String)).collect()
    if not found["group"].is_in(GROUPS).all():
        raise NotAnAssignment(reason=f"its groups are not '{CONTACTED}' and '{HELD_OUT}'")
    return names[0], found


def _key(subject: Subject, named: str, ids: pl.Series) -> str:
    """The column of the results that holds the ids: that of the same name, or else with most of them."""
    held = (code(subject, name).is_in(ids.implode()).sum().alias(name) for name in subject.schema)
    found = subject.frame.select(held).collect().row(0, named=True)
    best = named if found.get(named) else max(found, key=lambda name: found[name])
    if not found[best]:
        raise NobodyMatches(column=named)
    return best


def _outcome(subject: Subject, key: str, column: str) -> str:
    names = [name for name in subject.schema if name != key]
    if column in names:
        return column
    telling = [
        n for n in names if _OUTCOME.search(spoken(n)) or {"label", "amount"} & meanings(n).keys()
    ]
    found = names if len(names) == 1 else telling
    if column or len(found) != 1:
        raise WhichOutcome(known=", ".join(names) or "none, for it has one column only")
    return found[0]


def _value(subject: Subject, name: str) -> pl.Expr:
    """The outcome as a number; yes is 1 and no is 0. Missing where it is neither."""
    if subject.numeric(name):
        return finite(name)
    said = cleaned(subject, name).str.to_lowercase()
    return pl.when(said.is_in(list(YES))).then(1.0).when(said.is_in(list(NO))).then(0.0)


def _notices(
    joined: pl.DataFrame, people: pl.DataFrame, empty: int, only_buyers: bool
) -> tuple[Notice, ...]:
    absent = int(joined["value"].null_count())
    strangers = people.height - (joined.height - absent)
    told = []
    if absent and only_buyers:
        told.append(f"The results list only who did something: the other {absent:,} people count as 0.")
    elif absent:
        told.append(f"{absent:,} people of the campaign are not in the results and are left out.")
    if empty:
        told.append(f"{counted(empty, 'empty result')} {verb(empty, 'counts', 'count')} as 0.")
    if strangers:
        told.append(
            f"{counted(strangers, 'customer')} in the results {verb(strangers, 'was', 'were')} not part of the campaign."
        )
    return tuple(Notice(text, "info", "uplift") for text in told)

"""Outcomes of the people of a campaign: its assignment joined with a file of results."""

import re
from dataclasses import dataclass
from typing import Literal, TypeVar

import polars as pl

from core.act.audience.audience import CONTACTED, HELD_OUT
from core.act.audience.consent import NO, YES
from core.act.audience.contact_columns import known_text
from core.act.uplift.words import (
    absent_sentence,
    empty_sentence,
    leading_zeros_sentence,
    missing_group_sentence,
    strangers_sentence,
)
from core.data import TypedTable, finite_numbers, name_words, role_hints
from core.errors import UserError
from core.features import category_text
from core.model import Floats, Notice
from core.text import unescape_formula

Kind = Literal["conversion", "revenue"]

_Ids = TypeVar("_Ids", pl.Expr, pl.Series)

GROUPS = (CONTACTED, HELD_OUT)
# Chance below which nobody of a group can have bought by accident: the file then holds one group alone
# and is refused. Higher: small files are refused sooner.
IMPLAUSIBLE_CHANCE = 0.05
_OUTCOME = re.compile(
    r"\b(?:convert\w*|conversions?|outcome|respon\w+|revenue|turnover|sales|spen[dt]|bought|purchase[ds]?|orders?"
    r"|clicked|amount|value|umsatz|gekauft)\b"
)


class NotAnAssignment(UserError):
    template = (
        "This is not the assignment of a campaign: {reason}. Upload the assignment.csv that was saved with "
        "the audience file."
    )


class NobodyMatches(UserError):
    template = (
        "No column of the results holds the customer ids of the assignment, such as those in '{column}'. "
        "Export the results with the customer id."
    )


class WhichOutcome(UserError):
    template = "Which column shows the result? Choose one of: {known}."


class NotAnOutcome(UserError):
    template = (
        "'{column}' holds neither numbers nor yes and no. Choose the column that says who bought, "
        "or for how much."
    )


class OneGroupOnly(UserError):
    template = (
        "Nobody {missing} is in the results, but {present:,} of the people {other} are: the file seems to "
        "hold one group only, as exports of campaign tools do. Export what became of everybody in "
        "assignment.csv from your shop or customer database, with 0 for those who did nothing."
    )


@dataclass(frozen=True)
class Outcomes:
    """The outcome of each person by group: 0 or 1 for a conversion, money for revenue."""

    kind: Kind
    column: str
    treated: Floats
    control: Floats
    notices: tuple[Notice, ...]


def read_outcomes(assignment: pl.LazyFrame, result: pl.LazyFrame, column: str = "") -> Outcomes:
    """Read the results of a campaign's people; `column` holds the outcome (found by its name otherwise).

    Several rows of a person add up to revenue, and to one conversion. A person without a row did
    nothing, unless the file lists people who did nothing: then whoever is absent is left out. Raises a
    UserError where the files do not go together.
    """
    id_name, assigned = _read_assignment(assignment)
    table = TypedTable(result, {}, "customers")
    key = _find_id_column(table, id_name, assigned["key"])
    name = _find_outcome_column(table, key, column)
    rows = table.frame.select(
        key=category_text(table, key), value=_outcome_value(table, name)
    ).collect()
    if rows["value"].is_null().all():
        raise NotAnOutcome(column=name)
    assigned, rows, padded = _match_ids(id_name, assigned, rows)
    kind, outcomes = _outcome_by_person(rows)
    joined = assigned.join(outcomes, on="key", how="left")
    only_buyers = not (outcomes["most"] == 0).any()
    complete = joined.fill_null(0.0) if only_buyers else joined.drop_nulls("value")
    treated, control = (
        complete.filter(pl.col("group") == group)["value"].to_numpy() for group in GROUPS
    )
    matching = _matching_notices(joined, outcomes, rows["value"].null_count(), only_buyers)
    missing = _missing_group_notice(joined) if only_buyers else ()
    notices = (*missing, *_leading_zeros_notice(padded), *matching)
    return Outcomes(kind, name, treated, control, notices)


def _outcome_by_person(rows: pl.DataFrame) -> tuple[Kind, pl.DataFrame]:
    """Return the kind of outcome, and one row a person with it and the `most` of one row.

    `most` is whatever its sign, and 0 for who did nothing: money that was refunded was spent. An empty
    outcome is none.
    """
    value = pl.col("value")
    conversion = rows["value"].drop_nulls().is_in([0.0, 1.0]).all()
    merged = value.max() if conversion else value.sum()
    filled = rows.with_columns(value.fill_null(0.0))
    outcomes = filled.group_by("key").agg(merged, most=value.abs().max())
    return "conversion" if conversion else "revenue", outcomes


def _read_assignment(assignment: pl.LazyFrame) -> tuple[str, pl.DataFrame]:
    """Return the name of the id's column, and `key` and `group` of everybody."""
    table = TypedTable(assignment, {}, "customers")
    names = tuple(table.schema)
    if "group" not in names or names[0] == "group":
        raise NotAnAssignment(reason="it has no customer id before a column 'group'")
    key = category_text(table, names[0]).map_elements(unescape_formula, pl.String)
    groups = assignment.select(key=key, group=pl.col("group").cast(pl.String)).collect()
    if not groups["group"].is_in(GROUPS).all():
        raise NotAnAssignment(reason=f"its groups are not '{CONTACTED}' and '{HELD_OUT}'")
    return names[0], groups


def _find_id_column(table: TypedTable, id_name: str, ids: pl.Series) -> str:
    """Find the column of the results that holds the ids: of the same name, or else with most of them.

    Where none does, leading zeros do not count. Raises NobodyMatches.
    """
    for zeros in (True, False):
        wanted = (ids if zeros else _without_leading_zeros(ids)).implode()
        codes = {name: category_text(table, name).unique() for name in table.schema}
        counts = [
            (code if zeros else _without_leading_zeros(code)).is_in(wanted).sum().alias(name)
            for name, code in codes.items()
        ]
        matches = table.frame.select(counts).collect().row(0, named=True)
        best = id_name if matches.get(id_name) else max(matches, key=lambda name: matches[name])
        if matches[best]:
            return best
    raise NobodyMatches(column=id_name)


def _without_leading_zeros(ids: _Ids) -> _Ids:
    """Write ids as a spreadsheet does that takes 007 for the number 7."""
    return ids.str.replace(r"^0+(\d+)$", "$1")


def _match_ids(
    id_name: str, assigned: pl.DataFrame, rows: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Return both tables, without leading zeros in ids where that finds more people and mixes none up.

    The number is that of the people found so. Raises NobodyMatches.
    """
    tables = (assigned, rows)
    short = [table.with_columns(_without_leading_zeros(pl.col("key"))) for table in tables]
    distinct = all(
        before["key"].n_unique() == after["key"].n_unique()
        for before, after in zip(tables, short, strict=True)
    )
    matches, short_matches = (
        people.join(results, on="key", how="semi").height for people, results in (tables, short)
    )
    if distinct and short_matches > matches:
        return short[0], short[1], short_matches - matches
    if not matches:
        raise NobodyMatches(column=id_name)
    return assigned, rows, 0


def _missing_group_notice(joined: pl.DataFrame) -> tuple[Notice, ...]:
    """Warn where the results hold nobody of one group; OneGroupOnly where that is no chance."""
    from scipy import stats

    sizes, present = (
        [joined.filter(pl.col("group") == group).select(count).item() for group in GROUPS]
        for count in (pl.len(), pl.col("value").count())
    )
    for at, (missing, other) in enumerate((GROUPS, GROUPS[::-1])):
        if present[at] or not sizes[at]:
            continue
        chance = stats.hypergeom.pmf(0, joined.height, sizes[at], sum(present))
        if chance < IMPLAUSIBLE_CHANCE:
            raise OneGroupOnly(missing=missing, present=sum(present), other=other)
        return (Notice(missing_group_sentence(missing), "warning", "uplift"),)
    return ()


def _find_outcome_column(table: TypedTable, key: str, column: str) -> str:
    """Return `column`, or else the only one whose name says outcome; WhichOutcome where that is open."""
    names = [name for name in table.schema if name != key]
    if column in names:
        return column
    candidates = names if len(names) == 1 else [name for name in names if _names_outcome(name)]
    if column or len(candidates) != 1:
        raise WhichOutcome(known=", ".join(names) or "none, for it has one column only")
    return candidates[0]


def _names_outcome(column: str) -> bool:
    roles = role_hints(column).keys()
    return bool(_OUTCOME.search(name_words(column)) or {"label", "amount"} & roles)


def _outcome_value(table: TypedTable, name: str) -> pl.Expr:
    """Read the outcome as a number; yes is 1 and no is 0. Missing where it is neither."""
    if table.is_numeric(name):
        return finite_numbers(name)
    answer = known_text(table, name).str.to_lowercase()
    return pl.when(answer.is_in(list(YES))).then(1.0).when(answer.is_in(list(NO))).then(0.0)


def _matching_notices(
    joined: pl.DataFrame, outcomes: pl.DataFrame, empty: int, only_buyers: bool
) -> tuple[Notice, ...]:
    absent = int(joined["value"].null_count())
    strangers = outcomes.height - (joined.height - absent)
    texts = []
    if absent:
        texts.append(absent_sentence(absent, only_buyers))
    if empty:
        texts.append(empty_sentence(empty))
    if strangers:
        texts.append(strangers_sentence(strangers))
    return tuple(Notice(text, "info", "uplift") for text in texts)


def _leading_zeros_notice(people: int) -> tuple[Notice, ...]:
    return (Notice(leading_zeros_sentence(people), "info", "uplift"),) if people else ()

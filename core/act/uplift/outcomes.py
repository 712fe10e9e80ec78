"""What became of the people of a campaign: its assignment joined with a file of results."""

import re
from dataclasses import dataclass
from typing import Literal, TypeVar

import polars as pl
from scipy import stats

from core.act.audience.audience import CONTACTED, HELD_OUT
from core.act.audience.consent import NO, YES
from core.act.audience.contact_columns import known_text
from core.data import TypedTable, finite_numbers, name_words, role_hints
from core.errors import UserError
from core.features import category_text
from core.model import Floats, Notice
from core.text import format_count, unescape_formula, verb_form

Kind = Literal["conversion", "revenue"]

_Ids = TypeVar("_Ids", pl.Expr, pl.Series)

GROUPS = (CONTACTED, HELD_OUT)
IMPLAUSIBLE_CHANCE = (
    0.05  # a chance below which nobody of a group bought because the file has none of it
)
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


class OneGroupOnly(UserError):
    template = (
        "Nobody {missing} is in the results, but {present:,} of the people {other} are: the file seems to "
        "tell of one group alone, as the export of a campaign tool does. Export what became of everybody in "
        "assignment.csv from your shop or customer database, with 0 for those who did nothing."
    )


@dataclass(frozen=True)
class Outcomes:
    """The outcome of each person by group: 0 or 1 for a conversion, money for revenue."""

    kind: Kind
    column: str
    contacted: Floats
    held_out: Floats
    notices: tuple[Notice, ...]


def read_outcomes(assignment: pl.LazyFrame, result: pl.LazyFrame, column: str = "") -> Outcomes:
    """The results of a campaign's people; `column` holds the outcome (found by its name otherwise).

    Several rows of a person add up to revenue, and to one conversion. A person without a row did
    nothing, unless the file lists people who did nothing: then whoever is absent is left out. Raises a
    UserError where the files do not go together.
    """
    named, assigned = _read_assignment(assignment)
    subject = TypedTable(result, {}, "customers")
    key = _find_id_column(subject, named, assigned["key"])
    name = _find_outcome_column(subject, key, column)
    rows = subject.frame.select(
        key=category_text(subject, key), value=_outcome_value(subject, name)
    ).collect()
    if rows["value"].is_null().all():
        raise NotAnOutcome(column=name)
    assigned, rows, padded = _match_ids(named, assigned, rows)
    kind, people = _outcome_by_person(rows)
    joined = assigned.join(people, on="key", how="left")
    only_buyers = not (people["most"] == 0).any()
    known = joined.fill_null(0.0) if only_buyers else joined.drop_nulls("value")
    sent, kept = (known.filter(pl.col("group") == g)["value"].to_numpy() for g in GROUPS)
    told = _matching_notices(joined, people, rows["value"].null_count(), only_buyers)
    alone = _missing_group_notice(joined) if only_buyers else ()
    return Outcomes(kind, name, sent, kept, (*alone, *_leading_zeros_notice(padded), *told))


def _outcome_by_person(rows: pl.DataFrame) -> tuple[Kind, pl.DataFrame]:
    """What kind of outcome it is, and one row a person with it and the `most` of one row, whatever its
    sign (0 for who did nothing: money that was refunded was spent); an empty outcome is none."""
    value = pl.col("value")
    conversion = rows["value"].drop_nulls().is_in([0.0, 1.0]).all()
    merged = value.max() if conversion else value.sum()
    filled = rows.with_columns(value.fill_null(0.0))
    people = filled.group_by("key").agg(merged, most=value.abs().max())
    return "conversion" if conversion else "revenue", people


def _read_assignment(assignment: pl.LazyFrame) -> tuple[str, pl.DataFrame]:
    """The name of the id's column; `key` and `group` of everybody."""
    subject = TypedTable(assignment, {}, "customers")
    names = tuple(subject.schema)
    if "group" not in names or names[0] == "group":
        raise NotAnAssignment(reason="it has no customer id before a column 'group'")
    key = category_text(subject, names[0]).map_elements(unescape_formula, pl.String)
    found = assignment.select(key=key, group=pl.col("group").cast(pl.String)).collect()
    if not found["group"].is_in(GROUPS).all():
        raise NotAnAssignment(reason=f"its groups are not '{CONTACTED}' and '{HELD_OUT}'")
    return names[0], found


def _find_id_column(subject: TypedTable, named: str, ids: pl.Series) -> str:
    """The column of the results that holds the ids: that of the same name, or else with most of them.
    Where none does, leading zeros do not count."""
    for zeros in (True, False):
        wanted = (ids if zeros else _without_leading_zeros(ids)).implode()
        codes = {name: category_text(subject, name).unique() for name in subject.schema}
        held = [
            (c if zeros else _without_leading_zeros(c)).is_in(wanted).sum().alias(n)
            for n, c in codes.items()
        ]
        found = subject.frame.select(held).collect().row(0, named=True)
        best = named if found.get(named) else max(found, key=lambda name: found[name])
        if found[best]:
            return best
    raise NobodyMatches(column=named)


def _without_leading_zeros(ids: _Ids) -> _Ids:
    """The ids as a spreadsheet writes them that takes 007 for the number 7."""
    return ids.str.replace(r"^0+(\d+)$", "$1")


def _match_ids(
    named: str, assigned: pl.DataFrame, rows: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Both tables, the ids without leading zeros where that finds more people and mixes none up, and
    how many more. Raises NobodyMatches."""
    tables = (assigned, rows)
    bare = [table.with_columns(_without_leading_zeros(pl.col("key"))) for table in tables]
    apart = all(a["key"].n_unique() == b["key"].n_unique() for a, b in zip(tables, bare, strict=True))
    found, more = (one.join(other, on="key", how="semi").height for one, other in (tables, bare))
    if apart and more > found:
        return bare[0], bare[1], more - found
    if not found:
        raise NobodyMatches(column=named)
    return assigned, rows, 0


def _missing_group_notice(joined: pl.DataFrame) -> tuple[Notice, ...]:
    """A warning where the results hold nobody of one group; OneGroupOnly where that is no chance."""
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
        said = (
            f"Nobody {missing} is in the results. Make sure that these tell of both groups: the export "
            "of a campaign tool often tells only of those contacted."
        )
        return (Notice(said, "warning", "uplift"),)
    return ()


def _find_outcome_column(subject: TypedTable, key: str, column: str) -> str:
    names = [name for name in subject.schema if name != key]
    if column in names:
        return column
    telling = [
        n for n in names if _OUTCOME.search(name_words(n)) or {"label", "amount"} & role_hints(n).keys()
    ]
    found = names if len(names) == 1 else telling
    if column or len(found) != 1:
        raise WhichOutcome(known=", ".join(names) or "none, for it has one column only")
    return found[0]


def _outcome_value(subject: TypedTable, name: str) -> pl.Expr:
    """The outcome as a number; yes is 1 and no is 0. Missing where it is neither."""
    if subject.is_numeric(name):
        return finite_numbers(name)
    said = known_text(subject, name).str.to_lowercase()
    return pl.when(said.is_in(list(YES))).then(1.0).when(said.is_in(list(NO))).then(0.0)


def _matching_notices(
    joined: pl.DataFrame, people: pl.DataFrame, empty: int, only_buyers: bool
) -> tuple[Notice, ...]:
    absent = int(joined["value"].null_count())
    strangers = people.height - (joined.height - absent)
    told = []
    if absent and only_buyers:
        told.append(f"The results list only who did something: the other {absent:,} people count as 0.")
    elif absent:
        told.append(
            f"{absent:,} people of the campaign are not in the results, which list others with 0, and are "
            "left out. If they did nothing, add them with 0."
        )
    if empty:
        told.append(
            f"{format_count(empty, 'empty result')} {verb_form(empty, 'counts', 'count')} as 0."
        )
    if strangers:
        told.append(
            f"{format_count(strangers, 'customer')} in the results {verb_form(strangers, 'was', 'were')} not part of the campaign."
        )
    return tuple(Notice(text, "info", "uplift") for text in told)


def _leading_zeros_notice(people: int) -> tuple[Notice, ...]:
    said = (
        f"{format_count(people, 'customer')} {verb_form(people, 'was', 'were')} found once leading zeros were left "
        "aside, which spreadsheets drop: 007 and 7 are taken for the same."
    )
    return (Notice(said, "info", "uplift"),) if people else ()

"""Findings on who the customer ids name: nobody in particular, one for many, one person in several
spellings."""

from collections.abc import Iterator, Sequence

import polars as pl

from core.data.columns.name_meanings import is_mail, is_telephone
from core.data.columns.profile import exact_column
from core.data.columns.typed_table import TypedTable
from core.data.quality import spellings, words
from core.data.quality.costs import count_words, line_noun
from core.data.quality.nobody import is_nobody, is_nobodys_number
from core.model import Finding, Fix
from core.text import format_share

# An id of zero, minus one or nines stands for nobody where it has so many times the next one's lines.
STAND_IN_LINES = 3
# From here on an id is told for its many lines: at least so many, and either so many times the next one's
# and so large a share of all, or half as many times and a share so much larger.
FEWEST_MANY, MANY_LINES, MANY_SHARE, LARGE_SHARE = 20, 10, 0.05, 0.2
FEWEST_IDS = 5  # other ids from which one can stand out
FEWEST_SHARED, SHARED_PART = 5, 0.02  # rows, and share of them, that share an address
_NINES = (9999, 99999, 999999, 9999999, 99999999, 999999999)


def check_identities(table: TypedTable) -> Iterator[Finding]:
    """Findings on the id column, and on contact columns of a table of customers."""
    key = table.column_for("id")
    if key is not None and (table.is_text(key) or table.is_numeric(key)):
        counted = count_values(table.frame, key)
        nameless = counted.filter(nobody_in(key)) if table.is_text(key) else counted.clear()
        if nameless.height:
            yield _nobody_finding(table, key, nameless["value"])
        rest = counted.filter(~pl.col("value").is_in(nameless["value"].implode()))
        yield from _number_findings(table, key, rest)
        if table.is_text(key):
            yield from spellings.check_spellings(rest, key)
    if table.kind == "customers":
        yield from _shared_contacts(table, key)


def count_values(frame: pl.LazyFrame, name: str) -> pl.DataFrame:
    """Count the rows of each value, the most frequent first."""
    counts = frame.select(value=exact_column(name)).drop_nulls().group_by("value").len("rows")
    return counts.sort(["rows", "value"], descending=[True, False]).collect(engine="streaming")


def nobody_in(name: str) -> pl.Expr:
    """True for a text `value` of the column `name` that names nobody."""
    value = pl.col("value")
    return is_nobody(value) | is_nobodys_number(value) if is_telephone(name) else is_nobody(value)


def clear_nobody(table: TypedTable, name: str) -> pl.LazyFrame:
    """The table with ids that name nobody as missing; a line without an id is left out, and said."""
    if not table.is_text(name):
        return table.frame
    value = exact_column(name)
    different = table.frame.select(value=value.unique()).drop_nulls().collect()
    nameless = different.filter(nobody_in(name))["value"]
    hides = value.is_in(nameless.implode()).fill_null(False)
    return table.frame.with_columns(pl.when(~hides).then(value).alias(name))


def _nobody_finding(table: TypedTable, key: str, values: pl.Series) -> Finding:
    n, counted = count_words(table, exact_column(key).is_in(values.implode()).fill_null(False))
    text = words.nobody_sentence(n, counted, key, list(values))
    label = words.nobody_button(n, line_noun(table))
    return Finding("nobody", text, (key,), n, Fix("nobody"), label, True)


def _number_findings(table: TypedTable, key: str, counted: pl.DataFrame) -> Iterator[Finding]:
    """Findings on numbers that stand for nobody, and on one id with most of the lines."""
    numbers = _plain_numbers(counted["value"])
    stand_ins = _stand_in_places(numbers, counted["rows"])
    for place in stand_ins:
        value, rows = counted.row(place)
        text = words.stand_in_sentence(key, _plain(value), _rows_words(table, key, value))
        label = words.no_customer_button(_plain(value))
        fix = Fix("missing", key, _plain(value))
        yield Finding("nobody", text, (key,), rows, fix, label, True)
    others = counted.with_row_index().filter(~pl.col("index").is_in(stand_ins))
    yield from _crowd_findings(table, key, others)


def _plain_numbers(values: pl.Series) -> pl.Series:
    """The values that are whole numbers; a code such as "00e1" is none, though a computer reads zero."""
    if values.dtype == pl.String:
        values = values.set(~values.str.contains(r"^[+-]?[0-9]+(?:\.0*)?$"), None)
    return values.cast(pl.Float64, strict=False)


def _stand_in_places(numbers: pl.Series, rows: pl.Series) -> list[int]:
    places = numbers.is_in([0.0, -1.0, *_NINES]).fill_null(False).arg_true().to_list()
    return [place for place in places if _is_stand_in(numbers, rows, place)]


def _is_stand_in(numbers: pl.Series, rows: pl.Series, place: int) -> bool:
    """Tell whether nobody is meant: the others are far, or it has many times their rows."""
    others = (
        pl.DataFrame({"number": numbers, "rows": rows})
        .with_row_index()
        .filter(pl.col("index") != place)
    )
    if others.height < FEWEST_IDS or rows[place] < 2:
        return False
    value, low, high = (
        numbers[place],
        *others.select(low=pl.col("number").min(), high=pl.col("number").max()).row(0),
    )
    if low is None or rows[place] >= STAND_IN_LINES * int(others["rows"].to_list()[0]):
        return True
    return bool((value == -1 and low >= 0) or (value == 0 and low > 9) or value > max(0, 3 * high))


def _crowd_findings(table: TypedTable, key: str, counted: pl.DataFrame) -> Iterator[Finding]:
    if table.kind != "transactions" or counted.height <= FEWEST_IDS:
        return
    _, value, rows = counted.row(0)
    total, following = int(counted["rows"].sum()), int(counted["rows"][1])
    many = rows >= max(MANY_LINES * following, MANY_SHARE * total)
    large = rows >= max(MANY_LINES / 2 * following, LARGE_SHARE * total)
    if rows < FEWEST_MANY or not (many or large):
        return
    counted_rows = _rows_words(table, key, value)
    text = words.crowd_sentence(_plain(value), counted_rows, key, rows / following)
    if is_mail(key) or is_telephone(key) or "@" in _plain(value):
        yield Finding("crowd", text, (key,), rows)  # a fix's id would carry it into links and recipes
        return
    fix = Fix("missing", key, _plain(value))
    yield Finding("crowd", text, (key,), rows, fix, words.no_customer_button(_plain(value)))


def _rows_words(table: TypedTable, key: str, value: object) -> str:
    return count_words(table, (exact_column(key) == pl.lit(value)).fill_null(False))[1]


def _plain(value: object) -> str:
    return f"{value:.0f}" if isinstance(value, float) else str(value)


def _shared_contacts(table: TypedTable, key: str | None) -> Iterator[Finding]:
    """Findings on addresses and telephone numbers that stand for none, or that many customers share."""
    names = [
        n for n in table.schema if n != key and (is_mail(n) or is_telephone(n)) and table.is_text(n)
    ]
    rows = table.frame.select(pl.len()).collect().item() if names else 0
    for name in names:
        counted = count_values(table.frame, name)
        false = is_nobodys_number(pl.col("value")) if is_telephone(name) else is_nobody(pl.col("value"))
        many = pl.col("rows") >= max(FEWEST_SHARED, SHARED_PART * rows)
        chosen: Sequence[tuple[str, int]] = counted.filter(many | (false & (pl.col("rows") > 1))).rows()
        for value, n in chosen[:3] if counted.height > len(chosen) else ():
            text = words.shared_contact_sentence(n, format_share(n, rows), value, name)
            # Without a fix: its id would carry the address into links and recipes.
            yield Finding("shared_contact", text, (name,), n)

"""Years of birth that nobody alive has: 1893 among those of a shop's customers."""

import re
from collections.abc import Iterator

import polars as pl

from core.data.columns.column_names import name_words
from core.data.columns.profile import exact_column, finite_numbers
from core.data.columns.typed_table import TypedTable
from core.data.quality.words import impossible_years_sentence
from core.model import Finding, Fix
from core.text import format_count, format_share

# Nobody born before is alive; narrower, more true years of birth are doubted.
FIRST_BIRTH, LAST_BIRTH = 1905, 2100
_BIRTH_YEAR = re.compile(
    r"\b(?:year (?:of )?birth|birth ?year|yob|geburtsjahr|jahrgang|annee (?:de )?naissance|ano (?:de )?nacimiento"
    r"|anno (?:di )?nascita|ano (?:de )?nascimento|geboortejaar)\b"
)


def check_years(table: TypedTable) -> Iterator[Finding]:
    """Findings on years of birth out of `FIRST_BIRTH` to `LAST_BIRTH`."""
    for name in table.used_columns:
        if not (_BIRTH_YEAR.search(name_words(name)) and table.is_numeric(name)):
            continue
        year = finite_numbers(name)
        odd = year.filter(~is_possible(name))
        middle, n, rows, examples = table.frame.select(
            year.median().alias("middle"), odd.len().alias("odd"), rows=pl.len(),
            examples=odd.unique().sort().head(4).implode(),
        ).collect().row(0)  # fmt: skip
        if not n or not FIRST_BIRTH <= (middle or 0) <= LAST_BIRTH:
            continue
        years = [f"{value:.0f}" for value in examples]
        text = impossible_years_sentence(name, years, n, format_share(n, rows))
        fix = Fix("impossible_years", name)
        yield Finding(
            "impossible_years", text, (name,), n, fix, f"Treat {format_count(n, 'year')} as missing"
        )


def is_possible(name: str) -> pl.Expr:
    return finite_numbers(name).is_between(FIRST_BIRTH, LAST_BIRTH)


def clear_impossible_years(table: TypedTable, name: str) -> pl.LazyFrame:
    value = pl.when(is_possible(name)).then(exact_column(name))
    return table.frame.with_columns(value.alias(name))

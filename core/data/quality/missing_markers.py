"""Values that stand for "missing": words like "unknown", and spikes like 999 far from the rest."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from core.data.columns.profile import exact_column, finite_numbers
from core.data.columns.typed_table import TypedTable

WORDS = frozenset(
    """?, ??, -, --, ., n/a, na, n.a., #n/a, #na, nan, null, none, nil, missing, unknown, unk,
    undefined, unspecified, not specified, not available, not known, no data, unbekannt, k.a.,
    k. a., keine angabe, fehlt, inconnu, non renseigné, desconocido, no disponible, sconosciuto,
    desconhecido, onbekend, (blank), (null)""".replace("\n    ", " ").split(", ")
)

# Ends of a column that may stand for missing: nines above all, minus one and negative nines below.
HIGH = (999.0, 9999.0, 99999.0, 999999.0)
LOW = (-1.0, -9.0, -99.0, -999.0, -9999.0, -99999.0)
FEWEST_REPEATS = 2  # rows in which such an end must stand: a single one is rather an odd value

# A high end is far from the rest where it is above this multiple of the next value; a lower factor
# finds more markers, and takes more true values for one.
_SPIKE_GAP = 3.0


def text_columns(table: TypedTable) -> tuple[str, ...]:
    """Columns in which a word may stand for a missing group."""
    return tuple(
        n for n in table.used_columns if table.roles[n] in ("category", "country") and table.is_text(n)
    )


def number_columns(table: TypedTable) -> tuple[str, ...]:
    codes = (n for n in table.used_columns if table.roles[n] == "category" and table.is_numeric(n))
    plain = (n for n in table.used_columns if table.roles[n] == "number" and table.is_numeric(n))
    return tuple(dict.fromkeys((*table.numbers, *plain, *codes)))


def count_marker_words(name: str) -> pl.Expr:
    """Count the words in the column that mean "missing", as one list of {value, count}."""
    value = exact_column(name)
    different = value.unique(maintain_order=True)
    words = different.filter(different.str.strip_chars().str.to_lowercase().is_in(list(WORDS)))
    matches = value.filter(value.is_in(words.implode()))
    return pl.struct(value=matches.unique(maintain_order=True), count=matches.unique_counts()).implode()


def find_suspects(table: TypedTable) -> tuple[str, ...]:
    """Find the number columns that end in a known marker.

    One pass, so that only they are looked into.
    """
    names = number_columns(table)
    ends = ((finite_numbers(name).min(), finite_numbers(name).max()) for name in names)
    aggregates = [end.alias(f"{i} {j}") for i, pair in enumerate(ends) for j, end in enumerate(pair)]
    row = table.frame.select(aggregates).collect().row(0) if aggregates else ()
    pairs = zip(names, row[::2], row[1::2], strict=True)
    return tuple(name for name, low, high in pairs if low in LOW or high in HIGH)


def end_values(name: str) -> dict[str, pl.Expr]:
    """Expressions for the lowest and highest value, how often each stands there, and the next value
    inward."""
    number = finite_numbers(name)
    low, high = number.min(), number.max()
    return {
        "low": low,
        "lows": (number == low).sum(),
        "above": number.filter(number > low).min(),
        "high": high,
        "highs": (number == high).sum(),
        "below": number.filter(number < high).max(),
    }


def find_spikes(ends: Mapping[str, Any]) -> Iterator[tuple[float, int]]:
    """Yield (marker, rows) for an end that is a known marker, repeated, and far from the next value."""
    low, above, high, below = (ends[key] for key in ("low", "above", "high", "below"))
    if low is None or above is None:
        return
    if high in HIGH and ends["highs"] >= FEWEST_REPEATS and below * _SPIKE_GAP < high:
        yield high, ends["highs"]
    nothing_near = above >= 0 or above * _SPIKE_GAP > low
    if low in LOW and ends["lows"] >= FEWEST_REPEATS and nothing_near and high > 1:
        yield low, ends["lows"]


# Share of missing values from which they count on their own: a number gets a column that marks them, a
# category a group of its own. Lower, more features get one (docs/methods.md, the features).
MISSING_INDICATOR_SHARE = 0.05

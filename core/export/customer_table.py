"""The customers as a table to take away."""

from collections.abc import Container, Sequence
from typing import Any

import numpy as np
import pandas as pd

from core.data import RESULT_COLUMNS
from core.model import NOISE, Analysis, Integers, Segmentation
from core.text import escape_formula

EXACT = 2.0**53


def customer_table(segmentation: Segmentation, rows: Integers | None = None) -> pd.DataFrame:
    """One row a customer, of all or of those at `rows`: id, the features in original units, segment, silhouette, distance.

    Segments bear their numbers, and 0 is noise; where the algorithm tells how probable the segment
    is, that follows. The silhouette is missing where it was not sampled; the distance
    is that to the segment's centre in the prepared matrix. A feature that bears the name of one of
    these columns keeps it with underscores behind.
    """
    customers, sweep = segmentation.customers, segmentation.sweep
    at = segmentation.place
    chosen = slice(None) if rows is None else rows
    id_name, names = _column_names(segmentation.analysis)
    features = (
        customers.frame[list(customers.features)]
        .iloc[chosen]
        .rename(columns=names)
        .apply(_to_whole_numbers)
    )
    silhouette = np.full(len(customers.frame), np.nan, dtype=np.float32)
    silhouette[sweep.sampled] = sweep.silhouettes[at]
    table = features.assign(
        segment=_number_labels(sweep.labels[at][chosen], sweep.numbers[at]),
        silhouette=silhouette[chosen],
        distance=sweep.distance[at][chosen],
    )
    if sweep.probability is not None:
        table["probability"] = sweep.probability[at][chosen]
    table.insert(0, id_name, features.index.to_numpy())
    return table.reset_index(drop=True)


def member_rows(segmentation: Segmentation, segment: int) -> list[int]:
    """The rows of the segment of a number; UnknownSegment."""
    labels = segmentation.labels
    rows: list[int] = np.flatnonzero(labels == segmentation.label(segment)).tolist()
    return rows


def readable_table(segmentation: Segmentation, rows: Sequence[int]) -> pd.DataFrame:
    """The customers at `rows`, as far as there are such, with titles and rounded for reading."""
    known = [row for row in rows if 0 <= row < len(segmentation.customers.frame)]
    table = customer_table(segmentation, np.array(known, np.intp))
    plain = table.astype(dict.fromkeys(table.select_dtypes("float32"), "float64"))
    return plain.round(2).rename(columns=dict(segmentation.customers.titles))


def _number_labels(labels: Integers, numbers: Sequence[int]) -> Integers:
    """The segments as a person calls them; 0 for noise."""
    known = np.zeros(NOISE + 1, np.int64)
    known[: len(numbers)] = numbers
    return known[labels]


def _to_whole_numbers(column: "pd.Series[float]") -> "pd.Series[Any]":
    """Counts as whole numbers: 3, not 3.0."""
    if not pd.api.types.is_float_dtype(column) or not np.isfinite(column).all():
        return column
    counts = bool((column == column.round()).all() and (column.abs() < EXACT).all())
    return column.astype(np.int64) if counts else column


def escape_table(table: pd.DataFrame) -> pd.DataFrame:
    """The table with `escape_formula` header names and texts; numbers stay numbers, negative ones too."""
    safe = table.apply(_escape_column)
    return safe.set_axis([escape_formula(str(name)) for name in table.columns], axis=1)


def _escape_column(column: "pd.Series[str]") -> "pd.Series[str]":
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return column
    return column.astype(object).map(
        lambda value: escape_formula(value) if isinstance(value, str) else value
    )


def _column_names(analysis: Analysis) -> tuple[str, dict[str, str]]:
    """The id's name and those of the features that give way, none of them twice."""
    customers = analysis.customers
    taken, names = {*customers.features, *RESULT_COLUMNS}, {}
    for name in RESULT_COLUMNS:
        if name in customers.features:
            names[name] = _free_name(name, taken)
            taken.add(names[name])
    return _free_name(str(customers.frame.index.name or "id"), taken), names


def _free_name(name: str, taken: Container[str]) -> str:
    while name in taken:
        name += "_"
    return name

"""The customers with their segments as a table."""

from collections.abc import Container, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data import RESULT_COLUMNS
from core.model import NOISE, Analysis, Customers, Integers, Segmentation
from core.text import escape_formula, readable_title

OUTCOME = "outcome_"  # before the name of an outcome, so that nobody takes it for a feature
NO_SEGMENT = "In no segment"
EXACT = 2.0**53  # up to which a float holds every whole number


def customer_table(segmentation: Segmentation, rows: Integers | None = None) -> pd.DataFrame:
    """Table of all customers, or of those at `rows`: id, segment and its name, features in original units,
    outcomes as "outcome_churned", silhouette, distance; one row each.

    A segment is given by its number and name, noise by 0 and NO_SEGMENT; the probability of the segment
    follows where the method knows it. The silhouette is missing for customers outside its sample; the distance is that to
    the segment's centre in the feature matrix. A feature named like one of these columns gets
    underscores behind its name.
    """
    customers, sweep = segmentation.customers, segmentation.sweep
    at = segmentation.place
    selection = slice(None) if rows is None else rows
    id_name, names = _column_names(segmentation.analysis)
    features = (
        customers.frame[_told_columns(customers)]
        .iloc[selection]
        .rename(columns=names)
        .apply(_to_whole_numbers)
    )
    silhouette = np.full(len(customers.frame), np.nan, dtype=np.float32)
    silhouette[sweep.sampled] = sweep.silhouettes[at]
    labels = sweep.labels[at][selection]
    table = features.assign(
        silhouette=silhouette[selection],
        distance=sweep.distance[at][selection],
    )
    if sweep.probability is not None:
        table["probability"] = sweep.probability[at][selection]
    table.insert(0, id_name, features.index.to_numpy())
    table.insert(1, "segment", _number_labels(labels, sweep.numbers[at]))
    table.insert(2, "segment_name", _name_labels(labels, segmentation))
    return table.reset_index(drop=True)


def member_rows(segmentation: Segmentation, segment: int) -> list[int]:
    """The rows of the segment of a number; UnknownSegment."""
    labels = segmentation.labels
    rows: list[int] = np.flatnonzero(labels == segmentation.label(segment)).tolist()
    return rows


def readable_table(segmentation: Segmentation, rows: Sequence[int]) -> pd.DataFrame:
    """Table of the customers at `rows`, those beyond the last left out, with titles and rounded values."""
    existing_rows = [row for row in rows if 0 <= row < len(segmentation.customers.frame)]
    table = customer_table(segmentation, np.array(existing_rows, np.intp))
    readable = table.astype(dict.fromkeys(table.select_dtypes("float32"), "float64"))
    id_name, names = _column_names(segmentation.analysis)
    titles = {names.get(name, name): title for name, title in segmentation.customers.titles.items()}
    headings = {name: readable_title(name) for name in (id_name, *RESULT_COLUMNS)}
    return readable.round(2).rename(columns={**titles, **headings})


def chosen_customers_csv(segmentation: Segmentation, rows: Sequence[int]) -> bytes:
    """Table of the customers at `rows` as CSV; those beyond the last are left out."""
    existing_rows = [row for row in rows if 0 <= row < len(segmentation.customers.frame)]
    table = escape_table(customer_table(segmentation, np.array(existing_rows, np.intp)))
    return table.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _number_labels(labels: Integers, numbers: Sequence[int]) -> Integers:
    """Segment number of each label; 0 for noise."""
    number_of_label = np.zeros(NOISE + 1, np.int64)
    number_of_label[: len(numbers)] = numbers
    return number_of_label[labels]


def _name_labels(labels: Integers, segmentation: Segmentation) -> NDArray[np.object_]:
    """Name of the segment of each label."""
    name_of_label = np.full(NOISE + 1, NO_SEGMENT, object)
    name_of_label[: segmentation.k] = [segmentation.name(label) for label in range(segmentation.k)]
    names: NDArray[np.object_] = name_of_label[labels]
    return names


def _to_whole_numbers(column: "pd.Series[float]") -> "pd.Series[Any]":
    """Counts as whole numbers: 3, not 3.0."""
    if not pd.api.types.is_float_dtype(column) or not np.isfinite(column).all():
        return column
    counts = bool((column == column.round()).all() and (column.abs() < EXACT).all())
    return column.astype(np.int64) if counts else column


def escape_table(table: pd.DataFrame) -> pd.DataFrame:
    """The table with header names and texts through `escape_formula`; numbers stay, negative ones too."""
    safe = table.apply(_escape_column)
    return safe.set_axis([escape_formula(str(name)) for name in table.columns], axis=1)


def _escape_column(column: "pd.Series[str]") -> "pd.Series[str]":
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return column
    return column.astype(object).map(
        lambda value: escape_formula(value) if isinstance(value, str) else value
    )


def _told_columns(customers: Customers) -> list[str]:
    """The features, then the outcomes that are none."""
    return list(dict.fromkeys((*customers.features, *customers.outcomes)))


def _column_names(analysis: Analysis) -> tuple[str, dict[str, str]]:
    """Name of the id column, and new names of the outcomes and of features whose own are taken; all
    different."""
    customers = analysis.customers
    reserved, names = {*_told_columns(customers), *RESULT_COLUMNS}, {}
    renamed = {
        name: f"{OUTCOME}{name}" for name in customers.outcomes if name not in customers.features
    }
    renamed |= {name: name for name in RESULT_COLUMNS if name in customers.features}
    for name, wanted in renamed.items():
        names[name] = _free_name(wanted, reserved)
        reserved.add(names[name])
    return _free_name(str(customers.frame.index.name or "id"), reserved), names


def _free_name(name: str, reserved: Container[str]) -> str:
    while name in reserved:
        name += "_"
    return name

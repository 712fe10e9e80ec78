"""Filters of a table in the browser, applied to the whole table: a grid may list a part of it only.

They are what AG Grid gives as its filter model, https://www.ag-grid.com/javascript-data-grid/filter-api/.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import is_bool_dtype, is_numeric_dtype

Mask = NDArray[np.bool_]

TEXT_TESTS: Mapping[str, Callable[[Any, str], Any]] = {
    "contains": lambda texts, part: texts.str.contains(part, regex=False),
    "notContains": lambda texts, part: ~texts.str.contains(part, regex=False),
    "equals": lambda texts, part: texts == part,
    "notEqual": lambda texts, part: texts != part,
    "startsWith": lambda texts, part: texts.str.startswith(part),
    "endsWith": lambda texts, part: texts.str.endswith(part),
}
NUMBER_TESTS: Mapping[str, Callable[[Any, float], Any]] = {
    "equals": lambda numbers, value: numbers == value,
    "notEqual": lambda numbers, value: numbers != value,
    "lessThan": lambda numbers, value: numbers < value,
    "lessThanOrEqual": lambda numbers, value: numbers <= value,
    "greaterThan": lambda numbers, value: numbers > value,
    "greaterThanOrEqual": lambda numbers, value: numbers >= value,
}
# What a missing value passes, beside "blank".
PASSED_WITHOUT_A_VALUE = ("notContains", "notEqual")


def is_number_column(column: "pd.Series[Any]") -> bool:
    """True for a column that is filtered as numbers; all others are filtered as texts."""
    return is_numeric_dtype(column.dtype) and not is_bool_dtype(column.dtype)


def matching_rows(table: pd.DataFrame, filters: Mapping[str, Mapping[str, Any]]) -> Mask:
    """Mark the rows (n,) of a table that pass all `filters`, each by a column's place in it: "c3"."""
    mask = np.ones(len(table), bool)
    for name, condition in filters.items():
        place = int(name.removeprefix("c"))
        if place < table.shape[1]:
            mask &= _passes(table.iloc[:, place], condition)
    return mask


def _passes(column: "pd.Series[Any]", condition: Mapping[str, Any]) -> Mask:
    parts = condition.get("conditions")
    if parts:
        masks = [_passes(column, part) for part in parts]
        joined = np.all(masks, axis=0) if condition.get("operator") == "AND" else np.any(masks, axis=0)
        return np.asarray(joined, bool)
    kind, missing = condition.get("type", ""), column.isna().to_numpy()
    if kind in ("blank", "notBlank"):
        return missing if kind == "blank" else ~missing
    is_number = is_number_column(column)
    mask = _number_mask(column, condition) if is_number else _text_mask(column, condition)
    return np.where(missing, not is_number and kind in PASSED_WITHOUT_A_VALUE, mask)


def _number_mask(column: "pd.Series[Any]", condition: Mapping[str, Any]) -> Mask:
    numbers, low = column.to_numpy(float, na_value=np.nan), float(condition["filter"])
    if condition["type"] == "inRange":
        return (numbers >= low) & (numbers <= float(condition["filterTo"]))
    return np.asarray(NUMBER_TESTS[condition["type"]](numbers, low), bool)


def _text_mask(column: "pd.Series[Any]", condition: Mapping[str, Any]) -> Mask:
    """Capitals count as small letters, as in the browser."""
    texts = column.astype(object).where(column.notna(), "").astype(str).str.lower()
    mask = TEXT_TESTS[condition["type"]](texts, str(condition.get("filter", "")).lower())
    return np.asarray(mask, bool)

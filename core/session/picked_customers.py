"""Customers that are picked on the Segment page: to be looked at, to take along, and to be kept as a segment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from core.act import AudienceRequest, build_audience_files
from core.export import chosen_customers_csv, matching_rows, member_rows
from core.session.own_sets import CustomerSet, save_set
from core.session.result import Result

MOST_LISTED = 1000  # rows of the table that a browser shows at ease


@dataclass(frozen=True)
class Pick:
    """Customers at `rows`, or those of the `segment` of a number where that is None; of them those that the
    `filters` of their table leave."""

    rows: Sequence[int] | None = None
    segment: int = 0
    filters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def picked_rows(result: Result, pick: Pick) -> tuple[int, ...]:
    """Rows of the customers that are picked; those beyond the last are left out."""
    segmentation, last = result.segmentation, len(result.segmentation.labels)
    chosen = member_rows(segmentation, pick.segment) if pick.rows is None else pick.rows
    rows = tuple(row for row in chosen if 0 <= row < last)
    if not pick.filters:
        return rows
    passing = matching_rows(result.customers(rows, 0, len(rows)), pick.filters)
    return tuple(np.array(rows, np.intp)[passing].tolist())


def picked_table(result: Result, pick: Pick) -> tuple[pd.DataFrame, int]:
    """Return the first MOST_LISTED of them as a table to be read, and how many there are."""
    rows = picked_rows(result, pick)
    return result.customers(rows, 0, MOST_LISTED), len(rows)


def picked_list(result: Result, pick: Pick) -> bytes:
    """Return them as customers.csv."""
    return chosen_customers_csv(result.segmentation, picked_rows(result, pick))


def picked_audience(result: Result, pick: Pick) -> bytes:
    """Return those of them who may and can be contacted as audience.csv for any tool, nobody held out.

    Customers in no segment are left out; their names are kept. Raises as `build_audience_files`.
    """
    names = {profile.segment: profile.name for profile in result.keep_names().profiles}
    request = AudienceRequest("generic", names, rows=picked_rows(result, pick))
    return build_audience_files(result.segmentation, request).files["audience.csv"]


def save_pick(result: Result, pick: Pick, name: str) -> CustomerSet:
    """Keep them under a name beside the segments; raises as `save_set`."""
    ids = result.segmentation.customers.frame.index[list(picked_rows(result, pick))]
    return save_set(result.session.notes, result.run.dataset, name, ids.astype(str).tolist())

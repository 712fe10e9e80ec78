"""Customers who stand for a segment, and those who hardly belong to it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.model import Analysis, Floats, Integers, Segmentation
from core.text import format_number, readable_title

MOST_LISTED = 5  # customers of each kind
# Members among whom the medoid is looked for; above, a sample. Its distances take the square of this.
MOST_MEASURED = 1_000
# A customer is borderline whose distance to the next centre exceeds that to their own by less than this
# share of both together. Higher: more customers are borderline, and more segments are said to have many.
BORDERLINE_MARGIN = 0.1
# The same where the method knows probabilities: borderline below this probability of the own segment.
BORDERLINE_PROBABILITY = 0.6
MOST_FEATURES = 6  # by which a customer is described


@dataclass(frozen=True)
class TypicalCustomers:
    """Rows of a segment, the most `typical` and the most `borderline` first, and the share of its
    customers who are borderline."""

    typical: Integers
    borderline: Integers
    share: float


def find_typical_customers(segmentation: Segmentation, label: int, seed: int) -> TypicalCustomers:
    """Find the members nearest to the medoid on the prepared matrix, and those nearest to another centre."""
    rows = segmentation.rows(label)
    margin, bound = _membership_margin(segmentation, label, rows)
    order = np.argsort(margin, kind="stable")[:MOST_LISTED]
    borderline = rows[order[margin[order] < bound]]
    return TypicalCustomers(
        _nearest_to_medoid(segmentation, rows, seed), borderline, float((margin < bound).mean())
    )


def _nearest_to_medoid(segmentation: Segmentation, rows: Integers, seed: int) -> Integers:
    from scipy.spatial.distance import cdist

    matrix = segmentation.feature_matrix.matrix
    order = np.random.default_rng(seed).permutation(rows)[:MOST_MEASURED]
    candidates = matrix[np.sort(order)]
    medoid = candidates[cdist(candidates, candidates).sum(axis=1).argmin()]
    squared = ((matrix[rows] - medoid) ** 2).sum(axis=1)
    return rows[np.argsort(squared, kind="stable")[:MOST_LISTED]]


def _membership_margin(segmentation: Segmentation, label: int, rows: Integers) -> tuple[Floats, float]:
    """Return by how much each member belongs to the segment, and the value below which it is borderline."""
    sweep = segmentation.sweep
    if sweep.probability is not None:
        return sweep.probability[segmentation.place][rows], BORDERLINE_PROBABILITY
    nearest, centres = (
        sweep.distance[segmentation.place][rows].astype(float),
        sweep.centres[segmentation.place],
    )
    other = np.full(len(rows), np.inf)
    for place in range(segmentation.k):
        if place != label:
            other = np.minimum(other, _centre_distance(segmentation, rows, centres[place]))
    with np.errstate(invalid="ignore", divide="ignore"):
        margin = (other - nearest) / (other + nearest)
    return np.where(np.isfinite(margin), margin, 1.0), BORDERLINE_MARGIN


def _centre_distance(segmentation: Segmentation, rows: Integers, centre: Floats) -> Floats:
    distance: Floats = np.sqrt(((segmentation.feature_matrix.matrix[rows] - centre) ** 2).sum(axis=1))
    return distance


def describe_customer(analysis: Analysis, row: int) -> dict[str, str]:
    """Return one customer's id and the values of the features that were clustered on, by title."""
    titles, frame = analysis.customers.titles, analysis.customers.frame
    features = analysis.feature_matrix.features[:MOST_FEATURES]
    values = {titles.get(name, name): _value_text(frame[name].iloc[row]) for name in features}
    return {readable_title(str(frame.index.name or "customer")): str(frame.index[row]), **values}


def _value_text(value: Any) -> str:
    if isinstance(value, float):
        return format_number(value) if value == value else ""
    return "" if value is None else str(value)

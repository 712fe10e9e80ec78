"""Customers who stand for a segment, and those who hardly belong to it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.explain.facts import Facts
from core.model import Analysis, Floats, Integers
from core.text import format_number

MOST_LISTED = 5

MOST_MEASURED = 1_000  # members among whom the medoid is looked for; above, a sample

BORDERLINE_MARGIN = (
    0.1  # borderline: the next centre is hardly further, as a share of both distances together
)

BORDERLINE_PROBABILITY = 0.6  # borderline, where the method tells how probable the own segment is


@dataclass(frozen=True)
class TypicalCustomers:
    """Rows of a segment, the most `typical` and the most `borderline` first, and the share of its
    customers who are borderline."""

    typical: Integers
    borderline: Integers
    share: float


def find_typical_customers(facts: Facts, label: int, seed: int) -> TypicalCustomers:
    """The members nearest to the medoid on the prepared matrix, and those nearest to another centre."""
    rows = facts.members(label)
    doubt, bound = _membership_margin(facts, label, rows)
    order = np.argsort(doubt, kind="stable")[:MOST_LISTED]
    listed = rows[order[doubt[order] < bound]]
    return TypicalCustomers(
        _nearest_to_medoid(facts, rows, seed), listed, float((doubt < bound).mean())
    )


def _nearest_to_medoid(facts: Facts, rows: Integers, seed: int) -> Integers:
    from scipy.spatial.distance import cdist

    matrix = facts.analysis.prepared.matrix
    order = np.random.default_rng(seed).permutation(rows)[:MOST_MEASURED]
    asked = matrix[np.sort(order)]
    medoid = asked[cdist(asked, asked).sum(axis=1).argmin()]
    away = ((matrix[rows] - medoid) ** 2).sum(axis=1)
    return rows[np.argsort(away, kind="stable")[:MOST_LISTED]]


def _membership_margin(facts: Facts, label: int, rows: Integers) -> tuple[Floats, float]:
    """How surely each member belongs, and below which value it is borderline."""
    swept = facts.analysis.sweep
    if swept.probability is not None:
        return swept.probability[facts.at][rows], BORDERLINE_PROBABILITY
    own, centres = swept.distance[facts.at][rows].astype(float), swept.centres[facts.at]
    other = np.full(len(rows), np.inf)
    for place in range(facts.k):
        if place != label:
            other = np.minimum(other, _centre_distance(facts, rows, centres[place]))
    with np.errstate(invalid="ignore", divide="ignore"):
        margin = (other - own) / (other + own)
    return np.where(np.isfinite(margin), margin, 1.0), BORDERLINE_MARGIN


def _centre_distance(facts: Facts, rows: Integers, centre: Floats) -> Floats:
    away: Floats = np.sqrt(((facts.analysis.prepared.matrix[rows] - centre) ** 2).sum(axis=1))
    return away


MOST_FEATURES = 6


def describe_customer(analysis: Analysis, row: int) -> dict[str, str]:
    """One customer's id and the features clustered on, by title."""
    people, frame = analysis.customers, analysis.customers.frame
    features = analysis.prepared.features[:MOST_FEATURES]
    values = {people.titles.get(name, name): _value_text(frame[name].iloc[row]) for name in features}
    return {str(frame.index.name or "customer"): str(frame.index[row]), **values}


def _value_text(value: Any) -> str:
    if isinstance(value, float):
        return format_number(value) if value == value else ""
    return "" if value is None else str(value)

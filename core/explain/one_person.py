"""One customer in a few words."""

from typing import Any

from core.entities import Analysis
from core.words import number

MOST_FEATURES = 6


def person(analysis: Analysis, row: int) -> dict[str, str]:
    """One customer's id and the features clustered on, by title."""
    people, frame = analysis.customers, analysis.customers.frame
    features = analysis.prepared.features[:MOST_FEATURES]
    values = {people.titles.get(name, name): _text(frame[name].iloc[row]) for name in features}
    return {str(frame.index.name or "customer"): str(frame.index[row]), **values}


def _text(value: Any) -> str:
    if isinstance(value, float):
        return number(value) if value == value else ""
    return "" if value is None else str(value)

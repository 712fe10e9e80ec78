"""What a clustering method leaves behind for the charts of its own."""

from typing import Any

import numpy as np

from core.charts._theme import empty
from core.entities import Analysis, Floats


def evidence(analysis: Analysis, *names: str) -> tuple[Floats, ...] | None:
    """The method's arrays of these names, None where another method was used."""
    found = analysis.sweep.evidence
    if not all(name in found for name in names):
        return None
    return tuple(np.asarray(found[name], float) for name in names)


def missing(title: str, method: str) -> dict[str, Any]:
    """The chart in place of one that only `method` has."""
    return empty(title, "", f"Choose {method} as the method to see this chart.")


def gaps(values: Floats) -> list[float | None]:
    """A curve's values; None, which leaves a gap, where there is no finite one."""
    return [float(value) if np.isfinite(value) else None for value in values]

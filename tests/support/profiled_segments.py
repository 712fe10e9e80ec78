"""Explained segments made by hand, for tests of what follows from them."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.model import Analysis, Customers, Explanation, Recipe, SegmentProfile
from tests.support.small_analyses import of


def make_halves(columns: dict[str, object], table: str = "customers") -> Analysis:
    """Customers with these columns, the first half of them segment 1, the other half segment 2."""
    frame = pd.DataFrame(columns)
    plain = frame.select_dtypes("number").assign(place=np.arange(len(frame)) // (len(frame) // 2) * 1.0)
    analysis = of(plain[["place"]], ["place"], (2,))
    labels = (plain["place"].to_numpy()[None] > 0).astype(np.uint8)
    names = tuple(map(str, frame.columns))
    return replace(
        analysis,
        recipe=Recipe(table=table),  # type: ignore[arg-type]
        customers=Customers(frame, names, names, {}),
        sweep=replace(analysis.sweep, labels=labels),
    )


def make_profile(
    segment: int = 1, kind: str = "average customers", **changes: object
) -> SegmentProfile:
    """Profile of half of the customers, without money."""
    profile = SegmentProfile(segment, kind, kind, kind, 5, 0.5, None, None, (), (), None, {}, (), ())
    return replace(profile, **changes)


def make_explanation(*profiles: SegmentProfile) -> Explanation:
    return Explanation(profiles, 0, (), np.zeros(0), np.zeros((len(profiles), 0)), None)

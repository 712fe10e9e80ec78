"""Segments told by hand, for tests of what follows from them."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.model import Analysis, Customers, Explanation, Recipe, SegmentProfile
from tests.support.small_analyses import of


def analysed(columns: dict[str, object], table: str = "customers") -> Analysis:
    """Customers with these columns, the first half of them segment 1, the other half segment 2."""
    frame = pd.DataFrame(columns)
    plain = frame.select_dtypes("number").assign(place=np.arange(len(frame)) // (len(frame) // 2) * 1.0)
    made = of(plain[["place"]], ["place"], (2,))
    labels = (plain["place"].to_numpy()[None] > 0).astype(np.uint8)
    names = tuple(map(str, frame.columns))
    return replace(
        made,
        recipe=Recipe(table=table),  # type: ignore[arg-type]
        customers=Customers(frame, names, names, {}),
        sweep=replace(made.sweep, labels=labels),
    )


def story(segment: int = 1, kind: str = "average customers", **changes: object) -> SegmentProfile:
    """A story of half of the customers, without money."""
    told = SegmentProfile(segment, kind, kind, kind, 5, 0.5, None, None, (), (), None, {}, (), ())
    return replace(told, **changes)


def told(*stories: SegmentProfile) -> Explanation:
    return Explanation(stories, 0, (), np.zeros(0), np.zeros((len(stories), 0)), None)

"""Suggested names stay while the slider moves, as long as they are true."""

import numpy as np
import pandas as pd

from core.model import Analysis, Segmentation, SegmentProfile
from core.profile.explanation import build_explanation
from core.profile.names.carried import apply_names
from core.profile.names.remembered import Naming
from core.profile.names.suggested import make_distinct
from tests.support.handmade_analyses import make_analysis


def ranked_customers() -> Analysis:
    """300 customers, the latest and most frequent first; of three segments the second has most of the
    upper of two, but less eager ones."""
    place = np.arange(300)
    frame = pd.DataFrame(
        {"recency": place, "frequency": 300 - place, "monetary": 9 * place}, dtype=float
    )
    frame.index.name = "customer"
    two, three = np.where(place < 110, 1, 0), np.select([place < 25, place < 110], [2, 1], 0)
    return make_analysis(frame, two, three, money="monetary", features=["recency", "frequency"])


def profiles(setting: float) -> tuple[SegmentProfile, ...]:
    analysis = ranked_customers()
    return apply_names(
        build_explanation(Segmentation(analysis, setting)), Segmentation(analysis, setting), Naming()
    ).profiles


def test_a_segment_of_another_kind_does_not_keep_the_name() -> None:
    assert [story.name for story in profiles(2.0)] == ["Former regulars", "Champions"]
    assert [story.name for story in profiles(3.0)] == [
        "Former regulars",
        "Loyal customers",
        "Champions",
    ]
    assert [story.kind for story in profiles(3.0)] == ["at risk", "loyal customers", "champions"]


def test_pairs_of_markers_are_alike_in_any_order() -> None:
    segmentation = Segmentation(ranked_customers(), 2.0)
    names = make_distinct(["High Fresh, low Milk", "Low Milk, high Fresh"], segmentation)
    assert names == ["High Fresh, low Milk, higher spend", "Low Milk, high Fresh, lower spend"]

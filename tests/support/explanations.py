"""An explanation, made by hand, for pages to show."""

import numpy as np

from core.model import Condition, Explanation, Marker, Rule, SegmentProfile

RULE = Rule(
    (Condition("spend", "Spend", ">", 100.0),), 40, 0.9, 0.8,
    "Spend above 100", '"spend" > 100', "`spend` > 100",
)  # fmt: skip
MARKER = Marker("spend", "Spend", 200.0, 80.0, 120.0, 1.5, "They spend 200, others 80.")
SHARE = Marker("channel", "Channel", 0.8, 0.3, 0.5, 0.7, "80 % buy online.", value="online")


def make_profile(segment: int, name: str, **changes: object) -> SegmentProfile:
    values = {
        "segment": segment, "name": name, "suggested": name, "kind": "champions", "size": 45,
        "share": 0.45, "money": 9000.0, "money_share": 0.7, "sentences": ("One.", "Two.", "Three."),
        "markers": (MARKER, SHARE), "rule": RULE, "means": {"spend": 200.0}, "typical": (1, 2),
        "borderline": (3,),
    }  # fmt: skip
    return SegmentProfile(**values | changes)  # type: ignore[arg-type]


def make_explanation(*profiles: SegmentProfile) -> Explanation:
    both = profiles or (
        make_profile(1, "Champions"),
        make_profile(2, "Lost", money=None, money_share=None, rule=None, markers=()),
    )
    return Explanation(both, 10, ("spend",), np.array([0.3]), np.full((len(both), 1), 0.2), 0.87)

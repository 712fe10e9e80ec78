"""The slider of methods that are told the number of segments."""

from core.specs import Param


def segments(name: str = "n_clusters") -> Param:
    return Param(
        name, "Segments", default=4, low=2, high=12, most=50,
        help="How many groups the customers are divided into.",
    )  # fmt: skip

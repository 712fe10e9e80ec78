"""What the user should know about a sweep, in words."""

from collections.abc import Sequence

from core.entities import Notice
from core.evaluation.silhouettes import Silhouettes
from core.specs import AlgorithmSpec
from core.words import percent_beside

SMALL_SHARE = 0.05


def beyond_slider(spec: AlgorithmSpec, asked: int) -> Notice:
    ends = f"{spec.slider.low:g} to {spec.slider.high:g}"
    return Notice(f"k = {asked} is beyond the slider's {ends}.", about=spec.swept)


def too_few_differ(spec: AlgorithmSpec, distinct: int) -> Notice:
    text = (
        f"Only {distinct} customers differ from one another, so there are at most {distinct} segments."
    )
    return Notice(text, "warning", spec.swept)


def sampled(customers: int, widths: Silhouettes) -> tuple[Notice, ...]:
    """None where the silhouettes are exact."""
    if not widths.error.any():
        return ()
    text = (
        f"Silhouettes are estimated from {len(widths.rows):,} of {customers:,} customers; the standard "
        f"error of the mean is at most {widths.error.max():.4f}."
    )
    return (Notice(text, about="silhouette"),)


def small_segments(setting: int, sizes: Sequence[int]) -> tuple[Notice, ...]:
    """One warning that names the segments under SMALL_SHARE of the customers, if there are any."""
    small = [
        f"segment {i} has {size:,} ({percent_beside(size / sum(sizes), SMALL_SHARE)})"
        for i, size in enumerate(sizes, start=1)
        if size < SMALL_SHARE * sum(sizes)
    ]
    if not small:
        return ()
    text = f"At k = {setting}, some segments hold under {100 * SMALL_SHARE:g} % of customers: "
    return (Notice(text + ", ".join(small) + ".", "warning", "segments"),)

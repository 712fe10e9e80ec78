"""What the user should know about a sweep, in words."""

from core.entities import Notice, Scores
from core.evaluation.silhouettes import Silhouettes
from core.specs import AlgorithmSpec
from core.words import percent_beside

SMALL_SHARE = 0.05
MOST_NAMED = 12


def beyond_slider(spec: AlgorithmSpec, asked: float) -> Notice:
    ends = f"{spec.slider.low:g} to {spec.slider.high:g}"
    return Notice(f"k = {asked:g} is beyond the slider's {ends}.", about=spec.swept)


def too_few_differ(spec: AlgorithmSpec, distinct: int) -> Notice:
    text = (
        f"Only {distinct} customers differ from one another, so there are at most {distinct} segments."
    )
    return Notice(text, "warning", spec.swept)


def weighted(spec: AlgorithmSpec) -> Notice:
    """What the method makes of customers who are weighted."""
    text = (
        "Customers count by their weight in finding the segments; scores, verdict, comparison and "
        "suggestion count each once."
    )
    if spec.weighted is None:
        text = f"{spec.title} counts every customer the same, whatever the weight."
    return Notice(text, about="weights")


def sampled(customers: int, widths: Silhouettes) -> tuple[Notice, ...]:
    """None where the silhouettes are exact."""
    if not widths.error.any():
        return ()
    text = (
        f"Silhouettes are estimated from {len(widths.rows):,} of {customers:,} customers; the standard "
        f"error of the mean is at most {widths.error.max():.4f}."
    )
    return (Notice(text, about="silhouette"),)


def small_segments(spec: AlgorithmSpec, setting: float, scores: Scores) -> tuple[Notice, ...]:
    """One warning of the segments under SMALL_SHARE of the customers, if there are any."""
    total = sum(scores.sizes) + scores.noise
    small = [
        f"{size:,} ({percent_beside(size / total, SMALL_SHARE)})"
        for size in scores.sizes
        if size < SMALL_SHARE * total
    ]
    if not small:
        return ()
    at = f"At {spec.slider.title.lower() if spec.adaptive else 'k'} = {setting:g}"
    more = f" and {len(small) - MOST_NAMED} more" if len(small) > MOST_NAMED else ""
    who = "one segment holds" if len(small) == 1 else f"{len(small)} segments hold"
    text = f"{at}, {who} under {100 * SMALL_SHARE:g} % of customers: "
    return (Notice(text + ", ".join(small[:MOST_NAMED]) + more + ".", "warning", "segments"),)

"""What a sweep adds in words: limits, samples, and customers or groups that are missing."""

from collections.abc import Sequence

from core.text import format_count, join_names, verb_form


def beyond_slider_sentence(k: float, low: float, high: float) -> str:
    return f"k = {k:g} is beyond the slider's {low:g} to {high:g}."


def too_few_differ_sentence(distinct: int) -> str:
    return (
        f"Only {distinct} customers differ from one another, so there are at most {distinct} segments."
    )


def weighted_sentence(method: str, weighted: bool) -> str:
    """Say what a method makes of customers who are weighted."""
    if not weighted:
        return f"{method} counts every customer the same, whatever the weight."
    return (
        "Customers count by their weight in finding the segments; scores, verdict, comparison and suggestion count "
        "each once."
    )


def sampled_silhouettes_sentence(sample: int, customers: int, error: float) -> str:
    return (
        f"Silhouettes are estimated from {sample:,} of {customers:,} customers; the standard error of the mean is at "
        f"most {error:.4f}."
    )


def small_segments_sentence(
    slider: str, setting: float, small: Sequence[str], bound: float, most: int
) -> str:
    """Name the sizes of segments under the share `bound`."""
    who = "one segment holds" if len(small) == 1 else f"{len(small)} segments hold"
    sizes = join_names(small, ", ", most)
    return f"At {slider} = {setting:g}, {who} under {100 * bound:g} % of customers: {sizes}."


def sampled_density_sentence(sample: int, others: int) -> str:
    return (
        f"Density was measured among {sample:,} customers drawn at random; each of the other {others:,} joins the "
        "nearest of them who is close enough. Distances are larger and small dense groups may be missed."
    )


def fewer_clusters_sentence(counts: Sequence[int], what: str) -> str:
    return f"With {join_names(map(str, counts), last=' or ')} {what}, some hold nobody: there are fewer segments."


def outside_rules_sentence(outside: int) -> str:
    have = verb_form(outside, "has", "have")
    return f"{format_count(outside, 'customer')} {have} no value that the rules ask for, and so no segment."


def empty_groups_sentence(filled: int, groups: float) -> str:
    return f"{filled} of {groups:g} groups have customers, so there are fewer segments."


def dunn_sample_sentence(measured: int, customers: int) -> str:
    return f"The Dunn index is estimated on {measured:,} of {customers:,} customers; over all of them it is at most that."

"""What is known of a segment in numbers, under the names that a playbook's conditions use."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.act.audience.consent import NO, YES
from core.act.playbook.feature_meanings import MEANINGS, Meaning, find_meaning
from core.model import (
    MIN_KNOWN_SHARE,
    Analysis,
    Explanation,
    Floats,
    Marker,
    Segmentation,
    SegmentProfile,
)
from core.text import format_count, format_number, format_percent, strip_unit

RATIO_SUFFIX = "_ratio"
SURE_ERRORS = 1.96

MemberMask = NDArray[np.bool_]

# What is known of a segment beside the means of its features.
SEGMENT_FACTS: Mapping[str, str] = {
    "size": "customers in the segment",
    "share": "share of all customers, 0 to 1",
    "money": "what the segment brings",
    "share_of_money": "share of all money, 0 to 1",
    "money_ratio": "money a customer, relative to all customers",
    "high_marker": "strongest marker above all others, in standard deviations, among columns without a meaning of their own",
    "low_marker": "the same below all others",
}
FACT_NAMES: tuple[str, ...] = (
    *SEGMENT_FACTS,
    *(name for known in MEANINGS for name in (known.name, known.name + RATIO_SUFFIX)),
)


@dataclass(frozen=True)
class Fact:
    """A number known of a segment, the sentence that says it, and whether the segment surely differs
    in it from all other customers: their means lie more than SURE standard errors apart."""

    value: float
    sentence: str
    sure: bool = True


@dataclass(frozen=True)
class _MeasuredFeature:
    """A feature's values (n,), NaN where unknown; shares of customers where it is yes or no."""

    feature: str
    title: str
    known: Meaning | None
    says: str
    values: Floats
    yes_no: bool
    free: bool  # a number without a meaning, in a table of customers


def segment_facts(segmentation: Segmentation, told: Explanation) -> tuple[Mapping[str, Fact], ...]:
    """The facts of each told segment, by name.

    Of a feature that has a meaning: its mean in the segment, and as `..._ratio` that relative to
    the mean of all customers where both are above zero. Every feature is there under "[its name]"
    and "[its name]_ratio" too. Yes-no features give the share of yes among those who are known.
    What the data do not hold, or do not hold of KNOWN of the segment, is not among the facts.
    """
    measured = _measure_features(segmentation.analysis)
    labels = segmentation.labels
    return tuple(
        {
            **_size_and_money_facts(story),
            **dict(_marker_facts(story, measured)),
            **_feature_facts(measured, labels == segmentation.label(story.segment)),
        }
        for story in told.stories
    )


def known_meanings(analysis: Analysis) -> tuple[Meaning, ...]:
    """What the features of the customers are, as far as their names say."""
    return tuple(one.known for one in _measure_features(analysis) if one.known is not None)


def _measure_features(analysis: Analysis) -> list[_MeasuredFeature]:
    """The features with numbers or yes and no; the first of each meaning has it."""
    customers, found = analysis.customers, []
    taken: set[str] = set()
    of_lines = analysis.recipe.table == "transactions"
    for feature in customers.features:
        values, yes_no = _as_numbers(customers.frame[feature])
        if values is None:
            continue
        known = find_meaning(feature, of_lines)
        if known is None and feature == customers.money:
            known = next(one for one in MEANINGS if one.name == "monetary")
        known = known if known and known.name not in taken else None
        taken |= {known.name} if known else set()
        title = customers.titles.get(feature, feature)
        says = known.says if known and of_lines else ""
        free = known is None and not of_lines and not yes_no
        found.append(_MeasuredFeature(feature, title, known, says, values, yes_no, free))
    return found


def _as_numbers(values: pd.Series) -> tuple[Floats | None, bool]:
    """A feature as numbers, and whether they are 1 for yes and 0 for no; None for other categories."""
    if pd.api.types.is_numeric_dtype(values):
        plain_values = values.to_numpy(float)
        return plain_values, bool(np.isin(plain_values[~np.isnan(plain_values)], (0, 1)).all())
    said = values.astype("object").where(values.notna(), "").map(lambda word: str(word).strip().lower())
    coded = said.map(lambda word: 1.0 if word in YES else 0.0 if word in NO else np.nan).to_numpy(float)
    # A third answer such as "unknown" is not known; a category with more of them is no yes or no, nor is
    # one that lacks either, as "f" and "m" do.
    others = set(said[np.isnan(coded)]) - {""}
    return (coded, True) if len(others) <= 1 and {0.0, 1.0} <= set(coded) else (None, False)


def _feature_facts(measured: list[_MeasuredFeature], members: MemberMask) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for one in measured:
        own, overall = _mean(one.values[members]), _mean(one.values)
        few = np.isnan(one.values[members]).mean() > 1 - MIN_KNOWN_SHARE
        if own is None or overall is None or few:
            continue
        ratio = own / overall if overall > 0 and own >= 0 else None
        sentence, sure = _mean_sentence(one, own, ratio), _surely_differs(one.values, members)
        for name in (f"[{one.feature}]", *((one.known.name,) if one.known else ())):
            found[name] = Fact(own, sentence, sure)
            if ratio is not None:
                found[name + RATIO_SUFFIX] = Fact(ratio, sentence, sure)
    return found


def _mean(values: Floats) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None


def _surely_differs(values: Floats, members: MemberMask) -> bool:
    """Whether the members' mean surely differs from that of the others, by Welch's standard error."""
    parts = [part[~np.isnan(part)] for part in (values[members], values[~members])]
    if min(map(len, parts)) < 2:
        return False
    error = np.sqrt(sum(part.var(ddof=1) / len(part) for part in parts))
    return bool(abs(parts[0].mean() - parts[1].mean()) > SURE_ERRORS * error)


def _mean_sentence(one: _MeasuredFeature, own: float, ratio: float | None) -> str:
    if one.yes_no:
        return f"{strip_unit(one.title)}: {format_percent(own)} yes{_ratio_words(ratio, 'share')}"
    shown = (
        format_percent(own)
        if one.known and one.known.name == "return_rate" and 0 <= own <= 1
        else format_number(own)
    )
    said = one.says.format(shown) if one.says else f"{one.title} {shown} on average"
    return said + _ratio_words(ratio)


def _ratio_words(ratio: float | None, what: str = "mean") -> str:
    if ratio is None:
        return ""
    if 0.95 <= ratio <= 1.05:
        return f", about the overall {what}"
    return (
        f", {format_number(ratio)} times the overall {what}"
        if ratio > 1
        else f", {format_percent(ratio)} of the overall {what}"
    )


def _size_and_money_facts(story: SegmentProfile) -> dict[str, Fact]:
    found = {
        "size": Fact(story.size, format_count(story.size, "customer")),
        "share": Fact(story.share, f"{format_percent(story.share)} of all customers"),
    }
    if story.money is not None and story.money_share is not None:
        said = f"{format_percent(story.money_share)} of all money from {format_percent(story.share)} of the customers"
        found |= {"money": Fact(story.money, said), "share_of_money": Fact(story.money_share, said)}
        if story.share > 0:
            found["money_ratio"] = Fact(story.money_share / story.share, said)
    return found


def _marker_facts(
    story: SegmentProfile, measured: Sequence[_MeasuredFeature]
) -> Iterator[tuple[str, Fact]]:
    """Of what customers have more or less of, such as spend by product group."""
    plain_ones = {one.feature for one in measured if one.free}
    numeric = [marker for marker in story.markers if marker.feature in plain_ones]
    for name, sign in (("high_marker", 1), ("low_marker", -1)):
        beyond = [marker for marker in numeric if sign * marker.difference > 0]
        if beyond:
            best = max(beyond, key=lambda marker: abs(marker.difference))
            yield name, Fact(abs(best.difference), _marker_sentence(best))


def _marker_sentence(marker: Marker) -> str:
    ratio = marker.own / marker.overall if marker.overall > 0 and marker.own >= 0 else None
    return f"{marker.title} {format_number(marker.own)} on average{_ratio_words(ratio)}"

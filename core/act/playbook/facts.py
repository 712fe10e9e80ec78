"""Facts about segments: numbers under the names that a playbook's conditions use."""

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
# Standard errors (Welch's) by which the mean of a segment and that of all others must differ for a
# condition on being above or below the mean: the 95 % quantile. Higher: fewer actions are suggested.
SURE_ERRORS = 1.96
# Ratios within these bounds are said to be "about the overall mean".
ABOUT_EQUAL = (0.95, 1.05)

MemberMask = NDArray[np.bool_]

# Facts about a segment beside the means of its features, as error messages and docs explain them.
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
    *(name for each in MEANINGS for name in (each.name, each.name + RATIO_SUFFIX)),
)


@dataclass(frozen=True)
class Fact:
    """A number about a segment, and the sentence that says it.

    It is `sure` that the segment differs in it from all other customers where their means lie more than
    SURE_ERRORS standard errors apart.
    """

    value: float
    sentence: str
    sure: bool = True


@dataclass(frozen=True)
class _MeasuredFeature:
    """A feature's values (n,), NaN where unknown; shares of customers where it is yes or no."""

    feature: str
    title: str
    meaning: Meaning | None
    says: str
    values: Floats
    yes_no: bool
    free: bool  # a number without a meaning, in a table of customers


def segment_facts(
    segmentation: Segmentation, explanation: Explanation
) -> tuple[Mapping[str, Fact], ...]:
    """Collect the facts of each explained segment, by name.

    Of a feature that has a meaning: its mean in the segment, and as `..._ratio` that relative to
    the mean of all customers where both are above zero. Every feature is there under "[its name]"
    and "[its name]_ratio" too. Yes-no features give the share of yes among those who are known.
    What the data do not hold, or do not hold of MIN_KNOWN_SHARE of the segment, is not among the facts.
    """
    measured, labels = _measure_features(segmentation.analysis), segmentation.labels
    return tuple(
        {
            **_size_and_money_facts(profile),
            **dict(_marker_facts(profile, measured)),
            **_feature_facts(measured, labels == segmentation.label(profile.segment)),
        }
        for profile in explanation.profiles
    )


def known_meanings(analysis: Analysis) -> tuple[Meaning, ...]:
    """Return the meanings of the customers' features, as far as their names say."""
    meanings = (feature.meaning for feature in _measure_features(analysis))
    return tuple(meaning for meaning in meanings if meaning is not None)


def _measure_features(analysis: Analysis) -> list[_MeasuredFeature]:
    """Read the features with numbers or yes and no; the first of each meaning has it."""
    customers, measured = analysis.customers, []
    used: set[str] = set()
    of_lines = analysis.recipe.table == "transactions"
    for feature in customers.features:
        values, yes_no = _as_numbers(customers.frame[feature])
        if values is None:
            continue
        meaning = find_meaning(feature, of_lines)
        if meaning is None and feature == customers.money:
            meaning = next(each for each in MEANINGS if each.name == "monetary")
        meaning = meaning if meaning and meaning.name not in used else None
        used |= {meaning.name} if meaning else set()
        title = customers.title(feature)
        says = meaning.says if meaning and of_lines else ""
        free = meaning is None and not of_lines and not yes_no
        measured.append(_MeasuredFeature(feature, title, meaning, says, values, yes_no, free))
    return measured


def _as_numbers(values: pd.Series) -> tuple[Floats | None, bool]:
    """Return a feature as numbers, and whether they are 1 for yes and 0 for no; None for categories."""
    if pd.api.types.is_numeric_dtype(values):
        numbers = values.to_numpy(float)
        return numbers, bool(np.isin(numbers[~np.isnan(numbers)], (0, 1)).all())
    texts = values.astype("object").where(values.notna(), "")
    words = texts.map(lambda word: str(word).strip().lower())
    answers = words.map(lambda word: 1.0 if word in YES else 0.0 if word in NO else np.nan)
    coded = answers.to_numpy(float)
    # A third answer such as "unknown" is not known; a category with more of them is no yes or no, nor is
    # one that lacks either, as "f" and "m" do.
    others = set(words[np.isnan(coded)]) - {""}
    return (coded, True) if len(others) <= 1 and {0.0, 1.0} <= set(coded) else (None, False)


def _feature_facts(measured: list[_MeasuredFeature], members: MemberMask) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for each in measured:
        mean, overall = _mean(each.values[members]), _mean(each.values)
        few = np.isnan(each.values[members]).mean() > 1 - MIN_KNOWN_SHARE
        if mean is None or overall is None or few:
            continue
        ratio = mean / overall if overall > 0 and mean >= 0 else None
        sentence, sure = _mean_sentence(each, mean, ratio), _surely_differs(each.values, members)
        for name in (f"[{each.feature}]", *((each.meaning.name,) if each.meaning else ())):
            facts[name] = Fact(mean, sentence, sure)
            if ratio is not None:
                facts[name + RATIO_SUFFIX] = Fact(ratio, sentence, sure)
    return facts


def _mean(values: Floats) -> float | None:
    present = values[~np.isnan(values)]
    return float(present.mean()) if len(present) else None


def _surely_differs(values: Floats, members: MemberMask) -> bool:
    """Tell whether the members' mean surely differs from the others', by Welch's standard error."""
    parts = [part[~np.isnan(part)] for part in (values[members], values[~members])]
    if min(map(len, parts)) < 2:
        return False
    error = np.sqrt(sum(part.var(ddof=1) / len(part) for part in parts))
    return bool(abs(parts[0].mean() - parts[1].mean()) > SURE_ERRORS * error)


def _mean_sentence(feature: _MeasuredFeature, mean: float, ratio: float | None) -> str:
    if feature.yes_no:
        share = f"{strip_unit(feature.title)}: {format_percent(mean)} yes"
        return share + _ratio_words(ratio, "share")
    is_share = feature.meaning is not None and feature.meaning.name == "return_rate"
    value = format_percent(mean) if is_share and 0 <= mean <= 1 else format_number(mean)
    says = feature.says.format(value) if feature.says else f"{feature.title} {value} on average"
    return says + _ratio_words(ratio)


def _ratio_words(ratio: float | None, noun: str = "mean") -> str:
    if ratio is None:
        return ""
    if ABOUT_EQUAL[0] <= ratio <= ABOUT_EQUAL[1]:
        return f", about the overall {noun}"
    times = f"{format_number(ratio)} times" if ratio > 1 else f"{format_percent(ratio)} of"
    return f", {times} the overall {noun}"


def _size_and_money_facts(profile: SegmentProfile) -> dict[str, Fact]:
    facts = {
        "size": Fact(profile.size, format_count(profile.size, "customer")),
        "share": Fact(profile.share, f"{format_percent(profile.share)} of all customers"),
    }
    if profile.money is not None and profile.money_share is not None:
        sentence = (
            f"{format_percent(profile.money_share)} of all money from "
            f"{format_percent(profile.share)} of the customers"
        )
        facts["money"] = Fact(profile.money, sentence)
        facts["share_of_money"] = Fact(profile.money_share, sentence)
        if profile.share > 0:
            facts["money_ratio"] = Fact(profile.money_share / profile.share, sentence)
    return facts


def _marker_facts(
    profile: SegmentProfile, measured: Sequence[_MeasuredFeature]
) -> Iterator[tuple[str, Fact]]:
    """Yield facts on what customers have more or less of, such as spend by product group."""
    free = {feature.feature for feature in measured if feature.free}
    numeric = [marker for marker in profile.markers if marker.feature in free]
    for name, sign in (("high_marker", 1), ("low_marker", -1)):
        beyond = [marker for marker in numeric if sign * marker.difference > 0]
        if beyond:
            best = max(beyond, key=lambda marker: abs(marker.difference))
            yield name, Fact(abs(best.difference), _marker_sentence(best))


def _marker_sentence(marker: Marker) -> str:
    ratio = marker.own / marker.overall if marker.overall > 0 and marker.own >= 0 else None
    return f"{marker.title} {format_number(marker.own)} on average{_ratio_words(ratio)}"

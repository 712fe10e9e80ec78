"""Facts about segments: numbers under the names that a playbook's conditions use."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.act.audience.consent import NO, YES
from core.act.playbook import words
from core.act.playbook.fact_kinds import FACT_KINDS, FactKind, find_fact_kind
from core.data import can_be_bought, name_words
from core.model import (
    MIN_KNOWN_SHARE,
    Analysis,
    Explanation,
    Floats,
    Marker,
    Segmentation,
    SegmentProfile,
)
from core.text import capitalise, format_count, format_percent, round_for_reading, strip_unit

RATIO_SUFFIX = "_ratio"
# Standard errors (Welch's) by which the mean of a segment and that of all others must differ for a
# condition on being above or below the mean: the 95 % quantile. Higher: fewer actions are suggested.
SURE_ERRORS = 1.96
# Ratios within these bounds are "about as all customers", which is no reason for anything.
ABOUT_EQUAL = (1 / 1.1, 1.1)

WITHIN_RHYTHM = 0.8  # silence, in gaps of the customers' own, below which nothing is late

# Columns that accounts of credit cards have, and accounts with savings have not.
CARD_ACCOUNT = re.compile(r"\b(?:credit limit|minimum payments?|cash advances?|kreditlimit)\b")

MemberMask = NDArray[np.bool_]

FACT_NAMES: tuple[str, ...] = (
    *words.SEGMENT_FACTS,
    *(name for each in FACT_KINDS for name in (each.name, each.name + RATIO_SUFFIX)),
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
    meaning: FactKind | None
    says: str
    values: Floats
    yes_no: bool
    buyable: bool  # a number of something that customers of a table can buy


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


def _measure_features(analysis: Analysis) -> list[_MeasuredFeature]:
    """Read the features and outcomes with numbers, yes and no, or values that a meaning asks for; the
    first of each meaning has it."""
    customers, measured = analysis.customers, []
    used: set[str] = set()
    for column in dict.fromkeys((*customers.outcomes, *customers.features)):
        meaning = _meaning_of(analysis, column)
        values, yes_no = _as_numbers(customers.frame[column])
        if meaning and meaning.values and values is None:
            values, yes_no = _share_with(customers.frame[column], meaning.values), True
        if values is None:
            continue
        meaning = meaning if meaning and meaning.name not in used and _fits(meaning, values) else None
        used |= {meaning.name} if meaning else set()
        measured.append(_measured_feature(analysis, column, meaning, values, yes_no))
    return measured


def _measured_feature(
    analysis: Analysis, column: str, meaning: FactKind | None, values: Floats, yes_no: bool
) -> _MeasuredFeature:
    customers, of_lines = analysis.customers, analysis.recipe.table == "transactions"
    title = customers.titles.get(column, column)
    says = meaning.says if meaning and of_lines else ""
    is_sold = customers.meaning_of(column) == "behaviour" and can_be_bought(column)
    buyable = is_sold and not of_lines and not yes_no
    return _MeasuredFeature(column, title, meaning, says, values, yes_no, buyable)


def _meaning_of(analysis: Analysis, column: str) -> FactKind | None:
    """The meaning of a column by its name, where what the column tells allows one."""
    customers, of_lines = analysis.customers, analysis.recipe.table == "transactions"
    column_meaning = customers.meaning_of(column)
    if column in customers.outcomes:
        return find_fact_kind(column, of_lines, outcome=True)
    if column_meaning in ("place", "context") and not of_lines:
        return None
    meaning = find_fact_kind(column, of_lines)
    if meaning is not None and meaning.name == "balance" and _is_of_cards(analysis):
        return next(each for each in FACT_KINDS if each.name == "debt")
    if meaning is None and column == customers.money:
        return next(each for each in FACT_KINDS if each.name == "monetary")
    return meaning


def _is_of_cards(analysis: Analysis) -> bool:
    """Tell whether accounts are those of credit cards, whose balance is owed."""
    return any(CARD_ACCOUNT.search(name_words(name)) for name in analysis.customers.features)


def _fits(meaning: FactKind, values: Floats) -> bool:
    """Tell whether the values can have the meaning: what is counted is whole and beyond one."""
    present = values[~np.isnan(values)]
    if not meaning.counted or not len(present):
        return True
    return bool((present == present.round()).all() and present.max() > 1)


def _share_with(texts: pd.Series, values: str) -> Floats:
    """1 for customers who have one of the values, a pattern, 0 for others, NaN for unknown."""
    words = texts.astype("object").map(lambda text: bool(re.search(values, str(text).lower())))
    return np.where(texts.isna(), np.nan, words.to_numpy(float))


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
        sentence, sure = _mean_sentence(each, mean, overall), _surely_differs(each.values, members)
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


def _mean_sentence(feature: _MeasuredFeature, mean: float, overall: float) -> str:
    """The mean beside that of all customers: "Last order 240 days ago; all customers 92"."""
    if feature.meaning is not None and feature.meaning.name == "rhythm" and mean < WITHIN_RHYTHM:
        return words.WITHIN_RHYTHM
    write: Callable[[float], str] = format_percent
    if feature.yes_no:
        asked = feature.meaning.help if feature.meaning and feature.meaning.values else feature.title
        says = capitalise(strip_unit(asked)) + ": {}"
    else:
        is_share = feature.meaning is not None and feature.meaning.name == "return_rate"
        write = write if is_share and 0 <= mean <= 1 else round_for_reading
        says = feature.says or strip_unit(feature.title) + " {} on average"
    about = overall > 0 and is_about_equal(mean / overall)
    return says.replace("{}", write(mean)) + f"; {words.beside_all(write(overall), about)}"


def _size_and_money_facts(profile: SegmentProfile) -> dict[str, Fact]:
    facts = {
        "size": Fact(profile.size, format_count(profile.size, "customer")),
        "share": Fact(profile.share, f"{format_percent(profile.share)} of all customers"),
    }
    if profile.money is not None and profile.money_share is not None:
        sentence = words.money_sentence(profile.money_share, profile.share)
        facts["money"] = Fact(profile.money, sentence)
        facts["share_of_money"] = Fact(profile.money_share, sentence)
        if profile.share > 0:
            facts["money_ratio"] = Fact(profile.money_share / profile.share, sentence)
    return facts


def _marker_facts(
    profile: SegmentProfile, measured: Sequence[_MeasuredFeature]
) -> Iterator[tuple[str, Fact]]:
    """Yield facts on what customers buy more or less of, by product group; what is about as with all
    customers is none."""
    buyable = {feature.feature for feature in measured if feature.buyable}
    numeric = [marker for marker in profile.markers if marker.feature in buyable]
    for name, sign in (("high_marker", 1), ("low_marker", -1)):
        beyond = [
            marker for marker in numeric if sign * marker.difference > 0 and not _is_equal(marker)
        ]
        if beyond:
            best = max(beyond, key=lambda marker: abs(marker.difference))
            yield name, Fact(abs(best.difference), _marker_sentence(best))


def _is_equal(marker: Marker) -> bool:
    return marker.overall > 0 and is_about_equal(marker.own / marker.overall)


def is_about_equal(ratio: float) -> bool:
    """Tell whether a ratio to all customers is too near 1 to be a reason."""
    return ABOUT_EQUAL[0] < ratio < ABOUT_EQUAL[1]


def _marker_sentence(marker: Marker) -> str:
    inside, overall = round_for_reading(marker.own), round_for_reading(marker.overall)
    return words.marker_sentence(strip_unit(marker.title), inside, overall)

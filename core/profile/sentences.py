"""Three sentences on a segment: its typical values, its strongest differences, its cautions."""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from core.model import MIN_KNOWN_SHARE, Integers, Marker, Rule, Segmentation
from core.profile import words
from core.text import (
    DOUBTFUL,
    STABLE,
    format_percent,
    strip_unit,
    title_unit,
)

MOST_TYPICAL = 3  # features in the first sentence
MOST_CAUTIONS = 2  # the weightiest ones
# A segment is small below this share of all customers, or below this number of them, of whom each then
# moves its means visibly. Higher: more segments are said to be small.
SMALL_SHARE, SMALL_SIZE = 0.05, 30
# A single customer who brings more than this share of a segment's money is mentioned. Higher: fewer are.
SINGLE_CUSTOMER_SHARE = 0.25
# A rule is rough below this F1, or where less than this share of those whom it finds belong to the
# segment. Higher: more rules are said to be rough.
WEAK_RULE, WEAK_PRECISION = 0.6, 0.6
# Silhouette below which a segment's edges are blurred: there begins "hardly any" structure (Kaufman and
# Rousseeuw, Finding Groups in Data, 1990). Higher: more segments are said to be blurred.
BLURRED_SILHOUETTE = 0.25
# Share of borderline customers from which on they are mentioned. Higher: in fewer segments.
BORDERLINE_SHARE = 0.2


def write_sentences(
    segmentation: Segmentation,
    label: int,
    contrasts: Sequence[tuple[bool, Marker]],
    rule: Rule | None,
    borderline: float,
) -> tuple[str, str, str]:
    """Write the three sentences, in the order of `model.SENTENCES`.

    `contrasts` are the segment's of `measure_contrasts`, `borderline` is the share of its customers who
    hardly belong to it.
    """
    cautions = list(_cautions(segmentation, label, rule, borderline))[:MOST_CAUTIONS]
    return (
        typical_sentence(
            segmentation, label, [marker.feature for enough, marker in contrasts if enough]
        ),
        _difference_sentence(contrasts),
        " ".join(cautions) or _no_caution_sentence(segmentation),
    )


def typical_sentence(segmentation: Segmentation, label: int, telling: Sequence[str]) -> str:
    """Say middle values of features that segments were made by, the `telling` ones first: "Typically bought
    once, 240 days ago, for 214"; the number of customers where nothing is known of them."""
    rows = segmentation.rows(label)
    clustered = (name for name in telling if name in segmentation.features)
    ordered = dict.fromkeys((*clustered, *segmentation.features))
    known_names = (
        name
        for name in ordered
        if segmentation.customers.frame[name].iloc[rows].notna().mean() >= MIN_KNOWN_SHARE
    )
    features = [*islice(known_names, MOST_TYPICAL)]
    if not features:
        return words.little_known_sentence(len(rows))
    bought = _typical_purchase(segmentation, features, rows)
    others = [
        _typical_value(segmentation, name, rows)
        for name in features
        if name not in PURCHASE or not bought
    ]
    return words.typical_values_sentence(bought, others)


PURCHASE = ("frequency", "recency", "monetary")  # features that transactions give


def _typical_purchase(segmentation: Segmentation, features: Sequence[str], rows: Integers) -> str:
    """Number of orders, time of the last and spend in a phrase; "" where orders are none of the features."""
    if segmentation.recipe.table != "transactions" or "frequency" not in features:
        return ""
    medians = {
        name: float(segmentation.customers.frame[name].iloc[rows].median())
        for name in PURCHASE
        if name in features
    }
    orders = max(round(medians["frequency"]), 1)
    days = round(medians["recency"]) if "recency" in medians else None
    return words.purchase_phrase(orders, days, medians.get("monetary"))


def _typical_value(segmentation: Segmentation, feature: str, rows: Integers) -> str:
    """Median such as "Fresh 8,504", or the commonest value of a category, "Channel Retail (88 %)"."""
    title, column = (
        strip_unit(segmentation.customers.title(feature)),
        segmentation.customers.frame[feature].iloc[rows].dropna(),
    )
    if feature in segmentation.customers.numeric:
        value = words.whole_number(float(column.median()))
        return f"{title} {value}{title_unit(segmentation.customers.title(feature), value)}"
    shares = column.value_counts(normalize=True)
    return f"{title} {shares.index[0]} ({format_percent(float(shares.iloc[0]))})"


def _difference_sentence(contrasts: Sequence[tuple[bool, Marker]]) -> str:
    """Say the two strongest markers in original units, or the largest difference where there is none."""
    strongest = [marker.sentence for enough, marker in contrasts if enough][:2]
    return words.difference_sentence(strongest, contrasts[0][1].sentence if contrasts else "")


def _cautions(
    segmentation: Segmentation, label: int, rule: Rule | None, borderline: float
) -> Iterator[str]:
    """Yield reasons for caution, the weightiest first."""
    yield from _money_cautions(segmentation, label)
    size, share = (
        segmentation.sizes[label],
        segmentation.sizes[label] / len(segmentation.customers.frame),
    )
    if size < SMALL_SIZE:
        yield words.few_customers_caution(size)
    elif share < SMALL_SHARE:
        yield words.small_share_caution(share)
    yield from _stability_cautions(segmentation, label)
    yield from _silhouette_cautions(segmentation, label)
    if borderline >= BORDERLINE_SHARE:
        yield words.borderline_caution(borderline)
    if rule is not None and (_f1(rule) < WEAK_RULE or rule.precision < WEAK_PRECISION):
        yield words.rule_caution(rule.recall, rule.precision)


def _money_cautions(segmentation: Segmentation, label: int) -> Iterator[str]:
    if segmentation.customers.money_values is None:
        return
    money = segmentation.customers.money_values[segmentation.rows(label)]
    if money.sum() < 0:
        yield words.returns_caution(float(money.sum()))
        return
    largest, positive = float(money.max()), float(np.maximum(money, 0).sum())
    if len(money) > 1 and largest > SINGLE_CUSTOMER_SHARE * positive:
        yield words.single_customer_caution(largest / positive, largest)


def _stability_cautions(segmentation: Segmentation, label: int) -> Iterator[str]:
    verdicts = segmentation.verdicts
    jaccard = () if verdicts is None or not verdicts.jaccard else verdicts.jaccard[segmentation.place]
    if label < len(jaccard) and jaccard[label] < STABLE:
        yield words.stability_caution(1 - jaccard[label], jaccard[label] < DOUBTFUL)


def _silhouette_cautions(segmentation: Segmentation, label: int) -> Iterator[str]:
    silhouettes = segmentation.scores.segment_silhouettes
    value = silhouettes[label] if label < len(silhouettes) else float("nan")
    if segmentation.k > 1 and value < BLURRED_SILHOUETTE:
        yield words.silhouette_caution(value)


def _no_caution_sentence(segmentation: Segmentation) -> str:
    verdicts = segmentation.verdicts
    return words.no_caution_sentence(verdicts.kinds[segmentation.place] if verdicts else "")


def _f1(rule: Rule) -> float:
    both = rule.precision + rule.recall
    return 2 * rule.precision * rule.recall / both if both else 0.0

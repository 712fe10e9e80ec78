"""Three sentences on a segment: its typical values, its strongest differences, its cautions."""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from core.model import MIN_KNOWN_SHARE, Integers, Marker, Rule, Segmentation
from core.text import (
    DOUBTFUL,
    STABLE,
    format_count,
    format_number,
    format_percent,
    join_names,
    silhouette_words,
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
# Doubts of the verdict on all segments, as they bear on a single one.
DOUBTS = {
    "none": "but the line to its neighbours is a choice, not a natural break",
    "constructed": "but the line to its neighbours is partly a choice: use it with care",
}


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
        difference_sentence(contrasts),
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
        return f"{format_count(len(rows), 'customer')} of whom little is known."
    bought = _typical_purchase(segmentation, features, rows)
    others = [
        _typical_value(segmentation, name, rows)
        for name in features
        if name not in PURCHASE or not bought
    ]
    if not bought:
        return f"Typical: {join_names(others)}."
    return f"Typically {bought}{'; ' if others else ''}{join_names(others)}."


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
    parts = [f"bought {_ORDER_WORDS.get(orders, f'{orders:,} times')}"]
    if "recency" in medians:
        days = round(medians["recency"])
        parts.append(f"{'' if orders == 1 else 'last '}{format_count(days, 'day')} ago")
    if "monetary" in medians:
        parts.append(f"for {_whole_number(medians['monetary'])}{'' if orders == 1 else ' in all'}")
    return ", ".join(parts)


_ORDER_WORDS = {1: "once", 2: "twice"}


def _whole_number(value: float) -> str:
    """A number without decimals from 10 on."""
    return f"{value:,.0f}" if abs(value) >= 10 else format_number(value)


def _typical_value(segmentation: Segmentation, feature: str, rows: Integers) -> str:
    """Median such as "Fresh 8,504", or the commonest value of a category, "Channel Retail (88 %)"."""
    title, column = (
        strip_unit(segmentation.customers.title(feature)),
        segmentation.customers.frame[feature].iloc[rows].dropna(),
    )
    if feature in segmentation.customers.numeric:
        value = _whole_number(float(column.median()))
        return f"{title} {value}{title_unit(segmentation.customers.title(feature), value)}"
    shares = column.value_counts(normalize=True)
    return f"{title} {shares.index[0]} ({format_percent(float(shares.iloc[0]))})"


def difference_sentence(contrasts: Sequence[tuple[bool, Marker]]) -> str:
    """Say the two strongest markers in original units, or the largest difference where there is none."""
    strongest = [marker.sentence for enough, marker in contrasts if enough][:2]
    if strongest:
        return "; ".join(strongest) + "."
    if contrasts:
        return f"Not far from everyone else in anything. The largest difference: {contrasts[0][1].sentence}."
    return "Nothing in the data sets this group apart."


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
        yield f"Only {format_count(size, 'customer')}: treat the averages with care."
    elif share < SMALL_SHARE:
        yield f"A small group: {format_percent(share)} of all customers."
    yield from _stability_cautions(segmentation, label)
    yield from _silhouette_cautions(segmentation, label)
    if borderline >= BORDERLINE_SHARE:
        yield f"{format_percent(borderline)} could just as well belong to a neighbouring segment."
    if rule is not None and (_f1(rule) < WEAK_RULE or rule.precision < WEAK_PRECISION):
        yield (
            f"Hard to describe by a short rule: the best catches {format_percent(rule.recall)} of the segment, and "
            f"{format_percent(rule.precision)} of its matches are right."
        )


def _money_cautions(segmentation: Segmentation, label: int) -> Iterator[str]:
    if segmentation.customers.money_values is None:
        return
    money = segmentation.customers.money_values[segmentation.rows(label)]
    if money.sum() < 0:
        total = format_number(float(money.sum()))
        yield f"These customers returned more than they bought: {total} in all."
        return
    largest, positive = float(money.max()), float(np.maximum(money, 0).sum())
    if len(money) > 1 and largest > SINGLE_CUSTOMER_SHARE * positive:
        share = format_percent(largest / positive)
        yield f"One customer brings {share} of its money ({format_number(largest)})."


def _stability_cautions(segmentation: Segmentation, label: int) -> Iterator[str]:
    verdicts = segmentation.verdicts
    jaccard = () if verdicts is None or not verdicts.jaccard else verdicts.jaccard[segmentation.place]
    if label < len(jaccard) and jaccard[label] < STABLE:
        moving = format_percent(1 - jaccard[label])
        word = "Unstable: about" if jaccard[label] < DOUBTFUL else "About"
        yield f"{word} {moving} of this group would land elsewhere with a slightly different customer base."


def _silhouette_cautions(segmentation: Segmentation, label: int) -> Iterator[str]:
    silhouettes = segmentation.scores.segment_silhouettes
    value = silhouettes[label] if label < len(silhouettes) else float("nan")
    if segmentation.k > 1 and value < BLURRED_SILHOUETTE:
        yield f"Its edges are blurred: its customers {silhouette_words(value)[1]}."


def _no_caution_sentence(segmentation: Segmentation) -> str:
    verdicts = segmentation.verdicts
    doubt = DOUBTS.get(verdicts.kinds[segmentation.place], "") if verdicts else ""
    return f"Large and consistent, {doubt}." if doubt else "A solid, clearly bounded group."


def _f1(rule: Rule) -> float:
    both = rule.precision + rule.recall
    return 2 * rule.precision * rule.recall / both if both else 0.0

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
    "none": "but there is no evidence that these segments are more than a way to divide customers",
    "constructed": "but these segments as a whole are constructed: use them with care",
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
        " ".join(cautions) or _no_caution_sentence(segmentation, rule),
    )


def typical_sentence(segmentation: Segmentation, label: int, telling: Sequence[str]) -> str:
    """Say the number of customers and middle values of features that segments were made by.

    The `telling` ones of these go first.
    """
    rows = segmentation.rows(label)
    share = format_percent(len(rows) / len(segmentation.customers.frame))
    customers = f"{format_count(len(rows), 'customer')} ({share} of all)."
    clustered = (name for name in telling if name in segmentation.features)
    ordered = dict.fromkeys((*clustered, *segmentation.features))
    known_names = (
        name
        for name in ordered
        if segmentation.customers.frame[name].iloc[rows].notna().mean() >= MIN_KNOWN_SHARE
    )
    features = [*islice(known_names, MOST_TYPICAL)]
    if not features:
        return customers
    medians = len(rows) > 1 and any(name in segmentation.customers.numeric for name in features)
    values = join_names([_typical_value(segmentation, name, rows) for name in features])
    return f"{customers} Typical: {values}{' (medians)' if medians else ''}."


def _typical_value(segmentation: Segmentation, feature: str, rows: Integers) -> str:
    """Median such as "Fresh 8,504", or the commonest value of a category, "Channel Retail (88 %)"."""
    title, column = (
        strip_unit(segmentation.customers.title(feature)),
        segmentation.customers.frame[feature].iloc[rows].dropna(),
    )
    if feature in segmentation.customers.numeric:
        value = format_number(float(column.median()))
        return f"{title} {value}{title_unit(segmentation.customers.title(feature), value)}"
    shares = column.value_counts(normalize=True)
    return f"{title} {shares.index[0]} ({format_percent(float(shares.iloc[0]))})"


def difference_sentence(contrasts: Sequence[tuple[bool, Marker]]) -> str:
    """Say the two strongest markers in original units, or the largest difference where there is none."""
    strongest = [marker.sentence for enough, marker in contrasts if enough][:2]
    if strongest:
        return "; ".join(strongest) + "."
    if contrasts:
        return f"No feature sets these customers far apart. The largest difference: {contrasts[0][1].sentence}."
    return "Nothing that is known of most of these customers tells them from others."


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
        yield f"It is small: {format_count(size, 'customer')} decide these figures."
    elif share < SMALL_SHARE:
        yield f"It is small: {format_percent(share)} of all customers."
    yield from _stability_cautions(segmentation, label)
    yield from _silhouette_cautions(segmentation, label)
    if borderline >= BORDERLINE_SHARE:
        yield f"{format_percent(borderline)} of its customers sit almost as close to another segment."
    if rule is not None and (_f1(rule) < WEAK_RULE or rule.precision < WEAK_PRECISION):
        yield (
            f"Its rule is rough: it finds {format_percent(rule.recall)} of the segment, and "
            f"{format_percent(rule.precision)} of those it finds belong."
        )


def _money_cautions(segmentation: Segmentation, label: int) -> Iterator[str]:
    if segmentation.customers.money_values is None:
        return
    money = segmentation.customers.money_values[segmentation.rows(label)]
    if money.sum() < 0:
        total = format_number(float(money.sum()))
        yield f"Its customers gave back more than they bought: {total} in all."
        return
    largest, positive = float(money.max()), float(np.maximum(money, 0).sum())
    if len(money) > 1 and largest > SINGLE_CUSTOMER_SHARE * positive:
        share = format_percent(largest / positive)
        yield f"One customer brings {share} of its money ({format_number(largest)})."


def _stability_cautions(segmentation: Segmentation, label: int) -> Iterator[str]:
    verdicts = segmentation.verdicts
    jaccard = () if verdicts is None or not verdicts.jaccard else verdicts.jaccard[segmentation.place]
    if label < len(jaccard) and jaccard[label] < STABLE:
        word = "unstable" if jaccard[label] < DOUBTFUL else "not quite stable"
        shared = format_percent(jaccard[label])
        yield f"It is {word}: other samples of customers give a segment that shares {shared} with it."


def _silhouette_cautions(segmentation: Segmentation, label: int) -> Iterator[str]:
    silhouettes = segmentation.scores.segment_silhouettes
    value = silhouettes[label] if label < len(silhouettes) else float("nan")
    if segmentation.k > 1 and value < BLURRED_SILHOUETTE:
        yield f"Its edges are blurred: its customers {silhouette_words(value)[1]} (silhouette {value:.2f})."


def _no_caution_sentence(segmentation: Segmentation, rule: Rule | None) -> str:
    recall = f", and its rule finds {format_percent(rule.recall)} of it" if rule else ""
    verdicts = segmentation.verdicts
    doubt = DOUBTS.get(verdicts.kinds[segmentation.place], "") if verdicts else ""
    if doubt:
        return f"By itself it is neither small nor blurred{recall}; {doubt}."
    return f"Nothing calls for caution: it is neither small nor blurred{recall}."


def _f1(rule: Rule) -> float:
    both = rule.precision + rule.recall
    return 2 * rule.precision * rule.recall / both if both else 0.0

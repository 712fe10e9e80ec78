"""Three sentences on a segment: what is typical, what differs, what to keep in mind."""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from core.explain.facts import Facts, title_unit
from core.model import MIN_KNOWN_SHARE, Integers, Marker, Rule
from core.text import (
    DOUBTFUL,
    STABLE,
    format_count,
    format_number,
    format_percent,
    join_names,
    silhouette_words,
    strip_unit,
)

MOST_TYPICAL = 3  # features
SMALL_SHARE, SMALL_SIZE = 0.05, 30
SINGLE_CUSTOMER_SHARE = 0.25  # of the money, by a single customer
WEAK_RULE, WEAK_PRECISION = 0.6, 0.6  # F1, and the share of those it finds who belong
BLURRED_SILHOUETTE = 0.25  # silhouette
BORDERLINE_SHARE = 0.2
MOST_CAUTIONS = 2
# What a verdict on all segments means for a single one.
DOUBTS = {
    "none": "but there is no evidence that these segments are more than a way to divide customers",
    "constructed": "but these segments as a whole are constructed: use them with care",
}


def write_sentences(
    facts: Facts, label: int, contrasts: Sequence[tuple[bool, Marker]], rule: Rule | None,
    borderline: float,
) -> tuple[str, str, str]:  # fmt: skip
    """`contrasts` are as `markers.contrasts` has them, `borderline` is the share of the segment's
    customers who hardly belong to it."""
    cautions = list(_cautions(facts, label, rule, borderline))[:MOST_CAUTIONS]
    return (
        typical_sentence(facts, label, [one.feature for enough, one in contrasts if enough]),
        difference_sentence(contrasts),
        " ".join(cautions) or _no_caution_sentence(facts, rule),
    )


def typical_sentence(facts: Facts, label: int, telling: Sequence[str]) -> str:
    """How many customers there are, and the middle values of features: of those that segments were
    made by, the `telling` ones first."""
    rows = facts.members(label)
    people = f"{format_count(len(rows), 'customer')} ({format_percent(len(rows) / len(facts.frame))} of all)."
    clustered = (name for name in telling if name in facts.features)
    every = dict.fromkeys((*clustered, *facts.features))
    known = (name for name in every if facts.frame[name].iloc[rows].notna().mean() >= MIN_KNOWN_SHARE)
    shown = [*islice(known, MOST_TYPICAL)]
    if not shown:
        return people
    medians = len(rows) > 1 and any(name in facts.numbers for name in shown)
    values = join_names([_typical_value(facts, name, rows) for name in shown])
    return f"{people} Typical: {values}{' (medians)' if medians else ''}."


def _typical_value(facts: Facts, feature: str, rows: Integers) -> str:
    """Fresh 8,504 or, of a category, Channel Retail (88 %)."""
    title, column = strip_unit(facts.title(feature)), facts.frame[feature].iloc[rows].dropna()
    if feature in facts.numbers:
        value = format_number(float(column.median()))
        return f"{title} {value}{title_unit(facts.title(feature), value)}"
    shares = column.value_counts(normalize=True)
    return f"{title} {shares.index[0]} ({format_percent(float(shares.iloc[0]))})"


def difference_sentence(contrasts: Sequence[tuple[bool, Marker]]) -> str:
    """The two strongest markers in original units, or the strongest difference where none is one."""
    said = [one.sentence for enough, one in contrasts if enough][:2]
    if said:
        return "; ".join(said) + "."
    if contrasts:
        return f"No feature sets these customers far apart. The largest difference: {contrasts[0][1].sentence}."
    return "Nothing that is known of most of these customers tells them from others."


def _cautions(facts: Facts, label: int, rule: Rule | None, borderline: float) -> Iterator[str]:
    """What to keep in mind, the weightiest first."""
    yield from _money_cautions(facts, label)
    size, share = int(facts.sizes[label]), facts.sizes[label] / len(facts.frame)
    if size < SMALL_SIZE:
        yield f"It is small: {format_count(size, 'customer')} decide these figures."
    elif share < SMALL_SHARE:
        yield f"It is small: {format_percent(share)} of all customers."
    yield from _stability_cautions(facts, label)
    yield from _silhouette_cautions(facts, label)
    if borderline >= BORDERLINE_SHARE:
        yield f"{format_percent(borderline)} of its customers sit almost as close to another segment."
    if rule is not None and (_f1(rule) < WEAK_RULE or rule.precision < WEAK_PRECISION):
        yield (
            f"Its rule is rough: it finds {format_percent(rule.recall)} of the segment, and "
            f"{format_percent(rule.precision)} of those it finds belong."
        )


def _money_cautions(facts: Facts, label: int) -> Iterator[str]:
    if facts.money is None:
        return
    own = facts.money[facts.members(label)]
    if own.sum() < 0:
        yield f"Its customers gave back more than they bought: {format_number(float(own.sum()))} in all."
        return
    brought = float(np.maximum(own, 0).sum())
    if len(own) > 1 and own.max() > SINGLE_CUSTOMER_SHARE * brought:
        yield (
            f"One customer brings {format_percent(float(own.max()) / brought)} of its money "
            f"({format_number(float(own.max()))})."
        )


def _stability_cautions(facts: Facts, label: int) -> Iterator[str]:
    trust = facts.analysis.trust
    jaccard = () if trust is None or not trust.jaccard else trust.jaccard[facts.at]
    if label < len(jaccard) and jaccard[label] < STABLE:
        how = "unstable" if jaccard[label] < DOUBTFUL else "not quite stable"
        shared = format_percent(jaccard[label])
        yield f"It is {how}: other samples of customers give a segment that shares {shared} with it."


def _silhouette_cautions(facts: Facts, label: int) -> Iterator[str]:
    silhouettes = facts.analysis.sweep.scores[facts.at].segment_silhouettes
    value = silhouettes[label] if label < len(silhouettes) else float("nan")
    if facts.k > 1 and value < BLURRED_SILHOUETTE:
        yield f"Its edges are blurred: its customers {silhouette_words(value)[1]} (silhouette {value:.2f})."


def _no_caution_sentence(facts: Facts, rule: Rule | None) -> str:
    found = f", and its rule finds {format_percent(rule.recall)} of it" if rule else ""
    trust = facts.analysis.trust
    doubt = DOUBTS.get(trust.kinds[facts.at], "") if trust else ""
    if doubt:
        return f"By itself it is neither small nor blurred{found}; {doubt}."
    return f"Nothing calls for caution: it is neither small nor blurred{found}."


def _f1(rule: Rule) -> float:
    both = rule.precision + rule.recall
    return 2 * rule.precision * rule.recall / both if both else 0.0

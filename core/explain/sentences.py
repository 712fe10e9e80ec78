"""Three sentences on a segment: what is typical, what differs, what to keep in mind."""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from core.explain.facts import Facts, unit
from core.model.base import Integers
from core.model.explanation import KNOWN, Marker, Rule
from core.text.wording import DOUBTFUL, STABLE, count, number, percent, plain, silhouette_words

MOST_TYPICAL = 3  # features
SMALL_SHARE, SMALL = 0.05, 30
ONE_CARRIES = 0.25  # of the money, by a single customer
WEAK_RULE, WEAK_PRECISION = 0.6, 0.6  # F1, and the share of those it finds who belong
BLURRED = 0.25  # silhouette
MANY_BORDERLINE = 0.2
MOST_CAUTIONS = 2
# What a verdict on all segments means for a single one.
DOUBTS = {
    "none": "but there is no evidence that these segments are more than a way to divide customers",
    "constructed": "but these segments as a whole are constructed: use them with care",
}


def sentences(
    facts: Facts, label: int, contrasts: Sequence[tuple[bool, Marker]], rule: Rule | None,
    borderline: float,
) -> tuple[str, str, str]:  # fmt: skip
    """`contrasts` are as `markers.contrasts` has them, `borderline` is the share of the segment's
    customers who hardly belong to it."""
    cautions = list(_cautions(facts, label, rule, borderline))[:MOST_CAUTIONS]
    return (
        typical(facts, label, [one.feature for enough, one in contrasts if enough]),
        different(contrasts),
        " ".join(cautions) or _no_caution(facts, rule),
    )


def typical(facts: Facts, label: int, telling: Sequence[str]) -> str:
    """How many customers there are, and the middle values of features: of those that segments were
    made by, the `telling` ones first."""
    rows = facts.members(label)
    people = f"{count(len(rows), 'customer')} ({percent(len(rows) / len(facts.frame))} of all)."
    clustered = (name for name in telling if name in facts.features)
    every = dict.fromkeys((*clustered, *facts.features))
    known = (name for name in every if facts.frame[name].iloc[rows].notna().mean() >= KNOWN)
    shown = [*islice(known, MOST_TYPICAL)]
    if not shown:
        return people
    medians = len(rows) > 1 and any(name in facts.numbers for name in shown)
    values = joined([_middle(facts, name, rows) for name in shown])
    return f"{people} Typical: {values}{' (medians)' if medians else ''}."


def _middle(facts: Facts, feature: str, rows: Integers) -> str:
    """Fresh 8,504 or, of a category, Channel Retail (88 %)."""
    title, column = plain(facts.title(feature)), facts.frame[feature].iloc[rows].dropna()
    if feature in facts.numbers:
        value = number(float(column.median()))
        return f"{title} {value}{unit(facts.title(feature), value)}"
    shares = column.value_counts(normalize=True)
    return f"{title} {shares.index[0]} ({percent(float(shares.iloc[0]))})"


def different(contrasts: Sequence[tuple[bool, Marker]]) -> str:
    """The two strongest markers in original units, or the strongest difference where none is one."""
    said = [one.sentence for enough, one in contrasts if enough][:2]
    if said:
        return "; ".join(said) + "."
    if contrasts:
        return f"No feature sets these customers far apart. The largest difference: {contrasts[0][1].sentence}."
    return "Nothing that is known of most of these customers tells them from others."


def _cautions(facts: Facts, label: int, rule: Rule | None, borderline: float) -> Iterator[str]:
    """What to keep in mind, the weightiest first."""
    yield from _of_money(facts, label)
    size, share = int(facts.sizes[label]), facts.sizes[label] / len(facts.frame)
    if size < SMALL:
        yield f"It is small: {count(size, 'customer')} decide these figures."
    elif share < SMALL_SHARE:
        yield f"It is small: {percent(share)} of all customers."
    yield from _of_trust(facts, label)
    yield from _of_silhouette(facts, label)
    if borderline >= MANY_BORDERLINE:
        yield f"{percent(borderline)} of its customers sit almost as close to another segment."
    if rule is not None and (_f1(rule) < WEAK_RULE or rule.precision < WEAK_PRECISION):
        yield (
            f"Its rule is rough: it finds {percent(rule.recall)} of the segment, and "
            f"{percent(rule.precision)} of those it finds belong."
        )


def _of_money(facts: Facts, label: int) -> Iterator[str]:
    if facts.money is None:
        return
    own = facts.money[facts.members(label)]
    if own.sum() < 0:
        yield f"Its customers gave back more than they bought: {number(float(own.sum()))} in all."
        return
    brought = float(np.maximum(own, 0).sum())
    if len(own) > 1 and own.max() > ONE_CARRIES * brought:
        yield (
            f"One customer brings {percent(float(own.max()) / brought)} of its money "
            f"({number(float(own.max()))})."
        )


def _of_trust(facts: Facts, label: int) -> Iterator[str]:
    trust = facts.analysis.trust
    jaccard = () if trust is None or not trust.jaccard else trust.jaccard[facts.at]
    if label < len(jaccard) and jaccard[label] < STABLE:
        how = "unstable" if jaccard[label] < DOUBTFUL else "not quite stable"
        shared = percent(jaccard[label])
        yield f"It is {how}: other samples of customers give a segment that shares {shared} with it."


def _of_silhouette(facts: Facts, label: int) -> Iterator[str]:
    silhouettes = facts.analysis.sweep.scores[facts.at].segment_silhouettes
    value = silhouettes[label] if label < len(silhouettes) else float("nan")
    if facts.k > 1 and value < BLURRED:
        yield f"Its edges are blurred: its customers {silhouette_words(value)[1]} (silhouette {value:.2f})."


def _no_caution(facts: Facts, rule: Rule | None) -> str:
    found = f", and its rule finds {percent(rule.recall)} of it" if rule else ""
    trust = facts.analysis.trust
    doubt = DOUBTS.get(trust.kinds[facts.at], "") if trust else ""
    if doubt:
        return f"By itself it is neither small nor blurred{found}; {doubt}."
    return f"Nothing calls for caution: it is neither small nor blurred{found}."


def _f1(rule: Rule) -> float:
    both = rule.precision + rule.recall
    return 2 * rule.precision * rule.recall / both if both else 0.0


def joined(parts: Sequence[str]) -> str:
    """a, b and c"""
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))

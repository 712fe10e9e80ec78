"""The explanation of the segments at one setting of the slider."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.features import DEFAULT_MAP, RfmMap
from core.model import NOISE, Explanation, Marker, Notice, Segmentation, SegmentProfile
from core.profile.importance import Importance, permutation_importance
from core.profile.markers import MOST_MARKERS, find_markers, measure_contrasts
from core.profile.names.carried import apply_names
from core.profile.names.remembered import Naming
from core.profile.names.suggested import SuggestedNames, suggest_names
from core.profile.outcomes import measure_outcomes
from core.profile.rules.rules import MOST_LEARNT, SegmentRules, learn_rules
from core.profile.rules.tree_columns import encode_for_tree
from core.profile.sentences import write_sentences
from core.profile.typical_customers import MOST_MEASURED, TypicalCustomers, find_typical_customers
from core.profile.words import (
    importance_sample_sentence,
    rules_sample_sentence,
    typical_sample_sentence,
)


@dataclass(frozen=True)
class SegmentEvidence:
    """The evidence on each segment, by label, before anything is named."""

    segmentation: Segmentation
    contrasts: Sequence[Sequence[tuple[bool, Marker]]]
    rules: SegmentRules
    customers: Sequence[TypicalCustomers]


def build_explanation(
    segmentation: Segmentation, seed: int = 0, rfm: RfmMap = DEFAULT_MAP
) -> Explanation:
    """Explain segments, under the names that the evidence suggests."""
    columns = encode_for_tree(segmentation, segmentation.features)
    evidence = SegmentEvidence(
        segmentation,
        measure_contrasts(segmentation),
        learn_rules(segmentation, columns, seed),
        [find_typical_customers(segmentation, label, seed) for label in range(segmentation.k)],
    )
    names = suggest_names(segmentation, find_markers(segmentation), rfm)
    importance = permutation_importance(segmentation, columns, seed)
    explanation = Explanation(
        profiles=tuple(_segment_profile(evidence, label, names) for label in range(segmentation.k)),
        noise=int((segmentation.labels == NOISE).sum()),
        features=segmentation.features,
        importance=importance.whole,
        per_segment=importance.per_segment,
        fidelity=evidence.rules.fidelity,
        cuts=names.cuts,
        notices=_sampling_notices(evidence, importance),
    )
    return apply_names(explanation, segmentation, Naming(), rfm)


def outline_segments(segmentation: Segmentation, rfm: RfmMap = DEFAULT_MAP) -> Explanation:
    """Explain segments in what takes no time: sizes, money, sentences and markers, by label.

    Without rules, typical customers and what each feature decides. Names are those of the evidence.
    """
    nobody = TypicalCustomers(np.empty(0, np.intp), np.empty(0, np.intp), 0.0)
    nothing, rules = np.empty(0), SegmentRules((None,) * segmentation.k, None, 0)
    contrasts = measure_contrasts(segmentation)
    evidence = SegmentEvidence(segmentation, contrasts, rules, [nobody] * segmentation.k)
    markers = [[marker for enough, marker in each if enough][:MOST_MARKERS] for each in contrasts]
    names = suggest_names(segmentation, markers, rfm)
    return Explanation(
        profiles=tuple(_segment_profile(evidence, label, names) for label in range(segmentation.k)),
        noise=int((segmentation.labels == NOISE).sum()),
        features=segmentation.features,
        importance=nothing,
        per_segment=nothing,
        fidelity=None,
    )


def _segment_profile(
    evidence: SegmentEvidence, label: int, suggested: SuggestedNames
) -> SegmentProfile:
    segmentation, customers = evidence.segmentation, evidence.customers[label]
    rule, contrasts = evidence.rules.rules[label], evidence.contrasts[label]
    size = segmentation.sizes[label]
    money, money_share = _money_and_share(segmentation, label)
    return SegmentProfile(
        segment=segmentation.numbers[label],
        name=suggested.names[label],
        suggested=suggested.names[label],
        kind=suggested.kinds[label],
        size=size,
        share=size / len(segmentation.customers.frame),
        money=money,
        money_share=money_share,
        sentences=write_sentences(segmentation, label, contrasts, rule, customers.share),
        markers=tuple(marker for enough, marker in contrasts if enough)[:MOST_MARKERS],
        rule=rule,
        means={feature: float(means[label]) for feature, means in segmentation.means.items()},
        typical=tuple(customers.typical.tolist()),
        borderline=tuple(customers.borderline.tolist()),
        outcomes=measure_outcomes(segmentation, label),
    )


def _money_and_share(segmentation: Segmentation, label: int) -> tuple[float | None, float | None]:
    """Return the money that a segment brings, and its share of all where there is something to share."""
    if segmentation.customers.money_values is None:
        return None, None
    money, total = (
        float(segmentation.customers.money_values[segmentation.rows(label)].sum()),
        float(segmentation.customers.money_values.sum()),
    )
    return money, money / total if total > 0 else None


def _sampling_notices(evidence: SegmentEvidence, importance: Importance) -> tuple[Notice, ...]:
    """Say which parts of the explanation rest on a sample."""
    segmentation, texts = evidence.segmentation, []
    customers = len(segmentation.customers.frame)
    if evidence.rules.learnt > MOST_LEARNT:
        texts.append(rules_sample_sentence(MOST_LEARNT, customers))
    if importance.customers < (segmentation.labels != NOISE).sum():
        texts.append(importance_sample_sentence(importance.customers, customers))
    if segmentation.k and max(segmentation.sizes) > MOST_MEASURED:
        texts.append(typical_sample_sentence(MOST_MEASURED))
    return tuple(Notice(text, about="explanation") for text in texts)

"""The explanation of the segments at one setting of the slider."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.explain.facts import Facts, facts_at
from core.explain.importance import Importance, permutation_importance
from core.explain.markers import MOST_MARKERS, find_markers, measure_contrasts
from core.explain.names.carried import apply_names
from core.explain.names.remembered import Naming
from core.explain.names.suggested import SuggestedNames, suggest_names
from core.explain.outcomes import measure_outcomes
from core.explain.rfm.named_cells import DEFAULT_MAP, RfmMap
from core.explain.rules.rules import MOST_LEARNT, SegmentRules, learn_rules
from core.explain.rules.tree_columns import encode_for_tree
from core.explain.sentences import write_sentences
from core.explain.typical_customers import MOST_MEASURED, TypicalCustomers, find_typical_customers
from core.model import NOISE, Explanation, Marker, Notice, Segmentation, SegmentProfile


@dataclass(frozen=True)
class SegmentEvidence:
    """The evidence on each segment, by label, before anything is named."""

    facts: Facts
    contrasts: Sequence[Sequence[tuple[bool, Marker]]]
    rules: SegmentRules
    customers: Sequence[TypicalCustomers]


def build_explanation(
    segmentation: Segmentation, seed: int = 0, rfm: RfmMap = DEFAULT_MAP
) -> Explanation:
    """Explain segments, under the names that the evidence suggests."""
    facts = facts_at(segmentation)
    columns = encode_for_tree(facts, facts.features)
    evidence = SegmentEvidence(
        facts,
        measure_contrasts(facts),
        learn_rules(facts, columns, seed),
        [find_typical_customers(facts, label, seed) for label in range(facts.k)],
    )
    names = suggest_names(facts, find_markers(facts), rfm)
    importance = permutation_importance(facts, columns, seed)
    explanation = Explanation(
        profiles=tuple(_segment_profile(evidence, label, names) for label in range(facts.k)),
        noise=int((facts.labels == NOISE).sum()),
        features=facts.features,
        importance=importance.whole,
        per_segment=importance.per_segment,
        fidelity=evidence.rules.fidelity,
        cuts=names.cuts,
        notices=_sampling_notices(evidence, importance),
    )
    return apply_names(explanation, segmentation, Naming(), rfm)


def _segment_profile(
    evidence: SegmentEvidence, label: int, suggested: SuggestedNames
) -> SegmentProfile:
    facts, customers = evidence.facts, evidence.customers[label]
    rule, contrasts = evidence.rules.rules[label], evidence.contrasts[label]
    size = int(facts.sizes[label])
    money, money_share = _money_and_share(facts, label)
    return SegmentProfile(
        segment=facts.analysis.sweep.numbers[facts.at][label],
        name=suggested.names[label],
        suggested=suggested.names[label],
        kind=suggested.kinds[label],
        size=size,
        share=size / len(facts.frame),
        money=money,
        money_share=money_share,
        sentences=write_sentences(facts, label, contrasts, rule, customers.share),
        markers=tuple(marker for enough, marker in contrasts if enough)[:MOST_MARKERS],
        rule=rule,
        means={feature: float(means[label]) for feature, means in facts.means.items()},
        typical=tuple(customers.typical.tolist()),
        borderline=tuple(customers.borderline.tolist()),
        outcomes=measure_outcomes(facts, label),
    )


def _money_and_share(facts: Facts, label: int) -> tuple[float | None, float | None]:
    """Return the money that a segment brings, and its share of all where there is something to share."""
    if facts.money is None:
        return None, None
    money, total = float(facts.money[facts.members(label)].sum()), float(facts.money.sum())
    return money, money / total if total > 0 else None


def _sampling_notices(evidence: SegmentEvidence, importance: Importance) -> tuple[Notice, ...]:
    """Say which parts of the explanation rest on a sample."""
    facts, texts = evidence.facts, []
    customers = f"{len(facts.frame):,} customers"
    if evidence.rules.learnt > MOST_LEARNT:
        texts.append(
            f"The rules were learnt from a sample of about {MOST_LEARNT:,} of {customers}, and checked on all."
        )
    if importance.customers < (facts.labels != NOISE).sum():
        texts.append(
            f"What each feature decides was measured on a sample of {importance.customers:,} of {customers}."
        )
    if facts.k and facts.sizes.max() > MOST_MEASURED:
        texts.append(
            f"The middle of a segment of more than {MOST_MEASURED:,} customers was found among a sample of so many."
        )
    return tuple(Notice(text, about="explanation") for text in texts)

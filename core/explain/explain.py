"""Everything that is told of the segments at one setting of the slider."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.explain.facts import Facts, facts_at
from core.explain.importance import Importance, permutation_importance
from core.explain.markers import MOST_MARKERS, find_markers, measure_contrasts
from core.explain.names.carried import apply_names
from core.explain.names.remembered import Naming
from core.explain.names.suggested import SuggestedNames, suggest_names
from core.explain.rfm.named_cells import DEFAULT_MAP, RfmMap
from core.explain.rules.rules import MOST_LEARNT, SegmentRules, learn_rules
from core.explain.rules.tree_columns import encode_for_tree
from core.explain.sentences import write_sentences
from core.explain.typical_customers import MOST_MEASURED, TypicalCustomers, find_typical_customers
from core.model import NOISE, Explanation, Marker, Notice, Segmentation, SegmentProfile


@dataclass(frozen=True)
class SegmentEvidence:
    """What the data says of each segment, before anything is named."""

    facts: Facts
    contrasts: Sequence[Sequence[tuple[bool, Marker]]]
    ruled: SegmentRules
    members: Sequence[TypicalCustomers]


def build_explanation(
    segmentation: Segmentation, seed: int = 0, rfm: RfmMap = DEFAULT_MAP
) -> Explanation:
    """The segments at `setting`, under the names that the evidence suggests."""
    told = facts_at(segmentation)
    columns = encode_for_tree(told, told.features)
    found = SegmentEvidence(
        told,
        measure_contrasts(told),
        learn_rules(told, columns, seed),
        [find_typical_customers(told, i, seed) for i in range(told.k)],
    )
    proposed, decides = (
        suggest_names(told, find_markers(told), rfm),
        permutation_importance(told, columns, seed),
    )
    explanation = Explanation(
        stories=tuple(_segment_profile(found, label, proposed) for label in range(told.k)),
        noise=int((told.labels == NOISE).sum()),
        features=told.features,
        importance=decides.whole,
        per_segment=decides.per_segment,
        fidelity=found.ruled.fidelity,
        cuts=proposed.cuts,
        notices=_sampling_notices(found, decides),
    )
    return apply_names(explanation, segmentation, Naming(), rfm)


def _segment_profile(found: SegmentEvidence, label: int, proposed: SuggestedNames) -> SegmentProfile:
    told, own = found.facts, found.members[label]
    rule, apart = found.ruled.rules[label], found.contrasts[label]
    size = int(told.sizes[label])
    money, money_share = _money_and_share(told, label)
    return SegmentProfile(
        segment=told.analysis.sweep.numbers[told.at][label],
        name=proposed.names[label],
        suggested=proposed.names[label],
        kind=proposed.kinds[label],
        size=size,
        share=size / len(told.frame),
        money=money,
        money_share=money_share,
        sentences=write_sentences(told, label, apart, rule, own.share),
        markers=tuple(one for enough, one in apart if enough)[:MOST_MARKERS],
        rule=rule,
        means={feature: float(means[label]) for feature, means in told.means.items()},
        typical=tuple(own.typical.tolist()),
        borderline=tuple(own.borderline.tolist()),
    )


def _money_and_share(told: Facts, label: int) -> tuple[float | None, float | None]:
    """What a segment brings, and its share of all where there is something to share."""
    if told.money is None:
        return None, None
    own, total = float(told.money[told.members(label)].sum()), float(told.money.sum())
    return own, own / total if total > 0 else None


def _sampling_notices(found: SegmentEvidence, decides: Importance) -> tuple[Notice, ...]:
    """What was measured on a sample."""
    told, said = found.facts, []
    customers = f"{len(told.frame):,} customers"
    if found.ruled.learnt > MOST_LEARNT:
        said.append(
            f"The rules were learnt from a sample of about {MOST_LEARNT:,} of {customers}, and checked on all."
        )
    if decides.customers < (told.labels != NOISE).sum():
        said.append(
            f"What each feature decides was measured on a sample of {decides.customers:,} of {customers}."
        )
    if told.k and told.sizes.max() > MOST_MEASURED:
        said.append(
            f"The middle of a segment of more than {MOST_MEASURED:,} customers was found among a sample of so many."
        )
    return tuple(Notice(text, about="explanation") for text in said)

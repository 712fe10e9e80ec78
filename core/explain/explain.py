"""Everything that is told of the segments at one setting of the slider."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.explain.facts import Facts, facts
from core.explain.importance import Importance, importance
from core.explain.markers import MOST_MARKERS, contrasts, markers
from core.explain.names.carried import called
from core.explain.names.remembered import Naming
from core.explain.names.suggested import Suggested, suggested
from core.explain.rfm.named_cells import USUAL, RfmMap
from core.explain.rules.rules import MOST_LEARNT, Ruled, ruled
from core.explain.rules.tree_columns import coded
from core.explain.sentences import sentences
from core.explain.typical_customers import MOST_MEASURED, Members, members
from core.model.analysis import Analysis
from core.model.base import NOISE, Notice
from core.model.explanation import Explanation, Marker, Story


@dataclass(frozen=True)
class Found:
    """What the data says of each segment, before anything is named."""

    facts: Facts
    contrasts: Sequence[Sequence[tuple[bool, Marker]]]
    ruled: Ruled
    members: Sequence[Members]


def explain(analysis: Analysis, setting: float, seed: int = 0, rfm: RfmMap = USUAL) -> Explanation:
    """The segments at `setting`, under the names that the evidence suggests."""
    told = facts(analysis, setting)
    columns = coded(told, told.features)
    found = Found(
        told,
        contrasts(told),
        ruled(told, columns, seed),
        [members(told, i, seed) for i in range(told.k)],
    )
    proposed, decides = suggested(told, markers(told), rfm), importance(told, columns, seed)
    explanation = Explanation(
        stories=tuple(_story(found, label, proposed) for label in range(told.k)),
        noise=int((told.labels == NOISE).sum()),
        features=told.features,
        importance=decides.whole,
        per_segment=decides.per_segment,
        fidelity=found.ruled.fidelity,
        cuts=proposed.cuts,
        notices=_notices(found, decides),
    )
    return called(explanation, analysis, setting, Naming(), rfm)


def _story(found: Found, label: int, proposed: Suggested) -> Story:
    told, own = found.facts, found.members[label]
    rule, apart = found.ruled.rules[label], found.contrasts[label]
    size = int(told.sizes[label])
    money, money_share = _money(told, label)
    return Story(
        segment=told.analysis.sweep.numbers[told.at][label],
        name=proposed.names[label],
        suggested=proposed.names[label],
        kind=proposed.kinds[label],
        size=size,
        share=size / len(told.frame),
        money=money,
        money_share=money_share,
        sentences=sentences(told, label, apart, rule, own.share),
        markers=tuple(one for enough, one in apart if enough)[:MOST_MARKERS],
        rule=rule,
        means={feature: float(means[label]) for feature, means in told.means.items()},
        typical=tuple(own.typical.tolist()),
        borderline=tuple(own.borderline.tolist()),
    )


def _money(told: Facts, label: int) -> tuple[float | None, float | None]:
    """What a segment brings, and its share of all where there is something to share."""
    if told.money is None:
        return None, None
    own, total = float(told.money[told.members(label)].sum()), float(told.money.sum())
    return own, own / total if total > 0 else None


def _notices(found: Found, decides: Importance) -> tuple[Notice, ...]:
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

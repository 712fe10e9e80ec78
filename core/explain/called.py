"""Names that segments keep from earlier ones."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.entities import NOISE, Analysis
from core.explain.facts import Facts, facts
from core.explain.liked import NO_VOTES, Votes, reordered
from core.explain.markers import markers
from core.explain.names import Suggested, parts, settled, suggested
from core.explain.naming import (
    Again,
    Inherited,
    Naming,
    Remembered,
    again,
    continued,
    hashed,
    inherited,
)
from core.explain.rfm_map import USUAL, RfmMap
from core.stories import Explanation


def called(
    explanation: Explanation, analysis: Analysis, setting: float, naming: Naming,
    rfm: RfmMap = USUAL, votes: Votes = NO_VOTES,
) -> Explanation:  # fmt: skip
    """The same under the names that the segments have from earlier ones.

    These come from `naming`, else from the suggested setting of the same slider, so that they stay
    while the slider moves as long as the segment is of one kind; those of new segments from the
    evidence and the `votes`.
    """
    told, middle = facts(analysis, setting), facts(analysis, analysis.sweep.suggestion.chosen)
    named = inherited(_known(analysis, naming), told.labels)
    proposed = suggested(told, markers(told), rfm, votes)
    there = proposed if middle.at == told.at else suggested(middle, markers(middle), rfm, votes)
    kept = _beside(_whole(middle, there.names), there, told, proposed, named) | named
    names = settled(
        [kept[label].name if label in kept else "" for label in range(told.k)],
        proposed.names,
        told,
    )
    stories = tuple(
        replace(
            reordered(story, votes),
            name=name,
            suggested=proposed.names[label],
            instead="" if proposed.names[label] == proposed.first[label] else proposed.first[label],
            named=label in kept and kept[label].own,
        )
        for label, (story, name) in enumerate(zip(explanation.stories, names, strict=True))
    )
    return replace(explanation, stories=stories)


def decided(analysis: Analysis, naming: Naming) -> tuple[tuple[str, ...], ...]:
    """For every setting of the slider what `called` calls each segment, empty where the user decided
    nothing of it."""
    known, swept = _known(analysis, naming), analysis.sweep
    named = [inherited(known, labels) for labels in swept.labels]
    return tuple(
        tuple(kept[label].name if label in kept else "" for label in range(len(scores.sizes)))
        for kept, scores in zip(named, swept.scores, strict=True)
    )


def _known(analysis: Analysis, naming: Naming) -> list[Again]:
    hashes = hashed(analysis) if naming.remembered else np.empty(0, np.uint64)
    return [again(one, hashes) for one in naming.remembered]


def _beside(
    whole: Remembered, there: Suggested, told: Facts, here: Suggested, named: dict[int, Inherited]
) -> dict[int, Inherited]:
    """What segments have from those of their kind that they continue at the suggested setting, no name
    twice: a name of another kind would contradict the sentences and the advice."""
    taken = {old.name for old in named.values()}
    kinds = {name: parts(kind) for name, kind in zip(there.names, there.kinds, strict=True)}
    found = continued(again(whole, np.arange(len(told.labels))), told.labels)
    return {
        label: old
        for label, old in found.items()
        if old.name not in taken and kinds[old.name] == parts(here.kinds[label])
    }


def _whole(middle: Facts, names: Sequence[str]) -> Remembered:
    """The suggested setting's segments, customers by their rows."""
    rows, sizes = np.flatnonzero(middle.labels != NOISE), tuple(middle.sizes.tolist())
    numbers = middle.analysis.sweep.numbers[middle.at]
    return Remembered(rows, middle.labels[rows], sizes, tuple(names), (False,) * middle.k, numbers)

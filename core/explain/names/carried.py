"""Names that segments keep from earlier ones."""

from dataclasses import dataclass, replace

import numpy as np

from core.explain.facts import Facts, facts
from core.explain.markers import markers
from core.explain.names.remembered import (
    Again,
    Inherited,
    Naming,
    Remembered,
    again,
    continued,
    hashed,
    inherited,
)
from core.explain.names.suggested import Suggested, parts, settled, suggested
from core.explain.rfm.named_cells import USUAL, RfmMap
from core.explain.votes import NO_VOTES, Votes, reordered
from core.model.analysis import Analysis
from core.model.base import NOISE
from core.model.explanation import Explanation


def called(
    explanation: Explanation, analysis: Analysis, setting: float, naming: Naming,
    rfm: RfmMap = USUAL, votes: Votes = NO_VOTES,
) -> Explanation:  # fmt: skip
    """The same under the names that the segments have from earlier ones.

    These come from `naming`, else from the suggested setting of the same slider, so that they stay
    while the slider moves as long as the segment is of one kind; those of new segments from the
    evidence and the `votes`.
    """
    chosen = analysis.sweep.suggestion.chosen
    found, middle = (_suggested(analysis, one, rfm, votes) for one in (setting, chosen))
    kept, names = _settled(found, middle, inherited(_known(analysis, naming), found.facts.labels))
    first, best = found.proposed.first, found.proposed.names
    stories = tuple(
        replace(
            reordered(story, votes),
            name=name,
            suggested=best[label],
            instead="" if best[label] == first[label] else first[label],
            named=label in kept and kept[label].own,
        )
        for label, (story, name) in enumerate(zip(explanation.stories, names, strict=True))
    )
    return replace(explanation, stories=stories)


def names_everywhere(
    analysis: Analysis, naming: Naming, rfm: RfmMap = USUAL, votes: Votes = NO_VOTES
) -> tuple[tuple[str, ...], ...]:
    """For every setting of the slider what `called` calls each segment, in the order of the labels."""
    swept, known = analysis.sweep, _known(analysis, naming)
    found = [_suggested(analysis, setting, rfm, votes) for setting in swept.settings]
    middle = found[swept.at(swept.suggestion.chosen)]
    return tuple(_settled(one, middle, inherited(known, one.facts.labels))[1] for one in found)


def decided(analysis: Analysis, naming: Naming) -> tuple[tuple[str, ...], ...]:
    """The same names as far as the user decided something of them, empty for all others."""
    known, swept = _known(analysis, naming), analysis.sweep
    named = [inherited(known, labels) for labels in swept.labels]
    return tuple(
        tuple(kept[label].name if label in kept else "" for label in range(len(scores.sizes)))
        for kept, scores in zip(named, swept.scores, strict=True)
    )


@dataclass(frozen=True)
class _Named:
    """One setting with the names that the evidence suggests there."""

    facts: Facts
    proposed: Suggested


def _suggested(analysis: Analysis, setting: float, rfm: RfmMap, votes: Votes) -> _Named:
    told = facts(analysis, setting)
    return _Named(told, suggested(told, markers(told), rfm, votes))


def _settled(
    here: _Named, middle: _Named, named: dict[int, Inherited]
) -> tuple[dict[int, Inherited], tuple[str, ...]]:
    """What segments have from earlier ones, and what each is called."""
    kept = _beside(middle, here, named) | named
    told = [kept[label].name if label in kept else "" for label in range(here.facts.k)]
    return kept, settled(told, here.proposed.names, here.facts)


def _known(analysis: Analysis, naming: Naming) -> list[Again]:
    hashes = hashed(analysis) if naming.remembered else np.empty(0, np.uint64)
    return [again(one, hashes) for one in naming.remembered]


def _beside(middle: _Named, here: _Named, named: dict[int, Inherited]) -> dict[int, Inherited]:
    """What segments have from those of their kind that they continue at the suggested setting, no name
    twice: a name of another kind would contradict the sentences and the advice, and what was rated has
    the name that was liked."""
    taken, there, labels = {old.name for old in named.values()}, middle.proposed, here.facts.labels
    kinds = {name: parts(kind) for name, kind in zip(there.names, there.kinds, strict=True)}
    rated = [
        best != first for best, first in zip(here.proposed.names, here.proposed.first, strict=True)
    ]
    found = continued(again(_whole(middle), np.arange(len(labels))), labels)
    return {
        label: old
        for label, old in found.items()
        if old.name not in taken
        and not rated[label]
        and kinds[old.name] == parts(here.proposed.kinds[label])
    }


def _whole(middle: _Named) -> Remembered:
    """The suggested setting's segments, customers by their rows."""
    told, names = middle.facts, middle.proposed.names
    rows, sizes = np.flatnonzero(told.labels != NOISE), tuple(told.sizes.tolist())
    numbers = told.analysis.sweep.numbers[told.at]
    return Remembered(rows, told.labels[rows], sizes, names, (False,) * told.k, numbers)

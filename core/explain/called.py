"""Names and colours that segments keep from earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.entities import NOISE, Analysis
from core.explain.colours import filled, palette
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
    """The same under the names and colours that the segments have from earlier ones.

    These come from `naming`, else from the suggested setting of the same slider, so that they stay
    while the slider moves, names as long as the segment is of one kind; those of new segments from
    the evidence and the `votes`.
    """
    told, middle = facts(analysis, setting), facts(analysis, analysis.sweep.suggestion.chosen)
    known = _known(analysis, naming)
    named, start = inherited(known, told.labels), _start(known, middle)
    proposed = suggested(told, markers(told), rfm, votes)
    there = proposed if middle.at == told.at else suggested(middle, markers(middle), rfm, votes)
    whole = _whole(middle, there.names, start)
    kept = _beside(whole, there, told, proposed, named) | named
    names = settled(
        [kept[label].name if label in kept else "" for label in range(told.k)],
        proposed.names,
        told,
    )
    places = palette(analysis.sweep, start)[told.at]
    stories = tuple(
        replace(
            reordered(story, votes),
            name=name,
            suggested=proposed.names[label],
            instead="" if proposed.names[label] == proposed.first[label] else proposed.first[label],
            colour=place,
            named=label in kept and kept[label].own,
        )
        for label, (story, name, place) in enumerate(
            zip(explanation.stories, names, places, strict=True)
        )
    )
    return replace(explanation, stories=stories)


@dataclass(frozen=True)
class Looks:
    """For every setting of the slider what each segment is called, empty where the user decided
    nothing of it, and its place in the palette, from 0."""

    names: tuple[tuple[str, ...], ...]
    places: tuple[tuple[int, ...], ...]


def looks(analysis: Analysis, naming: Naming) -> Looks:
    """Names and places as `called` gives them."""
    known, swept = _known(analysis, naming), analysis.sweep
    middle = facts(analysis, swept.suggestion.chosen)
    named = [inherited(known, labels) for labels in swept.labels]
    names = (
        tuple(kept[label].name if label in kept else "" for label in range(len(scores.sizes)))
        for kept, scores in zip(named, swept.scores, strict=True)
    )
    return Looks(tuple(names), palette(swept, _start(known, middle)))


def _known(analysis: Analysis, naming: Naming) -> list[Again]:
    hashes = hashed(analysis) if naming.remembered else np.empty(0, np.uint64)
    return [again(one, hashes) for one in naming.remembered]


def _start(known: Sequence[Again], middle: Facts) -> tuple[int, ...]:
    """The places in the palette at the suggested setting."""
    before = inherited(known, middle.labels)
    return filled({label: old.colour for label, old in before.items()}, middle.k)


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


def _whole(middle: Facts, names: tuple[str, ...], start: tuple[int, ...]) -> Remembered:
    """The suggested setting's segments, customers by their rows."""
    rows, sizes, unsaid = np.flatnonzero(middle.labels != NOISE), middle.sizes, (False,) * middle.k
    return Remembered(rows, middle.labels[rows], tuple(sizes.tolist()), names, unsaid, start)

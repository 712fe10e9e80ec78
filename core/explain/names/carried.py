"""Names that segments keep from earlier ones."""

from dataclasses import dataclass, replace

import numpy as np

from core.explain.facts import Facts, facts_at
from core.explain.markers import find_markers
from core.explain.names.remembered import (
    InheritedName,
    NamedSegmentation,
    Naming,
    SharedCustomers,
    find_shared_customers,
    hash_customers,
    inherit_names,
    names_from_earlier,
)
from core.explain.names.suggested import SuggestedNames, make_unique, name_parts, suggest_names
from core.explain.rfm.named_cells import DEFAULT_MAP, RfmMap
from core.explain.votes import NO_VOTES, Votes, order_sentences
from core.model import NOISE, Analysis, Explanation, Segmentation


def apply_names(
    explanation: Explanation, segmentation: Segmentation, naming: Naming,
    rfm: RfmMap = DEFAULT_MAP, votes: Votes = NO_VOTES,
) -> Explanation:  # fmt: skip
    """The same under the names that the segments have from earlier ones.

    These come from `naming`, else from the suggested setting of the same slider, so that they stay
    while the slider moves as long as the segment is of one kind; those of new segments from the
    evidence and the `votes`.
    """
    chosen = segmentation.sweep.suggestion.chosen
    found, middle = (
        _suggest_at(Segmentation(segmentation.analysis, one), rfm, votes)
        for one in (segmentation.setting, chosen)
    )
    kept, names = _resolve_names(
        found, middle, inherit_names(_find_shared(segmentation.analysis, naming), found.facts.labels)
    )
    first, best = found.proposed.first, found.proposed.names
    stories = tuple(
        replace(
            order_sentences(story, votes),
            name=name,
            suggested=best[label],
            instead="" if best[label] == first[label] else first[label],
            named=label in kept and kept[label].own,
        )
        for label, (story, name) in enumerate(zip(explanation.stories, names, strict=True))
    )
    return replace(explanation, stories=stories)


def names_at_every_setting(
    analysis: Analysis, naming: Naming, rfm: RfmMap = DEFAULT_MAP, votes: Votes = NO_VOTES
) -> tuple[tuple[str, ...], ...]:
    """For every setting of the slider what `apply_names` calls each segment, in the order of the labels."""
    swept, known = analysis.sweep, _find_shared(analysis, naming)
    found = [_suggest_at(Segmentation(analysis, setting), rfm, votes) for setting in swept.settings]
    middle = found[swept.at(swept.suggestion.chosen)]
    return tuple(
        _resolve_names(one, middle, inherit_names(known, one.facts.labels))[1] for one in found
    )


def carried_names(analysis: Analysis, naming: Naming) -> tuple[tuple[str, ...], ...]:
    """The same names as far as the user decided something of them, empty for all others."""
    known, swept = _find_shared(analysis, naming), analysis.sweep
    named = [inherit_names(known, labels) for labels in swept.labels]
    return tuple(
        tuple(kept[label].name if label in kept else "" for label in range(len(scores.sizes)))
        for kept, scores in zip(named, swept.scores, strict=True)
    )


@dataclass(frozen=True)
class _SettingNames:
    """One setting with the names that the evidence suggests there."""

    facts: Facts
    proposed: SuggestedNames


def _suggest_at(segmentation: Segmentation, rfm: RfmMap, votes: Votes) -> _SettingNames:
    told = facts_at(segmentation)
    return _SettingNames(told, suggest_names(told, find_markers(told), rfm, votes))


def _resolve_names(
    here: _SettingNames, middle: _SettingNames, named: dict[int, InheritedName]
) -> tuple[dict[int, InheritedName], tuple[str, ...]]:
    """What segments have from earlier ones, and what each is called."""
    kept = _carry_over(middle, here, named) | named
    told = [kept[label].name if label in kept else "" for label in range(here.facts.k)]
    return kept, make_unique(told, here.proposed.names, here.facts)


def _find_shared(analysis: Analysis, naming: Naming) -> list[SharedCustomers]:
    hashes = hash_customers(analysis) if naming.remembered else np.empty(0, np.uint64)
    return [find_shared_customers(one, hashes) for one in naming.remembered]


def _carry_over(
    middle: _SettingNames, here: _SettingNames, named: dict[int, InheritedName]
) -> dict[int, InheritedName]:
    """What segments have from those of their kind that they continue at the suggested setting, no name
    twice: a name of another kind would contradict the sentences and the advice, and what was rated has
    the name that was liked."""
    taken, there, labels = {old.name for old in named.values()}, middle.proposed, here.facts.labels
    kinds = {name: name_parts(kind) for name, kind in zip(there.names, there.kinds, strict=True)}
    rated = [
        best != first for best, first in zip(here.proposed.names, here.proposed.first, strict=True)
    ]
    found = names_from_earlier(
        find_shared_customers(_as_named_segmentation(middle), np.arange(len(labels))), labels
    )
    return {
        label: old
        for label, old in found.items()
        if old.name not in taken
        and not rated[label]
        and kinds[old.name] == name_parts(here.proposed.kinds[label])
    }


def _as_named_segmentation(middle: _SettingNames) -> NamedSegmentation:
    """The suggested setting's segments, customers by their rows."""
    told, names = middle.facts, middle.proposed.names
    rows, sizes = np.flatnonzero(told.labels != NOISE), tuple(told.sizes.tolist())
    numbers = told.analysis.sweep.numbers[told.at]
    return NamedSegmentation(rows, told.labels[rows], sizes, names, (False,) * told.k, numbers)

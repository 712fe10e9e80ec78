"""Names that segments keep from earlier ones."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.features import DEFAULT_MAP, RfmMap
from core.model import NOISE, Analysis, Explanation, Notice, Segmentation
from core.profile.markers import find_markers
from core.profile.names.remembered import (
    InheritedName,
    NamedSegmentation,
    Naming,
    SharedCustomers,
    find_shared_customers,
    hash_customers,
    inherit_names,
    names_from_earlier,
)
from core.profile.names.suggested import SuggestedNames, make_unique, name_parts, suggest_names
from core.profile.names.words import withdrawn_sentence
from core.profile.votes import NO_VOTES, Votes, order_sentences


def apply_names(
    explanation: Explanation,
    segmentation: Segmentation,
    naming: Naming,
    rfm: RfmMap = DEFAULT_MAP,
    votes: Votes = NO_VOTES,
) -> Explanation:
    """Give each segment of an explanation the name it carries from an earlier segment.

    These names come from `naming`, else from the suggested setting of the same slider, so that they
    stay while the slider moves as long as the segment is of one kind. New segments are named by the
    evidence and the `votes`.
    """
    analysis = segmentation.analysis
    suggested = Segmentation(analysis, analysis.sweep.suggestion.chosen)
    here, middle = (_suggest_at(each, rfm, votes) for each in (segmentation, suggested))
    shared = find_shared(analysis, naming)
    remembered = inherit_names(shared, here.segmentation.labels)
    inherited, names = _resolve_names(here, middle, remembered)
    first, best = here.suggested.first, here.suggested.names
    profiles = tuple(
        replace(
            order_sentences(story, votes),
            name=name,
            suggested=best[label],
            instead="" if best[label] == first[label] else first[label],
            named=label in inherited and inherited[label].by_user,
        )
        for label, (story, name) in enumerate(zip(explanation.profiles, names, strict=True))
    )
    withdrawn = withdrawn_line(shared, names)
    notices = [Notice(withdrawn, "warning", "names")] if withdrawn else []
    return replace(explanation, profiles=profiles, notices=(*explanation.notices, *notices))


def names_at_every_setting(
    analysis: Analysis, naming: Naming, rfm: RfmMap = DEFAULT_MAP, votes: Votes = NO_VOTES
) -> tuple[tuple[str, ...], ...]:
    """Return the names that `apply_names` gives at each setting of the slider, by label."""
    sweep, shared = analysis.sweep, find_shared(analysis, naming)
    everywhere = [
        _suggest_at(Segmentation(analysis, setting), rfm, votes) for setting in sweep.settings
    ]
    middle = everywhere[sweep.at(sweep.suggestion.chosen)]
    return tuple(
        _resolve_names(here, middle, inherit_names(shared, here.segmentation.labels))[1]
        for here in everywhere
    )


def carried_names(analysis: Analysis, naming: Naming) -> tuple[tuple[str, ...], ...]:
    """Return the names from remembered segmentations at each setting, by label; "" for new segments."""
    shared, sweep = find_shared(analysis, naming), analysis.sweep
    inherited = [inherit_names(shared, labels) for labels in sweep.labels]
    return tuple(
        tuple(names[label].name if label in names else "" for label in range(len(scores.sizes)))
        for names, scores in zip(inherited, sweep.scores, strict=True)
    )


@dataclass(frozen=True)
class _SettingNames:
    """One setting with the names that the evidence suggests there."""

    segmentation: Segmentation
    suggested: SuggestedNames


def _suggest_at(segmentation: Segmentation, rfm: RfmMap, votes: Votes) -> _SettingNames:
    return _SettingNames(
        segmentation, suggest_names(segmentation, find_markers(segmentation), rfm, votes)
    )


def _resolve_names(
    here: _SettingNames, middle: _SettingNames, remembered: dict[int, InheritedName]
) -> tuple[dict[int, InheritedName], tuple[str, ...]]:
    """Return the inherited names by label, and the final name of each segment."""
    inherited = _carry_over(middle, here, remembered) | remembered
    carried = [
        inherited[label].name if label in inherited else "" for label in range(here.segmentation.k)
    ]
    return inherited, make_unique(carried, here.suggested.names, here.segmentation)


def find_shared(analysis: Analysis, naming: Naming) -> list[SharedCustomers]:
    """Find the customers of the analysis who are remembered, of each segmentation of a naming."""
    hashes = hash_customers(analysis) if naming.segmentations else np.empty(0, np.uint64)
    return [find_shared_customers(earlier, hashes) for earlier in naming.segmentations]


def withdrawn_line(shared: Sequence[SharedCustomers], names: Sequence[str]) -> str:
    """Return a sentence on the names that the user gave to some of these customers and that none of the
    `names` is; "" where there are none."""
    given = dict.fromkeys(
        each.earlier.names[label]
        for each in shared
        for label, by_user in enumerate(each.earlier.by_user)
        if by_user and (each.before == label).any()
    )
    present = {name.casefold() for name in names}
    missing = [name for name in given if name.casefold() not in present]
    return withdrawn_sentence(missing) if missing else ""


def _carry_over(
    middle: _SettingNames, here: _SettingNames, remembered: dict[int, InheritedName]
) -> dict[int, InheritedName]:
    """Return the names carried over from the suggested setting, none of them twice.

    A segment only takes the name of one of its own kind: another would contradict the sentences and
    the advice. One whose name was chosen by votes keeps the name that was liked.
    """
    used, there = {old.name for old in remembered.values()}, middle.suggested
    labels = here.segmentation.labels
    kinds = {name: name_parts(kind) for name, kind in zip(there.names, there.kinds, strict=True)}
    voted = [
        best != first for best, first in zip(here.suggested.names, here.suggested.first, strict=True)
    ]
    earlier = find_shared_customers(_as_named_segmentation(middle), np.arange(len(labels)))
    # A bare "Champions" beside one that says more would hide what sets the two apart.
    alone_there, alone_here = _kinds_alone(there), _kinds_alone(here.suggested)
    return {
        label: old
        for label, old in names_from_earlier(earlier, labels).items()
        if old.name not in used
        and not voted[label]
        and (kinds[old.name] in alone_there) == (kinds[old.name] in alone_here)
        and kinds[old.name] == name_parts(here.suggested.kinds[label])
    }


def _kinds_alone(suggested: SuggestedNames) -> set[frozenset[str]]:
    """The kinds that one segment alone is of."""
    times = Counter(map(name_parts, suggested.kinds))
    return {kind for kind, count in times.items() if count == 1}


def _as_named_segmentation(middle: _SettingNames) -> NamedSegmentation:
    """Segments of the suggested setting, whose customers are identified by their rows."""
    segmentation, names = middle.segmentation, middle.suggested.names
    rows, sizes = np.flatnonzero(segmentation.labels != NOISE), segmentation.sizes
    numbers = segmentation.numbers
    return NamedSegmentation(
        rows, segmentation.labels[rows], sizes, names, (False,) * segmentation.k, numbers
    )

"""Names and colours that segments keep from earlier ones."""

from dataclasses import replace

import numpy as np

from core.entities import NOISE, Analysis
from core.explain.colours import filled, palette
from core.explain.facts import Facts, facts
from core.explain.markers import markers
from core.explain.names import settled, suggested
from core.explain.naming import Inherited, Naming, Remembered, continued, hashed, inherited
from core.explain.rfm_map import USUAL, RfmMap
from core.stories import Explanation


def called(
    explanation: Explanation, analysis: Analysis, setting: float, naming: Naming, rfm: RfmMap = USUAL
) -> Explanation:
    """The same under the names and colours that the segments have from earlier ones.

    These come from `naming`, else from the suggested setting of the same slider, so that they stay
    while the slider moves; those of new segments from the evidence.
    """
    told, middle = facts(analysis, setting), facts(analysis, analysis.sweep.suggestion.chosen)
    named, start = _from_naming(naming, told), _start(naming, middle)
    there = suggested(middle, markers(middle), rfm).names
    kept = _beside(_whole(middle, there, start), told, named) | named
    names = settled(
        [kept[label].name if label in kept else "" for label in range(told.k)],
        [story.suggested for story in explanation.stories],
        told,
    )
    places = palette(analysis.sweep, start)[told.at]
    stories = tuple(
        replace(story, name=name, colour=place, named=label in kept and kept[label].own)
        for label, (story, name, place) in enumerate(
            zip(explanation.stories, names, places, strict=True)
        )
    )
    return replace(explanation, stories=stories)


def places(analysis: Analysis, naming: Naming) -> tuple[tuple[int, ...], ...]:
    """For every setting the place in the palette, from 0, of each segment, as `called` gives them."""
    middle = facts(analysis, analysis.sweep.suggestion.chosen)
    return palette(analysis.sweep, _start(naming, middle))


def _from_naming(naming: Naming, told: Facts) -> dict[int, Inherited]:
    if not naming.remembered:
        return {}
    return inherited(naming, hashed(told.analysis), told.labels)


def _start(naming: Naming, middle: Facts) -> tuple[int, ...]:
    """The places in the palette at the suggested setting."""
    before = _from_naming(naming, middle)
    return filled({label: old.colour for label, old in before.items()}, middle.k)


def _beside(there: Remembered, told: Facts, named: dict[int, Inherited]) -> dict[int, Inherited]:
    """What segments have from those that they continue at the suggested setting, no name twice."""
    taken = {old.name for old in named.values()}
    found = continued(there, np.arange(len(told.labels)), told.labels)
    return {label: old for label, old in found.items() if old.name not in taken}


def _whole(middle: Facts, names: tuple[str, ...], start: tuple[int, ...]) -> Remembered:
    """The suggested setting's segments, customers by their rows."""
    rows, sizes, unsaid = np.flatnonzero(middle.labels != NOISE), middle.sizes, (False,) * middle.k
    return Remembered(rows, middle.labels[rows], tuple(sizes.tolist()), names, unsaid, start)

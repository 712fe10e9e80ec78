"""Palette places that a segment keeps while the slider moves."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from core.entities import Integers, Sweep
from core.explain.matching import CONTINUES, matches, overlap


def palette(swept: Sweep, start: Sequence[int] | None = None) -> tuple[tuple[int, ...], ...]:
    """For every setting the place in the palette, from 0, of each segment; no place twice.

    At the suggested setting it is `start` (by size where that is None). From there outward a segment
    keeps the place of the one that it continues at the setting before, and a new one takes the
    lowest that is free.
    """
    middle = swept.at(swept.suggestion.chosen)
    places = {middle: tuple(start or range(len(swept.scores[middle].sizes)))}
    upward, downward = range(middle, len(swept.settings)), range(middle, -1, -1)
    for before, now in (*pairwise(upward), *pairwise(downward)):
        size = len(swept.scores[now].sizes)
        places[now] = carried(swept.labels[before], swept.labels[now], places[before], size)
    return tuple(places[at] for at in range(len(swept.settings)))


def carried(earlier: Integers, now: Integers, places: Sequence[int], size: int) -> tuple[int, ...]:
    """The places of the `size` segments of `now`, given those of the segments of `earlier`."""
    found = matches(overlap(earlier, now), CONTINUES)
    kept = {label: places[before] for label, before in found.items()}
    return filled(kept, size)


def filled(kept: Mapping[int, int], size: int) -> tuple[int, ...]:
    """The places kept, each by the first segment that has it, and the lowest free ones for all others."""
    first: dict[int, int] = {}
    for label in sorted(kept):
        first.setdefault(kept[label], label)
    free = iter(place for place in range(size + len(kept)) if place not in first)
    return tuple(
        kept[label] if label in kept and first[kept[label]] == label else next(free)
        for label in range(size)
    )

"""Palette places that a segment keeps while the slider moves."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from core.entities import Integers, Sweep
from core.explain.matching import CONTINUES, matches, overlap

COLOURS = 12  # that the palette has; a segment of more has the one of its size, and so it may move


def palette(swept: Sweep, start: Sequence[int] | None = None) -> tuple[tuple[int, ...], ...]:
    """For every setting the place in the palette, from 0, of each segment; no place twice.

    At the suggested setting it is `start` (by size where that is None). From there outward a segment
    keeps the place of the one that it continues at the setting before, and a new one takes the
    lowest that is free. Among more than COLOURS segments each has the place of its size.
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
    if size > COLOURS:
        return tuple(range(size))
    found = matches(overlap(earlier, now), CONTINUES)
    return filled({label: places[before] for label, before in found.items()}, size)


def filled(kept: Mapping[int, int], size: int) -> tuple[int, ...]:
    """The places kept, each by the first segment that has it, and the lowest free ones for all others."""
    first: dict[int, int] = {}
    for label in sorted(kept):
        if kept[label] < COLOURS:
            first.setdefault(kept[label], label)
    own = {label: place for place, label in first.items()}
    free = iter(place for place in range(size + len(own)) if place not in first)
    return tuple(own[label] if label in own else next(free) for label in range(size))

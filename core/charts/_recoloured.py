"""Charts with segments in the colours that they keep, instead of those of their numbers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from core.charts._theme import SEGMENT_COLOURS, colour


def recoloured(figure: dict[str, Any], places: Sequence[int]) -> dict[str, Any]:
    """The figure with segment i + 1 in the colour of the palette's place `places[i]`, from 0.

    More segments than there are colours stay as they are, as two of them would have one.
    """
    swaps = {colour(i + 1): colour(place + 1) for i, place in enumerate(places)}
    if len(places) > len(SEGMENT_COLOURS) or all(old == new for old, new in swaps.items()):
        return figure
    swapped: dict[str, Any] = _swapped(figure, swaps)
    return swapped


def _swapped(part: Any, swaps: Mapping[str, str]) -> Any:
    if isinstance(part, str):
        return re.sub(r"#[0-9A-F]{6}\b", lambda found: swaps.get(found[0], found[0]), part)
    if isinstance(part, Mapping):
        return {key: _swapped(inner, swaps) for key, inner in part.items()}
    if isinstance(part, list | tuple):
        return [_swapped(inner, swaps) for inner in part]
    return part

"""A map of scores as a person writes it: cut points in a row, one name and its scores a line."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress

from core.errors import UserError
from core.features.rfm_map import DEFAULT_AREAS, Area, BadCuts, RfmMap
from core.features.words import grouped_digits_reason, not_a_number_reason
from core.text import validate_name

GROUPED_DIGITS = re.compile(r"\b\d{1,3}(?:,\d{3})+\b")
SCORES = r"(\d{1,2})(?:\s*(?:-|\u2013|to)\s*(\d{1,2}))?"
LINE = re.compile(rf"(.+?)\s*[:=]\s*R\s*{SCORES}[\s,;]*F\s*{SCORES}\s*", re.IGNORECASE)


class UnreadableName(UserError):
    template = "'{line}' cannot be read. Write a name and its scores, as in 'Champions: R 5, F 4-5'."


def read_map(bins: int, cuts: Mapping[str, str], names: str) -> RfmMap:
    """Read a map that a person wrote: `cuts` by part (none: quantiles), `names` as `write_map` has them.

    No names, or the usual ones where there are other than five scores, leave the map to be the usual
    one. Raises BadCuts, BadName and UnreadableName; `validate_map` checks that it holds together.
    """
    points = {part: _read_cuts(part, text, bins) for part, text in cuts.items() if text.strip()}
    areas = tuple(_read_area(line.strip()) for line in names.splitlines() if line.strip())
    custom = areas and set(areas) != set(DEFAULT_AREAS)
    return RfmMap(bins, points, areas if custom else None)


def write_map(chosen: RfmMap) -> str:
    """Write the names with their scores, a line each; nothing where no cell has a name."""
    return "\n".join(
        f"{area.name}: R {_write_range(area.recency)}, F {_write_range(area.frequency)}"
        for area in chosen.named_areas
    )


def write_cuts(points: Sequence[float]) -> str:
    """Write cut points with all digits that reading them back needs."""
    return ", ".join(f"{point:.15g}" for point in points)


def _read_cuts(part: str, text: str, bins: int) -> tuple[float, ...]:
    words, reason = re.split(r"[\s,;]+", text.strip(" ,;")), ""
    for word in words:
        with suppress(ValueError):
            float(word)
            continue
        reason = not_a_number_reason(word)
    if len(words) != bins - 1 and (grouped := GROUPED_DIGITS.search(text)):
        reason = grouped_digits_reason(grouped[0])
    if reason:
        raise BadCuts(part=part.capitalize(), count=bins - 1, bins=bins, reason=reason)
    return tuple(map(float, words))


def _read_area(line: str) -> Area:
    match = LINE.fullmatch(line)
    if match is None:
        raise UnreadableName(line=line)
    name, *ends = match.groups()
    recency, to_recency, frequency, to_frequency = ends
    return Area(
        validate_name(name),
        (int(recency), int(to_recency or recency)),
        (int(frequency), int(to_frequency or frequency)),
    )


def _write_range(ends: tuple[int, int]) -> str:
    return str(ends[0]) if ends[0] == ends[1] else f"{ends[0]}-{ends[1]}"

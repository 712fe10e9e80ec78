"""The named map of recency and frequency scores: each cell has exactly one name."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

import numpy as np

from core.errors import UserError
from core.features.rfm_scores import DEFAULT_BINS
from core.features.words import cut_reason
from core.text import join_names

Cell = tuple[int, int]
FEWEST_BINS, MOST_BINS = 2, 10  # scores; with more, cells hold too few customers to be named
SCORE_PARTS = ("recency", "frequency", "monetary")


class MapGap(UserError):
    template = "No name covers {cells}. Give each combination of R and F exactly one name."


class MapOverlap(UserError):
    template = (
        "{cells} has more than one name: {names}. Give each combination of R and F exactly one name."
    )


class MapOutside(UserError):
    template = (
        "'{name}' has a range that is not within the scores. Write R and F each as one score or the "
        "lower and the higher, from 1 to {bins}."
    )


class BadBins(UserError):
    template = "The number of scores must be a whole number from {low} to {high}; {value} is not."


class BadCuts(UserError):
    template = "{part} needs {count} ascending cut points for {bins} scores; {reason}. Correct them."


@dataclass(frozen=True)
class Area:
    """A name for all cells of the scores `recency` and `frequency`, both ends included."""

    name: str
    recency: tuple[int, int]
    frequency: tuple[int, int]

    def cells(self) -> Iterator[Cell]:
        for recency in range(self.recency[0], self.recency[1] + 1):
            for frequency in range(self.frequency[0], self.frequency[1] + 1):
                yield recency, frequency


DEFAULT_AREAS = (
    Area("Champions", (5, 5), (4, 5)),
    Area("Loyal customers", (3, 4), (4, 5)),
    Area("Potential loyalists", (4, 5), (2, 3)),
    Area("New customers", (5, 5), (1, 1)),
    Area("Promising", (4, 4), (1, 1)),
    Area("Need attention", (3, 3), (3, 3)),
    Area("About to sleep", (3, 3), (1, 2)),
    Area("Can't lose them", (1, 2), (5, 5)),
    Area("At risk", (1, 2), (3, 4)),
    Area("Hibernating", (1, 2), (1, 2)),
)


def cell_names(areas: Sequence[Area] = DEFAULT_AREAS, bins: int = DEFAULT_BINS) -> Mapping[Cell, str]:
    """Return the name of each of the bins x bins cells (R, F).

    Raises MapOutside, MapOverlap and MapGap for a map that does not give each exactly one.
    """
    names: dict[Cell, str] = {}
    for area in areas:
        ends = (*area.recency, *area.frequency)
        if not all(1 <= end <= bins for end in ends) or not list(area.cells()):
            raise MapOutside(name=area.name, bins=bins)
        for cell in area.cells():
            if cell in names:
                raise MapOverlap(cells=_cell_text(cell), names=f"{names[cell]} and {area.name}")
            names[cell] = area.name
    cells = [(r, f) for r in range(1, bins + 1) for f in range(1, bins + 1)]
    if missing := [cell for cell in cells if cell not in names]:
        raise MapGap(cells=_list_cells(missing))
    return names


@dataclass(frozen=True)
class RfmMap:
    """The way recency, frequency and money are scored, and the names of the cells.

    `bins` scores each, by quantiles but for the parts that have `cuts` of their own, ascending.
    `areas` are a map of one's own (None: the usual names for five scores, none for other numbers).
    """

    bins: int = DEFAULT_BINS
    cuts: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    areas: tuple[Area, ...] | None = None

    def names(self) -> Mapping[Cell, str]:
        """Return the names as `cell_names` does; none where nothing names so many scores."""
        if self.areas is None and self.bins != DEFAULT_BINS:
            return {}
        return cell_names(self.named_areas, self.bins)

    @property
    def named_areas(self) -> tuple[Area, ...]:
        """The areas of the map: its own, or the default ones where it has as many scores as these."""
        if self.areas is not None:
            return self.areas
        return DEFAULT_AREAS if self.bins == DEFAULT_BINS else ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Any) -> Self:
        """Read the value that `to_json` wrote; the default scores and names for anything else."""
        try:
            cuts = {part: tuple(map(float, points)) for part, points in raw["cuts"].items()}
            areas = raw["areas"] and tuple(
                Area(area["name"], tuple(area["recency"]), tuple(area["frequency"]))
                for area in raw["areas"]
            )
            return cls(int(raw["bins"]), cuts, areas)
        except (AttributeError, KeyError, TypeError, ValueError):
            return cls()


DEFAULT_MAP = RfmMap()


def validate_map(chosen: RfmMap) -> Mapping[Cell, str]:
    """Return the names of a map's cells.

    Raises BadBins, BadCuts, and as `cell_names`, where the map does not hold together.
    """
    if not FEWEST_BINS <= chosen.bins <= MOST_BINS:
        raise BadBins(low=FEWEST_BINS, high=MOST_BINS, value=chosen.bins)
    for part, points in chosen.cuts.items():
        reason = _cut_error(part, points, chosen.bins)
        if reason:
            raise BadCuts(
                part=part.capitalize(), count=chosen.bins - 1, bins=chosen.bins, reason=reason
            )
    return chosen.names()


def _cut_error(part: str, points: Sequence[float], bins: int) -> str:
    """Reason why cut points cannot be used; "" where they can."""
    if part not in SCORE_PARTS:
        return cut_reason(False, None, False)
    if len(points) != bins - 1:
        return cut_reason(True, len(points), False)
    if not all(math.isfinite(point) for point in points):
        return cut_reason(True, None, False)
    return "" if all(np.diff(points) > 0) else cut_reason(True, None, True)


def _cell_text(cell: Cell) -> str:
    return f"R {cell[0]} F {cell[1]}"


def _list_cells(cells: Sequence[Cell], most: int = 4) -> str:
    return join_names(map(_cell_text, cells), ", ", most)

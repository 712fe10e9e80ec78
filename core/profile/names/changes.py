"""Names that change while the slider moves, and names of the user's that no segment has."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.model import Analysis
from core.profile.names.carried import find_shared, withdrawn_line
from core.profile.names.remembered import Naming
from core.profile.names.suggested import name_parts
from core.profile.names.words import earlier_name, setting_words

Names = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class NameChanges:
    """What is said of names at each setting of the slider.

    `earlier` are lines by setting and label on segments that were of another kind at a setting nearer to
    the suggested one, `withdrawn` the sentence on names of the user's that no segment has; "" for nothing.
    """

    earlier: Names
    withdrawn: tuple[str, ...]


def find_name_changes(analysis: Analysis, names: Names, naming: Naming) -> NameChanges:
    """Compare the names at every setting, by label, with those of the same numbers and of the user."""
    middle = analysis.sweep.at(analysis.sweep.suggestion.chosen)
    earlier = tuple(
        tuple(_earlier_line(analysis, names, place, label, middle) for label in range(len(row)))
        for place, row in enumerate(names)
    )
    shared = find_shared(analysis, naming)
    return NameChanges(earlier, tuple(withdrawn_line(shared, row) for row in names))


def _earlier_line(analysis: Analysis, names: Names, place: int, label: int, middle: int) -> str:
    """The line on the last setting, on the way to the `middle`, at which the number had another kind."""
    name = names[place][label]
    for before, other in _names_inward(analysis, names, place, label, middle):
        if name and other and not _are_alike(name, other):
            setting = setting_words(analysis, analysis.sweep.settings[before])
            return earlier_name(other, setting)
    return ""


def _names_inward(
    analysis: Analysis, names: Names, place: int, label: int, middle: int
) -> Iterator[tuple[int, str]]:
    """Places on the way to the `middle` with the name of the segment of that number, as far as there is one."""
    numbers = analysis.sweep.numbers
    step = 1 if middle > place else -1
    for before in range(place + step, middle + step, step) if place != middle else ():
        if numbers[place][label] not in numbers[before]:
            return
        yield before, names[before][numbers[before].index(numbers[place][label])]


def _are_alike(name: str, other: str) -> bool:
    """Tell whether two names differ by no more than what one of them adds."""
    first, second = name_parts(name), name_parts(other)
    return first <= second or second <= first

"""A number whose segment becomes of another kind says so, and so does a name that no segment can have."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.model import Analysis, Segmentation
from core.profile.explanation import build_explanation
from core.profile.names.carried import apply_names
from core.profile.names.changes import Names, find_name_changes
from core.profile.names.remembered import Naming, hash_customers, remember_segmentation
from tests.support.handmade_analyses import make_analysis

NONE = Naming()


def analysis_of(numbers: Sequence[tuple[int, ...]], suggested: float = 2.0) -> Analysis:
    """300 customers at 2, 3 and 4 segments under these numbers."""
    place = np.arange(300)
    frame = pd.DataFrame({"x": place, "y": 300 - place}, dtype=float)
    frame.index.name = "who"
    cuts = ([150], [100, 150], [100, 125, 150])
    analysis = make_analysis(frame, *(np.searchsorted(cut, place, "right") for cut in cuts))
    advice = replace(analysis.sweep.suggestion, chosen=suggested)
    sweep = replace(analysis.sweep, numbers=tuple(numbers), suggestion=advice)
    return replace(analysis, sweep=sweep)


NUMBERS = ((1, 2), (1, 3, 2), (1, 3, 4, 2))


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        pytest.param(
            (("Loyal", "New"), ("At risk", "Quiet", "New"), ("At risk", "Quiet", "Rare", "New")),
            (("", ""), ("Was 'Loyal' at 2 segments", "", ""), ("Was 'Loyal' at 2 segments", "", "", "")),
            id="said at every setting behind the change",
        ),
        pytest.param(
            (("Loyal", "New"), ("Loyal", "Quiet", "New"), ("At risk", "Loud", "Rare", "New")),
            (("", ""), ("", "", ""), ("Was 'Loyal' at 3 segments", "Was 'Quiet' at 3 segments", "", "")),
            id="against the nearest setting at which it was another",
        ),
        pytest.param(
            (("Loyal", "New"), ("Loyal, lower spend", "Quiet", "New"), ("Loyal", "Quiet", "Rare", "New")),
            (("", ""), ("", "", ""), ("", "", "", "")),
            id="a name that only says more is the same kind",
        ),
        pytest.param(
            (("", ""), ("At risk", "", ""), ("", "", "", "")),
            (("", ""), ("", "", ""), ("", "", "", "")),
            id="nothing where names are not known",
        ),
    ],
)  # fmt: skip
def test_a_card_says_what_its_number_was_called(names: Names, lines: Names) -> None:
    assert find_name_changes(analysis_of(NUMBERS), names, NONE).earlier == lines


def test_changes_are_told_away_from_the_suggested_setting() -> None:
    names = (("Loyal", "New"), ("At risk", "Quiet", "New"), ("At risk", "Quiet", "Rare", "New"))
    earlier = find_name_changes(analysis_of(NUMBERS, suggested=4.0), names, NONE).earlier
    assert earlier == (("Was 'At risk' at 3 segments", ""), ("",) * 3, ("",) * 4)


def test_a_number_that_was_away_for_a_setting_is_a_new_segment() -> None:
    names = (("Loyal", "New"), ("Loyal", "Quiet", "Rare"), ("Loyal", "Quiet", "Rare", "Old"))
    analysis = analysis_of(((1, 2), (1, 3, 4), (1, 3, 4, 2)))
    assert find_name_changes(analysis, names, NONE).earlier[2] == ("",) * 4


def naming_of(analysis: Analysis, names: Sequence[str], by_user: Sequence[bool]) -> Naming:
    """The user's names for the segments at 2."""
    labels, numbers = analysis.sweep.labels[0], analysis.sweep.numbers[0]
    segmentation = remember_segmentation(hash_customers(analysis), labels, names, by_user, numbers)
    return Naming((segmentation,))


def test_a_name_stays_with_its_people_and_is_withdrawn_where_too_few_are_together() -> None:
    analysis = analysis_of(NUMBERS)
    naming = naming_of(analysis, ("VIPs", "Others"), (True, False))
    names = [
        [story.name for story in explained(analysis, setting, naming)] for setting in (2.0, 3.0, 4.0)
    ]
    assert ["VIPs" in row for row in names] == [True, True, True]
    assert find_name_changes(analysis, tuple(map(tuple, names)), naming).withdrawn == ("", "", "")
    scattered = np.arange(300) % 2  # half of them in each
    other = make_analysis(analysis.customers.frame, scattered, scattered)
    explanation = apply_names(
        build_explanation(Segmentation(other, 2.0)), Segmentation(other, 2.0), naming
    )
    assert "VIPs" not in [story.name for story in explanation.profiles]
    sentence = "Your name 'VIPs' is not used here: no segment has enough of its customers."
    assert explanation.notices[-1].text == sentence
    rows = tuple(tuple(s.name for s in explanation.profiles) for _ in other.sweep.settings)
    assert set(find_name_changes(other, rows, naming).withdrawn) == {sentence}


def explained(analysis: Analysis, setting: float, naming: Naming) -> Sequence:
    """The profiles of the segments at a setting."""
    segmentation = Segmentation(analysis, setting)
    return apply_names(build_explanation(segmentation), segmentation, naming).profiles


def test_names_that_the_program_gave_and_those_of_other_customers_are_not_missed() -> None:
    analysis = analysis_of(NUMBERS)
    rows = (("A", "B"), ("A", "B", "C"), ("A", "B", "C", "D"))
    suggested = naming_of(analysis, ("VIPs", "Others"), (False, False))
    assert set(find_name_changes(analysis, rows, suggested).withdrawn) == {""}
    strangers = analysis.customers.frame.set_index(pd.Index(range(900, 1200), name="who"))
    other = make_analysis(strangers, np.arange(300) % 2)
    assert find_name_changes(
        other, (("A", "B"),), naming_of(analysis, ("VIPs", "Us"), (True, True))
    ).withdrawn == ("",)

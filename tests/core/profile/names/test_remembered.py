"""Names stay with segments: on the slider, after a re-run, next month."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from core.model import Analysis, Explanation, Segmentation, SegmentProfile
from core.profile.explanation import build_explanation
from core.profile.names.carried import apply_names
from core.profile.names.remembered import (
    Naming,
    Segment,
    find_shared_customers,
    hash_customers,
    inherit_names,
    remember_segmentation,
)
from core.text import LONGEST_NAME, BadName, validate_name
from tests.support.handmade_analyses import make_analysis

GROUPS = (90, 70, 60, 50, 40)


def five_and_six(ids: Sequence[str] | None = None, seed: int = 0) -> Analysis:
    """Five groups; at the next stop of the slider the largest is split."""
    rng = np.random.default_rng(seed)
    five = np.repeat(np.arange(5), GROUPS)
    frame = pd.DataFrame({
        "x": np.array([0, 10, 20, 30, 40])[five] + rng.normal(size=len(five)),
        "y": np.array([0, 9, -9, 5, -5])[five] + rng.normal(size=len(five)),
    })  # fmt: skip
    frame.index = pd.Index(ids or [f"C{i}" for i in range(len(five))], name="customer")
    # By size: 70, 60, 60 (of the 90), 50, 40, 30 (the rest of the 90).
    six = np.array([2, 0, 1, 3, 4])[five]
    six[60:90] = 5
    return make_analysis(frame, five, six)


def profile_at(analysis: Analysis, setting: float, naming: Naming | None = None) -> Explanation:
    explanation = build_explanation(Segmentation(analysis, setting))
    return apply_names(explanation, Segmentation(analysis, setting), naming) if naming else explanation


def remember_names(analysis: Analysis, setting: float, naming: Naming, said: dict[int, str]) -> Naming:
    """As a session keeps it: all names as they are, but for what the user said of some segments."""
    profiles = profile_at(analysis, setting, naming).profiles
    for story in profiles:
        if story.segment in said:
            naming = naming.with_renamed(segment(analysis, setting, story), said[story.segment])
    return naming.with_newest(remember_segmentation(
        hash_customers(analysis),
        analysis.sweep.labels[analysis.sweep.at(setting)],
        [said.get(s.segment, s.name) for s in profiles],
        [s.named or s.segment in said for s in profiles],
        [s.segment for s in profiles],
    ))  # fmt: skip


def segment(analysis: Analysis, setting: float, story: SegmentProfile) -> Segment:
    labels = analysis.sweep.labels[analysis.sweep.at(setting)]
    label = analysis.sweep.label(setting, story.segment)
    return Segment(hash_customers(analysis), labels, label, story.name)


def names_of(explanation: Explanation) -> list[str]:
    return [story.name for story in explanation.profiles]


def test_suggested_names_stay_while_the_slider_moves() -> None:
    analysis = five_and_six()
    five, six = profile_at(analysis, 2.0), profile_at(analysis, 3.0)
    stay = [names_of(five)[i] for i in (1, 2, 0, 3, 4)]
    # The third has a second of its kind beside it now, so that its bare name would mislead.
    assert [name for i, name in enumerate(names_of(six)[:5]) if i != 2] == stay[:2] + stay[3:]
    assert names_of(six)[2].startswith(f"{stay[2]}, ")
    assert len(set(names_of(six))) == 6
    assert profile_at(analysis, 2.0) != six and names_of(profile_at(analysis, 2.0)) == names_of(five)


def test_a_name_of_ones_own_survives_the_way_from_5_to_6_and_back() -> None:
    analysis = five_and_six()
    naming = remember_names(analysis, 2.0, Naming(), {1: "Golden"})
    assert names_of(profile_at(analysis, 2.0, naming))[0] == "Golden"
    assert names_of(profile_at(analysis, 3.0, naming))[2] == "Golden"
    both = remember_names(analysis, 3.0, naming, {6: "Silver"})
    assert names_of(profile_at(analysis, 3.0, both))[2::3] == ["Golden", "Silver"]
    back = profile_at(analysis, 2.0, both)
    assert names_of(back)[0] == "Golden" and "Silver" not in names_of(back)
    assert [s.named for s in back.profiles] == [True, False, False, False, False]


def test_another_name_at_6_is_the_name_at_5_too() -> None:
    analysis = five_and_six()
    naming = remember_names(analysis, 2.0, Naming(), {1: "Golden"})
    again = remember_names(analysis, 3.0, naming, {3: "Brass"})
    assert names_of(profile_at(analysis, 2.0, again))[0] == "Brass"
    assert "Golden" not in names_of(profile_at(analysis, 3.0, again))


def test_names_are_kept_by_a_run_with_other_features() -> None:
    analysis = five_and_six()
    naming = remember_names(analysis, 2.0, Naming(), {2: "Golden"})
    before = names_of(profile_at(analysis, 2.0, naming))
    frame = analysis.customers.frame
    # Ten customers change sides, and other features are told: sizes, and so numbers, change.
    five = analysis.sweep.labels[0].copy()
    five[:30] = 4
    order = np.argsort(np.argsort(-np.bincount(five), kind="stable"), kind="stable")
    other = make_analysis(frame.assign(z=frame["x"] ** 2), order[five], features=["z", "y"])
    after = names_of(profile_at(other, 2.0, naming))
    assert after != before and sorted(after) == sorted(before)


def test_next_months_customers_are_known_by_their_ids() -> None:
    analysis = five_and_six()
    naming = Naming.from_json(remember_names(analysis, 2.0, Naming(), {5: "Golden"}).to_json())
    ids = [f"C{i}" if i % 7 else f"N{i}" for i in range(sum(GROUPS))]
    order = np.random.default_rng(1).permutation(len(ids))
    month = five_and_six(ids, seed=5)
    shuffled = make_analysis(month.customers.frame.iloc[order], month.sweep.labels[0][order])
    assert names_of(profile_at(shuffled, 2.0, naming)) == names_of(profile_at(analysis, 2.0, naming))
    assert names_of(profile_at(shuffled, 2.0, naming))[4] == "Golden"


def test_rows_without_an_id_are_no_customers_of_another_file() -> None:
    frame = five_and_six().customers.frame.reset_index(drop=True)
    labels = np.repeat(np.arange(5), GROUPS)
    one, other = (
        make_analysis(frame, labels, identified=False),
        make_analysis(frame, labels, identified=True),
    )
    assert not np.isin(hash_customers(one), hash_customers(other)).any()


def test_of_large_segments_the_same_sample_is_found_again() -> None:
    rng = np.random.default_rng(0)
    labels = (rng.random(60_000) < 0.1).astype(int)
    frame = pd.DataFrame({"x": labels + rng.normal(size=60_000) / 9})
    frame.index = pd.Index(np.arange(60_000), name="customer")
    analysis = make_analysis(frame, labels)
    segmentation = remember_segmentation(
        hash_customers(analysis), labels, ["A", "B"], [True, True], [3, 1]
    )
    assert len(segmentation.customers) < 20_001
    later = make_analysis(frame.iloc[::2], labels[::2])
    names = inherit_names([find_shared_customers(segmentation, hash_customers(later))], labels[::2])
    assert {label: old.name for label, old in names.items()} == {0: "A", 1: "B"}
    assert all(old.share > 0.95 for old in names.values())


def test_a_name_that_is_forgotten_gives_way_to_the_suggestion() -> None:
    analysis = five_and_six()
    both = remember_names(analysis, 2.0, Naming(), {1: "Golden", 2: "Silver"})
    naming = both.without_name(segment(analysis, 2.0, profile_at(analysis, 2.0, both).profiles[0]))
    after = profile_at(analysis, 2.0, naming)
    assert names_of(after)[:2] == [after.profiles[0].suggested, "Silver"]


def test_a_name_is_changed_and_forgotten_for_its_own_customers_only() -> None:
    analysis, other = five_and_six(), five_and_six([f"X{i}" for i in range(sum(GROUPS))])
    mine = remember_names(other, 2.0, Naming(), {1: "Golden"})
    assert names_of(profile_at(analysis, 2.0, mine)) == names_of(profile_at(other, 2.0))
    suggestion = profile_at(other, 2.0).profiles[1]
    both = remember_names(analysis, 2.0, mine, {1: "Golden", 2: "Brass"})
    assert [s.name for s in profile_at(other, 2.0, both).profiles if s.named] == ["Golden"]
    assert profile_at(other, 2.0, both).profiles[1].name == suggestion.name
    without = both.without_name(segment(analysis, 2.0, profile_at(analysis, 2.0, both).profiles[0]))
    assert not profile_at(analysis, 2.0, without).profiles[0].named
    assert profile_at(other, 2.0, without).profiles[0].name == "Golden"


def test_names_that_were_kept_with_colours_are_still_known() -> None:
    analysis = five_and_six()
    kept = remember_names(analysis, 2.0, Naming(), {1: "Golden"}).to_json()
    older = [{**one, "colours": [number - 1 for number in one.pop("numbers")]} for one in kept]
    assert names_of(profile_at(analysis, 2.0, Naming.from_json(older)))[0] == "Golden"


def test_what_is_no_naming_names_nothing() -> None:
    for raw in (None, 3, {}, [{}], [{"customers": "?", "labels": "", "sizes": []}], "x"):
        assert Naming.from_json(raw) == Naming()


@pytest.mark.parametrize("name", ["", "  \n", "x" * (LONGEST_NAME + 1)])
def test_a_name_must_be_of_use(name: str) -> None:
    with pytest.raises(BadName):
        validate_name(name)
    assert validate_name(" Gold\t  stars ") == "Gold stars"

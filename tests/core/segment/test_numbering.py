"""A segment keeps its number from one setting of a slider to the next."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.model import NOISE
from core.segment.numbering import (
    LARGEST_KEPT_NUMBER,
    assign_free_numbers,
    jaccard_overlaps,
    match_segments,
    merge_numbers,
    number_segments,
)

FIVE = np.repeat(np.arange(5), (90, 70, 60, 50, 40)).astype(np.uint8)
# By size: 70, 60, 60 (of the 90), 50, 40, 30 (the rest of the 90).
SIX = np.array([2, 0, 1, 3, 4], np.uint8)[FIVE]
SIX[60:90] = 5
# The second and the third of the five in one, which is then the largest.
FOUR = np.array([1, 0, 0, 2, 3], np.uint8)[FIVE]


def test_overlap_is_the_jaccard_index_of_segments() -> None:
    earlier, now = np.array([0, 0, 0, 1, NOISE]), np.array([1, 1, 0, 0, 0], np.uint8)
    assert np.allclose(jaccard_overlaps(earlier, now), [[1 / 5, 2 / 3], [1 / 3, 0]])
    assert jaccard_overlaps(np.array([NOISE]), now[:1]).shape == (0, 2)


def test_matches_keep_most_customers_together_and_match_nobody_twice() -> None:
    shared = np.array([[0.6, 0.55], [0.58, 0.1]])
    assert match_segments(shared) == {1: 0, 0: 1}
    assert match_segments(np.array([[0.4, 0.1]])) == {}


def test_numbers_are_kept_outward_from_the_middle_and_new_ones_are_the_lowest_free() -> None:
    assert number_segments((FOUR, FIVE, SIX), (4, 5, 6), 1) == (
        (2, 1, 4, 5),  # the third is no more
        (1, 2, 3, 4, 5),
        (2, 3, 1, 4, 5, 6),
    )


def test_known_numbers_count_in_the_middle_and_for_whom_nothing_is_carried() -> None:
    known_numbers = ({1: 7}, {0: 5, 4: 1}, {5: 8, 1: 4})
    four, five, six = number_segments((FOUR, FIVE, SIX), (4, 5, 6), 1, known_numbers)
    assert five == (5, 2, 3, 4, 1)
    assert four == (2, 5, 4, 1)
    assert six == (2, 3, 5, 4, 1, 8)


def test_what_is_known_first_stands_and_no_number_is_given_twice() -> None:
    assert merge_numbers({0: 1}, {0: 2, 1: 1, 2: 3}) == {0: 1, 2: 3}
    assert assign_free_numbers({1: 1}, 3) == (2, 1, 3)
    assert assign_free_numbers({0: LARGEST_KEPT_NUMBER + 1, 1: LARGEST_KEPT_NUMBER}, 2) == (
        1,
        LARGEST_KEPT_NUMBER,
    )


@given(st.lists(st.integers(0, 5), min_size=1, max_size=40), st.integers(0, 99))
def test_every_segment_has_a_number_of_its_own(labels: list[int], seed: int) -> None:
    sweep = [np.unique(labels, return_inverse=True)[1].astype(np.uint8)]
    sweep.append(np.random.default_rng(seed).permutation(sweep[0]))
    k = int(sweep[0].max()) + 1
    for numbers in number_segments(sweep, (k, k), 0, ({}, {0: k})):
        assert len(set(numbers)) == k and min(numbers) >= 1 and max(numbers) <= 2 * k

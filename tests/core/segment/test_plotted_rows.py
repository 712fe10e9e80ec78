"""Which customers are drawn one by one where there are too many to draw all."""

from types import SimpleNamespace

import numpy as np
import pytest

from core.segment.run import FEWEST_PLOTTED, MOST_PLOTTED, choose_plotted_rows

CUSTOMERS = 4 * MOST_PLOTTED


@pytest.fixture(scope="module")
def sweep() -> SimpleNamespace:
    """Two settings; segments of one, two and ten customers are found at the other than suggested."""
    suggested = np.repeat([0, 1], [CUSTOMERS // 4 * 3, CUSTOMERS // 4]).astype(np.uint8)
    finer = suggested.copy()
    finer[:13] = np.repeat([2, 3, 4], [10, 2, 1])
    return SimpleNamespace(
        labels=np.stack([suggested, finer]),
        suggestion=SimpleNamespace(chosen=2),
        at=(2, 5).index,
    )


def seen(rows: np.ndarray) -> SimpleNamespace:
    return SimpleNamespace(rows=rows)


def test_every_segment_of_every_setting_has_customers_drawn(sweep: SimpleNamespace):
    shown = choose_plotted_rows(seen(np.arange(CUSTOMERS)), sweep, seed=0)
    drawn = np.bincount(sweep.labels[1][shown])
    assert drawn[2] >= FEWEST_PLOTTED
    assert drawn[3:].tolist() == [2, 1]
    assert len(shown) <= MOST_PLOTTED + 13


def test_large_segments_keep_their_shares(sweep: SimpleNamespace):
    shown = choose_plotted_rows(seen(np.arange(CUSTOMERS)), sweep, seed=0)
    assert np.bincount(sweep.labels[0][shown])[1] == pytest.approx(MOST_PLOTTED / 4, abs=2)


def test_the_rows_are_each_once_ascending_and_equal_for_an_equal_seed(sweep: SimpleNamespace):
    first, again, other = (
        choose_plotted_rows(seen(np.arange(CUSTOMERS)), sweep, seed) for seed in (1, 1, 2)
    )
    assert np.all(np.diff(first) > 0)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_only_what_has_a_place_on_the_map_is_drawn(sweep: SimpleNamespace):
    rows = np.arange(5, CUSTOMERS)
    assert choose_plotted_rows(seen(rows), sweep, seed=0).min() >= 5
    few = np.arange(10)
    assert choose_plotted_rows(seen(few), sweep, seed=0) is few

import numpy as np

from core.segment.scores.sampling import PARTS, draw_stratified


def test_draws_are_repeatable_and_stand_for_everyone():
    rng = np.random.default_rng(0)
    labels = np.stack([rng.integers(0, 2, 30_000), rng.integers(0, 5, 30_000)]).astype(np.uint8)
    one, two = (draw_stratified(labels, 3_000, np.random.default_rng(4)) for _ in range(2))
    assert np.array_equal(one.rows, two.rows)
    assert abs(len(one.rows) - 3_000) <= 1
    assert np.allclose(one.weights, 10)
    counts = np.bincount(one.parts, minlength=PARTS)
    assert counts.max() - counts.min() <= 1
    shares = np.bincount(labels[1][one.rows]) / np.bincount(labels[1])
    assert np.allclose(shares, 0.1, atol=0.002)


def test_a_segment_of_one_is_always_drawn():
    labels = np.zeros((1, 50_000), np.uint8)
    labels[0, 31_415] = 1
    for seed in range(20):
        drawn = draw_stratified(labels, 1_000, np.random.default_rng(seed))
        assert drawn.weights[drawn.rows == 31_415].tolist() == [1.0]

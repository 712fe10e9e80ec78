import pytest

from core.segment.suggested_setting import suggest_number

BENT = [100.0, 60.0, 30.0, 12.0, 10.0, 9.0, 8.0]
KS = range(2, 8)


def test_agreement():
    found = suggest_number(KS, BENT, [0.3, 0.4, 0.5, 0.4, 0.3, 0.2])
    assert (found.knee, found.silhouette, found.chosen) == (4, 4, 4)


def test_the_silhouette_decides_where_they_differ_clearly():
    found = suggest_number(KS, BENT, [0.43, 0.3, 0.31, 0.2, 0.2, 0.2])
    assert (found.knee, found.silhouette, found.chosen) == (4, 2, 2)
    assert suggest_number(KS, BENT, [0.1, 0.1, 0.1, 0.1, 0.1, 0.4]).chosen == 7


def test_the_elbow_decides_where_its_silhouette_is_as_good():
    found = suggest_number(KS, BENT, [0.43, 0.3, 0.42, 0.2, 0.2, 0.2])
    assert (found.knee, found.silhouette, found.chosen) == (4, 2, 4)


@pytest.mark.parametrize("wcss", [[5.0] * 7, [7.0, 6, 5, 4, 3, 2, 1]])
def test_no_knee(wcss):
    found = suggest_number(KS, wcss, [0.1, 0.2, 0.1, 0.1, 0.1, 0.1])
    assert (found.knee, found.silhouette, found.chosen) == (None, 3, 3)


def test_no_silhouette():
    assert suggest_number([2], [1.0, 0.0], [None]).chosen == 2


def test_one_setting_and_undefined_ones():
    found = suggest_number([2, 3], [10.0, 1.0, 0.0], [0.8, None])
    assert found.silhouette == found.chosen == 2

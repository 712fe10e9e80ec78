"""t-SNE: groups stay together, the sample is fair and told, and the work can be stopped."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.manifold import trustworthiness

from core.errors import Cancelled
from core.model import Floats, ignore_progress
from core.segment.fitting.principal_components import fit_principal_components
from core.segment.projections import reducer, tsne


def groups(rows: int) -> Floats:
    rng = np.random.default_rng(0)
    return rng.normal(size=(4, 6))[np.arange(rows) % 4] * 5 + rng.normal(size=(rows, 6))


def test_neighbours_on_the_map_are_neighbours_in_the_data() -> None:
    matrix = groups(200)
    projection = reducer("tsne").reduce(matrix, tuple("abcdef"), {}, 0, ignore_progress)
    assert projection.axes == ("t-SNE 1", "t-SNE 2", "") and not projection.points[:, 2].any()
    assert trustworthiness(matrix, projection.points, n_neighbors=10) > 0.9
    assert projection.notices == ()


def test_three_dimensions() -> None:
    projection = reducer("tsne").reduce(
        groups(60), tuple("abcdef"), {"dimensions": 3}, 0, ignore_progress
    )
    assert projection.axes[2] == "t-SNE 3" and projection.points[:, 2].std() > 0


def test_a_large_table_is_sampled_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tsne, "CAP", {2: 80, 3: 40})
    matrix = groups(1_000)
    projection = tsne.reduce(matrix, tuple("abcdef"), {}, 3, ignore_progress)
    assert len(projection.points) == len(projection.rows) == 80
    assert "sample of 80 of the 1,000 customers" in projection.notices[0].text


@pytest.mark.parametrize("width", [1, 2, 6])
def test_the_sample_keeps_each_region_s_share(width: int) -> None:
    scores = fit_principal_components(groups(10_000)[:, :width])[0]
    rows = tsne.spread_sample(scores, 1_000, seed=0)
    assert len(np.unique(rows)) == 1_000 and (np.diff(rows) > 0).all()
    cells = np.quantile(scores[:, 0], np.linspace(0, 1, 11))
    counts = np.histogram(scores[rows, 0], cells)[0]
    assert np.abs(counts - 100).sum() <= 30  # plain random draws stray by 66 to 102
    assert not np.array_equal(rows, tsne.spread_sample(scores, 1_000, seed=1))


def test_progress_reaches_the_end_in_named_steps() -> None:
    seen: list[tuple[str, float]] = []
    reducer("tsne").reduce(groups(20), tuple("abcdef"), {}, 0, lambda *step: seen.append(step))
    assert seen[0] == ("Finding neighbours", 0.0) and seen[-1] == ("Arranging customers", 1.0)
    assert [share for _, share in seen] == sorted(share for _, share in seen)


def test_a_progress_that_raises_stops_the_work() -> None:
    calls = []

    def stop(step: str, share: float) -> None:  # noqa: ARG001
        calls.append(share)
        if len(calls) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        reducer("tsne").reduce(groups(50), tuple("abcdef"), {}, 0, stop)
    assert len(calls) == 3


@pytest.mark.parametrize("rows", [1, 4])
def test_too_few_customers_get_the_pca_map(rows: int) -> None:
    matrix = groups(rows)
    projection = reducer("tsne").reduce(matrix, tuple("abcdef"), {}, 0, ignore_progress)
    width = min(2, rows)
    assert_array_equal(
        projection.points[:, :width], np.float32(fit_principal_components(matrix)[0][:, :width])
    )
    assert "fewer than five" in projection.notices[0].text


def test_the_perplexity_adapts_to_few_customers_and_says_so() -> None:
    projection = reducer("tsne").reduce(groups(31), tuple("abcdef"), {}, 0, ignore_progress)
    assert "lowered to 10.0" in projection.notices[0].text

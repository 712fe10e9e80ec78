"""Who the segments of compared methods are, and what they bring."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.compare import Comparison, compare_methods
from core.data import new_recipe
from core.segment import Run
from core.session import describe_candidates, segments_in_words, table_cells, top_share
from core.session.compared_segments import ComparedSegments
from core.store import Notes, Store, Workspace
from tests.support.sample_datasets import add_sample


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Run, Notes]]:
    (tmp_path / "work").mkdir()
    store, workspace = Store(tmp_path / "store", 1 << 30), Workspace(tmp_path / "work")
    dataset = add_sample(workspace)
    yield Run(dataset, new_recipe(dataset), store), Notes(workspace.root)
    store.close()


def test_each_result_is_described_by_the_names_that_its_page_would_show(
    place: tuple[Run, Notes],
) -> None:
    run, notes = place
    comparison: Comparison = compare_methods(run, None, ("kmeans", "value_tiers"))
    described = describe_candidates(run, run.analyse(), comparison, notes)
    usable = comparison.candidates
    assert described.keys() == {(each.method, each.setting) for each in usable}
    for candidate in usable:
        segments = described[candidate.method, candidate.setting]
        assert len(segments.names) == len(segments.customers) == candidate.k and all(segments.names)
        assert sorted(segments.customers, reverse=True) == list(segments.customers)
        assert (segments.returned, segments.kind) == (candidate.returned, "")
        if segments.money:
            assert sum(segments.money) == pytest.approx(1)


def test_the_segment_that_brings_most() -> None:
    segments = ComparedSegments(("A", "B"), (90, 10), (0.3, 0.7), "", 1.0, 20)
    assert top_share(segments) == (0.7, 0.1)
    assert top_share(replace(segments, left_out=100)) == (0.7, 0.05)
    assert "B: 10 customers, 70" in segments_in_words(segments)
    assert table_cells(segments) == {
        "segment_names": "A; B",
        "top_money_share": 0.7,
        "verdict": None,
    }
    assert top_share(ComparedSegments(("A",), (9,), (), "", None, 0)) is None

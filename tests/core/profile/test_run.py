"""What is told of segments agrees with the files that they come from, and is kept once found."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from core.cli import main
from core.data import new_recipe
from core.features import RfmMap
from core.model import Analysis, Dataset, Explanation, Segmentation
from core.profile import run as explain_run
from core.profile.rfm_grid import build_rfm_grid
from core.profile.run import profile_segments
from core.segment import Run, chosen_setting
from core.store import NO_STORE, Store
from tests.support import real_tables

Told = tuple[Analysis, Explanation]


def dataset(frame: pl.LazyFrame, path: Path) -> Dataset:
    table = frame.collect()
    table.write_parquet(path)
    return Dataset(path.stem * 8, path.name, str(path), table.height, tuple(table.columns))


def told(data: Dataset, store: Store = NO_STORE, **changes: Any) -> Told:
    recipe = new_recipe(data).with_changes(**changes)
    analysis = Run(data, recipe, store).analyse()
    setting = chosen_setting(analysis)
    return analysis, profile_segments(store, Segmentation(analysis, setting))


def labels(analysis: Analysis) -> np.ndarray:
    """Each customer's segment by its number."""
    at = analysis.sweep.at(chosen_setting(analysis))
    return np.array(analysis.sweep.numbers[at])[analysis.sweep.labels[at]]


@pytest.fixture(scope="module")
def wholesale(shared: real_tables.Shared, tmp_path_factory: pytest.TempPathFactory) -> Told:
    path = tmp_path_factory.mktemp("wholesale") / "wholesale.parquet"
    return told(dataset(real_tables.wholesale(shared), path), params={"n_clusters": 4})


@pytest.fixture(scope="module")
def retail(shared: real_tables.Shared, tmp_path_factory: pytest.TempPathFactory) -> Told:
    path = tmp_path_factory.mktemp("retail") / "retail.parquet"
    return told(dataset(real_tables.online_retail(shared), path), params={"n_clusters": 5})


def test_markers_of_the_wholesale_customers_are_those_of_pandas(wholesale: Told) -> None:
    analysis, explanation = wholesale
    frame, own = analysis.customers.frame, labels(analysis)
    means = frame.groupby(own, observed=True).mean(numeric_only=True)
    numeric = [(s, m) for s in explanation.profiles for m in s.markers if m.value is None]
    assert len(numeric) > 8
    for story, marker in numeric:
        others = frame.loc[own != story.segment, marker.feature].mean()
        assert marker.own == pytest.approx(means.loc[story.segment, marker.feature])
        assert marker.others == pytest.approx(others)
        known = frame[marker.feature]
        reach = known.quantile(0.975) - known.quantile(0.025)
        assert abs(marker.own - marker.others) >= min(0.25 * reach, 0.5 * known.mean()) - 1e-9


def test_rules_of_the_wholesale_customers_find_what_they_say(wholesale: Told) -> None:
    analysis, explanation = wholesale
    frame, own = analysis.customers.frame, labels(analysis)
    assert explanation.fidelity is not None and explanation.fidelity > 0.6
    for story in explanation.profiles:
        assert story.rule is not None and len(story.rule.conditions) <= 3
        found, members = frame.query(story.rule.pandas), own == story.segment
        assert len(found) == story.rule.covered
        both = members[found.index - 1].sum()
        assert (both / len(found), both / story.size) == pytest.approx(
            (story.rule.precision, story.rule.recall)
        )


def test_sentences_on_the_shop_tell_the_figures_of_its_customers(retail: Told) -> None:
    analysis, explanation = retail
    frame, own = analysis.customers.frame, labels(analysis)
    assert explanation.cuts["frequency"] == (1.0, 2.0, 3.0, 6.0)
    for story in explanation.profiles:
        part = frame[own == story.segment]
        first, second, _ = story.sentences
        assert first.startswith("Typically bought ")
        for feature in ("recency", "monetary"):
            assert f"{float(part[feature].median()):,.0f}" in first
        for marker in story.markers[:2]:
            assert (
                marker.own == pytest.approx(part[marker.feature].mean()) and marker.sentence in second
            )
    assert sum(story.money or 0 for story in explanation.profiles) == pytest.approx(
        frame["monetary"].sum()
    )
    assert sum(story.money_share or 0 for story in explanation.profiles) == pytest.approx(1)


def test_the_shops_segments_are_called_after_recency_and_frequency(retail: Told) -> None:
    analysis, explanation = retail
    names = [story.name for story in explanation.profiles]
    assert len(set(names)) == 5 and "Hibernating" in names
    assert any(name.startswith("Champions") for name in names)
    grid = build_rfm_grid(analysis.customers)
    one_order = (analysis.customers.frame["frequency"] == 1).sum()
    assert grid.counts.sum() == len(analysis.customers.frame)
    assert grid.counts[:, 0].sum() == one_order


def test_what_was_told_once_is_kept_for_the_same_choices(wholesale: Told, tmp_path: Path) -> None:
    analysis, explanation = wholesale
    store = Store(tmp_path / "cache", 1 << 24)
    asked = store, Segmentation(analysis, chosen_setting(analysis))
    assert not explain_run.is_explanation_stored(*asked)
    first = profile_segments(*asked)
    assert explain_run.is_explanation_stored(*asked) and not explain_run.is_explanation_stored(
        *asked, RfmMap(3)
    )
    again = profile_segments(*asked)
    assert again.profiles == first.profiles == explanation.profiles
    assert (again.importance == explanation.importance).all()
    store.close()


def test_a_file_of_all_that_is_told_is_written(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    spend = np.repeat([10.0, 500.0], (70, 50))[:, None] + rng.normal(size=(120, 3))
    frame = pd.DataFrame(spend, columns=["fresh", "milk", "meat"])
    frame.insert(0, "customer_id", [f"C{i:03d}" for i in range(120)])
    path = tmp_path / "customers.csv"
    frame.to_csv(path, index=False)
    texts = []
    for out in ("one", "two"):
        assert main(["profile", str(path), "--k", "2", "--out", str(tmp_path / out)]) == 0
        texts.append((tmp_path / out / "segments.json").read_text("utf-8"))
    assert texts[0] == texts[1]
    found = json.loads(texts[0])
    assert (found["n_customers"], found["k"], found["n_clusters"], found["fidelity"]) == (
        120,
        2,
        2,
        1.0,
    )
    first = found["segments"][0]
    assert (first["id"], first["size"], len(first["sentences"])) == (1, 70, 3)
    assert first["rule"]["precision"] == first["rule"]["recall"] == 1.0
    assert set(first["importance"]) == set(found["features"]) == {"fresh", "milk", "meat"}
    assert set(first["typical"]) <= set(frame["customer_id"][:70])

"""`tessera verdict` says whether segments are real, and gives the figures behind that."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.cli import main


def written(folder: Path, rows: np.ndarray) -> Path:
    path = folder / "customers.csv"
    frame = pd.DataFrame(rows, columns=[f"feature_{j}" for j in range(rows.shape[1])])
    frame.to_csv(path, index_label="customer_id")
    return path


def verdict(path: Path, out: Path, *more: str) -> dict[str, Any]:
    assert main(["verdict", str(path), "--out", str(out), *more]) == 0
    found: dict[str, Any] = json.loads((out / "verdict.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rng = np.random.default_rng(4)
    centres = np.array([[0, 0, 0], [7, 0, 3], [0, 7, -3]])
    rows = np.repeat(centres, 70, axis=0) + rng.normal(size=(210, 3))
    return written(tmp_path_factory.mktemp("grouped"), rows)


def test_three_groups_apart_are_natural(grouped: Path, tmp_path: Path) -> None:
    found = verdict(grouped, tmp_path / "out")
    assert (found["verdict"], found["k"]) == ("natural", 3)
    assert "three segments" in found["sentence"]
    assert (found["recommendation"]["setting"], found["recommendation"]["settled"]) == (3, True)
    assert len(found["segments"]) == 3 and all(s["jaccard"] > 0.9 for s in found["segments"])
    assert len(found["stability"]["3"]["pairs"]) >= 50
    for criterion, highest in (("gap_statistic", 12), ("prediction_strength", 9)):
        told = found[criterion]
        assert told["suggested_k"] == 3 and set(map(str, range(1, highest))) <= set(told["values"])
        assert all(own["standard_error"] >= 0 for own in told["values"].values())
    assert verdict(grouped, tmp_path / "again") == found


def test_a_number_that_is_asked_for_is_judged(grouped: Path, tmp_path: Path) -> None:
    found = verdict(grouped, tmp_path / "out", "--k", "7")
    assert found["k"] == 7 and found["verdict"] == "constructed"
    assert len(found["segments"]) == 7


def test_a_cloud_has_no_natural_segments(tmp_path: Path) -> None:
    rows = np.random.default_rng(9).normal(size=(400, 4))
    assert verdict(written(tmp_path, rows), tmp_path / "out")["verdict"] in ("none", "constructed")


@pytest.mark.parametrize(
    ("k", "words"), [("1", "two or more"), ("300", "too many to judge"), ("0", "two or more")]
)
def test_a_number_that_cannot_be_judged_is_refused(
    grouped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], k: str, words: str
) -> None:
    assert main(["verdict", str(grouped), "--out", str(tmp_path / "out"), "--k", k]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_a_method_that_finds_the_number_itself_is_not_told_one(
    grouped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [
        "segment",
        str(grouped),
        "--algorithm",
        "dbscan",
        "--k",
        "3",
        "--out",
        str(tmp_path / "out"),
    ]
    assert main(asked) == 2
    assert "--param eps=" in capsys.readouterr().err

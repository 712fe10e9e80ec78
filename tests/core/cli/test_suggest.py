"""`tessera suggest` writes the customers with their segments and why they are divided so."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.cli import main

pytestmark = pytest.mark.usefixtures("few_redraws")


def written(folder: Path, rows: np.ndarray) -> Path:
    path = folder / "customers.csv"
    frame = pd.DataFrame(rows, columns=[f"feature_{j}" for j in range(rows.shape[1])])
    frame.to_csv(path, index_label="customer_id")
    return path


def suggested(path: Path, out: Path, *more: str) -> dict[str, Any]:
    assert main(["suggest", str(path), "--out", str(out), *more]) == 0
    found: dict[str, Any] = json.loads((out / "suggestion.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rng = np.random.default_rng(4)
    centres = np.array([[0, 0, 0], [7, 0, 3], [0, 7, -3]])
    rows = np.repeat(centres, (50, 40, 30), axis=0) + rng.normal(size=(120, 3))
    return written(tmp_path_factory.mktemp("grouped"), rows)


@pytest.fixture(scope="module")
def result(grouped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("suggest") / "new"
    suggested(grouped, out)
    return out


def told(result: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((result / "suggestion.json").read_text("utf-8"))
    return found


def test_two_files_are_written_and_nothing_else(result: Path) -> None:
    assert {path.name for path in result.iterdir()} == {"customers.csv", "suggestion.json"}


def test_the_suggestion_says_what_and_why(result: Path) -> None:
    found = told(result)
    assert found["k"] == 3 and found["verdict"] == "natural" and found["seconds"] > 0
    assert found["method"] and found["params"] and found["sentence"].endswith(".")
    assert found["reasons"] and all(reason.endswith(".") for reason in found["reasons"])
    assert 0.9 < found["figures"]["stability"] <= 1
    assert found["method"] not in {other["method"] for other in found["runners_up"]}


def test_segments_are_those_of_the_customers_file(result: Path) -> None:
    customers = pd.read_csv(result / "customers.csv")
    sizes = customers["segment"].value_counts()
    listed = {segment["id"]: segment["size"] for segment in told(result)["segments"]}
    assert listed == {k: n for k, n in sizes.items() if k > 0}
    assert int(sizes.get(0, 0)) == told(result)["noise"]


def test_segment_makes_the_same_of_what_was_suggested(
    result: Path, grouped: Path, tmp_path: Path
) -> None:
    found = told(result)
    params = [f"--param={name}={value}" for name, value in found["params"].items()]
    asked = ["segment", str(grouped), "--algorithm", found["method"], *params]
    assert main([*asked, "--out", str(tmp_path)]) == 0
    assert (tmp_path / "customers.csv").read_bytes() == (result / "customers.csv").read_bytes()


def test_chosen_features_are_used_and_equal_seeds_give_equal_files(tmp_path: Path) -> None:
    path = written(tmp_path, np.random.default_rng(4).normal(size=(60, 3)))
    chosen = "--features", "feature_0,feature_1", "--scale", "minmax", "--seed", "7"
    first, second = (suggested(path, tmp_path / name, *chosen) for name in ("first", "second"))
    assert set(first["segments"][0]["centroid"]) == {"feature_0", "feature_1"}
    assert {**first, "seconds": 0} == {**second, "seconds": 0}
    files = [(tmp_path / name / "customers.csv").read_bytes() for name in ("first", "second")]
    assert files[0] == files[1]


def test_a_table_without_differences_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]))
    assert main(["suggest", str(path), "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.strip().endswith(".") and not (tmp_path / "out").exists()

"""`tessera audience` and `tessera uplift`: their files, their sentences, the same for the same seed."""

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.cli import main


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    random = np.random.default_rng(1)
    spend = np.repeat([900.0, 100.0], (50, 90)) + random.normal(scale=20, size=140)
    path = tmp_path_factory.mktemp("campaign") / "customers.csv"
    pd.DataFrame({
        "customer_id": [f"C{i:04d}" for i in range(140)],
        "email": [f"person{i}@example.org" for i in range(140)],
        "handy": [f"0171 {5550000 + i}" for i in range(140)],
        "consent": ["yes", "no"] * 70,
        "spend": spend,
        "visits": spend / 50 + random.normal(size=140),
    }).to_csv(path, index=False)  # fmt: skip
    return path


@pytest.fixture(scope="module")
def result(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("campaign") / "out"
    options = "--target meta --segment 1 --holdout 0.2 --country DE --k 2 --contact phone=handy"
    assert main(["audience", str(table), *options.split(), "--out", str(out)]) == 0
    return out


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_files(result: Path) -> None:
    told = json.loads((result / "audience.json").read_text("utf-8"))
    assert {path.name for path in result.iterdir()} == {
        "audience.csv", "assignment.csv", "audience.json", "holdout.csv"
    }  # fmt: skip
    assert told["counts"] == {
        "in_segment": 90, "without_consent": 45, "unreachable": 0, "repeated": 0, "held_out": 9,
        "contacted": 36,
    }  # fmt: skip
    assert told["columns"] == {"email": "email", "phone": "handy", "consent": "consent"}
    assert len(read(result / "audience.csv")) == 36 and len(read(result / "holdout.csv")) == 9
    assert "@" not in (result / "audience.csv").read_text()
    (name,) = told["names"]
    assert name != "Segment 1" and {row["segment"] for row in read(result / "assignment.csv")} == {name}


def test_who_is_written_to_is_said(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--target", "generic", "--segment", "2", "--k", "2", "--out", str(tmp_path / "out")]
    assert main(["audience", str(table), *options]) == 0
    (name,) = json.loads((tmp_path / "out" / "audience.json").read_text("utf-8"))["names"]
    assert f"2 {name}: of 50 customers, 25 are contacted." in capsys.readouterr().out


def test_uplift_from_the_campaigns_own_assignment(
    result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = read(result / "assignment.csv")
    lines = [
        f"{row['customer_id']},{int(row['group'] == 'contacted' and i % 3 > 0)}"
        for i, row in enumerate(rows)
    ]
    (tmp_path / "result.csv").write_text("\n".join(["customer_id,converted", *lines]))
    given = [str(tmp_path / "result.csv"), "--assignment", str(result / "assignment.csv")]
    assert main(["uplift", *given, "--out", str(tmp_path / "up")]) == 0
    found = json.loads((tmp_path / "up" / "uplift.json").read_text("utf-8"))
    assert found["contacted"]["people"] == 36 and found["held_out"] == {"people": 9, "mean": 0}
    assert 0 < found["low"] < found["uplift"] < found["high"]
    assert capsys.readouterr().out.strip() == found["sentence"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("--target fax --segment 1", "There is no audience 'fax'"),
        ("--target meta --segment 1 --holdout 2", "hold-out share must be from 0 to 0.9"),
        ("--target meta --segment 1 --country Gemany", "'Gemany' is not a country"),
    ],
)
def test_wrong_options_answer_with_one_sentence(
    options: str, sentence: str, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audience", str(table), *options.split(), "--out", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert sentence in told and told.count("\n") == 1
    assert not list(tmp_path.iterdir())

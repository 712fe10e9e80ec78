"""`tessera profile` says what to do with the segments and what they buy."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.act import Feedback, Rating
from core.cli import main
from core.data import make_sample
from core.model import RatedSubject

OWN = """
name = "ours"
[[plays]]
id = "call"
title = "Call them"
goal = "An answer"
channel = "Telephone"
measure = "Answers"
when = ["[monetary] > 0"]
"""


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("acting") / "lines.parquet"
    make_sample("shop", 4_000, 0).write_parquet(path)
    return path


def explained(lines: Path, out: Path, *more: str) -> dict[str, Any]:
    assert main(["profile", str(lines), "--k", "3", "--out", str(out), *more]) == 0
    found: dict[str, Any] = json.loads((out / "segments.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def found(lines: Path) -> dict[str, Any]:
    return explained(lines, lines.parent / "out")


def test_each_segment_has_actions_with_their_facts_and_products(found) -> None:
    assert found["playbook"] == "retail"
    for segment in found["segments"]:
        assert all(one["trigger"] and one["measure"] for one in segment["actions"])
        assert set(segment["products"]) == {"overbought", "bestsellers", "offers"}
    assert found["segments"][0]["actions"] and found["segments"][0]["products"]["bestsellers"]


def test_a_playbook_and_ratings_of_ones_own_decide(lines: Path, tmp_path: Path, found) -> None:
    kind = found["segments"][0]["kind"]
    playbook, ratings = tmp_path / "ours.toml", tmp_path / "ratings.json"
    playbook.write_text(OWN, "utf-8")
    said = Feedback((Rating(RatedSubject(kind, "action", "call"), "march", 1),))
    ratings.write_text(json.dumps(said.to_list()), "utf-8")
    again = explained(lines, tmp_path / "out", "--playbook", str(playbook), "--ratings", str(ratings))
    (action,) = again["segments"][0]["actions"]
    assert again["playbook"] == "ours" and (action["id"], action["votes"]) == ("call", 1)
    assert [s["products"] for s in again["segments"]] == [s["products"] for s in found["segments"]]


@pytest.mark.parametrize("option", ["--playbook", "--ratings"])
def test_a_file_that_is_none_is_refused_and_nothing_is_written(
    lines: Path, tmp_path: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad").write_text("<html>", "utf-8")
    out = tmp_path / "out"
    assert main(["profile", str(lines), "--out", str(out), option, str(tmp_path / "bad")]) == 2
    assert capsys.readouterr().err.count("\n") == 1 and not out.exists()

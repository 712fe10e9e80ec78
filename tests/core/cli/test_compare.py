"""`tessera compare` keeps its contract: two files, repeatable, and sentences where it cannot."""

import csv
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.cli import main
from core.compare import Candidate
from core.segment import standard_algorithms

FILES = {"compare.json", "compare.csv"}
SPEND = ["fresh", "milk", "grocery"]
QUICK = ["--methods", "kmeans,hierarchical"]


def loaded(folder: Path) -> Any:
    return json.loads((folder / "compare.json").read_text("utf-8"))


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "compare.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def untimed(folder: Path) -> dict[str, Any]:
    found = loaded(folder)
    return found | {"candidates": [own | {"seconds": 0} for own in found["candidates"]]}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two groups of customers with their kind, which is not known of three of them."""
    rng = np.random.default_rng(1)
    rich = np.repeat([True, False], (50, 90))
    spend = np.where(rich[:, None], 900.0, 100.0) + rng.normal(scale=20, size=(140, 3))
    frame = pd.DataFrame(spend.round(2), columns=SPEND)
    frame.insert(0, "customer_id", [f"C{i:04d}" for i in range(140)])
    frame["kind"] = np.where(rich, "restaurant", "shop")
    frame.loc[[3, 60, 70], "kind"] = None
    path = tmp_path_factory.mktemp("cli") / "customers.csv"
    frame.to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def result(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "new" / "result"
    assert main(["compare", str(table), "--label", "kind", "--out", str(folder)]) == 0
    return folder


def test_two_files_hold_every_method_with_every_score(result: Path) -> None:
    assert {path.name for path in result.iterdir()} == FILES
    found = loaded(result)
    assert found["n_customers"] == 140 and found["features"] == SPEND and found["label"] == "kind"
    assert found["adopted"] is None and found["failed"] == []
    names = {field.name for field in fields(Candidate)}
    assert all(set(own) == names for own in found["candidates"])
    assert {own["method"] for own in found["candidates"]} == set(standard_algorithms())
    kmeans = next(own for own in found["candidates"] if own["method"] == "kmeans")
    assert (kmeans["parameter"], kmeans["setting"], kmeans["sizes"]) == ("n_clusters", 2, [90, 50])
    against = ("adjusted_rand", "normalised_mutual_information", "homogeneity", "completeness")
    assert [kmeans[name] for name in against] == pytest.approx([1] * 4)
    assert kmeans["silhouette"] > 0.8 and kmeans["dunn"] > 1 and kmeans["returned"] == 1
    assert "'kind' is missing for 3 of 140 customers" in found["notices"][-1]["text"]


def test_agreement_is_of_each_candidate_with_each(result: Path) -> None:
    found = loaded(result)
    matrix = np.array(found["agreement"])
    assert matrix.shape == (len(found["candidates"]),) * 2
    assert (matrix == matrix.T).all() and (np.diag(matrix) == 1).all()
    two = [at for at, own in enumerate(found["candidates"]) if own["sizes"] == [90, 50]]
    assert len(two) > 1 and (matrix[np.ix_(two, two)] == 1).all()


def test_the_table_says_the_same(result: Path) -> None:
    found, table = loaded(result)["candidates"], rows(result)
    assert [(row["method"], row["k"]) for row in table] == [(o["method"], str(o["k"])) for o in found]
    for row, own in zip(table, found, strict=True):
        assert row["sizes"] == " ".join(map(str, own["sizes"])) and row["problem"] == ""
        for name in ("silhouette", "dunn", "adjusted_rand", "returned", "agreement"):
            assert row[name] == ("" if own[name] is None else str(own[name]))
        assert all(notice["text"] in row["notices"] for notice in own["notices"])


def test_the_same_call_gives_the_same(table: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert main(["compare", str(table), *QUICK, "--seed", "7", "--out", str(tmp_path / name)]) == 0
    assert untimed(tmp_path / "one") == untimed(tmp_path / "two")
    assert untimed(tmp_path / "one")["label"] is None


def test_the_result_of_a_recipe_is_the_adopted_one(table: Path, tmp_path: Path) -> None:
    chosen = {"algorithm": "hierarchical", "params": {"n_clusters": 3, "linkage": "complete"}}
    (tmp_path / "recipe.json").write_text(json.dumps(chosen))
    options = [*QUICK, "--recipe", str(tmp_path / "recipe.json"), "--features", "fresh,milk"]
    assert main(["compare", str(table), *options, "--out", str(tmp_path)]) == 0
    found = loaded(tmp_path)
    assert found["adopted"] == {"method": "hierarchical", "setting": 3}
    assert found["features"] == ["fresh", "milk"]
    told = {(own["method"], own["setting"]): own for own in found["candidates"]}
    assert told["hierarchical", 3]["reasons"] == ["adopted"]
    assert told["hierarchical", 3]["agreement"] == 1
    assert told["kmeans", 3]["reasons"] == ["as many segments as in use"]
    assert told["kmeans", 2]["agreement"] < 1


def test_a_method_that_cannot_be_run_is_a_row_that_says_why(tmp_path: Path) -> None:
    few = pd.DataFrame({"fresh": [1.0, 2.0, 9.0, 10.0], "milk": [1.0, 3.0, 9.5, 11.0]})
    few.to_csv(tmp_path / "few.csv", index=False)
    options = ["--methods", "dbscan,kmeans", "--role", "fresh=number", "--role", "milk=number"]
    assert main(["compare", str(tmp_path / "few.csv"), *options, "--out", str(tmp_path)]) == 0
    (failed,) = loaded(tmp_path)["failed"]
    assert failed["method"] == "dbscan" and "only 4" in failed["problem"]
    first, second, *_ = rows(tmp_path)
    assert (first["method"], first["problem"], first["k"]) == ("dbscan", failed["problem"], "")
    assert (second["method"], second["problem"]) == ("kmeans", "")


def test_a_label_takes_the_place_of_the_guessed_one(table: Path, tmp_path: Path) -> None:
    frame = pd.read_csv(table).assign(churned=np.arange(140) % 2)
    frame.to_csv(tmp_path / "two.csv", index=False)
    options = ["--role", "churned=label", "--label", "kind", "--methods", "hierarchical"]
    assert main(["compare", str(tmp_path / "two.csv"), *options, "--out", str(tmp_path)]) == 0
    assert loaded(tmp_path)["label"] == "kind"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--label", "town"], "no column 'town'"),
        (["--label", "kind", "--table", "transactions"], "'kind' cannot be the label"),
        (["--methods", "magic"], "no algorithm 'magic'"),
        (["--methods", ", ,"], "no name"),
        (["--features", "fresh,cheese"], "no feature 'cheese'"),
        (["--k", "3"], "--k"),
        (["--recipe", "no such recipe.json"], "no such file"),
    ],
)
def test_bad_options_get_a_sentence_and_no_files(
    options: list[str], words: str, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status: Any = main(["compare", str(table), "--out", str(tmp_path / "result"), *options])
    except SystemExit as end:
        status = end.code
    said = capsys.readouterr().err
    assert status == 2 and words in said and said.count("\n") == 1
    assert not (tmp_path / "result").exists()


def test_an_adopted_setting_that_is_not_there_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "\n".join(f"{i},{i % 2}" for i in range(60))
    (tmp_path / "alike.csv").write_text(f"id,spend\n{rows}\n")
    recipe = {"roles": {"id": "id", "spend": "number"}, "params": {"n_clusters": 50}}
    (tmp_path / "recipe.json").write_text(json.dumps(recipe))
    options = ["--recipe", str(tmp_path / "recipe.json"), "--out", str(tmp_path / "result")]
    assert main(["compare", str(tmp_path / "alike.csv"), *options]) == 2
    said = capsys.readouterr().err
    assert "no stop at 50" in said and said.count("\n") == 1
    assert not (tmp_path / "result").exists()


def test_no_method_that_can_be_run_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "few.csv").write_text("fresh,milk\n1.5,2\n2,1\n9,8.5\n")
    options = ["--methods", "dbscan,hdbscan", "--out", str(tmp_path / "result")]
    assert main(["compare", str(tmp_path / "few.csv"), *options]) == 2
    said = capsys.readouterr().err
    assert "None of the methods" in said and said.count("\n") == 1
    assert not (tmp_path / "result").exists()


def test_every_value_is_in_the_reference(result: Path) -> None:
    text = (Path(__file__).parents[3] / "docs" / "reference.md").read_text("utf-8")
    names = {*loaded(result), *(field.name for field in fields(Candidate)), "problem"}
    assert [name for name in names if f"`{name}`" not in text] == []

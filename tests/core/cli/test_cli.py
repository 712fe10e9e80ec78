"""The `tessera` command keeps its contract: the files it writes, its exit status, its sentences."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.cli import main, terminal
from core.cli.files import json_text
from core.cli.terminal import Terminal

FILES = {"customers.csv", "recipe.json", "scores.json", "sweep.json"}
SPEND = ["fresh", "milk", "grocery"]


def loaded(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two groups of customers with an id, three spends, a city and one missing number."""
    rng = np.random.default_rng(1)
    rich = np.repeat([True, False], (50, 90))
    spend = np.where(rich[:, None], 900.0, 100.0) + rng.normal(scale=20, size=(140, 3))
    frame = pd.DataFrame(spend.round(2), columns=SPEND)
    frame.insert(0, "customer_id", [f"C{i:04d}" for i in range(140)])
    frame["city"] = np.where(rng.random(140) < 0.5, "Ghent", "Łódź")
    frame.loc[3, "milk"] = None
    path = tmp_path_factory.mktemp("cli") / "customers.csv"
    frame.to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def result(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "new" / "result"
    assert main(["segment", str(table), "--out", str(folder)]) == 0
    return folder


def test_four_files_are_written_and_nothing_else(result: Path) -> None:
    assert set(contents(result)) == FILES


def test_customers_are_one_row_each_with_their_segment(result: Path, table: Path) -> None:
    text = (result / "customers.csv").read_bytes()
    found, source = pd.read_csv(result / "customers.csv"), pd.read_csv(table)
    assert text.startswith(b"customer_id,segment,segment_name,")
    assert list(found.columns[-2:]) == ["silhouette", "distance"]
    assert found.groupby("segment")["segment_name"].nunique().eq(1).all()
    assert found["customer_id"].tolist() == source["customer_id"].tolist()
    pd.testing.assert_frame_equal(found[SPEND], source[SPEND])
    sizes = found["segment"].value_counts().sort_index()
    assert sizes.index.tolist() == list(range(1, len(sizes) + 1)) and sizes.is_monotonic_decreasing


def test_scores_agree_with_the_customers_file(result: Path) -> None:
    scores, found = loaded(result / "scores.json"), pd.read_csv(result / "customers.csv")
    assert scores["n_customers"] == 140 and scores["suggested_k"] == scores["k"] == 2
    assert [segment["size"] for segment in scores["segments"]] == [90, 50]
    assert scores["silhouette"] == pytest.approx(found["silhouette"].mean(), abs=1e-6)
    for segment in scores["segments"]:
        members = found[found["segment"] == segment["id"]]
        assert segment["share"] == len(members) / 140
        assert segment["silhouette"] == pytest.approx(members["silhouette"].mean(), abs=1e-6)
        assert [segment["centroid"][name] for name in SPEND] == pytest.approx(members[SPEND].mean())
    assert sum(scores["explained_variance_ratio"]) == pytest.approx(1)
    assert {"text", "level", "about"} == set(scores["notices"][0])


def test_the_sweep_has_an_entry_for_every_k(result: Path) -> None:
    scores, sweep = loaded(result / "scores.json"), loaded(result / "sweep.json")
    assert [entry["k"] for entry in sweep] == list(range(2, 13))
    names = ("silhouette", "wcss", "davies_bouldin", "calinski_harabasz")
    assert {name: sweep[0][name] for name in names} == {name: scores[name] for name in names}
    assert all(sum(entry["sizes"]) == 140 and None not in entry.values() for entry in sweep)


def test_the_recipe_is_complete_and_repeats_the_result(
    result: Path, table: Path, tmp_path: Path
) -> None:
    recipe = loaded(result / "recipe.json")
    assert recipe["features"] == loaded(result / "scores.json")["features"]
    assert recipe["params"] == {"n_clusters": 2}
    again = ["segment", str(table), "--recipe", str(result / "recipe.json"), "--out", str(tmp_path)]
    assert main(again) == 0
    assert contents(tmp_path) == contents(result)


def test_what_is_not_clustered_on_is_not_listed_and_the_recipe_repeats_the_result(
    table: Path, tmp_path: Path
) -> None:
    first, again, saved = tmp_path / "first", tmp_path / "again", tmp_path / "recipe.json"
    saved.write_text('{"weights": {"milk": 0}}', "utf-8")
    options = ["--recipe", str(saved), "--features", "fresh,milk,grocery,fresh"]
    assert main(["segment", str(table), *options, "--out", str(first)]) == 0
    scores, recipe = loaded(first / "scores.json"), loaded(first / "recipe.json")
    assert scores["features"] == recipe["features"] == ["fresh", "grocery"]
    assert list(scores["segments"][0]["centroid"]) == ["fresh", "grocery"]
    options = ["--recipe", str(first / "recipe.json")]
    assert main(["segment", str(table), *options, "--out", str(again)]) == 0
    assert contents(again) == contents(first)


def test_options_override_the_recipe(result: Path, table: Path, tmp_path: Path) -> None:
    options = (
        "--features milk,grocery --transform none --scale robust --k 3 --seed 7 --role city=ignore "
        "--sample-weight fresh"
    )
    start = ["segment", str(table), "--recipe", str(result / "recipe.json"), "--out", str(tmp_path)]
    assert main([*start, *options.split()]) == 0
    recipe, scores = loaded(tmp_path / "recipe.json"), loaded(tmp_path / "scores.json")
    said = ("features", "transform", "scale", "params", "seed", "sample_weight")
    assert [recipe[name] for name in said] == [
        ["milk", "grocery"],
        "none",
        "robust",
        {"n_clusters": 3},
        7,
        "fresh",
    ]
    assert any("weighted by 'Fresh'" in notice["text"] for notice in scores["notices"])
    assert recipe["roles"]["city"] == "ignore" and recipe["roles"]["fresh"] == "number"
    assert scores["k"] == 3 and scores["suggested_k"] == 2 and scores["features"] == ["milk", "grocery"]


@pytest.mark.parametrize("text", ['{"seed": 7}', '{"seed": 7, "roles": {}, "table": "customers"}'])
def test_a_recipe_without_roles_keeps_the_guessed_ones(
    text: str, result: Path, table: Path, tmp_path: Path
) -> None:
    (tmp_path / "short.json").write_text(text)
    options = ["--recipe", str(tmp_path / "short.json"), "--role", "city=ignore"]
    assert main(["segment", str(table), "--out", str(tmp_path / "result"), *options]) == 0
    recipe, guessed = loaded(tmp_path / "result" / "recipe.json"), loaded(result / "recipe.json")
    assert recipe["roles"] == guessed["roles"] | {"city": "ignore"} and recipe["seed"] == 7


def test_another_table_takes_its_own_guess(result: Path, tmp_path: Path) -> None:
    shop, folder = str(tmp_path / "shop.parquet"), tmp_path / "result"
    assert main(["sample", "shop", "--rows", "3000", "--seed", "4", "--out", shop]) == 0
    customers = loaded(result / "recipe.json") | {"seed": 7, "weights": {"milk": 2.0}}
    (tmp_path / "customers.json").write_text(json.dumps(customers))
    options = ["--recipe", str(tmp_path / "customers.json"), "--table", "transactions"]
    assert main(["segment", shop, "--out", str(folder), *options]) == 0
    recipe = loaded(folder / "recipe.json")
    assert recipe["table"] == "transactions" and "date" in recipe["roles"].values()
    assert recipe["seed"] == 7 and recipe["weights"] == {} and "milk" not in recipe["roles"]


def test_a_parameter_says_the_same_as_k(table: Path, tmp_path: Path) -> None:
    for name, option in (("k", ["--k", "14"]), ("param", ["--param", "n_clusters=14"])):
        assert main(["segment", str(table), "--out", str(tmp_path / name), *option]) == 0
    assert contents(tmp_path / "k") == contents(tmp_path / "param")
    assert loaded(tmp_path / "k" / "scores.json")["k"] == 14


def test_invoices_become_customers_up_to_the_snapshot(tmp_path: Path) -> None:
    shop, folder = str(tmp_path / "shop.parquet"), tmp_path / "result"
    assert main(["sample", "shop", "--rows", "3000", "--seed", "4", "--out", shop]) == 0
    assert main(["segment", shop, "--out", str(folder), "--snapshot", "2030-01-01"]) == 0
    recipe, found = loaded(folder / "recipe.json"), pd.read_csv(folder / "customers.csv")
    assert recipe["table"] == "transactions" and recipe["snapshot"] == "2030-01-01"
    assert found["recency"].min() > 365 and not found.iloc[:, 0].duplicated().any()


def test_rows_that_are_no_customers_are_refused_unless_it_is_said_what_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, folder = tmp_path / "list.csv", tmp_path / "result"
    rows = [f"{1000 + i},{i * 7 % 5},{i * 13 % 97}.5,{i * 3 % 41}" for i in range(80)]
    path.write_text("\n".join(["product_id,brand,price,stock", *rows]), "utf-8")
    start = ["segment", str(path), "--out", str(folder)]
    assert main(start) == 2
    said = capsys.readouterr().err
    assert "list of products" in said and "No column says who bought" in said
    assert not folder.exists()
    assert main([*start, "--table", "customers"]) == 0
    assert len(pd.read_csv(folder / "customers.csv")) == 80


def test_a_feature_that_was_asked_for_is_one_whatever_was_guessed(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = [f"{i + 1},{i % 2},{7},{i * 13 % 97}.5,{i * 3 % 41}" for i in range(80)]
    path.write_text("\n".join(["v1,churn,same,v2,v3", *rows]), "utf-8")
    for features in ("v1,v2", "churn,v2", "same,v2,v3", "v1"):
        folder = tmp_path / features
        start = ["segment", str(path), "--features", features, "--out", str(folder), "--k", "2"]
        assert main(start) == 0
        differing = [name for name in features.split(",") if name != "same"]
        assert loaded(folder / "scores.json")["features"] == differing
        assert loaded(folder / "recipe.json")["roles"]["v2"] == "number"


def test_a_role_that_was_given_leaves_the_column_that_had_it_by_a_guess(
    result: Path, table: Path, tmp_path: Path
) -> None:
    ids = pd.read_csv(table).assign(other=[f"X{i}" for i in range(140)])
    path = tmp_path / "t.csv"
    ids.to_csv(path, index=False)
    for more in ([], ["--recipe", str(result / "recipe.json")]):
        folder = tmp_path / f"result{len(more)}"
        assert main(["segment", str(path), "--role", "other=id", *more, "--out", str(folder)]) == 0
        assert pd.read_csv(folder / "customers.csv").columns[0] == "other"


def test_a_meaning_that_was_given_is_in_the_recipe_and_replayed(table: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    given = ["--meaning", "milk=context", "--out", str(first)]
    assert main(["segment", str(table), *given]) == 0
    assert loaded(first / "recipe.json")["meanings"] == {"milk": "context"}
    assert "milk" not in loaded(first / "recipe.json")["features"]
    replayed = loaded(first / "recipe.json") | {"features": None}
    (tmp_path / "again.json").write_text(json.dumps(replayed))
    assert (
        main(["segment", str(table), "--recipe", str(tmp_path / "again.json"), "--out", str(second)])
        == 0
    )
    assert (first / "customers.csv").read_bytes() == (second / "customers.csv").read_bytes()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--meaning", "milk=cow"], "'cow' is not a meaning for column 'milk'"),
        (["--meaning", "cow=time"], "no column 'cow'"),
        (["--role", "city"], "NAME=VALUE"),
        (["--role", "city=town"], "'town' is not a role"),
        (["--role", "town=category"], "no column 'town'"),
        (["--features", "fresh,cheese"], "no feature 'cheese'"),
        (["--features", ", ,"], "no name"),
        (["--table", "transactions"], "purchases needs"),
        (["--table", "people"], "'people'"),
        (["--snapshot", "tomorrow"], "'tomorrow' is not a date"),
        (["--k", "1"], "from 2 to 50"),
        (["--k", "two"], "'two'"),
        (["--param", "n_clusters=NaN"], "nan is not"),
        (["--param", 'n_clusters="5"'], "whole number from 2 to 50; '5' is not"),
        (["--param", "n_clusters=true"], "True is not"),
        (["--param", "depth=3"], "no parameter 'depth'"),
        (["--algorithm", "magic", "--k", "3"], "no algorithm 'magic'"),
        (["--seed", "-1"], "whole number"),
        (["--sheet", "Sales"], "not a workbook"),
        (["--recipe", "no such recipe.json"], "no such file"),
        (["--fix", "polish"], "no fix 'polish'"),
        (["--bogus"], "--bogus"),
    ],
)
def test_bad_options_get_a_sentence_and_no_files(
    options: list[str], words: str, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "result"
    assert status(["segment", str(table), "--out", str(folder), *options]) == 2
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1
    assert not folder.exists()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _: None, "no such file"),
        (lambda path: path.mkdir(), "is a directory"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(b"%PDF-1.7\n" + bytes(range(256))), "not a table"),
    ],
)
def test_a_file_that_is_no_table_gets_a_sentence(
    make: Any, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path / "customers.csv")
    for command in (["segment", "--out", str(tmp_path / "result")], ["describe"]):
        assert main([command[0], str(tmp_path / "customers.csv"), *command[1:]]) == 2
        said = capsys.readouterr()
        assert words in said.err and said.err.count("\n") == 1 and not said.out
    assert not (tmp_path / "result").exists()


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"seed": "one"}', '{"roles": []}', '{"colour": 1}', '{"table": "people"}', "\xff"],
)
def test_a_bad_recipe_gets_a_sentence(
    text: str, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "recipe.json").write_bytes(text.encode("latin-1"))
    options = ["--recipe", str(tmp_path / "recipe.json"), "--out", str(tmp_path / "result")]
    assert main(["segment", str(table), *options]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "result").exists()


def test_a_folder_that_takes_no_files_is_told_before_the_work(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["segment", str(table), "--out", str(table / "result")]) == 2
    assert "is not a folder" in capsys.readouterr().err


def test_a_full_disk_leaves_the_folder_as_it_was(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "sweep.json":
            raise OSError(28, "No space left on device")
        return write(path, data)

    (tmp_path / "scores.json").write_text("an older result")
    monkeypatch.setattr(Path, "write_bytes", full)
    assert main(["segment", str(table), "--out", str(tmp_path)]) == 2
    assert "no space left" in capsys.readouterr().err
    assert contents(tmp_path) == {"scores.json": b"an older result"}


def test_describe_prints_roles_and_findings(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe", str(table)]) == 0
    said = json.loads(capsys.readouterr().out)
    columns = {column["name"]: column for column in said["columns"]}
    assert said["table"] == "customers" and said["rows"] == 140 and said["reason"]
    assert [columns[name]["role"] for name in ("customer_id", "milk", "city")] == [
        "id", "number", "category",
    ]  # fmt: skip
    assert columns["milk"]["missing"] == 1 and columns["city"]["distinct"] == 2
    assert all(column["reason"] and column["dtype"] for column in columns.values())
    assert all(finding["sentence"] for finding in said["findings"])
    fixes = [finding["fix"] for finding in said["findings"] if finding["fix"]]
    assert fixes and all(isinstance(fix, str) for fix in fixes)


def test_samples_are_repeatable_in_both_formats(tmp_path: Path) -> None:
    ask = ["sample", "wholesale", "--rows", "60", "--seed", "5", "--out"]
    for name in ("one.csv", "two.csv", "three.parquet"):
        assert main([*ask, str(tmp_path / name)]) == 0
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    found = pd.read_csv(tmp_path / "one.csv")
    assert len(found) == 60
    expected = pd.read_parquet(tmp_path / "three.parquet")
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["shop", "--out", "shop.xls"], ".csv, .parquet"),
        (["moon", "--out", "moon.csv"], "no sample 'moon'"),
        (["shop", "--rows", "0", "--out", "shop.csv"], "at least 1"),
        (["shop", "--seed", "1.5", "--out", "shop.csv"], "whole number"),
    ],
)
def test_a_sample_that_cannot_be_made_gets_a_sentence(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert status(["sample", *arguments]) == 2
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_the_installed_module_runs_as_a_command(table: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "core", "segment", str(table), "--out"]
    good = subprocess.run([*command, str(tmp_path / "result")], capture_output=True, text=True)
    said = f"Wrote customers.csv, recipe.json, scores.json and sweep.json to {tmp_path / 'result'}.\n"
    assert (good.returncode, good.stdout) == (0, said)
    assert "Clustering\n" in good.stderr and set(contents(tmp_path / "result")) == FILES
    bad = subprocess.run([sys.executable, "-m", "core", "x"], capture_output=True, text=True)
    assert (bad.returncode, bad.stdout) == (2, "") and bad.stderr.count("\n") == 1


def test_help_loads_no_numeric_library() -> None:
    script = "import sys, core.cli as c\ntry: c.main(['segment', '--help'])\nexcept SystemExit: pass\n"
    script += "assert not {'numpy', 'pandas', 'polars'} & sys.modules.keys()"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0 and "--recipe" in done.stdout, done.stderr


def test_json_has_no_word_for_what_is_no_number() -> None:
    values = {"a": [float("nan"), np.float32("inf"), np.float32(0.5)], "b": np.int64(3), "c": "nan"}
    assert json.loads(json_text(values)) == {"a": [None, None, 0.5], "b": 3, "c": "nan"}


def test_a_terminal_sees_a_bar_that_goes_away() -> None:
    class Screen(StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    terminal = Terminal(screen)
    terminal.progress("Clustering", 0.5)
    terminal.finish()
    assert screen.getvalue() == f"\r\x1b[K{'#' * 15}{'.' * 15} Clustering\r\x1b[K"


def test_a_log_sees_each_step_once_unless_the_input_was_bad() -> None:
    for end, expected in ((Terminal.finish, "Reading\nClustering\n"), (Terminal.clear, "")):
        log = StringIO()
        terminal = Terminal(log)
        for step, share in (("Reading", 0.0), ("Reading", 0.7), ("Clustering", 0.0)):
            terminal.progress(step, share)
        end(terminal)
        assert log.getvalue() == expected


def test_lines_are_held_back_from_the_first_step_on(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([100.0, 102.0, 106.0])
    monkeypatch.setattr(terminal, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    log = StringIO()
    shown = Terminal(log)
    seen = []
    for step in ("Reading", "Preparing", "Clustering"):
        shown.progress(step, 0.0)
        seen.append(log.getvalue())
    assert seen == ["", "", "Reading\nPreparing\nClustering\n"]


def status(arguments: list[str]) -> int | str | None:
    """The exit status, whether the command returns it or argparse exits with it."""
    try:
        return main(arguments)
    except SystemExit as left:
        return left.code

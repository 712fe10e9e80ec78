"""Injected differences are seen and placed; times are not."""

import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.same_results.__main__ import choose
from tests.same_results.cases import all_cases
from tests.same_results.differences import close, file_difference, folder_differences


def as_json(value: object) -> bytes:
    return json.dumps(value, indent=2).encode()


def as_zip(**parts: str) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        for name, text in parts.items():
            archive.writestr(f"{name}.xml", text)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "before", "after", "expected"),
    [
        ("a.json", as_json({"k": [1, {"b": 2.0}]}), as_json({"k": [1, {"b": 2.5}]}), ".k[1].b: 2.0 / 2.5"),
        ("a.json", as_json({"k": 1, "m": 2}), as_json({"k": 1}), ".m: only before"),
        ("a.json", as_json({"k": 1, "m": 2}), as_json({"m": 2, "k": 1}), ".: keys ['k', 'm'] / ['m', 'k']"),
        ("a.json", as_json([1]), b"[1]", "equal values, byte 1 (line 1): '[\\n  1\\n]' / '[1]'"),
        ("a.csv", b"id,x\n1,2\n3,4\n", b"id,x\n1,2\n3,5\n", "row 3, x: 4 / 5"),
        ("a.csv", b"id,x\n1,2\n", b"id,x\n", "2 / 1 rows"),
        ("a.csv", b'id\n"1"\n', b"id\n1\n", "equal values, byte 3 (line 2): 'id\\n\"1\"\\n' / 'id\\n1\\n'"),
        ("a.docx", as_zip(a="x", b="one"), as_zip(a="x", b="two"), "b.xml: byte 0 (line 1): 'one' / 'two'"),
        ("a.pdf", b"a\nbc", b"a\nbd", "byte 3 (line 2): 'a\\nbc' / 'a\\nbd'"),
        ("a.pdf", b"a", b"ab", "byte 1 (line 1): 'a' / 'ab'"),
    ],
)  # fmt: skip
def test_a_difference_is_placed(name: str, before: bytes, after: bytes, expected: str) -> None:
    assert file_difference(name, before, after) == expected
    assert file_difference(name, before, before) == ""


def test_only_times_may_differ() -> None:
    assert file_difference("a.json", as_json({"seconds": 1.5}), as_json({"seconds": 2e-5})) == ""
    assert file_difference("a.json", as_json({"seconds": 1, "k": 1}), as_json({"seconds": 2, "k": 2}))
    assert file_difference("a.csv", b"seconds,k\n1,1\n", b"seconds,k\n2,1\n") == ""
    assert file_difference("a.csv", b"seconds,k\n1,1\n", b"seconds,k\n2,2\n") == "row 2, k: 1 / 2"


def test_numbers_may_be_close() -> None:
    table = b"id,x\na,1.000001\n", b"id,x\na,1.000002\n"
    assert file_difference("a.csv", *table) == "row 2, x: 1.000001 / 1.000002"
    assert file_difference("a.csv", *table, same=close) == ""
    assert file_difference("a.json", as_json([1.000001, "a"]), as_json([1.000002, "a"]), close) == ""
    assert file_difference("a.json", as_json([1.00001]), as_json([1.00002]), close)
    assert file_difference("a.csv", b"id,x\na,1\n", b"id,x\nb,1\n", close) == "row 2, id: a / b"


def test_a_file_of_one_side_is_a_difference(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for folder, name in ((before, "a.csv"), (after, "b.csv")):
        folder.mkdir()
        (folder / name).touch()
    assert list(folder_differences(before, after)) == ["a.csv: only before", "b.csv: only after"]


def test_cases_come_after_those_they_need() -> None:
    cases = all_cases(Path("nowhere"))
    places = {case.name: place for place, case in enumerate(cases)}
    assert len(places) == len(cases)
    needs = [(case, need) for case in cases for need in case.needs - {"inputs"}]
    assert all(places[need] < places[case.name] for case, need in needs)
    names = [case.name for case in choose(cases, ["uplift-bought"], extra=False)]
    assert names == ["audience-generic", "uplift-bought"]

"""Values written as an entry come back equal, and nothing else comes back."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import core.model
from core.store.codec import decode, encode
from core.store.entry import CorruptEntry, read_entry, write_entry
from tests.support.stored_values import Numbers, Odd, assert_same, entities, frame, odd_value

# Explanations and plans are tried by their stages, and a segmentation is never stored.
TRIED_ELSEWHERE = {"core.model.explanation", "core.model.plan", "core.model.segmentation"}


def write_and_read(root: Path, value: object) -> object:
    return read_entry(root / write_entry(root, value).name, type(value))


@pytest.mark.parametrize("value", [*entities(), odd_value()], ids=lambda value: type(value).__name__)
def test_every_entity_comes_back_equal(tmp_path: Path, value: object) -> None:
    assert_same(value, write_and_read(tmp_path, value))


def test_no_entity_is_forgotten() -> None:
    tried = {type(value).__name__ for value in entities()}
    values = {name: getattr(core.model, name) for name in core.model.__all__}
    declared = {
        name for name, kind in values.items()
        if hasattr(kind, "__dataclass_fields__") and kind.__module__ not in TRIED_ELSEWHERE
    }  # fmt: skip
    assert tried == declared


@pytest.mark.parametrize(
    "index",
    [
        pd.RangeIndex(5, 8, name="row"),
        pd.Index([3, 1, 2]),
        pd.Index(["b", "a", None], dtype="str"),
        pd.MultiIndex.from_tuples([("a", 1), ("a", 2), ("b", 1)], names=["x", None]),
        pd.CategoricalIndex(["x", "y", "x"]),
    ],
    ids=["range", "integers", "text", "two levels", "categories"],
)
def test_a_frame_keeps_its_index(tmp_path: Path, index: pd.Index) -> None:
    table = frame().set_index(index)
    assert_same(table, write_and_read(tmp_path, table))


@settings(max_examples=60)
@given(
    arrays(
        st.sampled_from(["f4", "f8", "u1", "i8", "?", "U3", ">f8"]),
        array_shapes(min_dims=0, min_side=0),
    )
)
def test_any_array_comes_back(tmp_path_factory: pytest.TempPathFactory, array: np.ndarray) -> None:
    assert_same(array, write_and_read(tmp_path_factory.mktemp("arrays"), array))


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
)


@given(PLAIN)
def test_any_plain_value_comes_back(value: object) -> None:
    node = json.loads(json.dumps(encode(value, [])))
    assert_same(value, decode(node, object, lambda *_: pytest.fail("no parts")))


def test_arrays_are_read_only_maps_of_the_file(tmp_path: Path) -> None:
    back = write_and_read(tmp_path, Numbers(np.arange(4.0)))
    assert isinstance(back, Numbers) and isinstance(back.values.base, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        back.values[0] = 1


@pytest.mark.parametrize(
    "value", [{1, 2}, b"bytes", object(), pd.Series([1.0]), Numbers(np.array([object()]))]
)
def test_other_kinds_are_refused_and_leave_nothing(tmp_path: Path, value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        write_entry(tmp_path, value)
    assert not list(tmp_path.iterdir())


@dataclass(frozen=True)
class Numeric:
    values: np.ndarray


def test_another_class_than_asked_for_is_corrupt(tmp_path: Path) -> None:
    directory = tmp_path / write_entry(tmp_path, Numbers(np.arange(3.0))).name
    for kind in (Numeric, Odd, tuple):
        with pytest.raises(CorruptEntry):
            read_entry(directory, kind)


def test_a_class_that_changed_its_fields_is_corrupt(tmp_path: Path) -> None:
    directory = tmp_path / write_entry(tmp_path, Numbers(np.arange(3.0))).name
    node = json.loads((directory / "value.json").read_text())
    del node["fields"]["title"]
    (directory / "value.json").write_text(json.dumps(node))
    with pytest.raises(CorruptEntry):
        read_entry(directory, Numbers)

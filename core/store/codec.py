"""Values as JSON, with their arrays and data frames set apart as numbered parts.

The JSON says what is a tuple, a mapping or a data class; which class it is follows from the type
hints of the class around it, so that nothing in a file can name code to run.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeAlias, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

VERSION = 1
Part: TypeAlias = "np.ndarray[Any, Any] | pd.DataFrame"


def encode(value: object, parts: list[Part]) -> Any:
    """Encode a value as JSON.

    Its arrays and frames are appended to `parts`. TypeError for other kinds.
    """
    if is_dataclass(value) and not isinstance(value, type):
        inside = {f.name: encode(getattr(value, f.name), parts) for f in fields(value)}
        return {"class": type(value).__name__, "fields": inside}
    if (kind := _part_kind(value)) is not None:
        parts.append(value)  # type: ignore[arg-type]
        return {kind: len(parts) - 1}
    if isinstance(value, tuple):
        return {"tuple": [encode(item, parts) for item in value]}
    if isinstance(value, Mapping):
        return {"map": [[encode(k, parts), encode(v, parts)] for k, v in value.items()]}
    if isinstance(value, list):
        return [encode(item, parts) for item in value]
    return _plain_scalar(value)


def _part_kind(value: object) -> str | None:
    """Tell "array" and "frame" from other values, without loading the libraries that have them."""
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if numpy and isinstance(value, numpy.ndarray):
        return "array"
    return "frame" if pandas and isinstance(value, pandas.DataFrame) else None


def _plain_scalar(value: object) -> Any:
    numpy = sys.modules.get("numpy")
    plain = value.item() if numpy and isinstance(value, numpy.generic) else value
    if plain is None or isinstance(plain, bool | int | float | str):
        return plain
    raise TypeError(f"the store does not hold {type(value).__name__}")


def decode(node: Any, hint: Any, part: Callable[[str, int], Part]) -> Any:
    """Decode the value that `encode` was given.

    `hint` is its type and `part(kind, number)` returns an "array" or a "frame". Raises LookupError,
    TypeError or ValueError where the JSON is not of that type.
    """
    if isinstance(node, list):
        return [decode(item, Any, part) for item in node]
    if not isinstance(node, dict):
        return node
    if "class" in node:
        return _decode_instance(node, hint, part)
    if "tuple" in node:
        items = node["tuple"]
        return tuple(
            decode(i, h, part) for i, h in zip(items, _item_hints(hint, len(items)), strict=True)
        )
    if "map" in node:
        key, item = _type_arguments(hint, Mapping, dict) or (Any, Any)
        return {decode(k, key, part): decode(v, item, part) for k, v in node["map"]}
    ((kind, number),) = node.items()
    return part(kind, int(number))


def _decode_instance(node: Any, hint: Any, part: Callable[[str, int], Part]) -> Any:
    named = [kind for kind in _union_members(hint) if getattr(kind, "__name__", "") == node["class"]]
    if not named:
        raise TypeError(f"{node['class']} is not what the type hints say")
    hints = _field_hints(named[0])
    inside = node["fields"]
    if inside.keys() != {f.name for f in fields(named[0])}:
        raise TypeError(f"{node['class']} has other fields now")
    return named[0](**{name: decode(item, hints[name], part) for name, item in inside.items()})


@cache
def _field_hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _union_members(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def _type_arguments(hint: Any, *origins: type) -> tuple[Any, ...]:
    return next((get_args(h) for h in _union_members(hint) if get_origin(h) in origins), ())


def _item_hints(hint: Any, count: int) -> tuple[Any, ...]:
    """The hint of each of a tuple's items."""
    inside = _type_arguments(hint, tuple)
    if not inside:
        return (Any,) * count
    return (inside[0],) * count if inside[-1] is Ellipsis else inside

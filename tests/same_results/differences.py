"""The first difference of two files in words, apart from how long a command took."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import Any
from zipfile import ZipFile

# What compare.json, compare.csv and suggestion.json say under this name differs from call to call.
TIME = "seconds"
JSON_TIME = re.compile(rf'("{TIME}": )[\d.eE+-]+'.encode())
LEFT, RIGHT = 20, 40  # bytes shown before and from the first that differs
# Sums over a customer's orders are rounded to six decimals, because they are made in any order: where
# the sum lies in the middle of two, either comes out.
ROUNDING = 1.5e-6
Same = Callable[[Any, Any], bool]


def identical(left: Any, right: Any) -> bool:
    return bool(left == right) and type(left) is type(right)


def close(left: Any, right: Any) -> bool:
    """True also for two numbers, or texts of numbers, no further apart than ROUNDING."""
    try:
        return identical(left, right) or abs(float(left) - float(right)) <= ROUNDING
    except (TypeError, ValueError):
        return False


def folder_differences(before: Path, after: Path, same: Same = identical) -> Iterator[str]:
    """A line for each file that only one of the folders has or that differs.

    With `close` for `same`, tables and JSON with numbers that are close do not differ.
    """
    for name in sorted(file_names(before) | file_names(after)):
        left, right = before / name, after / name
        if not (left.is_file() and right.is_file()):
            yield f"{name}: only {'before' if left.is_file() else 'after'}"
        elif difference := file_difference(name, left.read_bytes(), right.read_bytes(), same):
            yield f"{name}: {difference}"


def file_names(folder: Path) -> set[str]:
    """Paths of all files in the folder, relative to it."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def file_difference(name: str, before: bytes, after: bytes, same: Same = identical) -> str:
    """The first difference of two contents of a file of that name; empty where there is none."""
    ending = PurePath(name).suffix
    if ending == ".json":
        before, after = (JSON_TIME.sub(rb"\g<1>0", content) for content in (before, after))
    if ending == ".csv":
        before, after = without_times(before), without_times(after)
    if before == after:
        return ""
    place = next(byte_differences(before, after))
    if ending not in EXPLAIN:
        return place
    unlike = f"equal values, {place}" if same is identical else ""
    return next(EXPLAIN[ending](before, after, same), unlike)


def without_times(table: bytes) -> bytes:
    """The CSV without its column of times; unchanged where it has none."""
    rows = csv_rows(table)
    if not rows or TIME not in rows[0]:
        return table
    place = rows[0].index(TIME)
    lines = io.StringIO()
    csv.writer(lines).writerows(row[:place] + row[place + 1 :] for row in rows)
    return lines.getvalue().encode()


def csv_rows(table: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))


def csv_differences(before: bytes, after: bytes, same: Same) -> Iterator[str]:
    """Yields the rows, from 1 with the header, and the columns that differ."""
    left, right = csv_rows(before), csv_rows(after)
    if left[:1] != right[:1]:
        yield f"columns {left[:1]} / {right[:1]}"
    for number, (old, new) in enumerate(zip(left, right, strict=False), 1):
        for column, *values in zip(left[0], old, new, strict=False):
            if not same(*values):
                yield f"row {number}, {column}: {' / '.join(values)}"
    if len(left) != len(right):
        yield f"{len(left)} / {len(right)} rows"


def json_differences(before: bytes, after: bytes, same: Same) -> Iterator[str]:
    """Yields the paths whose values differ; broken JSON by its bytes."""
    try:
        left, right = json.loads(before), json.loads(after)
    except ValueError:
        return byte_differences(before, after)
    return value_differences(left, right, "", same)


def value_differences(left: Any, right: Any, path: str, same: Same) -> Iterator[str]:
    if isinstance(left, dict) and isinstance(right, dict):
        for key in [*left, *(right.keys() - left.keys())]:
            if key in left and key in right:
                yield from value_differences(left[key], right[key], f"{path}.{key}", same)
            else:
                yield f"{path}.{key}: only {'before' if key in left else 'after'}"
        if list(left) != list(right):
            yield f"{path or '.'}: keys {list(left)} / {list(right)}"
    elif isinstance(left, list) and isinstance(right, list):
        for place, pair in enumerate(zip(left, right, strict=False)):
            yield from value_differences(*pair, f"{path}[{place}]", same)
        if len(left) != len(right):
            yield f"{path}: {len(left)} / {len(right)} items"
    elif not same(left, right):
        yield f"{path}: {left!r} / {right!r}"


def zip_differences(before: bytes, after: bytes, same: Same) -> Iterator[str]:
    """Yields the parts of an archive that differ."""
    with ZipFile(io.BytesIO(before)) as left, ZipFile(io.BytesIO(after)) as right:
        if left.namelist() != right.namelist():
            yield f"parts {left.namelist()} / {right.namelist()}"
            return
        for name in left.namelist():
            if difference := file_difference(name, left.read(name), right.read(name), same):
                yield f"{name}: {difference}"


def byte_differences(before: bytes, after: bytes) -> Iterator[str]:
    """Yields the place of the first byte that differs, and what is around it."""
    pairs = enumerate(zip(before, after, strict=False))
    start = next((place for place, (old, new) in pairs if old != new), min(len(before), len(after)))
    line = before.count(b"\n", 0, start) + 1
    part = slice(max(0, start - LEFT), start + RIGHT)
    left, right = (content[part].decode("utf-8", "replace") for content in (before, after))
    yield f"byte {start:,} (line {line:,}): {left!r} / {right!r}"


EXPLAIN = {
    ".json": json_differences,
    ".csv": csv_differences,
    **dict.fromkeys((".docx", ".pptx", ".xlsx"), zip_differences),
}

"""JSON as records, columns or lines, turned into rows of text that are then read like any CSV."""

import csv
import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from core.data.reading.csv_file import read_utf8
from core.data.reading.csv_layout import make_names_unique
from core.data.reading.encoding import convert_to_utf8, is_utf8
from core.data.reading.errors import NoRows, TooManyColumns, UnreadableFile, WrongShape
from core.data.reading.source import RawTable, Source
from core.model import Notice
from core.text import join_quoted

Record = Mapping[str, Any]


def read_json(source: Source) -> RawTable:
    """Read the table in a JSON file; nested objects become columns like "address.city"."""
    text, notices = convert_to_utf8(source)
    if not is_utf8(text.path):
        raise UnreadableFile(name=source.name, kind="JSON", reason="it is not UTF-8")
    source.progress("Reading JSON", 0.1)
    records = _open_records(text)
    fields, nested = _collect_fields(records(), text)
    table = _write_csv(text, records(), fields)
    raw = read_utf8(table, "JSON")
    nested_notice = (_nested_values_notice(nested),) if nested else ()
    return replace(raw, notices=(*notices, *nested_notice, *raw.notices))


def _open_records(source: Source) -> Callable[[], Iterator[Record]]:
    """Return a function that yields the records, to go through them twice."""
    try:
        value = json.loads(source.path.read_text(encoding="utf-8-sig"))
    except RecursionError:
        raise WrongShape(name=source.name, reason="it is nested too deeply") from None
    except ValueError as error:
        return _line_records(source, error)
    records = _find_records(value, source.name)
    return lambda: iter(records)


def _line_records(source: Source, error: ValueError) -> Callable[[], Iterator[Record]]:
    def records() -> Iterator[Record]:
        with source.path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _parse_record(line, number, source.name)

    with source.path.open(encoding="utf-8-sig") as file:
        first = next((line for line in file if line.strip()), "")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        place = getattr(error, "lineno", 1)
        reason = f"it breaks off or is malformed at line {place}"
        raise UnreadableFile(name=source.name, kind="JSON", reason=reason) from None
    return records


def _parse_record(line: str, number: int, name: str) -> Record:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        reason = f"line {number} is malformed"
        raise UnreadableFile(name=name, kind="JSON lines", reason=reason) from None
    if not isinstance(value, dict):
        raise WrongShape(name=name, reason=f"line {number} is not a record")
    return value


def _find_records(value: Any, name: str) -> list[Record]:
    """Find the records in a list, in the only list of an object, or in an object of columns."""
    if isinstance(value, dict) and value:
        inner = [item for item in value.values() if isinstance(item, list)]
        if len(inner) == 1 and inner[0] and all(isinstance(item, dict) for item in inner[0]):
            return _find_records(inner[0], name)
        return _records_from_columns(value, name)
    if not isinstance(value, list):
        raise WrongShape(name=name, reason="it holds a single value")
    if value and all(isinstance(item, list) for item in value):
        return _records_from_rows(value)
    if not all(isinstance(item, dict) for item in value):
        raise WrongShape(name=name, reason="its list holds values that are not records")
    return value


def _records_from_rows(value: list[list[Any]]) -> list[Record]:
    header = make_names_unique([str(cell) for cell in value[0]])
    return [dict(zip(header, row, strict=False)) for row in value[1:]]


def _records_from_columns(value: dict[str, Any], name: str) -> list[Record]:
    columns = {key: _column_values(item) for key, item in value.items()}
    lengths = {len(column) for column in columns.values() if column is not None}
    if None in columns.values():
        if all(isinstance(item, str | int | float | bool | None) for item in value.values()):
            return [value]
        raise WrongShape(name=name, reason="its fields are not columns")
    if len(lengths) != 1:
        raise WrongShape(name=name, reason="its columns differ in length")
    filled = [column for column in columns.values() if column is not None]
    return [dict(zip(columns, row, strict=True)) for row in zip(*filled, strict=True)]


def _column_values(item: Any) -> list[Any] | None:
    """Values of a list, or of an object whose keys number the rows; None for anything else."""
    if isinstance(item, list):
        return item
    return list(item.values()) if isinstance(item, dict) else None


def _collect_fields(records: Iterator[Record], source: Source) -> tuple[list[str], list[str]]:
    """Collect every field in order of appearance, and those whose values are lists or objects."""
    fields: dict[str, bool] = {}
    rows = 0
    for record in records:
        rows += 1
        for field, value in _flatten(record):
            fields[field] = fields.get(field, False) or isinstance(value, list | dict)
        if len(fields) > source.limits.columns:
            raise TooManyColumns(name=source.name, columns=len(fields), limit=source.limits.columns)
    if not rows or not fields:
        raise NoRows(name=source.name)
    return list(fields), [field for field, nested in fields.items() if nested]


def _flatten(record: Record) -> Iterator[tuple[str, Any]]:
    for field, value in record.items():
        if isinstance(value, dict) and value:
            yield from ((f"{field}.{inner}", item) for inner, item in value.items())
        else:
            yield field, value


def _write_csv(source: Source, records: Iterator[Record], fields: list[str]) -> Source:
    target = source.scratch_path("records.csv")
    with target.open("w", encoding="utf-8", newline="", errors="replace") as out:
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow(fields)
        for record in records:
            row = dict(_flatten(record))
            writer.writerow(_value_text(row.get(field)) for field in fields)
    return replace(source, path=target)


def _value_text(value: Any) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return json.dumps(value) if isinstance(value, list | dict) else str(value)


def _nested_values_notice(fields: list[str]) -> Notice:
    names = join_quoted(fields[:5], ", ")
    text = f"Nested values in {names} were kept as text. Flatten them to use them as features."
    return Notice(text, "warning", fields[0])

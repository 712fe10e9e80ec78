"""JSON as records, columns or lines, turned into rows of text that are then read like any CSV."""

import csv
import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from core.data.columns.column_names import role_hints
from core.data.reading import words
from core.data.reading.csv_file import read_utf8
from core.data.reading.csv_layout import make_names_unique
from core.data.reading.encoding import convert_to_utf8, is_utf8
from core.data.reading.errors import NoRows, TooManyColumns, UnreadableFile, WrongShape
from core.data.reading.json_records import Record, find_records, flatten_record
from core.data.reading.source import RawTable, Source
from core.model import Notice

BETWEEN_RECORDS = re.compile(r"[\s,]*")
LINE_ROLES = {"amount", "unit_price", "quantity"}


@dataclass
class Fields:
    """Fields of all records in order of appearance.

    `nested` are those whose values stay lists or objects; `lists` those with lists of records, each
    with the fields in these; `spread` is the one whose records become rows of their own.
    """

    names: dict[str, None] = field(default_factory=dict)
    nested: dict[str, None] = field(default_factory=dict)
    lists: dict[str, dict[str, None]] = field(default_factory=dict)
    spread: str = ""

    @property
    def columns(self) -> dict[str, str]:
        """Names of the columns by the field, or field and field within, that each comes from."""
        columns = {name: name for name in self.names if name not in self.lists}
        for name, inner in self.lists.items():
            if name == self.spread:
                columns |= {f"{name}\0{i}": f"{name}.{i}" if i in columns else i for i in inner}
            else:
                columns[name] = f"{name}.count"
        return columns


def read_json(source: Source) -> RawTable:
    """Read the table in a JSON file; nested objects become columns like "address.city"."""
    text, notices = convert_to_utf8(source)
    if not is_utf8(text.path):
        raise UnreadableFile(name=source.name, kind="JSON", reason="it is not UTF-8")
    source.progress("Reading JSON", 0.1)
    records, sentence = _open_records(text)
    fields = _collect_fields(records(), text)
    raw = read_utf8(_write_csv(text, records(), fields), "JSON", is_sheet=False)
    choice = (Notice(sentence, "warning", "file"),) if sentence else ()
    return raw.with_notices((*notices, *choice, *_list_notices(fields)))


def _open_records(source: Source) -> tuple[Callable[[], Iterator[Record]], str]:
    """Return a function that yields the records, to go through them twice, and what to say of the
    choice."""
    try:
        value = json.loads(source.path.read_text(encoding="utf-8-sig"))
        records = find_records(value, source.name)
    except RecursionError:
        raise WrongShape(name=source.name, reason="it is nested too deeply") from None
    except ValueError as error:
        return _line_records(source, error), ""
    return lambda: iter(records.rows), records.sentence


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
        rows = _records_one_behind_another(source)
        if rows:
            return lambda: iter(rows)
        reason = words.damaged_json(getattr(error, "lineno", 1))
        raise UnreadableFile(name=source.name, kind="JSON", reason=reason) from None
    return records


def _records_one_behind_another(source: Source) -> list[Record]:
    """Records of several lines each, with nothing between them; empty where any is malformed."""
    text, place, rows = source.path.read_text(encoding="utf-8-sig").strip(), 0, []
    decoder = json.JSONDecoder()
    with suppress(ValueError, RecursionError):
        while place < len(text):
            value, end = decoder.raw_decode(text, place)
            rows.append(value)
            gap = BETWEEN_RECORDS.match(text, end)
            place = gap.end() if gap else end
    whole = place >= len(text) and all(isinstance(row, dict) for row in rows)
    return rows if whole and len(rows) > 1 else []


def _parse_record(line: str, number: int, name: str) -> Record:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        reason = f"line {number} is malformed"
        raise UnreadableFile(name=name, kind="JSON lines", reason=reason) from None
    if not isinstance(value, dict):
        raise WrongShape(name=name, reason=f"line {number} is not a record")
    return value


def _collect_fields(records: Iterator[Record], source: Source) -> Fields:
    fields = Fields()
    for record in records:
        for name, value in flatten_record(record):
            fields.names[name] = None
            if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
                inner = fields.lists.setdefault(name, {})
                inner.update(dict.fromkeys(i for item in value for i, _ in flatten_record(item)))
            elif isinstance(value, list | dict) and value:
                fields.nested[name] = None
        if len(fields.names) > source.limits.columns:
            count = len(fields.names)
            raise TooManyColumns(name=source.name, columns=count, limit=source.limits.columns)
    if not fields.names:
        raise NoRows(name=source.name)
    fields.lists = {name: inner for name, inner in fields.lists.items() if name not in fields.nested}
    fields.spread = _list_to_spread(fields)
    return fields


def _list_to_spread(fields: Fields) -> str:
    """The list whose records are purchases, where nothing beside it is money that rows would repeat."""
    outer = {role for name in fields.names.keys() - fields.lists.keys() for role in role_hints(name)}
    inner = {role for names in fields.lists.values() for name in names for role in role_hints(name)}
    only = len(fields.lists) == 1 and not outer & LINE_ROLES and bool(inner & LINE_ROLES)
    return next(iter(fields.lists)) if only else ""


def _write_csv(source: Source, records: Iterator[Record], fields: Fields) -> Source:
    target, columns = source.scratch_path("records.csv"), fields.columns
    with target.open("w", encoding="utf-8", newline="", errors="replace") as out:
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow(make_names_unique(list(columns.values())))
        for record in records:
            for row in _spread_rows(dict(flatten_record(record)), fields):
                writer.writerow(_value_text(row.get(name)) for name in columns)
    return replace(source, path=target)


def _spread_rows(row: dict[str, Any], fields: Fields) -> Iterator[dict[str, Any]]:
    """The rows of a record: one for each in the list that is spread, counts in place of other lists."""
    counts = {name: len(row.get(name) or ()) for name in fields.lists if name != fields.spread}
    items: Sequence[Record] = row.get(fields.spread) or [{}]
    for item in items:
        inner = {f"{fields.spread}\0{name}": value for name, value in flatten_record(item)}
        yield row | counts | inner


def _value_text(value: Any) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return json.dumps(value) if isinstance(value, list | dict) else str(value)


def _list_notices(fields: Fields) -> tuple[Notice, ...]:
    notices = []
    if fields.spread:
        notices.append(Notice(words.spread_lists(fields.spread), "info", "file"))
    counted = [name for name in fields.lists if name != fields.spread]
    if counted:
        notices.append(Notice(words.counted_lists(counted), "warning", f"{counted[0]}.count"))
    if fields.nested:
        names = list(fields.nested)[:5]
        notices.append(Notice(words.nested_values(names), "warning", names[0]))
    return tuple(notices)

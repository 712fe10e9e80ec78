"""Records in JSON of any shape: lists at any depth, objects keyed by id, columns beside each other,
edges and nodes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.data.reading.csv_layout import make_names_unique
from core.data.reading.errors import NoRows, WrongShape
from core.data.reading.table_score import HEAD_ROWS, score_table
from core.data.reading.words import chosen_table, records_under_keys
from core.text import format_count

Record = Mapping[str, Any]
KEY = "key"  # name of the column that holds the keys of an object of records
MOST_DEPTH = 8  # objects within objects that records are looked for in
# What MongoDB wraps values in, so that JSON keeps their types.
TYPED = ("$oid", "$date", "$numberDecimal", "$numberDouble", "$numberLong", "$numberInt")
FEWEST_KEYED = 2  # records from which an object is taken for a table of them
ALIKE = 0.5  # share of its fields that a record has in common with the first of them


@dataclass(frozen=True)
class Records:
    """Records and where they were; `others` are further lists, each with its path and length."""

    rows: Sequence[Record]
    path: str = ""
    keyed: bool = False
    others: tuple[tuple[str, int], ...] = ()

    @property
    def sentence(self) -> str:
        """Sentence on what was read of several lists, or from where; empty where it is plain."""
        parts = []
        if self.others:
            others = [f"'{path}' ({format_count(rows, 'record')})" for path, rows in self.others]
            size = format_count(len(self.rows), "record")
            parts.append(chosen_table(self.path, size, "The file", others))
        if self.keyed:
            parts.append(records_under_keys(self.key))
        return " ".join(parts)

    @property
    def key(self) -> str:
        return next(iter(self.rows[0])) if self.rows else KEY


def find_records(value: Any, name: str) -> Records:
    """Find the list of records in `value` that makes the best table of customers or purchases; a lone
    object of plain fields is one record.

    Raises WrongShape or NoRows where there is none.
    """
    if not isinstance(value, list | dict):
        raise WrongShape(name=name, reason="it holds a single value")
    tables = [table for table in _find_tables(value, "", 0) if table.rows]
    if tables:
        best = max(tables, key=lambda t: (_points(t), len(t.rows), -t.path.count(".")))
        others = tuple((t.path, len(t.rows)) for t in tables if t is not best and len(t.rows) > 1)
        return Records(best.rows, best.path, best.keyed, others if best.path else ())
    if isinstance(value, list):
        if not value:
            raise NoRows(name=name)
        raise WrongShape(name=name, reason="its list holds values that are not records")
    return _lone_record(value, name)


def _points(table: Records) -> float:
    """Points of a table of customers or purchases, as sheets and files beside each other have them."""
    names = list(dict.fromkeys(name for record in table.rows[:HEAD_ROWS] for name in record))
    rows = [[_cell(record.get(name)) for name in names] for record in table.rows[:HEAD_ROWS]]
    return score_table([names, *rows], len(table.rows) + 1).points


def _cell(value: Any) -> str:
    return "" if value is None or isinstance(value, list | dict) else str(value)


def _lone_record(value: dict[str, Any], name: str) -> Records:
    if value and not any(isinstance(item, list | dict) for item in value.values()):
        return Records([value])
    lengths = {len(item) for item in value.values() if isinstance(item, list)}
    if len(lengths) > 1 and all(isinstance(item, list) for item in value.values()):
        raise WrongShape(name=name, reason="its columns differ in length")
    raise WrongShape(name=name, reason="it holds no list of records")


def _find_tables(value: Any, path: str, depth: int) -> Iterator[Records]:
    """Find every table in a value, the outer ones alone where a table holds further ones."""
    if depth > MOST_DEPTH:
        return
    if isinstance(value, list):
        rows = _rows_of_list(value)
        if rows is not None:
            yield Records(rows, path)
    elif isinstance(value, dict) and value:
        table = _table_of_object(value, path)
        if table:
            yield table
            return
        for key, item in value.items():
            yield from _find_tables(item, f"{path}.{key}" if path else key, depth + 1)


def _rows_of_list(value: list[Any]) -> list[Record] | None:
    """The rows of a list of records, of edges with nodes, or of rows below a header."""
    if all(isinstance(item, dict) for item in value):
        return (nodes_of({"edges": value}) if value else None) or value
    if value and all(isinstance(item, list) for item in value):
        header = make_names_unique([str(cell) for cell in value[0]])
        return [dict(zip(header, row, strict=False)) for row in value[1:]]
    return None


def _table_of_object(value: dict[str, Any], path: str) -> Records | None:
    """The table of an object of equally long columns, of indexed columns, of names beside rows, or of
    records under keys."""
    items = list(value.values())
    named = _rows_beside_names(items)
    if named is not None:
        return Records(named, path)
    if all(isinstance(item, list) for item in items) and not _holds_records(items):
        if len(set(map(len, items))) > 1 or not items[0] or (path and len(items) == 1):
            return None
        return Records([dict(zip(value, row, strict=True)) for row in zip(*items, strict=True)], path)
    if not all(isinstance(item, dict) and item for item in items):
        return None
    if all(_is_index(item) for item in items) and len({tuple(item) for item in items}) == 1:
        rows = zip(*(item.values() for item in items), strict=True)
        return Records([dict(zip(value, row, strict=True)) for row in rows], path)
    if len(items) < FEWEST_KEYED or not _are_alike(items):
        return None
    key = _free_name(items[0])
    return Records([{key: name, **item} for name, item in value.items()], path, keyed=True)


def _rows_beside_names(items: Sequence[Any]) -> list[Record] | None:
    """The rows of a list of lists beside a list of as many names, as databases answer and pandas splits."""
    lists = [item for item in items if isinstance(item, list) and item]
    names = [[_column_name(cell) for cell in item] for item in lists]
    headers = [row for row in names if all(row) and len(set(row)) == len(row) > 1]
    for rows in lists:
        for header in headers:
            if all(isinstance(row, list) and len(row) == len(header) for row in rows):
                return [dict(zip(header, row, strict=True)) for row in rows]
    return None


def _column_name(cell: Any) -> str:
    name = cell.get("name") if isinstance(cell, dict) else cell
    return name if isinstance(name, str) else ""


def _holds_records(items: Sequence[list[Any]]) -> bool:
    return any(isinstance(cell, dict) for item in items for cell in item[:1])


def _is_index(item: Mapping[str, Any]) -> bool:
    """Tell whether an object's keys number the rows from 0 on, as pandas writes columns."""
    return list(item) == [str(i) for i in range(len(item))]


def _are_alike(items: Sequence[Record]) -> bool:
    """Tell whether objects are records of one kind: their fields are mostly the same, and plain ones
    among them."""
    first = set(items[0])
    if not any(not isinstance(cell, list | dict) for cell in items[0].values()):
        return False
    return all(len(first & item.keys()) >= ALIKE * len(first | item.keys()) for item in items)


def _free_name(record: Record) -> str:
    names = (KEY, "record key", *(f"key {i}" for i in range(2, len(record) + 3)))
    return next(name for name in names if name not in record)


def flatten_record(record: Record, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Fields of a record, those of objects within as "address.city"; edges as the list of their
    nodes."""
    for field, wrapped in record.items():
        value = _unwrap_typed(wrapped)
        items = nodes_of(value)
        if items is not None:
            yield field, items
        elif isinstance(value, dict) and value and depth < MOST_DEPTH:
            yield from ((f"{field}.{name}", item) for name, item in flatten_record(value, depth + 1))
        else:
            yield field, value


def _unwrap_typed(value: Any) -> Any:
    """The plain value within one of `TYPED`; any other as it is."""
    while isinstance(value, dict) and len(value) == 1 and next(iter(value)) in TYPED:
        value = next(iter(value.values()))
    return value


def nodes_of(value: Any) -> list[Record] | None:
    """The nodes of a GraphQL connection; None for anything else."""
    edges = value.get("edges") if isinstance(value, dict) else None
    if not isinstance(edges, list) or not all(isinstance(edge, dict) for edge in edges):
        return None
    nodes = [edge.get("node") for edge in edges]
    return [node for node in nodes if isinstance(node, dict)] if None not in nodes else None

"""A comparison of methods as plain values: what compare.json and compare.csv hold."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from io import BytesIO, StringIO
from typing import Any

import pandas as pd

from core.compare.candidates import Candidate, Comparison
from core.export import escape_table, write_workbook
from core.model import Notice
from core.plugins import UnknownName

COLUMNS = (*(field.name for field in fields(Candidate)), "problem")


def comparison_values(comparison: Comparison, notices: Iterable[Notice] = ()) -> dict[str, Any]:
    """All candidates with all their scores, the `agreement` of each with each in their order, and the
    methods that could not be run; `notices` are told with the comparison's own."""
    adopted = comparison.adopted
    return {
        "n_customers": comparison.customers,
        "features": list(comparison.features),
        "label": comparison.label,
        "adopted": None if adopted is None else {"method": adopted.method, "setting": adopted.setting},
        "candidates": [asdict(candidate) for candidate in comparison.candidates],
        "agreement": comparison.agreement.tolist(),
        "failed": [{"method": m.method, "problem": m.problem} for m in comparison.results if m.problem],
        "notices": [asdict(notice) for notice in (*notices, *comparison.notices)],
    }


def comparison_csv(comparison: Comparison) -> bytes:
    """A row a candidate, sizes and sentences each in one cell, and a row a method that failed; UTF-8.

    What is undefined is empty. Lines end in CR LF (RFC 4180).
    """
    text = StringIO(newline="")
    table = csv.DictWriter(text, COLUMNS, restval="")
    table.writeheader()
    table.writerows(_rows(comparison))
    return text.getvalue().encode()


def _rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    for method in comparison.results:
        if method.problem:
            yield {"method": method.method, "problem": method.problem}
        yield from map(_row, method.candidates)


def _row(candidate: Candidate) -> dict[str, Any]:
    return {
        **{field.name: getattr(candidate, field.name) for field in fields(candidate)},
        "reasons": "; ".join(candidate.reasons),
        "sizes": " ".join(map(str, candidate.sizes)),
        "notices": " ".join(notice.text for notice in candidate.notices),
    }


@dataclass(frozen=True)
class TableFormat:
    """Format of a table: how it is written, and what the browser is told of it."""

    extension: str
    media_type: str
    write: Callable[[pd.DataFrame], bytes]


def comparison_file(
    comparison: Comparison, kind: str, more: Mapping[tuple[str, float], Mapping[str, Any]] = {}
) -> tuple[bytes, TableFormat]:
    """A row a candidate and a row a method that failed, as in compare.csv, with `more` cells of a method at a
    setting behind them; UnknownName for a `kind` that is not one of `FORMATS`."""
    if kind not in FORMATS:
        raise UnknownName(kind="format", name=kind, known=", ".join(FORMATS))
    table = pd.read_csv(BytesIO(comparison_csv(comparison)), dtype={"sizes": str, "problem": str})
    places = list(zip(table["method"], table["setting"], strict=True))
    for column in next(iter(more.values()), ()):
        table[column] = [more.get(place, {}).get(column) for place in places]
    return FORMATS[kind].write(escape_table(table)), FORMATS[kind]


def _write_csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _write_xlsx(table: pd.DataFrame) -> bytes:
    return write_workbook(table, "Comparison")


FORMATS: Mapping[str, TableFormat] = {
    "csv": TableFormat("csv", "text/csv; charset=utf-8", _write_csv),
    "xlsx": TableFormat(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _write_xlsx
    ),
}

"""A comparison of methods as plain values: what compare.json and compare.csv hold."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from io import StringIO
from typing import Any

from core.entities import Notice
from core.evaluation.compare import Candidate, Comparison

COLUMNS = (*(field.name for field in fields(Candidate)), "problem")


def comparison(found: Comparison, notices: Iterable[Notice] = ()) -> dict[str, Any]:
    """All candidates with all their scores, the `agreement` of each with each in their order, and the
    methods that could not be run; `notices` are told with the comparison's own."""
    adopted = found.adopted
    return {
        "n_customers": found.customers,
        "features": list(found.features),
        "label": found.label,
        "adopted": None if adopted is None else {"method": adopted.method, "setting": adopted.setting},
        "candidates": [asdict(candidate) for candidate in found.candidates],
        "agreement": found.agreement.tolist(),
        "failed": [{"method": m.method, "problem": m.problem} for m in found.found if m.problem],
        "notices": [asdict(notice) for notice in (*notices, *found.notices)],
    }


def comparison_csv(found: Comparison) -> bytes:
    """A row a candidate, sizes and sentences each in one cell, and a row a method that failed; UTF-8.

    What is undefined is empty. Lines end in CR LF (RFC 4180).
    """
    text = StringIO(newline="")
    table = csv.DictWriter(text, COLUMNS, restval="")
    table.writeheader()
    table.writerows(_rows(found))
    return text.getvalue().encode()


def _rows(found: Comparison) -> Iterator[dict[str, Any]]:
    for method in found.found:
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

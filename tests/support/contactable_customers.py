"""Customers with contact details in a data set of their own, for tests of campaigns."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl

from core.act import AudienceFiles, AudienceRequest, build_audience_files
from core.model import Analysis, Dataset, Recipe, Segmentation
from tests.support.profiled_segments import make_halves

PEOPLE = 40


def contact_table(**changes: list[Any]) -> dict[str, list[Any]]:
    """A table of PEOPLE customers who can all be contacted, with some columns changed or added."""
    numbers = range(PEOPLE)
    return {
        "customer_id": [f"C{i:02d}" for i in numbers],
        "email": [f"Person{i}@example.org" for i in numbers],
        "first_name": ["Anna"] * PEOPLE,
        "spend": [float(i) for i in numbers],
    } | changes


def contactable_analysis(
    folder: Path, columns: Mapping[str, list[Any]], recipe: Recipe | None = None
) -> Analysis:
    """The customers of that data set: those of the smaller half of ids segment 1, the others 2."""
    path = folder / "data.parquet"
    table = pl.DataFrame(dict(columns), strict=False)
    table.write_parquet(path)
    dataset = Dataset("d", "data", str(path), table.height, tuple(table.columns))
    recipe = recipe or Recipe(roles={"customer_id": "id", "spend": "amount"})
    key = next((name for name, role in recipe.roles.items() if role == "id"), None)
    ids = list(range(1, table.height + 1)) if key is None else sorted(set(columns[key]))
    analysis = make_halves({"place": [float(i) for i in range(len(ids))]})
    frame = analysis.customers.frame.set_axis(pd.Index(ids, name=key or "customer"))
    people = replace(analysis.customers, frame=frame)
    return replace(analysis, dataset=dataset, recipe=recipe, customers=people)


def build_audience(analysis: Analysis, target: str = "generic", **changes: Any) -> AudienceFiles:
    request = AudienceRequest(**{"target": target, "segments": {1: "Loyal", 2: "New"}, **changes})
    return build_audience_files(Segmentation(analysis, 2), request)


def read_rows(audience: AudienceFiles, name: str = "audience.csv") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(audience.files[name].decode())))

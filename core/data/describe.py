"""Describe a data set before anything is computed: columns, roles, findings, a preview and a first
recipe."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import polars as pl

from core.data.columns.profile import profile_columns
from core.data.known_systems import guess_with_knowledge
from core.data.quality.findings import check_quality
from core.data.quality.fixes import apply_fix
from core.model import ColumnProfile, Dataset, Finding, Recipe, Role, RoleGuess, Table
from core.store import NO_STORE, Store, key_of


@dataclass(frozen=True)
class Description:
    """Profiles of a data set's columns, the guess of their roles, and the findings."""

    profiles: tuple[ColumnProfile, ...]
    guess: RoleGuess
    findings: tuple[Finding, ...]


def describe_dataset(
    dataset: Dataset,
    table: Table | None = None,
    roles: Mapping[str, Role] | None = None,
    store: Store = NO_STORE,
) -> Description:
    """Profile a data set, guess its roles and check its quality.

    `table` and `roles` are the user's choices.
    """
    chosen = dict(roles or {})
    key = key_of("describe 6", dataset.id, json.dumps([table, chosen], sort_keys=True))
    return store.memo(Description, key, lambda: _describe(dataset, table, chosen))


def _describe(dataset: Dataset, table: Table | None, chosen: Mapping[str, Role]) -> Description:
    frame = pl.scan_parquet(dataset.path)
    profiles = profile_columns(frame)
    guessed = guess_with_knowledge(dataset, profiles, table)
    roles = {**guessed.roles, **chosen}
    return Description(profiles, guessed, check_quality(frame, roles, guessed.table))


def preview_rows(dataset: Dataset, rows: int) -> list[dict[str, str]]:
    """The first rows as text, keyed c0, c1, ... by the column's place; missing is empty."""
    head = pl.scan_parquet(dataset.path).head(rows).collect()
    return [
        {f"c{i}": "" if value is None else str(value) for i, value in enumerate(row)}
        for row in head.iter_rows()
    ]


def new_recipe(
    dataset: Dataset,
    table: Table | None = None,
    roles: Mapping[str, Role] | None = None,
    store: Store = NO_STORE,
) -> Recipe:
    """The recipe that a new data set starts with: guessed roles and the recommended fixes."""
    seen = describe_dataset(dataset, table, roles, store)
    merged = {**seen.guess.roles, **(roles or {})}
    fixes = [finding.fix for finding in seen.findings if finding.fix and finding.recommended]
    return reduce(apply_fix, fixes, Recipe(table=seen.guess.table, roles=merged))

"""Recipe -> Analysis, stage by stage, each stage memoised under what went into it.

The stages are customers, matrix, projection and sweep. A stage's key holds the key of the stage
before it, the recipe's fields that it reads and its own version, so that moving a slider never
reads the file again.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from time import perf_counter
from typing import Any, TypeVar

import numpy as np
import polars as pl

from core.algorithms import algorithm
from core.charts import chart
from core.charts._frames import frames
from core.data import customers as customer_table
from core.data.fixes import taken
from core.data.prepare import prepare
from core.data.profile import profile
from core.data.quality import findings
from core.data.roles import check_roles, guess
from core.entities import (
    Analysis,
    ColumnProfile,
    Customers,
    Dataset,
    Finding,
    Integers,
    Prepared,
    Progress,
    Projection,
    Recipe,
    Role,
    RoleGuess,
    Sweep,
    Table,
    Trust,
    quiet,
)
from core.errors import UserError
from core.evaluation.sweep import sweep
from core.numbering import numbered
from core.reduction import reducer
from core.specs import checked
from core.store import Store

DRAWN = 20_000
FEWEST_DRAWN = 3

T = TypeVar("T")

CUSTOMER_FIELDS = ("table", "roles", "fixes", "snapshot", "returns")
MATRIX_FIELDS = (
    "features", "weights", "transform", "transforms", "scale", "winsorise", "impute", "encode",
    "components", "sample_weight",
)  # fmt: skip


class ResultGone(UserError):
    template = "This result is no longer kept. Reload the page to compute it again."


class UnknownSetting(UserError):
    template = "The slider has no stop at {setting}. Choose one of: {known}."


@dataclass(frozen=True)
class Description:
    """What a data set looks like, what it is taken for and what is wrong with it."""

    profiles: tuple[ColumnProfile, ...]
    guess: RoleGuess
    findings: tuple[Finding, ...]


def describe(
    store: Store | None,
    dataset: Dataset,
    table: Table | None = None,
    roles: Mapping[str, Role] | None = None,
) -> Description:
    """Profiles, guessed roles and findings; `table` and `roles` are what the user says instead."""
    chosen = dict(roles or {})
    key = key_of("describe 5", dataset.id, json.dumps([table, chosen], sort_keys=True))
    return memo(store, Description, key, lambda: _describe(dataset, table, chosen))


def _describe(dataset: Dataset, table: Table | None, chosen: Mapping[str, Role]) -> Description:
    frame = pl.scan_parquet(dataset.path)
    profiles = profile(frame)
    guessed = guess(profiles, dataset.rows, table)
    roles = {**guessed.roles, **chosen}
    return Description(profiles, guessed, findings(frame, roles, guessed.table))


def preview(dataset: Dataset, rows: int) -> list[dict[str, str]]:
    """The first rows as text, keyed c0, c1, ... by the column's place; missing is empty."""
    head = pl.scan_parquet(dataset.path).head(rows).collect()
    return [
        {f"c{i}": "" if value is None else str(value) for i, value in enumerate(row)}
        for row in head.iter_rows()
    ]


def new_recipe(
    store: Store | None,
    dataset: Dataset,
    table: Table | None = None,
    roles: Mapping[str, Role] | None = None,
) -> Recipe:
    """The recipe that a new data set starts with: guessed roles and the recommended fixes."""
    seen = describe(store, dataset, table, roles)
    merged = {**seen.guess.roles, **(roles or {})}
    fixes = [finding.fix for finding in seen.findings if finding.fix and finding.recommended]
    return reduce(taken, fixes, Recipe(table=seen.guess.table, roles=merged))


def analyse(
    store: Store | None, dataset: Dataset, recipe: Recipe, progress: Progress = quiet
) -> Analysis:
    """The recipe's result at every setting of its slider.

    Raises UserError where the recipe does not fit the data or its registered parameters.
    """
    people, prepared = preparation(store, dataset, recipe, progress)
    found = swept(store, dataset, recipe, prepared, progress)
    key = stage_keys(dataset, recipe)["projection"]
    seen = memo(store, Projection, key, lambda: _project(prepared, recipe, progress))
    shown = shown_rows(seen, found, recipe.seed)
    progress("Done", 1.0)
    trust = trusted(store, dataset, recipe)
    return _by_size(Analysis(dataset, recipe, people, prepared, seen, found, shown, trust))


def _by_size(analysis: Analysis) -> Analysis:
    """The segments numbered by size at the recipe's own setting, where that is not the suggested one."""
    swept, setting = analysis.sweep, chosen_setting(analysis)
    if setting == swept.suggestion.chosen:
        return analysis
    sizes = [len(found.sizes) for found in swept.scores]
    numbers = numbered(swept.labels, sizes, swept.at(setting))
    return replace(analysis, sweep=replace(swept, numbers=numbers))


def trusted(store: Store | None, dataset: Dataset, recipe: Recipe) -> Trust | None:
    """The verdict, where `judging.judged` has left one."""
    return None if store is None else store.get(Trust, trust_key(dataset, recipe))


def complete(trust: Trust | None) -> bool:
    """Whether there is nothing more to come of a verdict."""
    return trust is not None and trust.criteria is not None


def trust_key(dataset: Dataset, recipe: Recipe) -> str:
    return key_of("trust 6", stage_keys(dataset, recipe)["sweep"])


def preparation(
    store: Store | None, dataset: Dataset, recipe: Recipe, progress: Progress
) -> tuple[Customers, Prepared]:
    """The stages before clustering, with the errors of `analyse`."""
    check_roles(recipe.roles, recipe.table, dataset.columns)
    keys = stage_keys(dataset, recipe)
    progress("Building customers", 0.0)
    people = memo(store, Customers, keys["customers"], lambda: _customers(dataset, recipe))
    progress("Preparing features", 0.0)
    return people, memo(store, Prepared, keys["prepared"], lambda: prepare(people, recipe))


def swept(
    store: Store | None, dataset: Dataset, recipe: Recipe, prepared: Prepared, progress: Progress
) -> Sweep:
    """The stage of clustering alone, which `analyse` then finds done."""
    key = stage_keys(dataset, recipe)["sweep"]
    return memo(store, Sweep, key, lambda: _sweep(prepared, recipe, progress))


def ready(store: Store, dataset: Dataset, recipe: Recipe) -> bool:
    """Whether `analyse` would only read."""
    kinds = {"customers": Customers, "prepared": Prepared, "sweep": Sweep, "projection": Projection}
    keys = stage_keys(dataset, recipe)
    return all(store.get(kind, keys[stage]) is not None for stage, kind in kinds.items())


def stage_keys(dataset: Dataset, recipe: Recipe) -> dict[str, str]:
    """Each stage's cache key. Raises UserError for a parameter outside its limits."""
    method, view = algorithm(recipe.algorithm), reducer(recipe.reducer)
    params = checked(method.title, method.params, recipe.params)
    if params[method.swept] in method.settings or method.swept not in recipe.params:
        del params[method.swept]
    reducer_params = checked(view.title, view.params, recipe.reducer_params)
    people = key_of("customers 3", dataset.id, recipe.digest(*CUSTOMER_FIELDS))
    prepared = key_of("prepared 5", people, recipe.digest(*MATRIX_FIELDS))
    return {
        "customers": people,
        "prepared": prepared,
        "sweep": key_of("sweep 7", prepared, method.name, method.version, params, recipe.seed),
        "projection": key_of(
            "projection 1", prepared, view.name, view.version, reducer_params, recipe.seed
        ),
    }


def chosen_setting(analysis: Analysis) -> float:
    """The slider's position: what the recipe says, or else what the sweep suggests."""
    swept = analysis.sweep
    asked = analysis.recipe.params.get(swept.parameter)
    return asked if asked in swept.settings else swept.suggestion.chosen


@dataclass(frozen=True)
class FrameSet:
    """One chart at every setting of the slider, each figure as JSON text."""

    figures: tuple[str, ...]


def chart_frames(
    store: Store, dataset: Dataset, recipe: Recipe, name: str, options: Mapping[str, Any],
    analysis: Analysis,
) -> tuple[str, ...]:  # fmt: skip
    """The chart's figures as JSON text, one a setting, drawn once and kept."""
    spec = chart(name)
    chosen = spec.options(options)
    drawing = spec.name, spec.version, sorted(chosen.items())
    trust = trusted(store, dataset, recipe) if spec.slot == "verdict" else None
    known = trust is not None and trust_key(dataset, recipe), complete(trust)
    numbers = analysis.sweep.numbers
    key = key_of("frames 4", stage_keys(dataset, recipe), *drawing, known, numbers)
    return store.memo(FrameSet, key, lambda: FrameSet(frames(analysis, name, chosen))).figures


def known_setting(analysis: Analysis, setting: float) -> float:
    """The setting, if it was swept; UnknownSetting for any other."""
    return swept_setting(analysis.sweep, setting)


def swept_setting(swept: Sweep, setting: float) -> float:
    """The same of a sweep alone."""
    if setting not in swept.settings:
        known = ", ".join(f"{known:g}" for known in swept.settings)
        raise UnknownSetting(setting=f"{setting:g}", known=known)
    return setting


def shown_rows(projection: Projection, swept: Sweep, seed: int) -> Integers:
    """The rows (m,) drawn one by one: all that are projected, or DRAWN of them stratified by the
    suggested segments; with FEWEST_DRAWN of every segment of every setting, as far as there are."""
    rows = projection.rows
    if len(rows) <= DRAWN:
        return rows
    labels = swept.labels[swept.at(swept.suggestion.chosen)][rows]
    order = np.random.default_rng(seed).permutation(len(rows))
    by_segment = order[np.argsort(labels[order], kind="stable")]
    picks = rows[by_segment[np.linspace(0, len(rows) - 1, DRAWN).astype(np.intp)]]
    return np.union1d(picks, _rarely_picked(picks, rows[order], swept))


def _rarely_picked(picks: Integers, rows: Integers, swept: Sweep) -> Integers:
    """FEWEST_DRAWN of the `rows` of each segment, the first ones, where the picks hold fewer."""
    found = [picks[:0]]
    for own in swept.labels:
        sizes = np.bincount(own[picks], minlength=int(own.max()) + 1)
        rare = np.flatnonzero(sizes < FEWEST_DRAWN)
        found += [rows[own[rows] == label][:FEWEST_DRAWN] for label in rare]
    return np.concatenate(found)


def _customers(dataset: Dataset, recipe: Recipe) -> Customers:
    return customer_table.customers(pl.scan_parquet(dataset.path), recipe)


def _sweep(prepared: Prepared, recipe: Recipe, progress: Progress) -> Sweep:
    method, begun = algorithm(recipe.algorithm), perf_counter()
    found = sweep(prepared, method, recipe.params, recipe.seed, progress)
    return replace(found, seconds=perf_counter() - begun)


def _project(prepared: Prepared, recipe: Recipe, progress: Progress) -> Projection:
    progress("Drawing the map", 0.0)
    view = reducer(recipe.reducer)
    return view.reduce(prepared.matrix, prepared.columns, recipe.reducer_params, recipe.seed, progress)


def key_of(*parts: object) -> str:
    """One name for all that makes a result what it is: JSON values."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def memo(store: Store | None, kind: type[T], key: str, compute: Callable[[], T]) -> T:
    """As `Store.memo`; always computed where there is no store."""
    return compute() if store is None else store.memo(kind, key, compute)

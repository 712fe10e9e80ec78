"""Recipe -> Analysis, stage by stage, each stage memoised under what went into it.

The stages are customers, matrix, projection and sweep. A stage's key holds the key of the stage
before it, the recipe's fields that it reads and its own version, so that moving a slider never
reads the file again.
"""

from dataclasses import replace
from time import perf_counter

import numpy as np
import polars as pl

from core.data import check_roles
from core.errors import UserError
from core.features import build_customers, prepare_matrix
from core.model import (
    Analysis,
    Customers,
    Dataset,
    FeatureMatrix,
    Integers,
    Progress,
    Projection,
    Recipe,
    Segmentation,
    Sweep,
    Verdicts,
    ignore_progress,
)
from core.plugins import check_params
from core.segment.methods import algorithm
from core.segment.numbering import number_segments
from core.segment.projections import reducer
from core.segment.sweep import run_sweep
from core.store import Store, key_of, memo

MOST_PLOTTED = 20_000

FEWEST_PLOTTED = 3

CUSTOMER_FIELDS = ("table", "roles", "fixes", "snapshot", "returns")

MATRIX_FIELDS = (
    "features", "weights", "transform", "transforms", "scale", "winsorise", "impute", "encode",
    "components", "sample_weight",
)  # fmt: skip


class ResultGone(UserError):
    template = "This result is no longer kept. Reload the page to compute it again."


def analyse(
    store: Store | None, dataset: Dataset, recipe: Recipe, progress: Progress = ignore_progress
) -> Analysis:
    """The recipe's result at every setting of its slider.

    Raises UserError where the recipe does not fit the data or its registered parameters.
    """
    people, prepared = prepare_features(store, dataset, recipe, progress)
    found = compute_sweep(store, dataset, recipe, prepared, progress)
    key = stage_keys(dataset, recipe)["projection"]
    seen = memo(store, Projection, key, lambda: _project(prepared, recipe, progress))
    shown = choose_plotted_rows(seen, found, recipe.seed)
    progress("Done", 1.0)
    trust = stored_verdict(store, dataset, recipe)
    return _number_by_size(Analysis(dataset, recipe, people, prepared, seen, found, shown, trust))


def _number_by_size(analysis: Analysis) -> Analysis:
    """The segments numbered by size at the recipe's own setting, where that is not the suggested one."""
    swept, setting = analysis.sweep, chosen_setting(analysis)
    if setting == swept.suggestion.chosen:
        return analysis
    sizes = [len(found.sizes) for found in swept.scores]
    numbers = number_segments(swept.labels, sizes, swept.at(setting))
    return replace(analysis, sweep=replace(swept, numbers=numbers))


def stored_verdict(store: Store | None, dataset: Dataset, recipe: Recipe) -> Verdicts | None:
    """The verdict, where `judging.judged` has left one."""
    return None if store is None else store.get(Verdicts, verdict_key(dataset, recipe))


def is_complete(trust: Verdicts | None) -> bool:
    """Whether there is nothing more to come of a verdict."""
    return trust is not None and trust.criteria is not None


def verdict_key(dataset: Dataset, recipe: Recipe) -> str:
    return key_of("trust 6", stage_keys(dataset, recipe)["sweep"])


def prepare_features(
    store: Store | None, dataset: Dataset, recipe: Recipe, progress: Progress
) -> tuple[Customers, FeatureMatrix]:
    """The stages before clustering, with the errors of `analyse`."""
    check_roles(recipe.roles, recipe.table, dataset.columns)
    keys = stage_keys(dataset, recipe)
    progress("Building customers", 0.0)
    people = memo(store, Customers, keys["customers"], lambda: _customers(dataset, recipe))
    progress("Preparing features", 0.0)
    return people, memo(store, FeatureMatrix, keys["prepared"], lambda: prepare_matrix(people, recipe))


def compute_sweep(
    store: Store | None, dataset: Dataset, recipe: Recipe, prepared: FeatureMatrix, progress: Progress
) -> Sweep:
    """The stage of clustering alone, which `analyse` then finds done."""
    key = stage_keys(dataset, recipe)["sweep"]
    return memo(store, Sweep, key, lambda: _sweep(prepared, recipe, progress))


def is_analysed(store: Store, dataset: Dataset, recipe: Recipe) -> bool:
    """Whether `analyse` would only read."""
    kinds = {
        "customers": Customers,
        "prepared": FeatureMatrix,
        "sweep": Sweep,
        "projection": Projection,
    }
    keys = stage_keys(dataset, recipe)
    return all(store.get(kind, keys[stage]) is not None for stage, kind in kinds.items())


def stage_keys(dataset: Dataset, recipe: Recipe) -> dict[str, str]:
    """Each stage's cache key. Raises UserError for a parameter outside its limits."""
    method, view = algorithm(recipe.algorithm), reducer(recipe.reducer)
    params = check_params(method.title, method.params, recipe.params)
    if params[method.swept] in method.settings or method.swept not in recipe.params:
        del params[method.swept]
    reducer_params = check_params(view.title, view.params, recipe.reducer_params)
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


def choose_plotted_rows(projection: Projection, swept: Sweep, seed: int) -> Integers:
    """The rows (m,) drawn one by one: all that are projected, or DRAWN of them stratified by the
    suggested segments; with FEWEST_DRAWN of every segment of every setting, as far as there are."""
    rows = projection.rows
    if len(rows) <= MOST_PLOTTED:
        return rows
    labels = swept.labels[swept.at(swept.suggestion.chosen)][rows]
    order = np.random.default_rng(seed).permutation(len(rows))
    by_segment = order[np.argsort(labels[order], kind="stable")]
    picks = rows[by_segment[np.linspace(0, len(rows) - 1, MOST_PLOTTED).astype(np.intp)]]
    return np.union1d(picks, _rarely_picked_rows(picks, rows[order], swept))


def _rarely_picked_rows(picks: Integers, rows: Integers, swept: Sweep) -> Integers:
    """FEWEST_DRAWN of the `rows` of each segment, the first ones, where the picks hold fewer."""
    found = [picks[:0]]
    for own in swept.labels:
        sizes = np.bincount(own[picks], minlength=int(own.max()) + 1)
        rare = np.flatnonzero(sizes < FEWEST_PLOTTED)
        found += [rows[own[rows] == label][:FEWEST_PLOTTED] for label in rare]
    return np.concatenate(found)


def _customers(dataset: Dataset, recipe: Recipe) -> Customers:
    return build_customers(pl.scan_parquet(dataset.path), recipe)


def _sweep(prepared: FeatureMatrix, recipe: Recipe, progress: Progress) -> Sweep:
    method, begun = algorithm(recipe.algorithm), perf_counter()
    found = run_sweep(prepared, method, recipe.params, recipe.seed, progress)
    return replace(found, seconds=perf_counter() - begun)


def _project(prepared: FeatureMatrix, recipe: Recipe, progress: Progress) -> Projection:
    progress("Drawing the map", 0.0)
    view = reducer(recipe.reducer)
    return view.reduce(prepared.matrix, prepared.columns, recipe.reducer_params, recipe.seed, progress)


def complete_recipe(segmentation: Segmentation) -> Recipe:
    """The analysis's recipe with every feature and parameter named, so that no default decides.

    Features of weight 0 are not among them; those without differences are, as other customers may
    differ in them.
    """
    recipe, spec = segmentation.recipe, algorithm(segmentation.recipe.algorithm)
    params = check_params(spec.title, spec.params, recipe.params) | {
        segmentation.sweep.parameter: segmentation.setting
    }
    chosen = segmentation.customers.chosen(recipe)
    weighty = tuple(name for name in chosen if recipe.weights.get(name, 1.0))
    return recipe.with_changes(features=weighty, params=params)

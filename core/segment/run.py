"""Recipe -> Analysis, stage by stage, each stage kept in the store under what went into it.

The stages are customers, matrix, projection and sweep. A stage's key holds the key of the stage
before it, the recipe's fields that it reads and its own version, so that moving a slider never
reads the file again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from time import perf_counter

import numpy as np
import polars as pl

from core.errors import UserError
from core.model import (
    Analysis,
    Customers,
    Dataset,
    FeatureMatrix,
    Floats,
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
from core.store import NO_STORE, Store, key_of

# Customers drawn one by one: as many as a browser redraws without a pause while a slider moves.
MOST_PLOTTED = 20_000
# Customers of each segment among them, so that a rare one is seen at all.
FEWEST_PLOTTED = 3

CUSTOMER_FIELDS = ("table", "roles", "meanings", "titles", "fixes", "rates", "snapshot", "returns")
MATRIX_FIELDS = (
    "features",
    "weights",
    "transform",
    "transforms",
    "scale",
    "winsorise",
    "impute",
    "encode",
    "components",
    "sample_weight",
)
# What each stage leaves in the store.
STAGES = {"customers": Customers, "matrix": FeatureMatrix, "sweep": Sweep, "projection": Projection}


class ResultGone(UserError):
    template = "This result is no longer kept. Reload the page to compute it again."


@dataclass(frozen=True)
class Run:
    """One recipe on one data set: each stage is computed once, and only when it is asked for.

    Stages raise UserError where the recipe does not fit the data or its registered parameters.
    `progress` hears of those that are computed.
    """

    dataset: Dataset
    recipe: Recipe
    store: Store = NO_STORE
    progress: Progress = ignore_progress

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """Each stage's key in the store. Raises UserError for a parameter outside its limits."""
        from core.segment.methods import algorithm
        from core.segment.projections import reducer

        recipe = self.recipe
        method, view = algorithm(recipe.algorithm), reducer(recipe.reducer)
        params = check_params(method.title, method.params, recipe.params)
        if params[method.swept] in method.settings or method.swept not in recipe.params:
            del params[method.swept]
        reducer_params = check_params(view.title, view.params, recipe.reducer_params)
        customers = key_of("customers 6", self.dataset.id, recipe.digest(*CUSTOMER_FIELDS))
        matrix = key_of("prepared 5", customers, recipe.digest(*MATRIX_FIELDS))
        sweep = key_of("sweep 8", matrix, method.name, method.version, params, recipe.seed)
        return {
            "customers": customers,
            "matrix": matrix,
            "sweep": sweep,
            "projection": key_of(
                "projection 1", matrix, view.name, view.version, reducer_params, recipe.seed
            ),
            "verdict": key_of("trust 8", sweep),
        }

    @cached_property
    def customers(self) -> Customers:
        from core.data import check_roles
        from core.features import build_customers

        recipe = self.recipe
        check_roles(recipe.roles, recipe.table, self.dataset.columns)
        key = self.keys["customers"]
        self.progress("Building customers", 0.0)
        return self.store.memo(
            Customers, key, lambda: build_customers(pl.scan_parquet(self.dataset.path), recipe)
        )

    @cached_property
    def matrix(self) -> FeatureMatrix:
        from core.features import prepare_matrix

        customers = self.customers
        self.progress("Preparing features", 0.0)
        return self.store.memo(
            FeatureMatrix, self.keys["matrix"], lambda: prepare_matrix(customers, self.recipe)
        )

    @cached_property
    def read_rows(self) -> Floats | None:
        """Values (n, q) that a method by rules reads of the customers; None for one that looks for groups."""
        from core.segment.methods import algorithm

        spec = algorithm(self.recipe.algorithm)
        if spec.reads is None:
            return None
        return spec.reads(self.customers, check_params(spec.title, spec.params, self.recipe.params))

    @cached_property
    def sweep(self) -> Sweep:
        matrix = self.matrix
        return self.store.memo(Sweep, self.keys["sweep"], lambda: self._sweep(matrix))

    @cached_property
    def projection(self) -> Projection:
        matrix = self.matrix
        return self.store.memo(Projection, self.keys["projection"], lambda: self._project(matrix))

    @property
    def verdict(self) -> Verdicts | None:
        """The verdict at every setting, once one was stored."""
        return self.store.get(Verdicts, self.keys["verdict"])

    @property
    def is_analysed(self) -> bool:
        """True where the analysis would only read."""
        return all(self.store.get(kind, self.keys[stage]) is not None for stage, kind in STAGES.items())

    def analyse(self) -> Analysis:
        """The recipe's result at every setting of its slider."""
        customers, matrix, sweep, projection = (
            self.customers,
            self.matrix,
            self.sweep,
            self.projection,
        )
        plotted = choose_plotted_rows(projection, sweep, self.recipe.seed)
        self.progress("Done", 1.0)
        return _number_by_size(
            Analysis(
                self.dataset,
                self.recipe,
                customers,
                matrix,
                projection,
                sweep,
                plotted,
                self.verdict,
                self.keys["sweep"],
            )
        )

    def with_method(self, name: str, progress: Progress) -> "Run":
        """Run of the same customers by a method, at its defaults where it is not the recipe's own.

        What was computed before clustering is shared.
        """
        is_own = name == self.recipe.algorithm
        recipe = self.recipe if is_own else self.recipe.with_changes(algorithm=name, params={})
        run = replace(self, recipe=recipe, progress=progress)
        shared = ("customers", "matrix", "sweep") if is_own else ("customers", "matrix")
        run.__dict__.update({stage: vars(self)[stage] for stage in shared if stage in vars(self)})
        return run

    def _sweep(self, matrix: FeatureMatrix) -> Sweep:
        from core.segment.methods import algorithm
        from core.segment.sweep import run_sweep

        recipe, start = self.recipe, perf_counter()
        sweep = run_sweep(
            matrix,
            algorithm(recipe.algorithm),
            recipe.params,
            recipe.seed,
            self.progress,
            self.read_rows,
        )
        return replace(sweep, seconds=perf_counter() - start)

    def _project(self, matrix: FeatureMatrix) -> Projection:
        from core.segment.projections import reducer

        self.progress("Drawing the map", 0.0)
        recipe, view = self.recipe, reducer(self.recipe.reducer)
        return view.reduce(
            matrix.matrix, matrix.columns, recipe.reducer_params, recipe.seed, self.progress
        )


def _number_by_size(analysis: Analysis) -> Analysis:
    """Number the segments by size at the recipe's own setting, where that is not the suggested one."""
    from core.segment.numbering import number_segments

    sweep, setting = analysis.sweep, chosen_setting(analysis)
    if setting == sweep.suggestion.chosen:
        return analysis
    sizes = [len(scores.sizes) for scores in sweep.scores]
    numbers = number_segments(sweep.labels, sizes, sweep.at(setting))
    return replace(analysis, sweep=replace(sweep, numbers=numbers))


def is_complete(verdicts: Verdicts | None) -> bool:
    """True where there is nothing more to come of a verdict."""
    return verdicts is not None and verdicts.criteria is not None


def chosen_setting(analysis: Analysis) -> float:
    """The slider's position: what the recipe says, or else what the sweep suggests."""
    sweep = analysis.sweep
    requested = analysis.recipe.params.get(sweep.parameter)
    return requested if requested in sweep.settings else sweep.suggestion.chosen


def choose_plotted_rows(projection: Projection, sweep: Sweep, seed: int) -> Integers:
    """Choose the rows (m,) drawn one by one: all that are projected, or MOST_PLOTTED of them stratified by the
    suggested segments; with FEWEST_PLOTTED of every segment of every setting, as far as there are."""
    rows = projection.rows
    if len(rows) <= MOST_PLOTTED:
        return rows
    labels = sweep.labels[sweep.at(sweep.suggestion.chosen)][rows]
    order = np.random.default_rng(seed).permutation(len(rows))
    by_segment = order[np.argsort(labels[order], kind="stable")]
    picks = rows[by_segment[np.linspace(0, len(rows) - 1, MOST_PLOTTED).astype(np.intp)]]
    return np.union1d(picks, _rarely_picked_rows(picks, rows[order], sweep))


def _rarely_picked_rows(picks: Integers, rows: Integers, sweep: Sweep) -> Integers:
    """FEWEST_PLOTTED of the `rows` of each segment, the first ones, where the picks hold fewer."""
    additions = [picks[:0]]
    for labels in sweep.labels:
        sizes = np.bincount(labels[picks], minlength=int(labels.max()) + 1)
        rare = np.flatnonzero(sizes < FEWEST_PLOTTED)
        additions += [rows[labels[rows] == label][:FEWEST_PLOTTED] for label in rare]
    return np.concatenate(additions)


def complete_recipe(segmentation: Segmentation) -> Recipe:
    """The analysis's recipe with every feature and parameter named, so that no default decides.

    Features of weight 0 are not among them; those without differences are, as other customers may
    differ in them.
    """
    from core.segment.methods import algorithm

    recipe, spec = segmentation.recipe, algorithm(segmentation.recipe.algorithm)
    params = check_params(spec.title, spec.params, recipe.params) | {
        segmentation.sweep.parameter: segmentation.setting
    }
    chosen = segmentation.customers.chosen_features(recipe)
    weighty = tuple(name for name in chosen if recipe.weights.get(name, 1.0))
    plan = segmentation.dataset.plan
    return recipe.with_changes(features=weighty, params=params, join=plan)

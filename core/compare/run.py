"""Recipe -> Comparison: several methods on the same customers, each kept as soon as it is done.

Every method is swept by the stage that `pipeline.analyse` reads, so that adopting its result later
computes nothing anew.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from core.compare.candidates import (
    AdoptedResult,
    Comparison,
    MethodCandidates,
    Yardstick,
    find_candidates,
)
from core.errors import UserError
from core.model import (
    Customers,
    Dataset,
    FeatureMatrix,
    Notice,
    Progress,
    Recipe,
    Sweep,
    ignore_progress,
)
from core.plugins import check_params
from core.segment import (
    NoKnownLabels,
    algorithm,
    compute_sweep,
    prepare_features,
    stage_keys,
)
from core.store import Store, key_of, memo
from core.verdict import Method


def compare_methods(
    store: Store | None, dataset: Dataset, recipe: Recipe, setting: float | None,
    methods: Sequence[str], progress: Progress = ignore_progress, found: Callable[[MethodCandidates], None] = lambda _: None,
) -> Comparison:  # fmt: skip
    """What each of the registered `methods` makes of the recipe's customers.

    `setting` is the adopted one of the recipe's own method; None: nothing is adopted. That method
    keeps the recipe's parameters, the others have their defaults. `found` hears of each method as it
    is done, also of one that could not be run. Raises UserError where the recipe does not fit the
    data, and where the adopted result cannot be made.
    """
    keys = _method_keys(dataset, recipe, setting, methods)
    people, prepared = prepare_features(store, dataset, recipe, progress)
    own = None if setting is None else compute_sweep(store, dataset, recipe, prepared, progress)
    adopted = None if own is None or setting is None else adopted_result(recipe, own, setting)
    work = _Work(store, dataset, recipe, prepared, own, Yardstick(adopted, _known_label(people)))
    results = []
    for number, (name, key) in enumerate(keys.items(), start=1):
        tell = partial(_report_progress, progress, algorithm(name).title, number, len(keys))
        results.append(memo(store, MethodCandidates, key, partial(work.found, name, tell)))
        found(results[-1])
    progress("Done", 1.0)
    return build_comparison(results, people, prepared, adopted)


def stored_comparison(
    store: Store, dataset: Dataset, recipe: Recipe, setting: float | None, methods: Sequence[str]
) -> tuple[MethodCandidates, ...]:
    """What `compare_methods` has left in the store already, in the order of the methods."""
    keys = _method_keys(dataset, recipe, setting, methods).values()
    return tuple(found for key in keys if (found := store.get(MethodCandidates, key)) is not None)


def adopted_result(recipe: Recipe, sweep: Sweep, setting: float) -> AdoptedResult:
    """The recipe's own result at a setting; UnknownSetting for one that was not swept."""
    at = sweep.at(setting)
    return AdoptedResult(recipe.algorithm, sweep.settings[at], sweep.labels[at])


def build_comparison(
    found: Sequence[MethodCandidates],
    people: Customers,
    prepared: FeatureMatrix,
    adopted: AdoptedResult | None,
) -> Comparison:
    """All, or what there is already, of what the methods found."""
    return Comparison(
        found=tuple(found),
        customers=len(people.frame),
        features=prepared.features,
        label=people.label,
        adopted=adopted,
        notices=_label_notices(people),
    )


def _label_notices(people: Customers) -> tuple[Notice, ...]:
    """Who is left out of the scores against the label, if there is one."""
    if people.label is None:
        return ()
    missing, about = int(people.frame[people.label].isna().sum()), people.label
    if missing == len(people.frame):
        return (Notice(str(NoKnownLabels()), "warning", about),)
    return (
        (Notice(_missing_labels_sentence(missing, len(people.frame), about), about=about),)
        if missing
        else ()
    )


@dataclass(frozen=True)
class _Work:
    """What the methods are run on; `own` is the sweep of the recipe's own where it is at hand."""

    store: Store | None
    dataset: Dataset
    recipe: Recipe
    prepared: FeatureMatrix
    own: Sweep | None
    against: Yardstick

    def found(self, name: str, progress: Progress) -> MethodCandidates:
        recipe = _recipe_with_method(self.recipe, name)
        try:
            sweep = self._swept(recipe, progress)
        except UserError as error:
            return MethodCandidates(name, problem=str(error))
        spec = algorithm(name)
        method = Method(spec, check_params(spec.title, spec.params, recipe.params))
        return find_candidates(self.prepared, method, sweep, self.against, recipe.seed, progress)

    def _swept(self, recipe: Recipe, progress: Progress) -> Sweep:
        if self.own is not None and recipe is self.recipe:
            return self.own
        return compute_sweep(self.store, self.dataset, recipe, self.prepared, progress)


def _missing_labels_sentence(missing: int, customers: int, label: str) -> str:
    who = f"{missing:,} of {customers:,} customers have no known '{label}'"
    return f"{who}; they are left out of the scores against it."


def _recipe_with_method(recipe: Recipe, name: str) -> Recipe:
    """The recipe with another method, at its defaults."""
    return recipe if name == recipe.algorithm else recipe.with_changes(algorithm=name, params={})


def _method_keys(
    dataset: Dataset, recipe: Recipe, setting: float | None, methods: Sequence[str]
) -> Mapping[str, str]:
    """Where the store holds what each method found, in their order, each once."""

    def swept(name: str) -> str:
        return stage_keys(dataset, _recipe_with_method(recipe, name))["sweep"]

    adopted = None if setting is None else (swept(recipe.algorithm), float(setting))
    return {name: key_of("found 2", swept(name), adopted) for name in methods}


def _known_label(people: Customers) -> pd.Series | None:
    label = None if people.label is None else people.frame[people.label]
    return None if label is None or label.isna().all() else label


def _report_progress(
    progress: Progress, method: str, number: int, methods: int, step: str, share: float
) -> None:
    """How far the methods are together; their steps each begin at 0 again."""
    name = f"{method} ({number} of {methods}): {step[:1].lower()}{step[1:]}"
    progress(name, (number - 1 + share) / methods)

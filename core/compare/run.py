"""Run -> Comparison: several methods on the same customers, each kept as soon as it is done.

Every method is swept by the stage that `Run.analyse` reads, so that adopting its result later
computes nothing anew.
"""

from collections.abc import Callable, Mapping, Sequence
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
    FeatureMatrix,
    Notice,
    Progress,
    Recipe,
    Sweep,
)
from core.plugins import check_params
from core.segment import (
    NoKnownLabels,
    Run,
    algorithm,
)
from core.store import key_of
from core.verdict import Method


def compare_methods(
    run: Run,
    setting: float | None,
    methods: Sequence[str],
    on_result: Callable[[MethodCandidates], None] = lambda _: None,
) -> Comparison:
    """Compare what each of the registered `methods` makes of the recipe's customers.

    `setting` is the adopted one of the recipe's own method; None: nothing is adopted. That method
    keeps the recipe's parameters, the others have their defaults. `on_result` hears of each method as
    it is done, also of one that could not be run. Raises UserError where the recipe does not fit the
    data, and where the adopted result cannot be made.
    """
    keys = _method_keys(run, setting, methods)
    customers, matrix = run.customers, run.matrix
    adopted = None if setting is None else adopted_result(run.recipe, run.sweep, setting)
    yardstick = Yardstick(adopted, _known_label(customers))
    results = []
    for number, (name, key) in enumerate(keys.items(), start=1):
        report = partial(_report_progress, run.progress, algorithm(name).title, number, len(keys))
        compute = partial(_run_method, run.with_method(name, report), yardstick)
        results.append(run.store.memo(MethodCandidates, key, compute))
        on_result(results[-1])
    run.progress("Done", 1.0)
    return build_comparison(results, customers, matrix, adopted)


def _run_method(run: Run, yardstick: Yardstick) -> MethodCandidates:
    spec, recipe = algorithm(run.recipe.algorithm), run.recipe
    try:
        sweep = run.sweep
    except UserError as error:
        return MethodCandidates(spec.name, problem=str(error))
    method = Method(spec, check_params(spec.title, spec.params, recipe.params))
    return find_candidates(
        run.matrix, method, sweep, yardstick, recipe.seed, run.progress, run.read_rows
    )


def stored_comparison(
    run: Run, setting: float | None, methods: Sequence[str]
) -> tuple[MethodCandidates, ...]:
    """Results that `compare_methods` has left in the store already, in the order of the methods."""
    stored = (
        run.store.get(MethodCandidates, key) for key in _method_keys(run, setting, methods).values()
    )
    return tuple(candidates for candidates in stored if candidates is not None)


def adopted_result(recipe: Recipe, sweep: Sweep, setting: float) -> AdoptedResult:
    """The recipe's own result at a setting; UnknownSetting for one that was not swept."""
    at = sweep.at(setting)
    return AdoptedResult(recipe.algorithm, sweep.settings[at], sweep.labels[at])


def build_comparison(
    results: Sequence[MethodCandidates],
    customers: Customers,
    feature_matrix: FeatureMatrix,
    adopted: AdoptedResult | None,
) -> Comparison:
    """Put the results of the methods side by side, all or what there is already."""
    return Comparison(
        results=tuple(results),
        customers=len(customers.frame),
        features=feature_matrix.features,
        label=customers.label,
        adopted=adopted,
        notices=_label_notices(customers),
    )


def _label_notices(customers: Customers) -> tuple[Notice, ...]:
    """Notice of who is left out of the scores against the label, if there is one."""
    if customers.label is None:
        return ()
    missing, about = int(customers.frame[customers.label].isna().sum()), customers.label
    if missing == len(customers.frame):
        return (Notice(str(NoKnownLabels()), "warning", about),)
    return (
        (Notice(_missing_labels_sentence(missing, len(customers.frame), about), about=about),)
        if missing
        else ()
    )


def _missing_labels_sentence(missing: int, customers: int, label: str) -> str:
    who = f"{missing:,} of {customers:,} customers have no known '{label}'"
    return f"{who}; they are left out of the scores against it."


def _method_keys(run: Run, setting: float | None, methods: Sequence[str]) -> Mapping[str, str]:
    """Keys under which the store holds what each method found, in their order, each once."""
    adopted = None if setting is None else (run.keys["sweep"], float(setting))
    sweeps = {name: run.with_method(name, run.progress).keys["sweep"] for name in methods}
    return {name: key_of("found 4", sweep, adopted) for name, sweep in sweeps.items()}


def _known_label(customers: Customers) -> pd.Series | None:
    label = None if customers.label is None else customers.frame[customers.label]
    return None if label is None or label.isna().all() else label


def _report_progress(
    progress: Progress, method: str, number: int, methods: int, step: str, share: float
) -> None:
    """Report how far the methods are together; their steps each begin at 0 again."""
    name = f"{method} ({number} of {methods}): {step[:1].lower()}{step[1:]}"
    progress(name, (number - 1 + share) / methods)

"""Recipe -> Trust: whether the segments are real, looked into once for a table and kept."""

from dataclasses import dataclass, replace
from functools import partial

from core.errors import UserError
from core.model import Criteria, Dataset, Notice, Progress, Recipe, Sweep, Verdicts, ignore_progress
from core.plugins import AlgorithmSpec, check_params
from core.segment import (
    KMEANS,
    algorithm,
    compute_sweep,
    dunn_index,
    prepare_features,
    stage_keys,
    verdict_key,
)
from core.store import Store, key_of, memo
from core.verdict.by_setting import TOO_MANY, judge_sweep
from core.verdict.criteria import measure_criteria
from core.verdict.evidence import SETTINGS, Evidence, gather_evidence
from core.verdict.other_methods import OwnClusterings, refit_with_method, reuse_kmeans
from core.verdict.resampling import Method
from core.verdict.verdict import Verdict, judge_setting, strongest_verdict

UNWEIGHTED = Notice(
    "The verdict counts each customer once: segments that only the weights make count as unstable.",
    about="verdict",
)


class TooMany(UserError):
    template = TOO_MANY


def judge(
    store: Store | None, dataset: Dataset, recipe: Recipe, progress: Progress = ignore_progress
) -> Verdicts:
    """The verdict at every setting of the recipe's slider.

    The evidence is K-Means's on the prepared table, so that another method needs no other beside its
    own. The criteria, which take longer, are added to a verdict that the store holds by then. Raises
    UserError where the recipe does not fit the data, or the table is too small for a verdict.
    """
    _, prepared = prepare_features(store, dataset, recipe, progress)
    swept = compute_sweep(store, dataset, recipe, prepared, progress)
    evidence = memo(
        store,
        Evidence,
        _table_key("evidence 2", dataset, recipe),
        lambda: gather_evidence(prepared.matrix, seed=recipe.seed, progress=progress),
    )
    gaps = dunn_index(prepared.matrix, swept.labels, recipe.seed, step=partial(progress, "Dunn index"))
    spec = algorithm(recipe.algorithm)
    weighted = prepared.sample_weight is not None
    clusterings = _own_clusterings(evidence, swept, spec, weighted, recipe, progress)
    verdicts = judge_sweep(swept, evidence, spec, clusterings)
    notices = (*verdicts.notices, UNWEIGHTED) if weighted else verdicts.notices
    verdicts = replace(verdicts, dunn=gaps.values, dunn_rows=gaps.measured, notices=notices)
    key = verdict_key(dataset, recipe)
    if store is not None:
        store.put(key, verdicts)
    numbers = memo(
        store,
        Criteria,
        _table_key("criteria 2", dataset, recipe),
        lambda: measure_criteria(prepared.matrix, recipe.seed, progress),
    )
    verdicts = replace(verdicts, criteria=numbers)
    if store is not None:
        store.put(key, verdicts)
    progress("Done", 1.0)
    return verdicts


def _own_clusterings(
    evidence: Evidence,
    swept: Sweep,
    spec: AlgorithmSpec,
    weighted: bool,
    recipe: Recipe,
    progress: Progress,
) -> OwnClusterings | None:
    by_kmeans = spec.name == KMEANS.name
    if by_kmeans and not weighted:
        return None
    if by_kmeans or spec.needs:  # an extra's method is too slow for a hundred tables
        return reuse_kmeans(evidence, swept, comparable=by_kmeans)
    method = Method(spec, check_params(spec.title, spec.params, recipe.params))
    return refit_with_method(evidence, swept, method, recipe.seed, progress)


@dataclass(frozen=True)
class TableVerdict:
    """A verdict, and how many K-Means segments two other criteria find in the same table."""

    verdict: Verdict
    criteria: Criteria


def judge_kmeans(
    dataset: Dataset, recipe: Recipe, k: int | None, progress: Progress = ignore_progress
) -> TableVerdict:
    """Judge `k` K-Means segments (None: as many as are best founded); nothing is kept.

    Raises as `judge`, and UserError for a number that cannot be judged.
    """
    _, prepared = prepare_features(None, dataset, recipe, progress)
    settings = SETTINGS if k is None else (*SETTINGS, k)
    evidence = gather_evidence(prepared.matrix, settings, recipe.seed, progress)
    if k is not None and k not in evidence.settings:
        raise TooMany(k=k, most=max(evidence.settings))
    verdict = strongest_verdict(evidence) if k is None else judge_setting(evidence, k)
    return TableVerdict(verdict, measure_criteria(prepared.matrix, recipe.seed, progress))


def _table_key(version: str, dataset: Dataset, recipe: Recipe) -> str:
    """Key of what depends on the prepared table alone, not on the method."""
    return key_of(version, stage_keys(dataset, recipe)["prepared"], recipe.seed)

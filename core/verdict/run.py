"""Run -> Verdicts: whether the segments are real, looked into once for a table and kept."""

from dataclasses import dataclass, replace
from functools import partial

from core.errors import UserError
from core.model import Criteria, Notice, Progress, Recipe, Recommendation, Sweep, Verdicts
from core.plugins import AlgorithmSpec, check_params
from core.segment import (
    KMEANS,
    Run,
    algorithm,
    dunn_index,
    recommend,
)
from core.store import key_of
from core.verdict.by_setting import TOO_MANY, judge_sweep
from core.verdict.criteria import measure_criteria
from core.verdict.evidence import SETTINGS, Evidence, gather_evidence
from core.verdict.other_methods import OwnClusterings, refit_with_method, reuse_kmeans
from core.verdict.resampling import Method
from core.verdict.verdict import Verdict, judge_setting

UNWEIGHTED = Notice(
    "The verdict counts each customer once: segments that only the weights make count as unstable.",
    about="verdict",
)


class TooMany(UserError):
    template = TOO_MANY


def judge(run: Run) -> Verdicts:
    """Judge the segments at every setting of the recipe's slider.

    The evidence is K-Means's on the feature matrix, so that another method needs no other beside its
    own. The criteria, which take longer, are added to a verdict that the store holds by then. Raises
    UserError where the recipe does not fit the data, or the table is too small for a verdict.
    """
    matrix, recipe, progress = run.matrix, run.recipe, run.progress
    sweep = run.sweep
    evidence = run.store.memo(
        Evidence,
        _table_key("evidence 2", run),
        lambda: gather_evidence(matrix.matrix, seed=recipe.seed, progress=progress),
    )
    dunn = dunn_index(matrix.matrix, sweep.labels, recipe.seed, step=partial(progress, "Dunn index"))
    spec = algorithm(recipe.algorithm)
    weighted = matrix.sample_weight is not None
    own_clusterings = _own_clusterings(evidence, sweep, spec, weighted, recipe, progress)
    verdicts = judge_sweep(sweep, evidence, spec, own_clusterings)
    notices = (*verdicts.notices, UNWEIGHTED) if weighted else verdicts.notices
    verdicts = replace(verdicts, dunn=dunn.values, dunn_rows=dunn.measured, notices=notices)
    run.store.put(run.keys["verdict"], verdicts)
    criteria = run.store.memo(
        Criteria,
        _table_key("criteria 2", run),
        lambda: measure_criteria(matrix.matrix, recipe.seed, progress),
    )
    verdicts = replace(verdicts, criteria=criteria)
    run.store.put(run.keys["verdict"], verdicts)
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
    """A verdict, how many K-Means segments two other criteria find in the same table, and how many are
    recommended."""

    verdict: Verdict
    criteria: Criteria
    recommendation: Recommendation


def judge_kmeans(run: Run, k: int | None) -> TableVerdict:
    """Judge `k` K-Means segments (None: as many as are recommended); nothing is kept.

    Raises as `judge`, and UserError for a number that cannot be judged.
    """
    table, seed, progress = run.matrix.matrix, run.recipe.seed, run.progress
    settings = SETTINGS if k is None else (*SETTINGS, k)
    evidence = gather_evidence(table, settings, seed, progress)
    if k is not None and k not in evidence.settings:
        raise TooMany(k=k, most=max(evidence.settings))
    sweep, criteria = (
        run.with_method(KMEANS.name, progress).sweep,
        measure_criteria(table, seed, progress),
    )
    verdicts = replace(judge_sweep(sweep, evidence, KMEANS), criteria=criteria)
    advice = recommend(sweep, verdicts)
    setting = int(advice.setting) if k is None else k
    labels = sweep.labels[sweep.at(setting)] if setting in sweep.settings else None
    return TableVerdict(judge_setting(evidence, setting, labels), criteria, advice)


def _table_key(version: str, run: Run) -> str:
    """Key of what depends on the feature matrix alone, not on the method."""
    return key_of(version, run.keys["matrix"], run.recipe.seed)

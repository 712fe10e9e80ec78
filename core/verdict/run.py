"""Run -> Verdicts: whether the segments are real, looked into once for a table and kept."""

from dataclasses import dataclass, replace
from functools import partial

from core.errors import UserError
from core.model import Criteria, Notice, Progress, Recommendation, Verdicts, progress_within
from core.plugins import AlgorithmSpec, check_params
from core.segment import (
    KMEANS,
    Run,
    algorithm,
    dunn_index,
    recommend,
)
from core.store import key_of
from core.verdict.by_setting import describe_rules, judge_sweep
from core.verdict.criteria import measure_criteria
from core.verdict.evidence import SETTINGS, Evidence, gather_evidence
from core.verdict.notice_words import TOO_MANY, UNWEIGHTED
from core.verdict.other_methods import OwnClusterings, refit_with_method, reuse_kmeans
from core.verdict.resampling import Method
from core.verdict.verdict import Verdict, judge_setting

# Start and span of each part in the progress of the whole; K-Means is not refitted beside its evidence.
PREPARING, GATHERING, GATHERING_ALL = (0.0, 0.05), (0.05, 0.3), (0.05, 0.7)
REFITTING, MEASURING, CRITERIA = (0.35, 0.4), (0.75, 0.05), (0.8, 0.2)


class TooMany(UserError):
    template = TOO_MANY


def judge(run: Run) -> Verdicts:
    """Judge the segments at every setting of the recipe's slider.

    The evidence is K-Means's on the feature matrix, so that another method needs no other beside its
    own. The criteria are added to a verdict that the store holds by then. The progress is that of the
    whole: it runs once from 0 to 1. Raises UserError where the recipe does not fit the data, or the
    table is too small for a verdict.
    """
    run = replace(run, progress=progress_within(run.progress, 0.0, 1.0))
    verdicts = _judge_segments(run)
    run.store.put(run.keys["verdict"], verdicts)
    criteria = run.store.memo(
        Criteria,
        _table_key("criteria 3", run),
        lambda: measure_criteria(
            run.matrix.matrix, run.recipe.seed, progress_within(run.progress, *CRITERIA)
        ),
    )
    verdicts = replace(verdicts, criteria=criteria)
    run.store.put(run.keys["verdict"], verdicts)
    run.progress("Done", 1.0)
    return verdicts


def _judge_segments(run: Run) -> Verdicts:
    """Judge the segments without the criteria beside the verdict."""
    prepared = replace(run, progress=progress_within(run.progress, *PREPARING))
    matrix, sweep, recipe = prepared.matrix, prepared.sweep, run.recipe
    spec, weighted = algorithm(recipe.algorithm), matrix.sample_weight is not None
    gathering = GATHERING_ALL if spec.name == KMEANS.name else GATHERING
    evidence = run.store.memo(
        Evidence,
        _table_key("evidence 3", run),
        lambda: gather_evidence(
            matrix.matrix, seed=recipe.seed, progress=progress_within(run.progress, *gathering)
        ),
    )
    refitting = progress_within(run.progress, *REFITTING)
    own_clusterings = _own_clusterings(run, evidence, spec, weighted, refitting)
    verdicts = judge_sweep(sweep, evidence, spec, own_clusterings)
    if spec.reads:
        verdicts = describe_rules(verdicts)
    step = partial(progress_within(run.progress, *MEASURING), "Dunn index")
    dunn = dunn_index(matrix.matrix, sweep.labels, recipe.seed, step=step)
    notices = (*verdicts.notices, Notice(UNWEIGHTED, about="verdict")) if weighted else verdicts.notices
    return replace(verdicts, dunn=dunn.values, dunn_rows=dunn.measured, notices=notices)


def _own_clusterings(
    run: Run, evidence: Evidence, spec: AlgorithmSpec, weighted: bool, progress: Progress
) -> OwnClusterings | None:
    by_kmeans = spec.name == KMEANS.name
    if by_kmeans and not weighted:
        return None
    if by_kmeans or spec.needs:  # an extra's method is too slow for a hundred tables
        return reuse_kmeans(evidence, run.sweep, comparable=by_kmeans)
    method = Method(spec, check_params(spec.title, spec.params, run.recipe.params))
    return refit_with_method(evidence, run.sweep, method, run.recipe.seed, progress, run.read_rows)


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
    table, seed = run.matrix.matrix, run.recipe.seed
    settings = SETTINGS if k is None else (*SETTINGS, k)
    evidence = gather_evidence(table, settings, seed, progress_within(run.progress, 0.0, 0.8))
    if k is not None and k not in evidence.settings:
        raise TooMany(k=k, most=max(evidence.settings))
    progress = progress_within(run.progress, 0.8, 0.05)
    sweep = run.with_method(KMEANS.name, progress).sweep
    criteria = measure_criteria(table, seed, progress_within(run.progress, 0.85, 0.15))
    verdicts = replace(judge_sweep(sweep, evidence, KMEANS), criteria=criteria)
    advice = recommend(sweep, verdicts)
    setting = int(advice.setting) if k is None else k
    labels = sweep.labels[sweep.at(setting)] if setting in sweep.settings else None
    return TableVerdict(judge_setting(evidence, setting, labels), criteria, advice)


def _table_key(version: str, run: Run) -> str:
    """Key of what depends on the feature matrix alone, not on the method."""
    return key_of(version, run.keys["matrix"], run.recipe.seed)

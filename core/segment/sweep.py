"""Every setting of an algorithm's slider at once: partitions, scores and a suggestion."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from core.errors import UserError
from core.model import (
    FeatureMatrix,
    FitResult,
    Floats,
    Integers,
    Notice,
    Partition,
    Progress,
    Scores,
    SuggestedSetting,
    Sweep,
    ignore_progress,
)
from core.plugins import AlgorithmSpec, Sweeper, check_params
from core.segment import notice_words
from core.segment.divisions import REACHABLE_SHARE, count_alike
from core.segment.fitting.groups import count_distinct_rows
from core.segment.fitting.threads import as_kernel_array
from core.segment.methods.kmeans import SPEC as KMEANS
from core.segment.numbering import number_segments
from core.segment.recommendation import recommend
from core.segment.scores.redraws import measure_redraws
from core.segment.scores.scores import Compactness, compactness, wcss
from core.segment.scores.silhouettes import Silhouettes, measure_silhouettes
from core.segment.suggested_setting import suggest_number
from core.text import format_percent_below

LARGEST = 1e30  # of a prepared number: its square, summed over customers, must stay finite


class AllAlike(UserError):
    template = (
        "All customers are alike in the chosen features, so there is nothing to divide. Add features."
    )


class NotANumber(UserError):
    template = (
        "Feature '{column}' has values that are missing or too large to measure distances with. "
        "Scale it, or leave it out."
    )


def run_sweep(
    feature_matrix: FeatureMatrix,
    spec: AlgorithmSpec,
    params: Mapping[str, Any],
    seed: int = 0,
    progress: Progress = ignore_progress,
    read_rows: Floats | None = None,
) -> Sweep:
    """Find partitions and scores at all of the slider's settings, and at that of `params` beyond its end.

    Where the algorithm is told the number of clusters, settings above the number of different
    customers are left out, with a notice. Customers who are weighted count so, where the method can
    do that; in the scores each counts once. Raises AllAlike where not even two differ, NotANumber
    for a matrix that has no distances, and what `check_params` raises. `read_rows` (n, q) are what the
    method's `reads` gives, where it has one. Keeps the labels and
    distances of all customers at all settings: 5 bytes each, for a moment twice that.
    """
    rows = check_matrix(feature_matrix)
    fitted = _fit(rows, read_rows, feature_matrix.sample_weight, spec, params, seed, progress)
    parts, groups = fitted.partitions, tuple(len(p.centres) for p in fitted.partitions)
    labels, distance = np.stack([p.labels for p in parts]), np.stack([p.distance for p in parts])
    progress("Scoring", 0.0)
    wcss_one = wcss(rows, np.zeros(len(rows), np.uint8))
    widths = measure_silhouettes(rows, labels, groups, seed, step=partial(progress, "Scoring"))
    scores = _scores(labels, groups, compactness(rows, labels, groups), widths)
    is_redrawn = spec.name == KMEANS.name and not spec.adaptive
    sweep = Sweep(
        spec.swept,
        fitted.settings,
        labels,
        distance,
        tuple(p.centres for p in parts),
        scores,
        wcss_one,
        widths.rows,
        widths.values.astype(np.float32),
        _ask_criteria(spec, fitted, wcss_one, scores),
        fitted.notices + sampled_notices(len(rows), widths),
        widths.weights,
        not spec.adaptive,
        _probability(parts),
        fitted.evidence,
        names=fitted.names,
        redraws=measure_redraws(rows, labels, fitted.settings, seed) if is_redrawn else None,
        alike=tuple(count_alike(p.centres, rows) for p in parts),
    )
    return _recommend_setting(spec, sweep)


def _recommend_setting(spec: AlgorithmSpec, sweep: Sweep) -> Sweep:
    """The sweep with what is recommended before there is a verdict, and its segments numbered from there."""
    first = recommend(sweep)
    at, sizes = sweep.at(first.setting), [len(scores.sizes) for scores in sweep.scores]
    return replace(
        sweep,
        suggestion=replace(sweep.suggestion, chosen=first.setting, sentence=first.sentence),
        notices=(*sweep.notices, *small_segments_notices(spec, first.setting, sweep.scores[at])),
        numbers=number_segments(sweep.labels, sizes, at),
    )


def _fit(
    rows: Floats,
    read_rows: Floats | None,
    weights: Floats | None,
    spec: AlgorithmSpec,
    params: Mapping[str, Any],
    seed: int,
    progress: Progress,
) -> FitResult:
    """Divide the customers by the rules of the method, or by what it finds on the feature matrix."""
    if read_rows is not None:
        return _divide_by_rules(rows, read_rows, spec, params, progress)
    return _fit_settings(rows, weights, spec, params, seed, progress)


def _fit_settings(
    rows: Floats,
    weights: Floats | None,
    spec: AlgorithmSpec,
    params: Mapping[str, Any],
    seed: int,
    progress: Progress,
) -> FitResult:
    """Fit the method at every setting that the customers allow, with the notices up to then."""
    chosen = check_params(spec.title, spec.params, params)
    sweeper, counted, notices = _weighted_sweeper(spec, rows, weights)
    requested = chosen[spec.swept] if spec.swept in params else None
    settings, left_out = _allowed_settings(spec, requested, counted)
    fitted = sweeper(rows, settings, chosen, seed, progress)
    return replace(fitted, notices=notices + left_out + fitted.notices)


def _divide_by_rules(
    rows: Floats,
    read_rows: Floats,
    spec: AlgorithmSpec,
    params: Mapping[str, Any],
    progress: Progress,
) -> FitResult:
    """Divide `read_rows` (n, q) by rules; centres and distances are those of the matrix `rows` (n, p)."""
    from core.segment.fitting.partitions import build_partitions

    chosen = check_params(spec.title, spec.params, params)
    fitted = spec.sweep(read_rows, spec.settings, chosen, 0, progress)
    labels = np.stack([part.labels for part in fitted.partitions])
    sizes = [len(part.centres) for part in fitted.partitions]
    return replace(fitted, partitions=build_partitions(rows, labels, sizes))


def warm_up_kernels() -> None:
    """Compile every kernel, or load it from the disk, so that a first user does not wait for it."""
    matrix = np.random.default_rng(0).normal(size=(64, 2))
    names = ("a", "b")
    for weights in (None, np.arange(64.0)):
        run_sweep(FeatureMatrix(matrix, names, names, {}, sample_weight=weights), KMEANS, {})


def _weighted_sweeper(
    spec: AlgorithmSpec, rows: Floats, weights: Floats | None
) -> tuple[Sweeper, Floats, tuple[Notice, ...]]:
    """Choose the sweep that counts by the weights, as far as the method can. Return it, the rows that
    count, and the notices."""
    if weights is None:
        return spec.sweep, rows, ()
    if spec.weighted is None:
        return spec.sweep, rows, (weighted_notice(spec),)
    counted = rows if weights.all() else as_kernel_array(rows[weights > 0])
    return partial(spec.weighted, weights=weights), counted, (weighted_notice(spec),)


def check_matrix(feature_matrix: FeatureMatrix) -> Floats:
    """Return the matrix as the kernels take it; NotANumber for a column without distances."""
    rows = as_kernel_array(feature_matrix.matrix)
    bad = ~(np.maximum(rows.max(axis=0, initial=0), -rows.min(axis=0, initial=0)) < LARGEST)
    if bad.any():
        raise NotANumber(column=feature_matrix.columns[int(bad.argmax())])
    return rows


def _probability(parts: Sequence[Partition]) -> Floats | None:
    probabilities = [part.probability for part in parts if part.probability is not None]
    return np.stack(probabilities) if len(probabilities) == len(parts) else None


def _allowed_settings(
    spec: AlgorithmSpec, requested: float | None, rows: Floats
) -> tuple[tuple[float, ...], tuple[Notice, ...]]:
    """Settings of the slider and the one requested, as far as the customers allow; and why not all."""
    if count_distinct_rows(rows, 2) < 2:
        raise AllAlike()
    if spec.adaptive:
        return (() if requested is None else (requested,)), ()
    settings: tuple[float, ...] = spec.settings
    notices: tuple[Notice, ...] = ()
    if requested is not None and requested > spec.slider.high:
        settings, notices = (*settings, requested), (beyond_slider_notice(spec, requested),)
    distinct = count_distinct_rows(rows, int(max(settings)))
    if distinct >= max(settings):
        return settings, notices
    return tuple(k for k in settings if k <= distinct), (too_few_differ_notice(spec, distinct),)


def _scores(
    labels: Integers, groups: tuple[int, ...], tightness: list[Compactness], widths: Silhouettes
) -> tuple[Scores, ...]:
    return tuple(_score_setting(labels[s], k, tightness[s], widths, s) for s, k in enumerate(groups))


def _score_setting(labels: Integers, k: int, tight: Compactness, widths: Silhouettes, s: int) -> Scores:
    row_labels, measured = labels[widths.rows], ~np.isnan(widths.values[s])
    weights = np.where(measured, widths.weights, 0.0)
    sums = np.bincount(row_labels, weights * np.nan_to_num(widths.values[s]), k)
    means = sums[:k] / np.maximum(np.bincount(row_labels, weights, k)[:k], 1e-300)
    sizes = np.bincount(labels, minlength=k)[:k]
    return Scores(
        sizes=tuple(sizes.tolist()),
        wcss=tight.wcss,
        silhouette=float(widths.mean[s]) if 2 <= k < sizes.sum() else None,
        silhouette_error=float(widths.error[s]),
        segment_silhouettes=tuple(means.tolist()),
        davies_bouldin=tight.davies_bouldin,
        calinski_harabasz=tight.calinski_harabasz,
        noise=len(labels) - int(sizes.sum()),
    )


def _ask_criteria(
    spec: AlgorithmSpec, fitted: FitResult, wcss_one: float, scores: tuple[Scores, ...]
) -> SuggestedSetting:
    """Ask elbow, silhouette and the method's own criterion, of the slider's own settings, so that asking for one
    beyond does not change the answer."""
    preferred, reason = fitted.suggested, fitted.reason
    if spec.adaptive:
        return SuggestedSetting(
            None, None, fitted.settings[0] if preferred is None else preferred, "", preferred, reason
        )
    pairs = zip(fitted.settings, scores, strict=True)
    within = [(k, score) for k, score in pairs if k <= spec.slider.high]
    wcss = [wcss_one, *(score.wcss for _, score in within)]
    common = suggest_number([k for k, _ in within], wcss, [score.silhouette for _, score in within])
    return replace(common, preferred=preferred, reason=reason)


MOST_NAMED = 12  # small segments named in the warning


def beyond_slider_notice(spec: AlgorithmSpec, setting: float) -> Notice:
    text = notice_words.beyond_slider_sentence(setting, spec.slider.low, spec.slider.high)
    return Notice(text, about=spec.swept)


def too_few_differ_notice(spec: AlgorithmSpec, distinct: int) -> Notice:
    return Notice(notice_words.too_few_differ_sentence(distinct), "warning", spec.swept)


def weighted_notice(spec: AlgorithmSpec) -> Notice:
    """Notice of what the method makes of customers who are weighted."""
    text = notice_words.weighted_sentence(spec.title, spec.weighted is not None)
    return Notice(text, about="weights")


def sampled_notices(customers: int, widths: Silhouettes) -> tuple[Notice, ...]:
    """Notice of the sampled silhouettes; none where they are exact."""
    if not widths.error.any():
        return ()
    text = notice_words.sampled_silhouettes_sentence(len(widths.rows), customers, widths.error.max())
    return (Notice(text, about="silhouette"),)


def small_segments_notices(spec: AlgorithmSpec, setting: float, scores: Scores) -> tuple[Notice, ...]:
    """Warning of the segments under REACHABLE_SHARE of the customers, if there are any."""
    total = sum(scores.sizes) + scores.noise
    small = [
        f"{size:,} ({format_percent_below(size / total, REACHABLE_SHARE)})"
        for size in scores.sizes
        if size < REACHABLE_SHARE * total
    ]
    if not small:
        return ()
    slider = spec.slider.title.lower() if spec.adaptive else "k"
    text = notice_words.small_segments_sentence(slider, setting, small, REACHABLE_SHARE, MOST_NAMED)
    return (Notice(text, "warning", "segments"),)

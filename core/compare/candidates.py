"""Different methods' results on the same matrix, in figures that can be set side by side."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import combinations
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.compare.words import UNDIVIDED, noise_sentence, stability_sentence
from core.model import (
    NOISE,
    FeatureMatrix,
    Floats,
    Integers,
    Notice,
    Progress,
    Scores,
    Sweep,
    ignore_progress,
)
from core.plugins import AlgorithmSpec
from core.segment import (
    FEWEST,
    MOST,
    REACHABLE_SHARE,
    Dunn,
    adjusted_rand,
    contingency_table,
    dunn_index,
    measure_agreement,
    small_segments_notices,
)
from core.verdict import Method, Repeats, count_segments, repeat_fits

# Share of noise up to which a setting may be a candidate for its silhouette. Higher shows more of those that leave
# most customers out.
MOST_NOISE = 0.5
# Share of noise below which a result may be called the best. Higher lets methods shine that leave customers out.
LITTLE_NOISE = 0.05

CODES = NOISE + 1

LABEL_SCORES = ("adjusted_rand", "normalised_mutual_information", "homogeneity", "completeness")

Reason = Literal["adopted", "first choice", "highest silhouette", "as many segments as in use"]


@dataclass(frozen=True)
class Candidate:
    """A method's result at one `setting` of its slider, the parameter `parameter`, in scores.

    `reasons` say why this setting is looked at. `smallest` is the smallest segment's share of all
    customers. silhouette to wcss are as in `Scores`, `bic` and `aic` those of the method's own model. `dunn` was measured on `dunn_rows` customers.
    `stability` is the mean and `stability_spread` the standard deviation of the agreement of `repeat_fits`, of
    `stability_rows` customers. `agreement` is the adjusted Rand index with the adopted result, and
    adjusted_rand to completeness are scores against a label. None: undefined, or nothing to compare
    with. `seconds` is how long the method took for its whole slider.
    """

    method: str
    parameter: str
    setting: float
    reasons: tuple[Reason, ...]
    k: int
    sizes: tuple[int, ...]
    noise: int
    smallest: float
    silhouette: float | None
    silhouette_error: float
    davies_bouldin: float | None
    calinski_harabasz: float | None
    wcss: float
    bic: float | None
    aic: float | None
    dunn: float | None
    dunn_rows: int
    stability: float | None
    stability_spread: float | None
    stability_rows: int
    agreement: float | None
    adjusted_rand: float | None
    normalised_mutual_information: float | None
    homogeneity: float | None
    completeness: float | None
    seconds: float
    notices: tuple[Notice, ...] = ()

    @property
    def is_actionable(self) -> bool:
        """True where each segment is large enough for a campaign and hardly anybody is in none: only such a
        result is called the best by a score."""
        left_out = self.noise / (self.noise + sum(self.sizes))
        return self.smallest >= REACHABLE_SHARE and left_out < LITTLE_NOISE

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """Place beside others, lower before higher: what can be acted on, in a useful number of segments, and
        comes out again."""
        useful = FEWEST <= self.k <= MOST
        return not self.is_actionable, not useful, -(self.stability or 0.0)


@dataclass(frozen=True)
class MethodCandidates:
    """Candidates of one method with their `labels` uint8 (c, n), or, where it could not be run, none and
    the `problem` as a sentence."""

    method: str
    candidates: tuple[Candidate, ...] = ()
    labels: Integers = field(default_factory=lambda: np.empty((0, 0), np.uint8))
    problem: str = ""


@dataclass(frozen=True)
class AdoptedResult:
    """The result that the user works with: its method and setting, and its `labels` uint8 (n,)."""

    method: str
    setting: float
    labels: Integers


@dataclass(frozen=True)
class Yardstick:
    """References that candidates are compared with, as far as there are any: the adopted result, and a
    `label` (n,) in which None or NaN are unknown."""

    adopted: AdoptedResult | None = None
    label: ArrayLike | None = None


@dataclass(frozen=True)
class Comparison:
    """Methods side by side: how many `customers`, by which `features`, against the column `label`.

    `notices` are about all of them.
    """

    results: tuple[MethodCandidates, ...]
    customers: int
    features: tuple[str, ...]
    label: str | None = None
    adopted: AdoptedResult | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Candidates of all methods, in their order; the axes of `agreement`."""
        return tuple(candidate for result in self.results for candidate in result.candidates)

    @cached_property
    def agreement(self) -> Floats:
        """Adjusted Rand index between each two candidates: see `agreement_matrix`."""
        return agreement_matrix([labels for result in self.results for labels in result.labels])

    @cached_property
    def consensus(self) -> Floats | None:
        """Share (n,) of the other methods that keep a customer's segment: see `consensus_shares`.

        Each method speaks with the candidate that is most like the adopted result. None where
        nothing is adopted, or no other method found anything.
        """
        if self.adopted is None:
            return None
        others = [
            result
            for result in self.results
            if result.candidates and result.method != self.adopted.method
        ]
        return (
            consensus_shares(self.adopted.labels, [_closest_labels(result) for result in others])
            if others
            else None
        )


def find_candidates(
    feature_matrix: FeatureMatrix,
    method: Method,
    sweep: Sweep,
    against: Yardstick,
    seed: int = 0,
    progress: Progress = ignore_progress,
    read_rows: Floats | None = None,
) -> MethodCandidates:
    """Find the method's candidates among the settings of its sweep, with every score; see `candidate_settings`.

    Scores leave customers who are noise out; stability and the agreements take them as a group. A method
    by rules divides `read_rows` (n, q), of which segments are drawn again.
    """
    reasons = candidate_settings(method.spec.name, sweep, against.adopted)
    labels = sweep.labels[[sweep.at(setting) for setting in reasons]]
    gaps = dunn_index(
        feature_matrix.matrix, labels, seed, step=partial(progress, "Measuring the segments")
    )
    repeats = repeat_fits(
        feature_matrix.matrix if read_rows is None else read_rows,
        method,
        tuple(reasons),
        labels,
        seed,
        partial(progress, "Fitting again"),
    )
    candidates = tuple(
        Candidate(
            method=method.spec.name,
            parameter=sweep.parameter,
            setting=setting,
            reasons=reasons[setting],
            **_score_values(sweep.scores[sweep.at(setting)]),
            **_information_criteria(sweep, setting),
            **_measured_values(gaps, repeats, at),
            **_agreement_values(labels[at], against),
            seconds=sweep.seconds,
            notices=candidate_notices(method.spec, sweep, setting, gaps, repeats),
        )
        for at, setting in enumerate(reasons)
    )
    return MethodCandidates(method.spec.name, candidates, labels)


def candidate_settings(
    method: str, sweep: Sweep, adopted: AdoptedResult | None = None
) -> dict[float, tuple[Reason, ...]]:
    """Choose the settings of a sweep that are candidates, in ascending order, each with why.

    The adopted one, the method's first choice, that of highest silhouette, and, of those with as many segments
    as the adopted result, that of highest silhouette; the last two where at most MOST_NOISE is noise.
    """
    entries: list[tuple[float, Reason]] = []
    if adopted is not None and adopted.method == method:
        entries.append((adopted.setting, "adopted"))
    entries.append((sweep.suggestion.chosen, "first choice"))
    entries += [
        (setting, "highest silhouette")
        for setting in _highest_silhouette(sweep, range(len(sweep.settings)))
    ]
    if adopted is not None and adopted.method != method:
        k = count_segments(adopted.labels)
        same_count = [at for at, scores in enumerate(sweep.scores) if len(scores.sizes) == k]
        entries += [
            (setting, "as many segments as in use")
            for setting in _highest_silhouette(sweep, same_count)
        ]
    return {
        setting: tuple(why for value, why in entries if value == setting)
        for setting, _ in sorted(entries)
    }


def agreement_matrix(labels: Sequence[Integers]) -> Floats:
    """Adjusted Rand index (m, m) between each two of several `labels` (n,); noise is a group."""
    matrix = np.eye(len(labels))
    for first, second in combinations(range(len(labels)), 2):
        agreement = adjusted_rand(labels[first], labels[second])
        matrix[first, second] = matrix[second, first] = agreement
    return matrix


def consensus_shares(adopted: Integers, others: Sequence[Integers]) -> Floats:
    """Share (n,) of `others` (each (n,)) that put a customer where the `adopted` labels do.

    Segments are matched one to one so that as many customers as possible are in matching ones (Kuhn,
    "The Hungarian method", 1955). 1 is a core customer, on whom all agree; those far below are
    borderline. Noise matches noise.
    """
    share: Floats = np.mean([_keeps_segment(adopted, other) for other in others], axis=0)
    return share


def _highest_silhouette(sweep: Sweep, positions: Sequence[int]) -> list[float]:
    """Setting of highest silhouette without too much noise; none where none has a silhouette."""
    measured = [
        (scores.silhouette, -at)
        for at in positions
        if (scores := sweep.scores[at]).silhouette is not None
        and scores.noise <= MOST_NOISE * sweep.labels.shape[1]
    ]
    return [sweep.settings[-max(measured)[1]]] if measured else []


def _score_values(scores: Scores) -> dict[str, Any]:
    same = (
        "sizes",
        "noise",
        "wcss",
        "silhouette",
        "silhouette_error",
        "davies_bouldin",
        "calinski_harabasz",
    )
    customers = sum(scores.sizes) + scores.noise
    values = {name: getattr(scores, name) for name in same}
    return {"k": len(scores.sizes), "smallest": min(scores.sizes) / customers, **values}


def _information_criteria(sweep: Sweep, setting: float) -> dict[str, Any]:
    return {"bic": None, "aic": None, **sweep.information(setting)}


def _measured_values(gaps: Dunn, repeats: Repeats, at: int) -> dict[str, Any]:
    agreement = repeats.agreement[at]
    measured = not np.isnan(agreement).any()
    return {
        "dunn": gaps.values[at],
        "dunn_rows": gaps.measured,
        "stability": float(agreement.mean()) if measured else None,
        "stability_spread": float(agreement.std(ddof=1)) if measured else None,
        "stability_rows": repeats.rows,
    }


def _agreement_values(labels: Integers, against: Yardstick) -> dict[str, Any]:
    adopted, label = against.adopted, against.label
    agreement = None if adopted is None else float(adjusted_rand(labels, adopted.labels))
    scores = None if label is None else measure_agreement(labels, label)
    return {"agreement": agreement, **{name: getattr(scores, name, None) for name in LABEL_SCORES}}


def _closest_labels(result: MethodCandidates) -> Integers:
    """Labels of the candidate that agrees most with the adopted result."""
    agreements = [
        -math.inf if candidate.agreement is None else candidate.agreement
        for candidate in result.candidates
    ]
    closest: Integers = result.labels[int(np.argmax(agreements))]
    return closest


def _keeps_segment(adopted: Integers, other: Integers) -> NDArray[np.bool_]:
    """Mark the customers (n,) whose segment in `other` is the one that matches the adopted one."""
    from scipy.optimize import linear_sum_assignment

    table = contingency_table(adopted, other, NOISE, NOISE)
    match = np.full(CODES, -1)
    match[NOISE] = NOISE
    rows, columns = linear_sum_assignment(table, maximize=True)
    match[rows] = columns
    keeps: NDArray[np.bool_] = match[adopted] == other
    return keeps


def candidate_notices(
    spec: AlgorithmSpec, sweep: Sweep, setting: float, gaps: Dunn, repeats: Repeats
) -> tuple[Notice, ...]:
    """The sweep's own, but of the small segments of this setting, and how the scores were measured."""
    scores = sweep.scores[sweep.at(setting)]
    general = tuple(notice for notice in sweep.notices if notice.about != "segments")
    return (
        *general,
        *small_segments_notices(spec, setting, scores),
        *_undivided_notices(scores),
        *_noise_notices(scores),
        *gaps.notices,
        *_stability_notices(spec, scores, repeats),
    )


def _undivided_notices(scores: Scores) -> tuple[Notice, ...]:
    if len(scores.sizes) > 1:
        return ()
    return (Notice(UNDIVIDED, "warning", "silhouette"),)


def _noise_notices(scores: Scores) -> tuple[Notice, ...]:
    if not scores.noise:
        return ()
    text = noise_sentence(scores.noise, scores.noise + sum(scores.sizes))
    return (Notice(text, about="noise"),)


def _stability_notices(spec: AlgorithmSpec, scores: Scores, repeats: Repeats) -> tuple[Notice, ...]:
    customers = sum(scores.sizes) + scores.noise
    if repeats.rows == customers or len(scores.sizes) < 2:
        return ()
    text = stability_sentence(
        repeats.rows, customers, spec.slider.title.lower() if spec.adaptive else ""
    )
    return (Notice(text, about="stability"),)

"""Different methods' results on the same matrix, in figures that can be set side by side."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import combinations
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.compare.notices import candidate_notices
from core.model import (
    NOISE,
    FeatureMatrix,
    Floats,
    Integers,
    Notice,
    Progress,
    Report,
    Scores,
    Sweep,
    ignore_progress,
)
from core.segment import (
    adjusted_rand,
    contingency_table,
    dunn_index,
    measure_agreement,
)
from core.verdict import FEW_HALVES, Method, Repeats, count_segments, repeat_fits

# Share of noise up to which a setting may be a candidate for its silhouette. Higher shows more of those that leave
# most customers out.
MOST_NOISE = 0.5
CODES = NOISE + 1

REDRAWS = 2 * FEW_HALVES.pairs

LABEL_SCORES = ("adjusted_rand", "normalised_mutual_information", "homogeneity", "completeness")

Reason = Literal["adopted", "first choice", "highest silhouette", "as many segments as in use"]


@dataclass(frozen=True)
class Candidate:
    """A method's result at one `setting` of its slider, the parameter `parameter`, in scores.

    `reasons` say why this setting is looked at. `smallest` is the smallest segment's share of all
    customers, `alike` how many segments tell the story of another. silhouette to wcss are as in `Scores`,
    `bic` and `aic` those of the method's own model. `dunn` was measured on `dunn_rows` customers. `returned` is
    the share of so many `redraws` of `redrawn_rows` customers in which every segment came out again: the figure
    of the recommendation and of the verdict. `agreement` is the adjusted Rand index with the adopted result, and
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
    alike: int
    silhouette: float | None
    silhouette_error: float
    davies_bouldin: float | None
    calinski_harabasz: float | None
    wcss: float
    bic: float | None
    aic: float | None
    dunn: float | None
    dunn_rows: int
    returned: float | None
    redraws: int
    redrawn_rows: int
    agreement: float | None
    adjusted_rand: float | None
    normalised_mutual_information: float | None
    homogeneity: float | None
    completeness: float | None
    seconds: float
    notices: tuple[Notice, ...] = ()


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

    Scores leave customers who are noise out; redraws and the agreements take them as a group. A method
    by rules divides `read_rows` (n, q), of which segments are drawn again. What the sweep drew again is not
    drawn another time.
    """
    reasons = candidate_settings(method.spec.name, sweep, against.adopted)
    labels = sweep.labels[[sweep.at(setting) for setting in reasons]]
    gaps = dunn_index(
        feature_matrix.matrix, labels, seed, step=partial(progress, "Measuring the segments")
    )
    redraws, repeats = _draw_again(
        feature_matrix.matrix if read_rows is None else read_rows,
        method,
        sweep,
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
            alike=0 if sweep.names else sweep.alike[sweep.at(setting)],
            dunn=gaps.values[at],
            dunn_rows=gaps.measured,
            **redraws[setting],
            redrawn_rows=repeats.rows,
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


def _draw_again(
    rows: Floats,
    method: Method,
    sweep: Sweep,
    settings: tuple[float, ...],
    labels: Integers,
    seed: int,
    step: Report,
) -> tuple[dict[float, dict[str, Any]], Repeats]:
    """Tell how often the segments `labels` (s, n) at each of `settings` come out again: as the sweep says it, and
    by fits to parts of `rows` where it does not."""
    values = _read_redraws(sweep, settings)
    fresh = [at for at, setting in enumerate(settings) if setting not in values]
    repeats = repeat_fits(rows, method, [settings[at] for at in fresh], labels[fresh], seed, step)
    more = {settings[at]: _fresh_redraws(repeats, place) for place, at in enumerate(fresh)}
    return values | more, repeats


def _read_redraws(sweep: Sweep, settings: Iterable[float]) -> dict[float, dict[str, Any]]:
    """Read the redraws that the sweep made itself, by setting."""
    if sweep.redraws is None:
        return {}
    count, shares = sweep.redraws.count, sweep.redraws.returned
    return {
        setting: {"returned": share, "redraws": count}
        for setting in settings
        if (share := shares[sweep.at(setting)]) is not None
    }


def _fresh_redraws(repeats: Repeats, place: int) -> dict[str, Any]:
    share = float(repeats.returned[place])
    measured = not np.isnan(share)
    return {"returned": share if measured else None, "redraws": REDRAWS if measured else 0}


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

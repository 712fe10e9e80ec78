"""Different methods' results on the same matrix, in figures that can be set side by side."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import combinations
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

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
from core.segment import Dunn, adjusted_rand, dunn_index, measure_agreement, small_segments_notices
from core.text import format_percent
from core.verdict import Method, Repeats, count_segments, repeat_fits

MOST_NOISE = 0.5

CODES = NOISE + 1

LABEL_SCORES = ("adjusted_rand", "normalised_mutual_information", "homogeneity", "completeness")

Reason = Literal["adopted", "suggested", "highest silhouette", "as many segments as adopted"]


@dataclass(frozen=True)
class Candidate:
    """A method's result at one `setting` of its slider, the parameter `parameter`, in scores.

    `reasons` say why this setting is looked at. `smallest` is the smallest segment's share of all
    customers. silhouette to wcss are as in `Scores`, `bic` and `aic` those of the method's own model. `dunn_index` was measured on `dunn_rows` customers.
    `stability` is the mean and `stability_spread` the standard deviation of `repeat_fits`, of
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


@dataclass(frozen=True)
class MethodCandidates:
    """What one method brings to the comparison: candidates with their `labels` uint8 (c, n), or, where
    it could not be run, none and the `problem` as a sentence."""

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
    """What candidates are compared with, as far as there is any: the adopted result, and a `label`
    (n,) in which None or NaN are unknown."""

    adopted: AdoptedResult | None = None
    label: ArrayLike | None = None


@dataclass(frozen=True)
class Comparison:
    """Methods side by side: how many `customers`, by which `features`, against the column `label`.

    `candidate_notices` are about all of them.
    """

    found: tuple[MethodCandidates, ...]
    customers: int
    features: tuple[str, ...]
    label: str | None = None
    adopted: AdoptedResult | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Of all methods, in their order; the axes of `agreement`."""
        return tuple(candidate for one in self.found for candidate in one.candidates)

    @cached_property
    def agreement(self) -> Floats:
        """See the function `agreement`."""
        return agreement_matrix([own for one in self.found for own in one.labels])

    @cached_property
    def consensus(self) -> Floats | None:
        """The share (n,) of the other methods that keep a customer's segment: see the function.

        Each method speaks with the candidate that is most like the adopted result. None where
        nothing is adopted, or no other method found anything.
        """
        if self.adopted is None:
            return None
        others = [one for one in self.found if one.candidates and one.method != self.adopted.method]
        return (
            consensus_shares(self.adopted.labels, [_closest_labels(one) for one in others])
            if others
            else None
        )


def find_candidates(
    prepared: FeatureMatrix, method: Method, swept: Sweep, against: Yardstick, seed: int = 0,
    progress: Progress = ignore_progress,
) -> MethodCandidates:  # fmt: skip
    """The method's candidates among the settings of its sweep, with every score; see `candidate_settings`.

    Scores leave customers who are noise out; stability and the agreements take them as a group.
    """
    reasons = candidate_settings(method.spec.name, swept, against.adopted)
    labels = swept.labels[[swept.at(setting) for setting in reasons]]
    gaps = dunn_index(prepared.matrix, labels, seed, step=partial(progress, "Measuring the segments"))
    again = repeat_fits(
        prepared.matrix, method, tuple(reasons), labels, seed, partial(progress, "Fitting again")
    )
    found = tuple(
        Candidate(
            method=method.spec.name,
            parameter=swept.parameter,
            setting=setting,
            reasons=reasons[setting],
            **_score_values(swept.scores[swept.at(setting)]),
            **_information_criteria(swept, setting),
            **_measured_values(gaps, again, at),
            **_agreement_values(labels[at], against),
            seconds=swept.seconds,
            notices=candidate_notices(method.spec, swept, setting, gaps, again),
        )
        for at, setting in enumerate(reasons)
    )
    return MethodCandidates(method.spec.name, found, labels)


def candidate_settings(
    method: str, swept: Sweep, adopted: AdoptedResult | None = None
) -> dict[float, tuple[Reason, ...]]:
    """Which settings of a sweep are candidates, in ascending order, each with why.

    The adopted one, the suggested one, that of highest silhouette, and, of those with as many segments
    as the adopted result, that of highest silhouette; the last two where at most MOST_NOISE is noise.
    """
    found: list[tuple[float, Reason]] = []
    if adopted is not None and adopted.method == method:
        found.append((adopted.setting, "adopted"))
    found.append((swept.suggestion.chosen, "suggested"))
    found += [
        (setting, "highest silhouette")
        for setting in _highest_silhouette(swept, range(len(swept.settings)))
    ]
    if adopted is not None and adopted.method != method:
        k = count_segments(adopted.labels)
        alike = [at for at, scores in enumerate(swept.scores) if len(scores.sizes) == k]
        found += [
            (setting, "as many segments as adopted") for setting in _highest_silhouette(swept, alike)
        ]
    return {setting: tuple(why for own, why in found if own == setting) for setting, _ in sorted(found)}


def agreement_matrix(labels: Sequence[Integers]) -> Floats:
    """The adjusted Rand index (m, m) between each two of several `labels` (n,); noise is a group."""
    matrix = np.eye(len(labels))
    for one, other in combinations(range(len(labels)), 2):
        matrix[one, other] = matrix[other, one] = adjusted_rand(labels[one], labels[other])
    return matrix


def consensus_shares(adopted: Integers, others: Sequence[Integers]) -> Floats:
    """The share (n,) of `others` (each (n,)) that put a customer where the `adopted` labels do.

    Segments are matched one to one so that as many customers as possible are in matching ones (Kuhn,
    "The Hungarian method", 1955). 1 is a core customer, on whom all agree; those far below are
    borderline. Noise matches noise.
    """
    share: Floats = np.mean([_keeps_segment(adopted, other) for other in others], axis=0)
    return share


def _highest_silhouette(swept: Sweep, positions: Sequence[int]) -> list[float]:
    """The setting of highest silhouette without too much noise; none where none has a silhouette."""
    known = [
        (scores.silhouette, -at)
        for at in positions
        if (scores := swept.scores[at]).silhouette is not None
        and scores.noise <= MOST_NOISE * swept.labels.shape[1]
    ]
    return [swept.settings[-max(known)[1]]] if known else []


def _score_values(scores: Scores) -> dict[str, Any]:
    same = ("sizes", "noise", "wcss", "silhouette", "silhouette_error", "davies_bouldin",
            "calinski_harabasz")  # fmt: skip
    customers = sum(scores.sizes) + scores.noise
    own = {name: getattr(scores, name) for name in same}
    return {"k": len(scores.sizes), "smallest": min(scores.sizes) / customers, **own}


def _information_criteria(swept: Sweep, setting: float) -> dict[str, Any]:
    return {"bic": None, "aic": None, **swept.information(setting)}


def _measured_values(gaps: Dunn, again: Repeats, at: int) -> dict[str, Any]:
    agreement = again.agreement[at]
    known = not np.isnan(agreement).any()
    return {
        "dunn": gaps.values[at],
        "dunn_rows": gaps.measured,
        "stability": float(agreement.mean()) if known else None,
        "stability_spread": float(agreement.std(ddof=1)) if known else None,
        "stability_rows": again.rows,
    }


def _agreement_values(labels: Integers, against: Yardstick) -> dict[str, Any]:
    own, label = against.adopted, against.label
    alike = None if own is None else adjusted_rand(labels, own.labels)
    known = None if label is None else measure_agreement(labels, label)
    return {"agreement": alike, **{name: getattr(known, name, None) for name in LABEL_SCORES}}


def _closest_labels(found: MethodCandidates) -> Integers:
    """The labels of the candidate that agrees most with the adopted result."""
    alike = [-math.inf if one.agreement is None else one.agreement for one in found.candidates]
    closest: Integers = found.labels[int(np.argmax(alike))]
    return closest


def _keeps_segment(adopted: Integers, other: Integers) -> NDArray[np.bool_]:
    """Whether (n,) each customer's segment in `other` is the one that matches the adopted one."""
    from scipy.optimize import linear_sum_assignment

    cells = np.bincount(adopted.astype(np.intp) * CODES + other, minlength=CODES**2)
    table = cells.reshape(CODES, CODES)[:NOISE, :NOISE]
    match = np.full(CODES, -1)
    match[NOISE] = NOISE
    rows, columns = linear_sum_assignment(table, maximize=True)
    match[rows] = columns
    kept: NDArray[np.bool_] = match[adopted] == other
    return kept


def candidate_notices(
    spec: AlgorithmSpec, swept: Sweep, setting: float, gaps: Dunn, again: Repeats
) -> tuple[Notice, ...]:
    """The sweep's own, but of the small segments of this setting, and how the scores were measured."""
    scores = swept.scores[swept.at(setting)]
    general = tuple(notice for notice in swept.notices if notice.about != "segments")
    return (
        *general, *small_segments_notices(spec, setting, scores), *_undivided_notices(scores), *_noise_notices(scores),
        *gaps.notices, *_stability_notices(spec, scores, again),
    )  # fmt: skip


def _undivided_notices(scores: Scores) -> tuple[Notice, ...]:
    if len(scores.sizes) > 1:
        return ()
    text = (
        "All customers who are not noise are in one segment: there is no other to be near to, so "
        "silhouette, Davies-Bouldin, Calinski-Harabasz, Dunn and stability are not defined."
    )
    return (Notice(text, "warning", "silhouette"),)


def _noise_notices(scores: Scores) -> tuple[Notice, ...]:
    if not scores.noise:
        return ()
    share = format_percent(scores.noise / (scores.noise + sum(scores.sizes)))
    text = (
        f"{scores.noise:,} customers ({share}) are noise. Silhouette, WCSS, Davies-Bouldin, "
        "Calinski-Harabasz and Dunn leave them out and may look better for it; stability, agreement "
        "and the scores against a label count them as a group of their own."
    )
    return (Notice(text, about="noise"),)


def _stability_notices(spec: AlgorithmSpec, scores: Scores, again: Repeats) -> tuple[Notice, ...]:
    customers = sum(scores.sizes) + scores.noise
    if again.rows == customers or len(scores.sizes) < 2:
        return ()
    text = f"Stability was measured on {again.rows:,} of {customers:,} customers, drawn at random"
    if spec.adaptive:
        text += f", at the {spec.slider.title.lower()} that divides them most alike"
    return (Notice(f"{text}.", about="stability"),)

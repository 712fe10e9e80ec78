"""Gaussian mixtures: overlapping segments, with the probability that a customer belongs to each."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from core.model import FitResult, Floats, Integers, Notice, Partition, Progress, report_within
from core.plugins import AlgorithmSpec, Param, check_params
from core.segment.fitting.kmeans_search import SearchEffort
from core.segment.fitting.mixture import STARTS
from core.segment.fitting.partitions import segments_parameter
from core.text import join_names

if TYPE_CHECKING:
    from core.segment.fitting.mixture import Mixture, Scale

FIT_ROWS = 20_000
SEARCH_EFFORT = SearchEffort(rounds=1, tries=4, starts=1, passes=30, tolerance=1e-4)


def sweep(
    matrix: Floats,
    settings: tuple[float, ...],
    params: Mapping[str, Any],
    seed: int,
    progress: Progress,
    starts: int = STARTS,
) -> FitResult:
    """A Gaussian mixture of `matrix` (n, p) for each number of components in `settings`.

    Up to PLAIN_ROWS customers they are scikit-learn's own unless a likelier one is found, or fewer
    than STARTS `starts` were asked for.
    Customers belong to their likeliest component; where one is nobody's, there are fewer clusters
    than components, told in a notice. Above FIT_ROWS customers the mixtures are fitted to a uniform
    sample, told too. The evidence: `bic`, `aic` and `log_likelihood` (s,) of the fitted customers.
    TooFewDistinct where a setting exceeds the number of different rows, NoMixture where a covariance
    is singular.
    """
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    from core.segment.fitting.lloyd import Field
    from core.segment.fitting.mixture import Scale, posteriors
    from core.segment.fitting.partitions import fewer_clusters_notices, require_distinct
    from core.segment.fitting.threads import as_kernel_array

    covariance = check_params(SPEC.title, SPEC.params, params)["covariance"]
    rows, counts = as_kernel_array(matrix), tuple(map(int, settings))
    require_distinct(rows, max(counts))
    scale = Scale.of(Field.of(rows), joint=covariance == "spherical")
    with threadpool_limits(1, "blas"), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        mixtures = _mixtures(scale, counts, covariance, seed, progress, starts)
        progress("Clustering", 0.8)
        labels, chance = posteriors(scale, mixtures)
    parts = _partitions(rows, labels, chance)
    suggested, reason = _suggest_components(counts, mixtures)
    notices = (
        *_sampling_notices(len(rows)),
        *fewer_clusters_notices(counts, parts, "components"),
        *_narrow_notices(counts, mixtures),
    )
    return FitResult(settings, parts, suggested, reason, _evidence(mixtures), notices)


def _mixtures(
    scale: Scale, counts: tuple[int, ...], covariance: str, seed: int, progress: Progress, starts: int
) -> list[Mixture]:
    """One mixture a setting; the largest are fitted first, so that no thread waits long at the end."""
    from core.segment.fitting.kmeans_search import Sample, search_centres
    from core.segment.fitting.mixture import fit_mixture, prefer_sklearn_mixture
    from core.segment.fitting.threads import map_in_threads

    rng = np.random.default_rng(seed)
    n = len(scale.field.rows)
    rows = scale.at(np.sort(rng.choice(n, FIT_ROWS, replace=False)) if n > FIT_ROWS else slice(None))
    sample = Sample.of(rows, np.ones(len(rows)))
    fits = search_centres(
        sample,
        max(counts),
        SEARCH_EFFORT,
        rng,
        report_within(partial(progress, "Clustering"), 0.0, 0.2),
    )
    first = [fits[k].centres for k in sorted(counts, reverse=True)]

    def work(centres: Floats) -> Mixture:
        mixture = fit_mixture(rows, scale.log_volume, covariance, centres, seed, starts)
        return (
            mixture
            if starts < STARTS
            else prefer_sklearn_mixture(mixture, rows, scale, covariance, seed)
        )

    mixtures = []
    for mixture in map_in_threads(work, first):
        mixtures.append(mixture)
        progress("Clustering", 0.2 + 0.6 * len(mixtures) / len(first))
    return mixtures[::-1]


def _partitions(rows: Floats, labels: Integers, chance: Floats) -> tuple[Partition, ...]:
    from core.segment.fitting.partitions import build_partitions, renumber_labels

    sizes = [renumber_labels(labelling) for labelling in labels]
    parts = build_partitions(rows, labels, sizes)
    return tuple(replace(part, probability=likely) for part, likely in zip(parts, chance, strict=True))


def _evidence(mixtures: Sequence[Mixture]) -> dict[str, Floats]:
    return {
        "bic": np.array([mixture.bic for mixture in mixtures]),
        "aic": np.array([mixture.aic for mixture in mixtures]),
        "log_likelihood": np.array([mixture.log_likelihood for mixture in mixtures]),
    }


def _suggest_components(counts: tuple[int, ...], mixtures: Sequence[Mixture]) -> tuple[int | None, str]:
    """The number of components with the lowest BIC among the slider's; sound mixtures go first."""
    pairs = [(k, m) for k, m in zip(counts, mixtures, strict=True) if k <= SPEC.slider.high]
    sound = [(k, m) for k, m in pairs if not m.narrow]
    if len(pairs) < 2:
        return None, ""
    best = min(sound or pairs, key=lambda pair: pair[1].bic)[0]
    if best < pairs[-1][0]:
        return best, f"BIC is lowest at {best} components."
    return best, (
        f"BIC still falls at {best} components, the most that were tried: the data may hold more "
        "groups, or shapes that a few bell curves cannot describe."
    )


def _sampling_notices(rows: int) -> Iterator[Notice]:
    if rows > FIT_ROWS:
        yield Notice(
            f"The mixtures, and their BIC, are of {FIT_ROWS:,} customers drawn at random. Each of the "
            f"{rows:,} customers then joined the likeliest component.",
            about="clustering",
        )


def _narrow_notices(counts: tuple[int, ...], mixtures: Sequence[Mixture]) -> Iterator[Notice]:
    narrow = [k for k, mixture in zip(counts, mixtures, strict=True) if mixture.narrow]
    if narrow:
        yield Notice(
            f"With {join_names(map(str, narrow), last=' or ')} components, some sit on customers who are alike in a feature; "
            "BIC is too good there and was not used for the suggestion where another could be.",
            "warning",
            about="clustering",
        )


SPEC = AlgorithmSpec(
    name="gmm",
    title="Gaussian mixture",
    summary="Overlapping, stretched segments, with how likely each customer belongs to theirs. Shows who is borderline.",
    source="Dempster, Laird and Rubin, Maximum likelihood from incomplete data via the EM algorithm, Journal of the Royal Statistical Society B, 1977",
    params=(
        segments_parameter("n_components"),
        Param(
            "covariance",
            "Shape",
            default="full",
            choices=(
                ("full", "Each its own"),
                ("tied", "The same for all"),
                ("diag", "Along the features"),
                ("spherical", "Round"),
            ),
            help="Which shapes segments may have: freer ones need more customers.",
        ),
    ),
    swept="n_components",
    sweep=sweep,
    quick=partial(sweep, starts=1),
    version=2,
)

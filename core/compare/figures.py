"""A comparison as figures: its scores as bars, its agreement as a heat map, its consensus as a map."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from core.charts import describe_drawn, drawn_customers
from core.compare import drawing
from core.compare.candidates import Candidate, Comparison
from core.compare.use import is_usable
from core.compare.words import scores_subtitle
from core.model import Analysis, Floats
from core.plugins import UnknownName
from core.segment import algorithm, reducer
from core.text import format_count, format_percent

Figure = dict[str, Any]

# The published scores, whether more of each is better, and what a person calls them.
SCORES: Mapping[str, tuple[str, bool]] = {
    "silhouette": ("Silhouette", True),
    "davies_bouldin": ("Davies-Bouldin", False),
    "dunn": ("Dunn", True),
    "adjusted_rand": ("Adjusted Rand", True),
    "normalised_mutual_information": ("Mutual information", True),
}


def comparison_figure(comparison: Comparison, analysis: Analysis, name: str) -> Figure:
    """One of `FIGURES`; UnknownName for another."""
    if name not in FIGURES:
        raise UnknownName(kind="figure", name=name, known=", ".join(FIGURES))
    return FIGURES[name](comparison, analysis)


def setting_in_words(candidate: Candidate) -> str:
    """Put a candidate's setting in words: "4 segments", or "Reach (eps) 0.52" where the slider does not count."""
    spec = algorithm(candidate.method)
    if spec.adaptive:
        return f"{spec.slider.title} {candidate.setting:g}"
    return format_count(int(candidate.setting), "segment")


def candidate_name(candidate: Candidate) -> str:
    """Name a candidate: "K-Means, 4 segments", with the share that it leaves out as noise, where there is any."""
    words = setting_in_words(candidate)
    left = format_percent(candidate.noise / (candidate.noise + sum(candidate.sizes)))
    noise = f" ({left} noise)" if candidate.noise else ""
    return f"{algorithm(candidate.method).title}, {words[:1].lower()}{words[1:]}{noise}"


def candidate_label(candidate: Candidate) -> str:
    """Short name of a candidate: "K-Means 4"."""
    return f"{algorithm(candidate.method).title} {candidate.setting:g}"


def representatives(comparison: Comparison) -> Sequence[Candidate]:
    """Choose one candidate a method: the adopted one, or else, of those with segments to tell apart, the one
    that the method itself suggests."""
    return [
        max(result.candidates, key=_representative_rank)
        for result in comparison.results
        if result.candidates
    ]


def _representative_rank(candidate: Candidate) -> tuple[bool, bool, bool]:
    reasons = candidate.reasons
    return "adopted" in reasons, candidate.k > 1, "first choice" in reasons


def _scores(comparison: Comparison, _analysis: Analysis) -> Figure:
    candidates = representatives(comparison)
    adopted = next(
        (at for at, candidate in enumerate(candidates) if "adopted" in candidate.reasons), None
    )
    fair = np.array([is_usable(candidate) for candidate in candidates])
    panels = [
        drawing.Panel(title, high, _values(candidates, name), fair)
        for name, (title, high) in SCORES.items()
    ]
    features = len(comparison.features)
    source = scores_subtitle(comparison.customers, features, comparison.label)
    return drawing.scores_figure(list(map(candidate_name, candidates)), panels, adopted, source)


def _values(candidates: Sequence[Candidate], name: str) -> Floats:
    values = [getattr(candidate, name) for candidate in candidates]
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _agreement(comparison: Comparison, _analysis: Analysis) -> Figure:
    candidates = comparison.candidates
    return drawing.agreement_figure(
        list(map(candidate_name, candidates)),
        list(map(candidate_label, candidates)),
        comparison.agreement,
    )


def _consensus(comparison: Comparison, analysis: Analysis) -> Figure:
    rows, points = drawn_customers(analysis)
    view = reducer(analysis.recipe.reducer).title
    source = f"2-D {view} · {describe_drawn(len(rows), analysis)}"
    share, adopted = comparison.consensus, comparison.adopted
    if share is None or adopted is None:
        return drawing.no_consensus_figure(source)
    others = sum(
        bool(result.candidates) for result in comparison.results if result.method != adopted.method
    )
    ids = analysis.customers.frame.index.to_numpy()[rows].astype(str).tolist()
    cloud = drawing.Cloud(points[:, :2], analysis.projection.axes, ids, source)
    return drawing.consensus_figure(share, others, algorithm(adopted.method).title, cloud, rows)


FIGURES: Mapping[str, Callable[[Comparison, Analysis], Figure]] = {
    "scores": _scores,
    "agreement": _agreement,
    "consensus": _consensus,
}

"""A comparison as figures: its scores as bars, its agreement as a heat map, its consensus as a map."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from core.charts import describe_drawn, drawn_customers
from core.compare import drawing as draw
from core.compare.candidates import MOST_NOISE, Candidate, Comparison
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


def comparison_figure(found: Comparison, analysis: Analysis, name: str) -> Figure:
    """One of `FIGURES`; UnknownName for another."""
    if name not in FIGURES:
        raise UnknownName(kind="figure", name=name, known=", ".join(FIGURES))
    return FIGURES[name](found, analysis)


def setting_in_words(candidate: Candidate) -> str:
    """A candidate's setting: "4 segments", or "Reach (eps) 0.52" where the slider does not count."""
    spec = algorithm(candidate.method)
    if spec.adaptive:
        return f"{spec.slider.title} {candidate.setting:g}"
    return format_count(int(candidate.setting), "segment")


def candidate_name(candidate: Candidate) -> str:
    """ "K-Means, 4 segments", with the share that it leaves out as noise, where there is any."""
    words = setting_in_words(candidate)
    left = format_percent(candidate.noise / (candidate.noise + sum(candidate.sizes)))
    noise = f" ({left} noise)" if candidate.noise else ""
    return f"{algorithm(candidate.method).title}, {words[:1].lower()}{words[1:]}{noise}"


def candidate_label(candidate: Candidate) -> str:
    """K-Means 4"""
    return f"{algorithm(candidate.method).title} {candidate.setting:g}"


def representatives(found: Comparison) -> Sequence[Candidate]:
    """One candidate a method: the adopted one, or else, of those with segments to tell apart, the one
    that the method itself suggests."""
    return [max(one.candidates, key=_representative_rank) for one in found.found if one.candidates]


def _representative_rank(candidate: Candidate) -> tuple[bool, bool, bool]:
    reasons = candidate.reasons
    return "adopted" in reasons, candidate.k > 1, "suggested" in reasons


def _scores(found: Comparison, _analysis: Analysis) -> Figure:
    shown = representatives(found)
    adopted = next((at for at, one in enumerate(shown) if "adopted" in one.reasons), None)
    fair = np.array([one.noise <= MOST_NOISE * found.customers for one in shown])
    panels = [
        draw.Panel(title, high, _values(shown, name), fair) for name, (title, high) in SCORES.items()
    ]
    against = f" · label {found.label}" if found.label else ""
    features = format_count(len(found.features), "feature")
    source = f"{format_count(found.customers, 'customer')} by {features}{against} · one result of each method"
    return draw.scores_figure(list(map(candidate_name, shown)), panels, adopted, source)


def _values(shown: Sequence[Candidate], name: str) -> Floats:
    found = [getattr(one, name) for one in shown]
    return np.array([np.nan if value is None else value for value in found], dtype=float)


def _agreement(found: Comparison, _analysis: Analysis) -> Figure:
    shown = found.candidates
    return draw.agreement_figure(
        list(map(candidate_name, shown)), list(map(candidate_label, shown)), found.agreement
    )


def _consensus(found: Comparison, analysis: Analysis) -> Figure:
    rows, points = drawn_customers(analysis)
    view = reducer(analysis.recipe.reducer).title
    source = f"2-D {view} · {describe_drawn(len(rows), analysis)}"
    share, adopted = found.consensus, found.adopted
    if share is None or adopted is None:
        return draw.no_consensus_figure(source)
    others = sum(bool(one.candidates) for one in found.found if one.method != adopted.method)
    ids = analysis.customers.frame.index.to_numpy()[rows].astype(str).tolist()
    cloud = draw.Cloud(points[:, :2], analysis.projection.axes, ids, source)
    return draw.consensus_figure(share, others, algorithm(adopted.method).title, cloud, rows)


FIGURES: Mapping[str, Callable[[Comparison, Analysis], Figure]] = {
    "scores": _scores,
    "agreement": _agreement,
    "consensus": _consensus,
}

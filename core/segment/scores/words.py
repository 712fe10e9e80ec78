"""The scores of one setting in words that a person who never met them can read."""

from dataclasses import dataclass

from core.model import Analysis, Scores, Segmentation
from core.text import format_percent, silhouette_words


@dataclass(frozen=True)
class ScoreLine:
    """A score: its name, its value as text, a word on it, and a sentence on what it means."""

    title: str
    value: str
    word: str
    help: str


def score_lines(segmentation: Segmentation) -> tuple[ScoreLine, ...]:
    """Line of scores above the charts, for one setting of the slider."""
    scores = segmentation.scores
    last = _variance(segmentation.analysis) if segmentation.sweep.counts else _noise(scores)
    return (
        _silhouette(scores),
        _davies_bouldin(scores),
        _calinski_harabasz(scores),
        _dunn(segmentation),
        _smallest(scores),
        last,
    )


def _noise(scores: Scores) -> ScoreLine:
    help = (
        "Customers who are in no segment. The other scores leave them out, so that they may look better "
        "the more there are."
    )
    share = scores.noise / (sum(scores.sizes) + scores.noise)
    return ScoreLine("Noise", format_percent(share), f"{scores.noise:,} customers", help)


def _silhouette(scores: Scores) -> ScoreLine:
    help = (
        "How much closer customers are to their own segment than to the next one, from -1 to 1. "
        "Computed on the prepared features, not on the map."
    )
    if scores.silhouette is None:
        return ScoreLine("Silhouette", "none", "needs two segments", help)
    sampled = f", ± {scores.silhouette_error:.3f} sampled" if scores.silhouette_error else ""
    word = silhouette_words(scores.silhouette)[0] + sampled
    return ScoreLine("Silhouette", f"{scores.silhouette:.2f}", word, help)


def _davies_bouldin(scores: Scores) -> ScoreLine:
    help = "How wide segments are compared with the gaps between them; 0 is best."
    value = "none" if scores.davies_bouldin is None else f"{scores.davies_bouldin:.2f}"
    return ScoreLine("Davies-Bouldin", value, "lower is better", help)


def _calinski_harabasz(scores: Scores) -> ScoreLine:
    help = (
        "Spread between segments against spread within them, for comparing settings on the same data."
    )
    value = "none" if scores.calinski_harabasz is None else f"{scores.calinski_harabasz:,.0f}"
    return ScoreLine("Calinski-Harabasz", value, "higher is better", help)


def _dunn(segmentation: Segmentation) -> ScoreLine:
    help = "The narrowest gap between two segments against the widest segment. One odd customer can spoil it."
    verdicts = segmentation.verdicts
    if verdicts is None or not verdicts.dunn:
        return ScoreLine("Dunn index", "…", "with the verdict", help)
    value = verdicts.dunn[segmentation.place]
    if value is None:
        return ScoreLine("Dunn index", "none", "needs two segments", help)
    sampled = verdicts.dunn_rows < len(segmentation.customers.frame)
    word = f"at most, of {verdicts.dunn_rows:,} drawn" if sampled else "higher is better"
    return ScoreLine("Dunn index", f"{value:.3f}", word, help)


def _smallest(scores: Scores) -> ScoreLine:
    share = min(scores.sizes) / (sum(scores.sizes) + scores.noise)
    word = f"{min(scores.sizes):,} customers"
    help = "The share of customers in the smallest segment; under 5 % is hard to act on."
    return ScoreLine("Smallest segment", format_percent(share), word, help)


def _variance(analysis: Analysis) -> ScoreLine:
    help = "How much of the differences between customers the first two axes of the map show."
    ratio = analysis.projection.variance_ratio
    if ratio is None:
        return ScoreLine("Variance shown", "n/a", "not for this view", help)
    word = f"2 of {len(ratio)} components" if len(ratio) > 2 else "all components"
    return ScoreLine("Variance shown", format_percent(float(ratio[:2].sum())), word, help)

"""What the user should know about one candidate of a comparison, in words."""

from core.entities import Notice, Scores, Sweep
from core.evaluation._notices import small_segments
from core.evaluation._repeats import Repeats
from core.evaluation.dunn import Dunn
from core.specs import AlgorithmSpec
from core.words import percent


def notices(
    spec: AlgorithmSpec, swept: Sweep, setting: float, gaps: Dunn, again: Repeats
) -> tuple[Notice, ...]:
    """The sweep's own, but of the small segments of this setting, and how the scores were measured."""
    scores = swept.scores[swept.at(setting)]
    general = tuple(notice for notice in swept.notices if notice.about != "segments")
    return (
        *general, *small_segments(spec, setting, scores), *_undivided(scores), *_noise(scores),
        *gaps.notices, *_refitted(spec, scores, again),
    )  # fmt: skip


def _undivided(scores: Scores) -> tuple[Notice, ...]:
    if len(scores.sizes) > 1:
        return ()
    text = (
        "All customers who are not noise are in one segment: there is no other to be near to, so "
        "silhouette, Davies-Bouldin, Calinski-Harabasz, Dunn and stability are not defined."
    )
    return (Notice(text, "warning", "silhouette"),)


def _noise(scores: Scores) -> tuple[Notice, ...]:
    if not scores.noise:
        return ()
    share = percent(scores.noise / (scores.noise + sum(scores.sizes)))
    text = (
        f"{scores.noise:,} customers ({share}) are noise. Silhouette, WCSS, Davies-Bouldin, "
        "Calinski-Harabasz and Dunn leave them out and may look better for it; stability, agreement "
        "and the scores against a label count them as a group of their own."
    )
    return (Notice(text, about="noise"),)


def _refitted(spec: AlgorithmSpec, scores: Scores, again: Repeats) -> tuple[Notice, ...]:
    customers = sum(scores.sizes) + scores.noise
    if again.rows == customers or len(scores.sizes) < 2:
        return ()
    text = f"Stability was measured on {again.rows:,} of {customers:,} customers, drawn at random"
    if spec.adaptive:
        text += f", at the {spec.slider.title.lower()} that divides them most alike"
    return (Notice(f"{text}.", about="stability"),)

"""Notices of a compared result: what was sampled, how noise was treated, why a score is undefined."""

from core.model import Notice, Scores, Sweep
from core.plugins import AlgorithmSpec
from core.segment import Dunn, small_segments_notices
from core.text import format_percent
from core.verdict import Repeats


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
        *_redraw_notices(spec, scores, repeats),
    )


def _undivided_notices(scores: Scores) -> tuple[Notice, ...]:
    if len(scores.sizes) > 1:
        return ()
    text = (
        "All customers who are not noise are in one segment: there is no other to be near to, so "
        "silhouette, Davies-Bouldin, Calinski-Harabasz, Dunn and redraws are not defined."
    )
    return (Notice(text, "warning", "silhouette"),)


def _noise_notices(scores: Scores) -> tuple[Notice, ...]:
    if not scores.noise:
        return ()
    share = format_percent(scores.noise / (scores.noise + sum(scores.sizes)))
    text = (
        f"{scores.noise:,} customers ({share}) are noise. Silhouette, WCSS, Davies-Bouldin, "
        "Calinski-Harabasz and Dunn leave them out and may look better for it; redraws, agreement "
        "and the scores against a label count them as a group of their own."
    )
    return (Notice(text, about="noise"),)


def _redraw_notices(spec: AlgorithmSpec, scores: Scores, repeats: Repeats) -> tuple[Notice, ...]:
    customers = sum(scores.sizes) + scores.noise
    if repeats.rows == customers or len(scores.sizes) < 2:
        return ()
    text = f"The redraws are of {repeats.rows:,} of {customers:,} customers, drawn at random"
    if spec.adaptive:
        text += f", at the {spec.slider.title.lower()} that divides them most alike"
    return (Notice(f"{text}.", about="redraws"),)

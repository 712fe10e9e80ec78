"""Notices of a compared result: what was sampled, how noise was treated, why a score is undefined."""

from core.compare.words import UNDIVIDED, noise_sentence, redraws_sentence
from core.model import Notice, Scores, Sweep
from core.plugins import AlgorithmSpec
from core.segment import Dunn, small_segments_notices
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
    return (Notice(UNDIVIDED, "warning", "silhouette"),)


def _noise_notices(scores: Scores) -> tuple[Notice, ...]:
    if not scores.noise:
        return ()
    text = noise_sentence(scores.noise, scores.noise + sum(scores.sizes))
    return (Notice(text, about="noise"),)


def _redraw_notices(spec: AlgorithmSpec, scores: Scores, repeats: Repeats) -> tuple[Notice, ...]:
    customers = sum(scores.sizes) + scores.noise
    if repeats.rows == customers or len(scores.sizes) < 2:
        return ()
    slider = spec.slider.title.lower() if spec.adaptive else ""
    return (Notice(redraws_sentence(repeats.rows, customers, slider), about="redraws"),)

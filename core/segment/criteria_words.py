"""What each criterion says of the number of segments, a line each: behind "Why?"."""

from collections.abc import Iterator, Sequence

from core.model import Criterion, Reason, Sweep, Verdicts
from core.segment.divisions import REACHABLE_SHARE, REACHABLE_SIZE, Division
from core.text import format_count, format_percent, silhouette_words, spell_number

VERDICT_LINES = {
    "natural": "Verdict: clear gaps lie between these segments, clearer than you would get by chance.",
    "reproducible": "Verdict: clearer than you would get by chance, without empty gaps in between.",
    "constructed": "Verdict: the borders are a choice. Other borders would fit about as well.",
    "none": "Verdict: no natural groups. Random data looks just as grouped.",
    "": "Verdict: nothing can be said for this number of segments.",
}
NO_VERDICT = "Verdict: not checked yet."


def criteria_in_words(
    sweep: Sweep, verdicts: Verdicts | None, options: Sequence[Division], chosen: Division
) -> tuple[Reason, ...]:
    """A line a criterion, in the order in which the rule asks them."""
    return (
        _verdict_line(verdicts, chosen),
        *_redraw_lines(options, chosen),
        _size_line(chosen),
        *_story_lines(chosen),
        *_silhouette_lines(sweep, options, chosen),
        *_elbow_lines(sweep),
        *_own_lines(sweep),
        *_criteria_lines(verdicts),
    )


def _verdict_line(verdicts: Verdicts | None, chosen: Division) -> Reason:
    line = NO_VERDICT if verdicts is None else VERDICT_LINES[chosen.kind]
    return Reason("verdict", line)


def _redraw_lines(options: Sequence[Division], chosen: Division) -> Iterator[Reason]:
    """Line on how often the divisions come out again, where that is known."""
    counts = {d.k: round((d.returned or 0.0) * d.redraws) for d in options if d.returned is not None}
    if chosen.returned is None:
        return
    best = max((d for d in options if d.returned is not None), key=lambda d: (d.returned or 0.0, d.k))
    others = ", ".join(f"{k} in {count}" for k, count in counts.items() if k != chosen.k and k <= 8)
    line = f"Stability: {chosen.k} segments come out again in {counts[chosen.k]} of {chosen.redraws} redraws"
    yield Reason("stability", f"{line}; {others}." if others else f"{line}.", best.setting)


def _size_line(chosen: Division) -> Reason:
    smallest = format_percent(chosen.smallest / chosen.customers)
    line = f"Size: the smallest has {format_count(chosen.smallest, 'customer')} ({smallest})"
    verb = "enough" if chosen.smallest >= chosen.enough else "too few"
    noise = f" {format_percent(chosen.noise / chosen.customers)} are in none." if chosen.noise else ""
    return Reason(
        "sizes",
        f"{line}, {verb} for a campaign, which takes {100 * REACHABLE_SHARE:g} % or {REACHABLE_SIZE:,} "
        f"customers.{noise}",
    )


def _story_lines(chosen: Division) -> Iterator[Reason]:
    if chosen.k < 2:
        return
    alike = f"{spell_number(chosen.alike)} of them are marked by the same features as another"
    line = (
        alike
        if chosen.alike
        else "each is marked by other features than the others, or clearly more by the same"
    )
    yield Reason("stories", f"Stories: {line}.")


def _silhouette_lines(sweep: Sweep, options: Sequence[Division], chosen: Division) -> Iterator[Reason]:
    """The silhouette of the chosen setting, and where it is highest; at the end of the range that is no maximum."""
    measured = [d for d in options if d.silhouette is not None]
    if not measured:
        return
    best = max(measured, key=lambda d: d.silhouette or -1.0)
    value = chosen.silhouette
    line = (
        "Silhouette: there is none for one segment"
        if value is None
        else f"Silhouette: {value:.2f}, customers {silhouette_words(value)[1]}"
    )
    yield Reason("silhouette", f"{line}{_highest(sweep, best, chosen)}.", best.setting)


def _highest(sweep: Sweep, best: Division, chosen: Division) -> str:
    if best.setting == chosen.setting:
        return "; it is highest there"
    if sweep.counts and best.setting == sweep.settings[-1]:
        return f"; it still rises at {best.setting:g}, the end of the range, so there is no maximum"
    return f"; it is highest at {best.setting:.4g} ({best.silhouette:.2f})"


def _elbow_lines(sweep: Sweep) -> Iterator[Reason]:
    if sweep.counts:
        knee = sweep.suggestion.knee
        line = "the curve has no clear bend" if knee is None else f"the curve bends at {knee:g}"
        yield Reason("elbow", f"Elbow: {line}.", knee)


def _own_lines(sweep: Sweep) -> Iterator[Reason]:
    if sweep.suggestion.reason:
        yield Reason("own", sweep.suggestion.reason, sweep.suggestion.preferred)


def _criteria_lines(verdicts: Verdicts | None) -> Iterator[Reason]:
    if verdicts is None or verdicts.criteria is None:
        return
    yield _gap_line(verdicts.criteria.gap)
    yield _strength_line(verdicts.criteria.strength)


def _gap_line(gap: Criterion) -> Reason:
    if gap.suggested is None:
        line = f"it still rises at {gap.settings[-1]}, the end of the range, so it finds no number"
    elif gap.suggested == 1:
        line = "no number is clearly tighter than chance"
    else:
        line = f"against chance, K-Means segments first stand out at {gap.suggested}"
    return Reason("gap", f"Gap statistic: {line}.", gap.suggested)


def _strength_line(strength: Criterion) -> Reason:
    line = "one half of the customers does not predict the segments of the other"
    if strength.suggested and strength.suggested > 1:
        line = (
            f"one half of the customers predicts the segments of the other up to {strength.suggested}"
        )
    return Reason("strength", f"Prediction strength: {line}.", strength.suggested)

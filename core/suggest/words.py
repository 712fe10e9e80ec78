"""A proposal in words: each reason is a sentence with its figure."""

from collections.abc import Iterator, Sequence

from core.model import Notice, Recommendation
from core.segment import MOST_LEFT_OUT, REACHABLE_SHARE
from core.suggest.ranking import DENSE_BORDER, TRUE_NOISE, Finalist
from core.text import format_count, format_percent, spell_number
from core.verdict import CLEAR_GAP, SMALLEST, Clearness

# Adjusted Rand index between the drawn customers as compared and as divided with all others, below which a
# notice warns (docs/suggest.md). Higher warns more often.
LIKE_ENOUGH = 0.8


def proposal_reasons(
    first: Finalist, others: Sequence[Finalist], nulls: Clearness | None
) -> tuple[str, ...]:
    """Reasons for `first`, also compared with the `others`, and with tables without segments where it was."""
    gaps = (_gaps_reason(first), *_null_model_reasons(nulls))
    return (
        *_stability_reasons(first, others),
        *gaps,
        *_consensus_reasons(first),
        *_method_reasons(first),
    )


def clearer_sentence(first: Finalist) -> str:
    """Sentence on groups that are clearer than the recommended segments."""
    rest = (
        f" It leaves {format_percent(first.noise)} of the customers in no segment."
        if first.noise
        else ""
    )
    return (
        f"{first.title} finds {spell_number(first.k)} natural groups: clear gaps lie around them, clearer than you "
        f"would get by chance.{rest}"
    )


def recommended_sentence(title: str, advice: Recommendation) -> str:
    """Sentence that no other method goes before the recommended segments."""
    return f"No method finds clearer groups than {title} with {spell_number(advice.k)} segments. {advice.sentence}"


def other_method_reasons(others: Sequence[Finalist], nulls: Clearness | None) -> Iterator[str]:
    """Reason for not using the best of the other methods."""
    for first in others[:1]:
        closest = (
            f"Of the other methods {first.title} comes closest, with {format_count(first.k, 'segment')}"
        )
        yield f"{closest}: {_objection(first, nulls)}."


def _objection(first: Finalist, nulls: Clearness | None) -> str:
    if first.noise > MOST_LEFT_OUT:
        return f"it leaves {format_percent(first.noise)} of the customers in no segment"
    if first.smallest < REACHABLE_SHARE:
        return f"its smallest segment has {format_percent(first.smallest)} of the customers"
    if nulls is not None and not beats_null_models(nulls):
        return "the gaps around them are no clearer than by chance"
    if nulls is not None:
        return "the gaps around them are no clearer than those around the recommended segments"
    return "there are no clear gaps around them, or they do not come out again"


def beats_null_models(nulls: Clearness) -> bool:
    """True where the gaps are clearer than in any of the tables without segments."""
    figures = nulls.figures(0)
    return bool(figures) and figures["clearness"] > figures["clearness_null"]


def fitting_step(title: str) -> str:
    return f"Fitting {title} to all customers"


def problem_sentence(title: str, problem: str) -> str:
    """Sentence on a method that could not be tried; `problem` is a sentence that says why."""
    return f"{title} could not be tried. {problem}"


def sampled_notices(measured: int, customers: int) -> tuple[Notice, ...]:
    if measured == customers:
        return ()
    text = f"Methods were compared on {measured:,} of {customers:,} customers, drawn at random."
    return (Notice(text, about="suggestion"),)


def unlike_notices(first: Finalist, agreement: float) -> tuple[Notice, ...]:
    """Warning where the setting for all customers divides them otherwise than the compared ones were."""
    if agreement >= LIKE_ENOUGH:
        return ()
    text = (
        f"{first.title} divides all customers differently from the sample it was compared on (agreement "
        f"{agreement:.2f} of 1). Look at its other settings."
    )
    return (Notice(text, "warning", "suggestion"),)


def _stability_reasons(first: Finalist, others: Sequence[Finalist]) -> Iterator[str]:
    if first.stability is None:
        yield "There are too few customers to tell whether the segments come out again."
        return
    measured = [other for other in others if other.stability is not None]
    comparison = "; ".join(
        f"{_possessive(other)} {other.k} to {other.stability:.2f}" for other in measured
    )
    statement = f"{_possessive(first)} {first.k} segments agree to {first.stability:.2f} of 1 between random redraws"
    yield f"{statement}; {comparison}." if comparison else f"{statement}."


def _possessive(finalist: Finalist) -> str:
    return f"{finalist.title}'" if finalist.title.endswith("s") else f"{finalist.title}'s"


def _gaps_reason(first: Finalist) -> str:
    figure = f"{first.clearness:.2f} on a scale from -1 to 1, where 0 is no wider than gaps within them"
    if first.clearness >= CLEAR_GAP:
        return f"The gaps around the segments are clear: {figure}."
    if first.clearness > 0:
        return f"The gaps around the segments are shallow: {figure}."
    return f"There are no gaps around the segments: {figure}."


def _null_model_reasons(nulls: Clearness | None) -> Iterator[str]:
    if nulls is None:
        return
    figures = nulls.figures(0)
    if not figures:
        yield (
            f"A segment has under {format_percent(SMALLEST)} of the customers: gaps as wide as those around it also "
            "occur by chance."
        )
        return
    phrase = "clearer" if beats_null_models(nulls) else "no clearer"
    yield (
        f"They are {phrase} than by chance: {figures['clearness']:.2f} for {len(nulls.rows):,} of your customers, "
        f"{figures['clearness_null']:.2f} at most in data without groups."
    )


def _consensus_reasons(first: Finalist) -> Iterator[str]:
    if first.like:
        yield (
            f"Methods of other kinds find similar groups: they agree to {first.consensus:.2f} of 1 on average, "
            f"{first.like} most."
        )


def _method_reasons(first: Finalist) -> Iterator[str]:
    if first.best_bic and first.murkiest > DENSE_BORDER:
        yield f"{_possessive(first)} own criterion, BIC, is best at {first.setting:g}."
    if first.noise:
        far = "far out" if first.apartness >= TRUE_NOISE else "not far out"
        yield (
            f"It leaves {format_percent(first.noise)} of the customers in no segment, {far}: their neighbours are "
            f"{first.apartness:.1f} times as far as those of others."
        )

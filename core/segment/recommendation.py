"""One recommendation of how many segments, from evidence and from use."""

from collections.abc import Sequence

from core.model import Recommendation, Standing, Sweep, Verdicts
from core.segment.criteria_words import criteria_in_words
from core.segment.divisions import FEWEST, MOST, Division, list_divisions
from core.segment.words import moved_sentence, recommendation_sentence

# Share of the redraws by which a finer division may come out again more rarely than the best; higher recommends
# more segments.
AS_RELIABLE = 0.1


def recommend(sweep: Sweep, verdicts: Verdicts | None = None) -> Recommendation:
    """Recommend a setting of the sweep.

    Natural segments go first, at any number; then, of FEWEST to MOST segments that can be reached and tell
    different stories, those that are clearer than by chance, then those that come out again in most
    redraws, of equals the finer ones. With `verdicts` the recommendation is settled; it moves away from the
    one before only where that is worse by this rule.
    """
    if sweep.names:
        return _recommend_rules(sweep, settled=verdicts is not None)
    first = list_divisions(sweep)
    before, standing = choose_division(first, sweep.suggestion.preferred)
    chosen, judged = before, first
    if verdicts is not None:
        judged = list_divisions(sweep, verdicts)
        chosen, standing = choose_division(judged, sweep.suggestion.preferred, before.setting)
    finer = _finer_division(judged, chosen, sweep.suggestion.preferred)
    settled = verdicts is not None
    moved = moved_sentence(before.k) if chosen.k != before.k else ""
    return Recommendation(
        chosen.setting,
        chosen.k,
        standing,
        recommendation_sentence(chosen, standing, settled, finer, judged) + moved,
        criteria_in_words(sweep, verdicts, judged, chosen),
        settled,
        None if finer is None else finer.k,
    )


def _recommend_rules(sweep: Sweep, settled: bool) -> Recommendation:
    """Recommend what rules themselves ask for: they draw their groups, and look for none."""
    preferred = sweep.suggestion.preferred
    setting = sweep.settings[-1] if preferred is None else preferred
    k = len(sweep.scores[sweep.at(setting)].sizes)
    return Recommendation(setting, k, "fair", sweep.suggestion.reason, (), settled)


def choose_division(
    options: Sequence[Division], preferred: float | None = None, before: float | None = None
) -> tuple[Division, Standing]:
    """Choose one of the divisions by the rule of `recommend`, and tell what it is.

    `preferred` is the setting that the method's own criterion prefers, `before` the one that was recommended
    before: it stays where it is in the first group that anybody is in.
    """
    natural = [d for d in options if d.is_natural]
    useful = [d for d in options if d.is_useful]
    reproducible = [d for d in options if d.kind == "reproducible" and d.is_reachable]
    fair = [d for d in useful if d.is_reliable]
    two = [d for d in options if d.k == 2 and d.is_reachable and d.is_reliable]
    groups: list[tuple[Standing, list[Division]]] = [
        ("natural", [d for d in natural if d.is_useful] or natural),
        ("reproducible", [d for d in reproducible if d.is_useful]),
        ("fair", fair),
        ("reproducible", [d for d in two if d in reproducible]),
        ("fair", two),
        ("reproducible", reproducible),
        ("weak", useful or [d for d in options if FEWEST <= d.k <= MOST and d.is_reachable]),
        ("weak", [d for d in options if d.k > 1 and d.is_asked_for]),
        ("undivided", list(options)),
    ]
    standing, group = next((name, group) for name, group in groups if group)
    stays = [d for d in group if d.setting == before and (d.is_reliable or standing == "weak")]
    if stays:
        chosen = stays[0]
    elif standing == "natural":
        chosen = max(group, key=lambda d: (d.silhouette or -1.0, d.setting == preferred))
    else:
        chosen = _most_useful(group, preferred, standing)
    return chosen, "clear" if standing == "natural" and not chosen.kind else standing


def _most_useful(group: Sequence[Division], preferred: float | None, standing: Standing) -> Division:
    """The finest of those that come out again about as often as the best; where that is not known, the one
    that the method's own criterion prefers, else that of highest silhouette."""
    favourite = next((d for d in group if d.setting == preferred), None)
    if standing == "undivided":
        return favourite or group[0]
    if all(d.returned is None for d in group):
        return favourite or max(group, key=lambda d: d.silhouette or -1.0)
    best = max(d.returned or 0.0 for d in group)
    close = [d for d in group if (d.returned or 0.0) >= best - AS_RELIABLE]
    return max(close, key=lambda d: (d.k, d.setting == preferred, d.silhouette or -1.0))


def _finer_division(
    options: Sequence[Division], chosen: Division, preferred: float | None
) -> Division | None:
    """A fair division that is finer than two groups; None where none is, or the chosen one is finer."""
    fair = [d for d in options if d.is_useful and d.is_reliable and d.k > chosen.k]
    return _most_useful(fair, preferred, "fair") if fair and chosen.k == 2 else None

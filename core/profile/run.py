"""The explanation of the segments at one setting, computed once and kept in the store."""

from dataclasses import replace

from core.features import DEFAULT_MAP, RfmMap
from core.model import Analysis, Explanation, Segmentation
from core.profile.explanation import build_explanation
from core.profile.names.carried import apply_names
from core.profile.names.remembered import Naming
from core.profile.votes import NO_VOTES, Votes
from core.segment import chosen_setting
from core.store import Store, key_of

NO_NAMES = Naming()


def profile_segments(
    store: Store,
    segmentation: Segmentation,
    names: Naming = NO_NAMES,
    rfm: RfmMap = DEFAULT_MAP,
    votes: Votes = NO_VOTES,
) -> Explanation:
    """Explain segments, in the order of their numbers.

    They have the `names` of those that they continue. `rfm` is the map that names segments made by
    recency and frequency, `votes` are those of `Feedback.votes`, on names and sentences.
    """
    key = _explanation_key(segmentation, rfm)
    explanation = store.memo(
        Explanation, key, lambda: build_explanation(segmentation, segmentation.recipe.seed, rfm)
    )
    if names.segmentations or votes:
        explanation = apply_names(explanation, segmentation, names, rfm, votes)
    return _order_by_number(explanation, segmentation)


def _order_by_number(explanation: Explanation, segmentation: Segmentation) -> Explanation:
    """Number the segments as the analysis does, and put them in that order."""
    numbers, order = segmentation.numbers, segmentation.order
    profiles = tuple(replace(explanation.profiles[label], segment=numbers[label]) for label in order)
    return replace(explanation, profiles=profiles, per_segment=explanation.per_segment[order])


def slider_setting(analysis: Analysis, setting: float | None) -> float:
    """Return the slider's position in full: `setting`, or else the recipe's or the suggested one.

    Raises UnknownSetting for one that was not swept.
    """
    if setting is None:
        return chosen_setting(analysis)
    return Segmentation(analysis, setting).setting


def is_explanation_stored(store: Store, segmentation: Segmentation, rfm: RfmMap = DEFAULT_MAP) -> bool:
    """Tell whether the store holds what `profile_segments` would compute."""
    return store.get(Explanation, _explanation_key(segmentation, rfm)) is not None


def _explanation_key(segmentation: Segmentation, rfm: RfmMap) -> str:
    # The verdict comes later than the segments, and the sentences mention it.
    at, verdicts = segmentation.place, segmentation.verdicts
    stable = (
        None if verdicts is None or not verdicts.jaccard else (verdicts.jaccard[at], verdicts.kinds[at])
    )
    return key_of("explained 12", segmentation.key, float(segmentation.setting), stable, rfm.to_json())

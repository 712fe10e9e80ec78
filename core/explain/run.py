"""Analysis -> Explanation: what is told of the segments at one setting, kept once it is found."""

from dataclasses import replace

from core.explain.explain import build_explanation
from core.explain.names.carried import apply_names
from core.explain.names.remembered import Naming
from core.explain.rfm.named_cells import DEFAULT_MAP, RfmMap
from core.explain.votes import NO_VOTES, Votes
from core.model import Analysis, Explanation, Segmentation
from core.segment import chosen_setting
from core.store import Store, key_of

NO_NAMES = Naming()


def explain_segments(
    store: Store, segmentation: Segmentation,
    names: Naming = NO_NAMES, rfm: RfmMap = DEFAULT_MAP, votes: Votes = NO_VOTES,
) -> Explanation:  # fmt: skip
    """The segments at `setting`, which must be one of the analysis's, in the order of their numbers and
    under the `names` they continue.

    `rfm` says how those that recency and frequency made are called, `votes` are those of
    `Feedback.votes`, on names and sentences.
    """
    key = _explanation_key(segmentation, rfm)
    found = store.memo(
        Explanation, key, lambda: build_explanation(segmentation, segmentation.recipe.seed, rfm)
    )
    if names.remembered or votes:
        found = apply_names(found, segmentation, names, rfm, votes)
    return _order_by_number(found, segmentation)


def _order_by_number(told: Explanation, segmentation: Segmentation) -> Explanation:
    """The segments under the numbers that the analysis gives them, and in that order."""
    numbers, order = segmentation.numbers, segmentation.order
    stories = tuple(replace(told.stories[label], segment=numbers[label]) for label in order)
    return replace(told, stories=stories, per_segment=told.per_segment[order])


def slider_setting(analysis: Analysis, asked: float | None) -> float:
    """The slider's position: the one asked for (UnknownSetting where there is none such), or else the
    recipe's or the suggested one."""
    if asked is None:
        return chosen_setting(analysis)
    return Segmentation(analysis, asked).setting


def is_explanation_stored(
    store: Store, segmentation: Segmentation,
    rfm: RfmMap = DEFAULT_MAP,
) -> bool:  # fmt: skip
    """Whether `explain_segments` would only read."""
    return store.get(Explanation, _explanation_key(segmentation, rfm)) is not None


def _explanation_key(segmentation: Segmentation, rfm: RfmMap) -> str:
    # The verdict comes later than the segments, and the sentences tell of it.
    at, trust = segmentation.place, segmentation.trust
    stable = None if trust is None or not trust.jaccard else (trust.jaccard[at], trust.kinds[at])
    return key_of("explained 8", segmentation.key, float(segmentation.setting), stable, rfm.to_json())

"""The explanation of the segments at one setting, computed once and kept in the store."""

from dataclasses import replace

from core.explain.explain import build_explanation
from core.explain.names.carried import apply_names
from core.explain.names.remembered import Naming
from core.explain.rfm.named_cells import DEFAULT_MAP, RfmMap
from core.explain.votes import NO_VOTES, Votes
from core.model import Analysis, Dataset, Explanation, Recipe
from core.segment import check_setting, chosen_setting, stage_keys
from core.store import Store, key_of, memo

NO_NAMES = Naming()


def explain_segments(
    store: Store | None, dataset: Dataset, recipe: Recipe, analysis: Analysis, setting: float,
    names: Naming = NO_NAMES, rfm: RfmMap = DEFAULT_MAP, votes: Votes = NO_VOTES,
) -> Explanation:  # fmt: skip
    """Explain the segments at `setting`, one of the analysis's, in the order of their numbers.

    They have the `names` of those that they continue. `rfm` is the map that names segments made by
    recency and frequency, `votes` are those of `Feedback.votes`, on names and sentences.
    """
    key = _explanation_key(dataset, recipe, analysis, setting, rfm)
    explanation = memo(
        store, Explanation, key, lambda: build_explanation(analysis, setting, recipe.seed, rfm)
    )
    if names.segmentations or votes:
        explanation = apply_names(explanation, analysis, setting, names, rfm, votes)
    return _order_by_number(explanation, analysis, setting)


def _order_by_number(explanation: Explanation, analysis: Analysis, setting: float) -> Explanation:
    """Number the segments as the analysis does, and put them in that order."""
    numbers, order = analysis.sweep.numbered(setting), analysis.sweep.order(setting)
    stories = tuple(replace(explanation.stories[label], segment=numbers[label]) for label in order)
    return replace(explanation, stories=stories, per_segment=explanation.per_segment[order])


def slider_setting(analysis: Analysis, setting: float | None) -> float:
    """Return the slider's position in full: `setting`, or else the recipe's or the suggested one.

    Raises UnknownSetting for one that was not swept.
    """
    if setting is None:
        return chosen_setting(analysis)
    return check_setting(analysis, setting)


def is_explanation_stored(
    store: Store, dataset: Dataset, recipe: Recipe, analysis: Analysis, setting: float,
    rfm: RfmMap = DEFAULT_MAP,
) -> bool:  # fmt: skip
    """Tell whether the store holds what `explain_segments` would compute."""
    return store.get(Explanation, _explanation_key(dataset, recipe, analysis, setting, rfm)) is not None


def _explanation_key(
    dataset: Dataset, recipe: Recipe, analysis: Analysis, setting: float, rfm: RfmMap
) -> str:
    # The verdict comes later than the segments, and the sentences mention it.
    at, trust = analysis.sweep.at(setting), analysis.trust
    stable = None if trust is None or not trust.jaccard else (trust.jaccard[at], trust.kinds[at])
    swept = stage_keys(dataset, recipe)["sweep"]
    return key_of("explained 8", swept, float(setting), stable, rfm.to_json())

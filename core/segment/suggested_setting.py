"""What elbow and silhouette say of the number of segments, before anything else is known."""

import warnings
from collections.abc import Sequence

from core.model import SuggestedSetting

# Silhouette by which the elbow may be below the best to be suggested all the same (docs/methods.md, K-Means). Higher
# suggests the elbow more often, which mostly means more segments.
AS_GOOD = 0.02


def suggest_number(
    settings: Sequence[float], wcss: Sequence[float], silhouettes: Sequence[float | None]
) -> SuggestedSetting:
    """Suggest a number of segments by these two criteria alone, without a sentence. `wcss` starts with that of one segment, before `settings`.

    The setting with the highest silhouette is chosen, unless the elbow's silhouette is within
    AS_GOOD of it: then the elbow's, which explains more of the spread at the same clarity. Elbow by
    Satopää et al., "Finding a kneedle in a haystack" (2011).
    """
    knee = _knee([1, *settings], wcss)
    measured = {k: s for k, s in zip(settings, silhouettes, strict=True) if s is not None}
    if not measured:
        chosen = settings[0] if knee is None else knee
        return SuggestedSetting(knee, None, chosen, "")
    best = max(measured, key=lambda k: measured[k])
    as_good = knee is not None and measured.get(knee, -1.0) >= measured[best] - AS_GOOD
    chosen = knee if knee is not None and as_good else best
    return SuggestedSetting(knee, best, chosen, "")


def _knee(settings: Sequence[float], wcss: Sequence[float]) -> float | None:
    from kneed import KneeLocator

    if max(wcss) <= min(wcss):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        knee = KneeLocator(settings, wcss, curve="convex", direction="decreasing").knee
    return None if knee is None or knee == settings[0] else int(knee)

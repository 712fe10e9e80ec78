"""Figures as a person reads them, the same everywhere."""

import math

# From each bound on: how strong the segments are in a word, and where their customers sit.
# Bounds of Kaufman and Rousseeuw, Finding Groups in Data (1990), p. 88.
SILHOUETTES = (
    (0.7, "strong", "are strongly closer to their own segment than to the next"),
    (0.5, "clear", "are clearly closer to their own segment than to the next"),
    (0.25, "moderate", "are moderately closer to their own segment than to the next"),
    (0.0, "hardly any", "are hardly closer to their own segment than to the next"),
    (-math.inf, "none", "sit closer to another segment than to their own"),
)


def percent(share: float) -> str:
    """12 %, 4.6 %, and never a bare 0 % or 100 % for a share that is neither."""
    if 0 < share < 0.0005:
        return "under 0.1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{100 * share:.1f} %" if 0 < share < 0.0995 else f"{100 * share:.0f} %"


def percent_beside(share: float, bound: float) -> str:
    """`percent` with as many digits as it takes not to read as the bound where the share is less."""
    close = bound - 0.0005 <= share < bound
    return f"{math.floor(10_000 * share) / 100:.2f} %" if close else percent(share)


def silhouette_words(silhouette: float) -> tuple[str, str]:
    """A word for a mean silhouette, and where the customers sit: "clear", "are clearly closer to ..."."""
    return next((word, place) for bound, word, place in SILHOUETTES if silhouette >= bound)

"""What pages say beside the words of the stages."""

from collections.abc import Mapping

from core.text import format_percent


def copy_sentence(name: str, other: str) -> str:
    return f"'{name}' is the same as '{other}', so it counts once."


def figures_line(figures: Mapping[str, float]) -> str:
    """The figures that the verdict rests on, for analysts, in one line; empty where there are none."""
    if not figures:
        return ""
    clear = ""
    if "clearness" in figures:
        clear = (
            f" · clearness of the gaps {figures['clearness']:.2f}, by chance {figures['clearness_null']:.2f} at most "
            "(from -1 to 1)"
        )
    return (
        f"Two redraws agree to {figures['agreement']:.2f} of 1 · least stable segment "
        f"{figures['jaccard_lowest']:.2f} · shallowest gap {format_percent(figures['valley_lowest'])} empty · "
        f"tighter than chance by {figures['margin']:.1f} SD (needed: {figures['margin_needed']:.0f}){clear}"
    )

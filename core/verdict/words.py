"""The verdict on segments in words."""

from core.verdict.rules import AGREEING, Figures, Kind, beats_nulls, is_tight


def verdict_sentence(kind: Kind, figures: Figures, small: bool, elsewhere: str) -> str:
    """Put the verdict in words, with the figures that decided. `elsewhere` says of what other segments
    there is evidence."""
    k, agreement = f"{figures['segments']:.0f}", f"{figures['agreement']:.2f}"
    how = "tighter" if is_tight(figures, small) else "set apart more clearly"
    if kind == "natural":
        return (
            f"These {k} segments are natural: there are gaps between them, they are {how} than in any "
            f"comparable table without segments, and they come out again when the customers are drawn "
            f"anew (agreement {agreement} of 1)."
        )
    if kind == "reproducible":
        return (
            f"These {k} segments are reproducible: no clear gaps lie between all of them, but they are "
            f"{how} than in any comparable table without segments, and they come out again when the "
            f"customers are drawn anew (agreement {agreement} of 1)."
        )
    if kind == "none":
        return (
            f"There is no evidence of segments: {k} segments are no tighter than in comparable tables "
            f"without any. One segment, all customers together, is the honest answer."
        )
    return _constructed_sentence(k, agreement, figures, small, elsewhere)


def rules_sentence(k: int, agreement: float) -> str:
    """Say of segments that rules draw that they were not looked for, and whether other customers change them."""
    change = "hardly change" if agreement >= AGREEING else "change"
    return (
        f"These {k} segments are drawn by rules, so they are as useful as the rules, not groups that were found. "
        f"They {change} when the customers are drawn anew (agreement {agreement:.2f} of 1)."
    )


def _constructed_sentence(k: str, agreement: str, figures: Figures, small: bool, elsewhere: str) -> str:
    if beats_nulls(figures, small):
        return (
            f"These {k} segments are constructed: the customers differ in more than one way, but other "
            f"customers of the same kind would be divided differently (agreement {agreement} of 1, least "
            f"stable segment {figures['jaccard_lowest']:.2f}). Use them with care."
        )
    return (
        f"These {k} segments are constructed: they are no tighter than in comparable tables without "
        f"segments, while there is evidence of {elsewhere}. Use them with care."
    )

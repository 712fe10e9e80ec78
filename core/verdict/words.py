"""The verdict on segments in words."""

from core.segment import redraws_in_words
from core.text import spell_number
from core.verdict.rules import AGREEING, Figures, Kind, beats_nulls

# Share of the redraws from which slices of customers without groups are called useful all the same.
USEFUL = 0.8


def verdict_sentence(kind: Kind, figures: Figures, small: bool) -> str:
    """Put the verdict in words; which number of segments to use is for the recommendation to say."""
    k = spell_number(int(figures["segments"]))
    if kind == "natural":
        return (
            f"These {k} segments are natural groups: clear gaps lie between them, clearer than you would get by "
            f"chance, and {_reappear(figures, doubt=False)}."
        )
    if kind == "reproducible":
        return (
            f"These {k} segments are clearer than you would get by chance, and {_reappear(figures, doubt=False)}. They blend into "
            "one another: customers at the borders could be in either."
        )
    if kind == "none":
        return f"There are no natural groups here: customers differ gradually. {_slices_sentence(k, figures)}"
    if beats_nulls(figures, small):
        return (
            f"Your customers do differ in clear ways, but the borders between these {k} segments are a choice: "
            f"{_reappear(figures)}, not always with the same people. Use them with care."
        )
    return f"These {k} segments are no clearer than you would get by chance. {_slices_sentence(k, figures)}"


def rules_sentence(k: int, agreement: float) -> str:
    """Say of segments that rules draw that they were not looked for, and whether other customers change them."""
    change = "hardly change" if agreement >= AGREEING else "change"
    return (
        f"These {spell_number(k)} segments are drawn by rules: they are as useful as the rules. They {change} in "
        f"random redraws of the customers (agreement {agreement:.2f} of 1)."
    )


def _slices_sentence(k: str, figures: Figures) -> str:
    if figures["returned"] >= USEFUL:
        return f"These {k} slices are still useful for targeting: {_reappear(figures)}."
    return f"A slightly different customer base would be divided differently: {_reappear(figures)}."


def _reappear(figures: Figures, doubt: bool = True) -> str:
    """Say in how many redraws the groups come out again; "only" where that is few and speaks against them."""
    redraws = redraws_in_words(figures["returned"], int(figures["redraws"]), "random redraws")
    return f"the same groups reappear in {'only ' if doubt and figures['returned'] < USEFUL else ''}{redraws}"

"""A proposal in plain values: what suggestion.json holds."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from core.model import Notice, Segmentation
from core.segment import score_values
from core.suggest.propose import Proposal

FIGURES = ("clearness", "murkiest", "stability", "consensus", "noise")


def suggestion_values(
    proposal: Proposal, segmentation: Segmentation, notices: Sequence[Notice]
) -> dict[str, Any]:
    """Values of suggestion.json: the proposed method with its reasons, and the segments that it makes of all customers."""
    chosen, all_scores = proposal.chosen, score_values(segmentation)
    return {
        "method": chosen.method,
        "params": dict(chosen.params),
        "k": all_scores["k"],
        "noise": all_scores["noise"],
        "segments": all_scores["segments"],
        "clearer": proposal.clearer,
        "reasons": list(proposal.reasons),
        "verdict": proposal.kind,
        "sentence": proposal.sentence,
        "figures": {name: getattr(chosen, name) for name in FIGURES},
        "runners_up": [asdict(other) for other in proposal.runners_up],
        "measured": proposal.measured,
        "customers": proposal.customers,
        "notices": [asdict(notice) for notice in (*notices, *proposal.notices)],
    }

"""A method and a setting to begin with."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.suggest.files import suggestion_values
    from core.suggest.options import find_options
    from core.suggest.propose import Proposal, propose_method
    from core.suggest.ranking import rank_finalists
    from core.suggest.run import apply_proposal, run_proposal, share_proposal, stored_proposal
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "Proposal",
    "apply_proposal",
    "find_options",
    "propose_method",
    "rank_finalists",
    "run_proposal",
    "share_proposal",
    "stored_proposal",
    "suggestion_values",
]

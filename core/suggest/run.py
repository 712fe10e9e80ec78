"""Run -> Proposal: a method and its setting for the recipe's customers, kept once it is made."""

from core.errors import UserError
from core.model import Recipe
from core.segment import KMEANS, Run, standard_algorithms
from core.store import key_of
from core.suggest.propose import Proposal, Recommended, propose_method
from core.verdict import judge


def run_proposal(run: Run) -> Proposal:
    """Propose a method and setting for the recipe's customers, whatever its own method is.

    Raises UserError where the recipe does not fit the data, or no method can be proposed.
    """
    return run.store.memo(Proposal, _proposal_key(run), lambda: _propose(run))


def _propose(run: Run) -> Proposal:
    kmeans, progress = run.with_method(KMEANS.name, run.progress), run.progress
    try:
        verdicts = kmeans.verdict or judge(kmeans)
    except UserError:  # too few customers for a verdict
        verdicts = None
    base = Recommended(kmeans.sweep, verdicts)
    return propose_method(run.matrix, seed=run.recipe.seed, progress=progress, recommended=base)


def stored_proposal(run: Run) -> Proposal | None:
    """Proposal that `run_proposal` has left in the store already."""
    return run.store.get(Proposal, _proposal_key(run))


def share_proposal(run: Run, other: Run) -> bool:
    """Tell whether two runs have the same proposal, whatever the method and the view of each."""
    return _proposal_key(run) == _proposal_key(other)


def apply_proposal(recipe: Recipe, proposal: Proposal) -> Recipe:
    """The recipe with the proposed method and setting."""
    chosen = proposal.chosen
    return recipe.with_changes(algorithm=chosen.method, params=dict(chosen.params))


def _proposal_key(run: Run) -> str:
    methods = sorted((spec.name, spec.version) for spec in standard_algorithms().values())
    return key_of("proposal 3", run.keys["matrix"], methods, run.recipe.seed)

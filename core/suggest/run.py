"""Recipe -> Proposal: a method and its setting for the recipe's customers, kept once it is made."""

from core.model import Dataset, Progress, Recipe, ignore_progress
from core.segment import prepare_features, stage_keys, standard_algorithms
from core.store import Store, key_of, memo
from core.suggest.propose import Proposal
from core.suggest.propose import propose_method as propose_for


def run_proposal(
    store: Store | None, dataset: Dataset, recipe: Recipe, progress: Progress = ignore_progress
) -> Proposal:
    """Propose a method and setting for the recipe's customers, whatever its own method is.

    Raises UserError where the recipe does not fit the data, or no method can be proposed.
    """
    key = _proposal_key(dataset, recipe)
    _, prepared = prepare_features(store, dataset, recipe, progress)
    return memo(
        store, Proposal, key, lambda: propose_for(prepared, seed=recipe.seed, progress=progress)
    )


def stored_proposal(store: Store, dataset: Dataset, recipe: Recipe) -> Proposal | None:
    """Proposal that `run_proposal` has left in the store already."""
    return store.get(Proposal, _proposal_key(dataset, recipe))


def apply_proposal(recipe: Recipe, proposal: Proposal) -> Recipe:
    """The recipe with the proposed method and setting."""
    chosen = proposal.chosen
    return recipe.with_changes(algorithm=chosen.method, params=dict(chosen.params))


def _proposal_key(dataset: Dataset, recipe: Recipe) -> str:
    methods = sorted((spec.name, spec.version) for spec in standard_algorithms().values())
    prepared = stage_keys(dataset, recipe)["prepared"]
    return key_of("proposal 2", prepared, methods, recipe.seed)

"""Recipe -> Proposal: a method and its setting for the recipe's customers, kept once it is made."""

from core.model.base import Progress, quiet
from core.model.dataset import Dataset
from core.model.recipe import Recipe
from core.segment.analyse import preparation, stage_keys
from core.segment.methods import standard
from core.store import Store
from core.store.store import key_of, memo
from core.suggest.propose import Proposal
from core.suggest.propose import propose as propose_for


def propose(
    store: Store | None, dataset: Dataset, recipe: Recipe, progress: Progress = quiet
) -> Proposal:
    """Which method and setting suit the recipe's customers, whatever its own method is.

    Raises UserError where the recipe does not fit the data, or no method can be proposed.
    """
    key = _key(dataset, recipe)
    _, prepared = preparation(store, dataset, recipe, progress)
    return memo(
        store, Proposal, key, lambda: propose_for(prepared, seed=recipe.seed, progress=progress)
    )


def proposed(store: Store, dataset: Dataset, recipe: Recipe) -> Proposal | None:
    """What `propose` has left in the store already."""
    return store.get(Proposal, _key(dataset, recipe))


def proposed_recipe(recipe: Recipe, proposal: Proposal) -> Recipe:
    """The recipe with the proposed method and setting."""
    chosen = proposal.chosen
    return recipe.but(algorithm=chosen.method, params=dict(chosen.params))


def _key(dataset: Dataset, recipe: Recipe) -> str:
    methods = sorted((spec.name, spec.version) for spec in standard().values())
    prepared = stage_keys(dataset, recipe)["prepared"]
    return key_of("proposal 2", prepared, methods, recipe.seed)

"""Recipe -> Proposal: a method and its setting for the recipe's customers, kept once it is made."""

from core import pipeline
from core.algorithms import standard
from core.entities import Dataset, Progress, Recipe, quiet
from core.evaluation.propose import Proposal
from core.evaluation.propose import propose as propose_for
from core.store import Store


def propose(
    store: Store | None, dataset: Dataset, recipe: Recipe, progress: Progress = quiet
) -> Proposal:
    """Which method and setting suit the recipe's customers, whatever its own method is.

    Raises UserError where the recipe does not fit the data, or no method can be proposed.
    """
    key = _key(dataset, recipe)
    _, prepared = pipeline.preparation(store, dataset, recipe, progress)
    return pipeline.memo(
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
    prepared = pipeline.stage_keys(dataset, recipe)["prepared"]
    return pipeline.key_of("proposal 2", prepared, methods, recipe.seed)

"""A proposal is made once, kept in the store and found there."""

import pytest

from core.data import new_recipe
from core.model import Dataset, Recipe
from core.segment import Run, chosen_setting
from core.session import ServerLimits
from core.suggest.propose import Proposal
from core.suggest.run import apply_proposal, run_proposal, stored_proposal
from tests.support.sample_datasets import add_sample

SESSION = "ada"
pytestmark = pytest.mark.usefixtures("few_redraws", "few_null_tables")


@pytest.fixture(scope="module")
def bounds(tmp_path_factory: pytest.TempPathFactory) -> ServerLimits:
    """Where a session has one data set."""
    limits = ServerLimits(tmp_path_factory.mktemp("proposing"), workers=0)
    add_sample(limits.workspaces().of(SESSION), rows=160)
    return limits


@pytest.fixture(scope="module", autouse=True)
def proposal(bounds: ServerLimits) -> Proposal:
    """The proposal that is left in the store."""
    return run_proposal(Run(*chosen(bounds), bounds.store()))


def chosen(bounds: ServerLimits) -> tuple[Dataset, Recipe]:
    (dataset,) = bounds.workspaces().of(SESSION).datasets()
    return dataset, new_recipe(dataset)


def test_what_is_kept_is_what_was_proposed(bounds: ServerLimits, proposal: Proposal) -> None:
    assert stored_proposal(Run(*chosen(bounds), bounds.store())) == proposal


def test_the_proposed_recipe_is_analysed_at_the_proposed_setting(bounds: ServerLimits) -> None:
    dataset, recipe = chosen(bounds)
    found = run_proposal(Run(dataset, recipe, bounds.store()))
    best = apply_proposal(recipe, found)
    analysis = Run(dataset, best, bounds.store()).analyse()
    at = analysis.sweep.at(chosen_setting(analysis))
    assert best.algorithm == found.chosen.method
    assert len(analysis.sweep.scores[at].sizes) == found.chosen.k


def test_another_method_of_the_recipe_changes_nothing(bounds: ServerLimits) -> None:
    dataset, recipe = chosen(bounds)
    assert (
        stored_proposal(Run(dataset, recipe.with_changes(algorithm="gmm", params={}), bounds.store()))
        is not None
    )
    assert stored_proposal(Run(dataset, recipe.with_changes(seed=1), bounds.store())) is None

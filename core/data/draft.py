"""A recipe in the making: a data set and the choices made for it, with all that follows from them before
anything is computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.data.columns.roles import check_roles
from core.data.describe import Description, describe_dataset, new_recipe
from core.data.quality.extent import Extent, measure_extents
from core.errors import UserError
from core.model import Dataset, Recipe, Role, Table
from core.store import NO_STORE, Store

KINDS: tuple[Table, ...] = ("transactions", "customers")


@dataclass(frozen=True)
class Draft:
    """A data set, the recipe as it stands, and what is known before there are customers.

    `extents` are what counts, as `measure_extents` gives them, `starting_roles` those of a new recipe,
    `alternatives` the recipes by which the rows are something else and can be worked with, where they
    cannot as they are.
    """

    dataset: Dataset
    recipe: Recipe
    description: Description
    extents: Mapping[str, Extent] = field(default_factory=dict)
    starting_roles: Mapping[str, Role] = field(default_factory=dict)
    alternatives: tuple[Recipe, ...] = ()

    @property
    def obstacle(self) -> str:
        """The sentence that says what keeps the roles from giving segments; "" where nothing does."""
        return _find_obstacle(self.recipe, self.dataset.columns)


def draft_recipe(dataset: Dataset, recipe: Recipe, store: Store = NO_STORE) -> Draft:
    """Look at a data set under the choices of a recipe."""
    guess = describe_dataset(dataset, store=store).guess
    table = None if recipe.table == guess.table else recipe.table
    roles = {name: role for name, role in recipe.roles.items() if role != guess.roles.get(name)}
    description = describe_dataset(dataset, table, roles, store)
    if description.guess.table != recipe.table:  # roles that were chosen speak for another kind
        description = describe_dataset(dataset, recipe.table, roles, store)
    extents = measure_extents(dataset, recipe, description.findings, store)
    starting_roles = new_recipe(dataset, table, store=store).roles
    barred = _find_obstacle(recipe, dataset.columns)
    kinds = [kind for kind in KINDS if barred and kind != recipe.table]
    others = [new_recipe(dataset, kind, store=store) for kind in kinds]
    alternatives = tuple(other for other in others if not _find_obstacle(other, dataset.columns))
    return Draft(dataset, recipe, description, extents, starting_roles, alternatives)


def _find_obstacle(recipe: Recipe, columns: Sequence[str]) -> str:
    try:
        check_roles(recipe.roles, recipe.table, columns)
    except UserError as error:
        return str(error)
    return ""

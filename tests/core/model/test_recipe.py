"""A recipe survives being written down, and what is not a recipe is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.recipe import BadRecipe, Recipe

NAMES = st.text(max_size=8)
RECIPES = st.builds(
    Recipe,
    table=st.sampled_from(["customers", "transactions"]),
    roles=st.dictionaries(NAMES, st.sampled_from(["id", "number", "ignore"])),
    fixes=st.lists(NAMES).map(tuple),
    snapshot=st.none() | st.dates().map(str),
    features=st.none() | st.lists(NAMES).map(tuple),
    weights=st.dictionaries(NAMES, st.floats(0, 3) | st.integers(0, 3)),
    winsorise=st.floats(0, 0.25),
    sample_weight=st.none() | NAMES,
    params=st.dictionaries(NAMES, st.integers() | st.booleans() | NAMES),
    seed=st.integers(0, 2**32 - 1),
)


@given(RECIPES)
def test_a_recipe_survives_json_and_the_address(recipe: Recipe) -> None:
    assert Recipe.from_json(recipe.to_json()) == recipe
    assert Recipe.from_token(recipe.to_token()) == recipe


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[" * 100_000,
        "[]",
        '{"colour": "red"}',
        '{"table": "people"}',
        '{"table": ["customers"]}',
        '{"roles": []}',
        '{"roles": {"a": "town"}}',
        '{"fixes": "drop_duplicates"}',
        '{"fixes": [1]}',
        '{"features": {"a": 1}}',
        '{"snapshot": 20111210}',
        '{"weights": {"a": "heavy"}}',
        '{"weights": {"a": NaN}}',
        '{"transforms": {"a": []}}',
        '{"winsorise": null}',
        '{"winsorise": Infinity}',
        '{"components": 1.5}',
        '{"components": true}',
        '{"sample_weight": 2}',
        '{"params": 3}',
        '{"seed": -1}',
        f'{{"seed": 1{"0" * 400}}}',
        f'{{"winsorise": 1{"0" * 400}}}',
        f'{{"weights": {{"a": 1{"0" * 400}}}}}',
        '{"seed": 4294967296}',
        '{"reducer": {}}',
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadRecipe):
        Recipe.from_json(text)


@pytest.mark.parametrize("token", ["", "é", "abc", "!!!!", "eJyrBQAAewB8"])
def test_a_changed_address_is_refused(token: str) -> None:
    with pytest.raises(BadRecipe):
        Recipe.from_token(token)

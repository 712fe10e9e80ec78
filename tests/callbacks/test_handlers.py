"""The pages' handlers: values in, values out; and every id they are wired to."""

import json
from dataclasses import replace
from typing import Any

import pytest
from dash import Dash, no_update

import callbacks
from callbacks.data import edit_meanings, edit_roles, is_snapshot, toggle_fix
from callbacks.segment import (
    choose_recipe,
    chosen_features,
    departures,
)
from callbacks.segment_contents import chart_choices, method_controls
from callbacks.segment_customers import title
from callbacks.shared.requests import remember_params, remembered_params
from callbacks.shell import show_notices
from core.errors import UserError
from core.model import Recipe
from core.plugins import Param
from core.segment import algorithm
from layouts import ids
from layouts.address import Address, parse

KNOWN = {value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str)}
PLAIN = {
    "algorithm": "kmeans", "transform": "auto", "scale": "standard", "winsorise": "0.0", "impute": "median",
    "encode": "auto", "components": "0", "sample_weight": "same", "seed": "0", "reducer": "pca",
}  # fmt: skip
NONE: dict[str, dict[str, Any]] = {
    "features": {}, "weights": {}, "transforms": {}, "params": {}, "reducer_params": {},
}  # fmt: skip


def test_callbacks_name_only_known_ids() -> None:
    app = Dash(suppress_callback_exceptions=True)
    callbacks.register(app, lambda: None)  # type: ignore[arg-type,return-value]
    named = set()
    for wired in app._callback_list:
        outputs = wired["output"].strip(".").split("...")
        named |= {output.rsplit(".", 1)[0] for output in outputs if "." in output}
        named |= {part["id"] for part in (*wired["inputs"], *wired["state"])}
    names = {json.loads(name)["family"] if name.startswith("{") else name for name in named}
    assert len(names) > 30
    assert names <= KNOWN


def test_page_choices_that_nobody_touched_leave_the_recipe_as_it_is() -> None:
    recipe = Recipe()
    assert choose_recipe(PLAIN, NONE, (), recipe) == recipe
    rows = {
        "features": {"a": True, "b": False},
        "weights": {"a": 1, "b": 1.0},
        "transforms": {"a": "like", "b": "like"},
    }
    assert choose_recipe(PLAIN, NONE | rows, ("a",), recipe) == recipe


def test_page_choices_reach_the_recipe() -> None:
    plain = PLAIN | {
        "scale": "minmax",
        "winsorise": "0.01",
        "components": "3",
        "sample_weight": "by a",
        "seed": "7",
    }
    rows = {
        "features": {"a": True, "b": True},
        "weights": {"a": 2.5, "b": 1},
        "transforms": {"a": "log", "b": "like"},
    }
    made = choose_recipe(plain, NONE | rows, ("a",), Recipe())
    expected = Recipe(
        scale="minmax", winsorise=0.01, components=3, sample_weight="a", seed=7, features=("a", "b"),
        weights={"a": 2.5}, transforms={"a": "log"},
    )  # fmt: skip
    assert made == expected


def test_another_view_starts_with_its_own_parameters() -> None:
    recipe = Recipe(reducer="tsne", reducer_params={"perplexity": 12})
    kept = choose_recipe(
        PLAIN | {"reducer": "tsne"}, NONE | {"reducer_params": {"perplexity": 12}}, (), recipe
    )
    assert kept.reducer_params == {"perplexity": 12}
    assert (
        choose_recipe(PLAIN, NONE | {"reducer_params": {"perplexity": 12}}, (), recipe).reducer_params
        == {}
    )


def test_a_view_is_arranged_in_as_many_dimensions_as_the_map_has() -> None:
    tsne, pca = Recipe(reducer="tsne"), Recipe()
    plain = PLAIN | {"reducer": "tsne"}
    assert choose_recipe(plain, NONE, (), tsne, dimensions=3).reducer_params == {"dimensions": 3}
    assert choose_recipe(plain, NONE, (), pca, dimensions=3).reducer_params == {"dimensions": 3}
    in_space = tsne.with_changes(reducer_params={"dimensions": 3})
    assert choose_recipe(plain, NONE, (), in_space, dimensions=2).reducer_params == {}
    assert choose_recipe(PLAIN, NONE, (), pca, dimensions=3) == pca  # the components are there already


def test_another_method_starts_with_its_own_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    starts = Param("n_init", "Starts", 3, low=1, high=20)
    other = replace(algorithm("kmeans"), name="other", params=(algorithm("kmeans").slider, starts))
    both = {"kmeans": algorithm("kmeans"), "other": other}
    monkeypatch.setattr("callbacks.segment.algorithm", both.get)
    monkeypatch.setattr("callbacks.segment_contents.algorithm", both.get)
    recipe = Recipe(algorithm="other", params={"n_init": 5})
    given = NONE | {"params": {"n_init": 5}}
    assert choose_recipe(PLAIN | {"algorithm": "other"}, given, (), recipe).params == {"n_init": 5}
    assert choose_recipe(PLAIN, given, (), recipe).params == {}
    fields, _help, title, _ends, low, high, _step = method_controls("other", {"n_init": 5})
    assert fields[0].children[-1].value == 5
    assert (len(fields), title, low, high) == (1, "Segments", 2, 12)


def test_a_method_and_a_view_come_back_with_their_parameters() -> None:
    tree, view = {"linkage": "complete"}, {"perplexity": 12}
    recipe = Recipe(algorithm="hierarchical", params=tree, reducer="tsne", reducer_params=view)
    memory = remember_params(remembered_params(None, "a"), recipe)
    given = NONE | {"params": tree, "reducer_params": view}
    other = choose_recipe(PLAIN, given, (), recipe, memory)
    assert (other.params, other.reducer_params) == ({}, {})
    memory = remember_params(remembered_params(remember_params(memory, other), "a"), other)
    plain = PLAIN | {"algorithm": "hierarchical", "reducer": "tsne"}
    assert choose_recipe(plain, NONE, (), other, memory) == recipe
    elsewhere = remembered_params(memory, "another data set")
    assert choose_recipe(plain, NONE, (), other, elsewhere).params == {}


def test_the_number_of_segments_that_a_recipe_names_stays_while_its_method_does() -> None:
    recipe = Recipe(params={"n_clusters": 5})
    assert choose_recipe(PLAIN, NONE, (), recipe) == recipe
    plain = PLAIN | {"algorithm": "hierarchical"}
    assert choose_recipe(plain, NONE, (), recipe).params == {}


def test_a_chart_that_is_chosen_meanwhile_stays() -> None:
    live, slots = {"token": Recipe().to_token()}, ["features", "silhouette"]
    offered, first = chart_choices(live, slots, [None, None])
    assert first == ["heatmap", "silhouette"]
    assert chart_choices(live, slots, offered) == (offered, [no_update, no_update])


def test_unticking_a_suggested_feature_is_a_choice() -> None:
    assert chosen_features(Recipe(), {"a": True, "b": False}, ("a", "b")) == ("a",)
    assert chosen_features(Recipe(features=("a",)), {"a": True, "b": True}, ("a", "b")) == ("a", "b")


def test_an_emptied_field_counts_as_usual() -> None:
    assert departures({"a": None, "b": "", "c": 3, "d": 4}, {"d": 4}) == {"c": 3}


def test_a_fix_is_taken_and_given_back() -> None:
    recipe = Recipe(roles={"spend": "number"})
    for fix in ("drop_duplicates", "returns:ignore", "ignore:spend"):
        taken = toggle_fix(recipe, fix, recipe.roles)
        assert taken != recipe
        assert toggle_fix(taken, fix, recipe.roles) == recipe


def test_edits_of_the_columns() -> None:
    made = edit_roles(
        Recipe(roles={"a": "number", "b": "text"}), ["id"], ["a"], " 2011-12-10 ", "ignore"
    )
    assert made.roles == {"a": "id", "b": "text"}
    assert (made.snapshot, made.returns) == ("2011-12-10", "ignore")
    assert edit_roles(made, [], [], "", "subtract").snapshot is None
    assert edit_roles(made, [], [], "", "subtract", " usd=0.5 ").rates == {"USD": 0.5}
    assert edit_roles(made, [], [], "", "subtract", " ").rates == {}
    with pytest.raises(UserError, match="not a list of exchange rates"):
        edit_roles(made, [], [], "", "subtract", "USD")
    moved = edit_roles(made, ["id", "id"], ["a", "b"], "", "subtract")
    assert moved.roles == {"a": "ignore", "b": "id"}


@pytest.mark.parametrize(
    ("text", "good"),
    [(None, True), ("", True), (" 2011-12-10 ", True), ("10/12/2025", False), ("tomorrow", False)],
)
def test_a_snapshot_that_cannot_be_read_is_marked(text: str | None, good: bool) -> None:
    assert is_snapshot(text) == good


def test_addresses_survive_the_way_there_and_back() -> None:
    address = Address("0" * 64, Recipe(scale="robust").to_token(), 5)
    assert parse(address.search()) == address
    assert parse("?data=%00&k=five") == Address("\0", "", None)
    assert parse(None) == Address()
    assert Address().search() == ""


def test_the_table_of_customers_says_what_it_leaves_out() -> None:
    assert title({"title": "Segment 2", "count": 12}, 12) == "Segment 2: 12 customers"
    assert "the first 1,000 listed" in title({"title": "Segment 2", "count": 1200}, 1200)
    assert "1 customer of 12, as filtered" in title({"title": "Segment 2", "count": 12}, 1, True)


def test_the_bell_counts() -> None:
    assert show_notices([])[1] == "icon-button bell"
    assert show_notices([{"text": "A.", "level": "info"}] * 12)[1].endswith("bell-9")


def test_meanings_and_titles_are_kept_where_they_were_chosen() -> None:
    chosen = edit_meanings(Recipe(), {"a": "person", "b": "*"}, {"a": "  My  title ", "b": None})
    assert chosen.meanings == {"a": "person"} and chosen.titles == {"a": "My title"}
    elsewhere = edit_meanings(chosen, {"b": "time"}, {"b": "B"})
    assert elsewhere.meanings == {"a": "person", "b": "time"} and set(elsewhere.titles) == {"a", "b"}
    taken_back = edit_meanings(elsewhere, {"a": "*"}, {"a": " "})
    assert taken_back.meanings == {"b": "time"} and taken_back.titles == {"b": "B"}

"""A plan for each segment from the data itself; the products are worked out once."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from core.act import run as act_run
from core.act.playbook.playbook import Playbook, read_playbook
from core.act.playbook.ratings import Feedback, Rating
from core.act.run import find_products, plan_actions
from core.data import make_sample, new_recipe
from core.model import ActionPlan, Analysis, Dataset, Explanation, RatedSubject, Recipe, Segmentation
from core.profile import profile_segments
from core.segment import Run
from core.store import NO_STORE, Store
from core.text import round_for_reading

ROWS = {"shop": 8_000, "bank": 600, "wholesale": 200}
NEVER = """
name = "ours"
[[plays]]
id = "never"
title = "Never"
goal = "g"
channel = "c"
measure = "m"
when = ["size > 1000000"]
"""


@dataclass(frozen=True)
class Case:
    """A sample's segments, told."""

    dataset: Dataset
    recipe: Recipe
    analysis: Analysis
    explanation: Explanation

    def plan(
        self,
        store: Store = NO_STORE,
        playbook: Playbook | None = None,
        feedback: Feedback | None = None,
    ) -> ActionPlan:
        segmentation = Segmentation(self.analysis, 4)
        return plan_actions(store, segmentation, self.explanation, playbook, feedback or Feedback())


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    folder = tmp_path_factory.mktemp("acting")
    return {kind: make_case(folder, kind) for kind in ROWS}


def make_case(folder: Path, kind: str) -> Case:
    table = make_sample(kind, ROWS[kind], 0)
    table.write_parquet(folder / kind)
    dataset = Dataset(kind, kind, str(folder / kind), table.height, tuple(table.columns))
    recipe = new_recipe(dataset)
    analysis = Run(dataset, recipe).analyse()
    return Case(dataset, recipe, analysis, profile_segments(NO_STORE, Segmentation(analysis, 4)))


@pytest.mark.parametrize(
    ("kind", "playbook"), [("shop", "retail"), ("bank", "finance"), ("wholesale", "retail")]
)
def test_every_segment_of_some_size_has_actions_of_the_playbook_that_suits(
    cases, kind: str, playbook: str
) -> None:
    found = cases[kind].plan()
    assert found.playbook == playbook
    assert [plan.segment for plan in found.plans] == [1, 2, 3, 4]
    for plan in found.plans:
        ranks = [one.rank for one in plan.actions]
        few = cases[kind].explanation.profiles[cases[kind].explanation.place(plan.segment)].size < 30
        assert (plan.actions or few) and ranks == sorted(ranks, reverse=True)
        assert all(one.trigger and one.goal and one.channel and one.measure for one in plan.actions)


def test_a_trigger_holds_the_figures_of_the_frame(cases) -> None:
    case = cases["shop"]
    frame, sweep = case.analysis.customers.frame, case.analysis.sweep
    labels = sweep.labels[sweep.at(4)]
    seen = 0
    for plan in case.plan().plans:
        members = labels == sweep.label(4, plan.segment)
        own, overall = frame["recency"][members].mean(), frame["recency"].mean()
        for one in plan.actions:
            if "Last order" in one.trigger and not 1 / 1.1 < own / overall < 1.1:
                all_of_them = round_for_reading(overall)
                assert (
                    f"Last order {round_for_reading(own)} days ago; all customers {all_of_them}"
                    in one.trigger
                )
                seen += 1
    assert seen


def test_products_are_those_of_the_file(cases) -> None:
    case = cases["shop"]
    names = set(make_sample("shop", ROWS["shop"], 0)["Product"])
    for plan in case.plan().plans:
        assert plan.bestsellers and {one.name for one in plan.bestsellers} <= names
        for one in (*plan.bestsellers, *plan.overbought, *plan.offers):
            assert (
                one.share
                == one.buyers / case.explanation.profiles[case.explanation.place(plan.segment)].size
            )
    assert all(not plan.bestsellers for plan in cases["bank"].plan().plans)


def test_products_are_worked_out_once(cases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case, store = cases["shop"], Store(tmp_path / "store", 1 << 26)
    first = case.plan(store)
    monkeypatch.setattr(act_run, "find_purchases", None)
    assert case.plan(store) == first


def test_a_lack_of_products_is_told(cases) -> None:
    case = cases["shop"]
    roles = {name: "ignore" if role == "product" else role for name, role in case.recipe.roles.items()}
    analysis = replace(case.analysis, recipe=case.recipe.with_changes(roles=roles))
    without = find_products(NO_STORE, Segmentation(analysis, 4))
    assert without.segments == () and "role Product" in without.notices[0].text


def test_votes_put_an_action_first(cases) -> None:
    case = cases["shop"]
    story, last = case.explanation.profiles[0], case.plan().plans[0].actions[-1]
    said = Feedback(
        tuple(Rating(RatedSubject(story.kind, "action", last.id), f"{at}", 1) for at in range(9))
    )
    first = case.plan(feedback=said).plans[0].actions[0]
    assert (first.id, first.votes, first.rank) == (last.id, 9, pytest.approx(last.rank + 9))


def test_a_playbook_of_ones_own_is_used_and_told_where_nothing_fits(cases) -> None:
    found = cases["wholesale"].plan(playbook=read_playbook(NEVER))
    assert found.playbook == "ours" and all(plan.actions == () for plan in found.plans)
    assert "'ours' has no action that the data supports for 4 segments" in found.notices[-1].text

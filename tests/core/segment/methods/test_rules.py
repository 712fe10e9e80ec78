"""Methods by rules: the map of recency and frequency, value tiers, lifecycle, and rules of one's own."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.compare import compare_methods
from core.data import new_recipe
from core.errors import UserError
from core.features import DEFAULT_MAP, Area, RfmMap, build_customers, cell_names
from core.model import NOISE, Customers, FitResult, Recipe, Segmentation, ignore_progress
from core.plugins import check_params
from core.profile import build_rfm_grid, profile_segments, rfm_regions
from core.segment import Run, algorithm, algorithms, map_params, standard_algorithms
from core.segment.fitting.conditions import MOST_RULES, read_rules
from core.segment.methods.rfm_map import chosen_map
from core.store import NO_STORE, Workspace
from core.verdict import HALVES, judge
from tests.support.sample_datasets import add_sample

RULED = [spec for spec in algorithms().values() if spec.reads]
RULES = "VIP: monetary > 800 and Recency <= 30\nQuiet: recency > 200 or Frequency (orders) = 1"


def shoppers(**columns: Any) -> Customers:
    frame = pd.DataFrame(columns)
    titles = {name: name.capitalize() for name in frame} | {"frequency": "Frequency (orders)"}
    money = "monetary" if "monetary" in frame else None
    return Customers(frame, tuple(frame), tuple(frame), titles, money)


def many(seed: int = 0, customers: int = 400) -> Customers:
    rng = np.random.default_rng(seed)
    tenure = rng.integers(1, 700, customers).astype(float)
    return shoppers(
        recency=np.floor(tenure * rng.random(customers)),
        frequency=rng.geometric(0.3, customers).astype(float),
        monetary=np.round(rng.lognormal(5, 1.5, customers), 2),
        tenure=tenure,
        order_gap_mean=np.where(rng.random(customers) < 0.3, np.nan, tenure / 4),
        region=pd.Categorical(rng.choice(["North", "South"], customers)),
    )


def divide(name: str, customers: Customers, **params: Any) -> FitResult:
    spec = algorithm(name)
    chosen = check_params(spec.title, spec.params, params)
    assert spec.reads
    rows = spec.reads(customers, chosen)
    return spec.sweep(rows, spec.settings, chosen, 0, ignore_progress)


def groups_at(fitted: FitResult, setting: float) -> list[str]:
    """Name of each customer's group at a setting; "" for none."""
    at = fitted.settings.index(setting)
    names = fitted.names[at]
    return [names[label] if label != NOISE else "" for label in fitted.partitions[at].labels]


def params_of(name: str) -> Mapping[str, Any]:
    return {"rules": RULES} if name == "own_rules" else {}


@pytest.mark.parametrize("spec", RULED, ids=lambda spec: spec.name)
class TestContract:
    def test_every_setting_has_named_segments_by_size(self, spec: Any) -> None:
        fitted = divide(spec.name, many(), **params_of(spec.name))
        assert list(fitted.settings) == sorted(set(fitted.settings))
        assert fitted.suggested in fitted.settings and fitted.reason.endswith(".")
        for part, names in zip(fitted.partitions, fitted.names, strict=True):
            sizes = np.bincount(part.labels[part.labels != NOISE])
            assert len(sizes) == len(part.centres) == len(names) == len(set(names))
            assert (np.diff(sizes) <= 0).all() and part.labels.dtype == np.uint8

    def test_the_order_of_the_customers_changes_nothing(self, spec: Any) -> None:
        customers, order = many(), np.random.default_rng(1).permutation(400)
        mixed = replace(customers, frame=customers.frame.iloc[order].reset_index(drop=True))
        setting = divide(spec.name, customers, **params_of(spec.name)).settings[-1]
        one, two = (
            groups_at(divide(spec.name, table, **params_of(spec.name)), setting)
            for table in (customers, mixed)
        )
        assert [one[place] for place in order] == two

    def test_they_run_only_where_they_are_asked_for(self, spec: Any) -> None:
        assert spec.name not in standard_algorithms()

    def test_customers_without_what_they_read_are_refused_in_a_sentence(self, spec: Any) -> None:
        with pytest.raises(UserError, match=r"\.$"):
            divide(spec.name, shoppers(age=[20.0, 30.0, 40.0]))


@pytest.mark.parametrize("name", ["rfm_map", "lifecycle"])
def test_fewer_segments_join_those_of_more(name: str) -> None:
    fitted = divide(name, many())
    for coarse, fine in pairwise(fitted.partitions):
        pairs = set(zip(fine.labels.tolist(), coarse.labels.tolist(), strict=True))
        assert len(pairs) == len(fine.centres)


class TestRfmMap:
    def test_groups_are_those_of_the_grid(self) -> None:
        customers = many()
        grid = {r.name: r.customers for r in rfm_regions(build_rfm_grid(customers)) if r.customers}
        named = pd.Series(groups_at(divide("rfm_map", customers), 10)).value_counts()
        assert named.to_dict() == grid and set(named.index) <= set(cell_names().values())

    def test_own_names_and_cut_points_count(self) -> None:
        customers = shoppers(recency=[1.0, 50, 90], frequency=[1.0, 5, 9])
        fitted = divide(
            "rfm_map", customers, bins=2, recency_cuts="60", frequency_cuts="4",
            names="Here: R 2, F 1-2\nGone: R 1, F 1-2",
        )  # fmt: skip
        assert fitted.settings == (2,) and groups_at(fitted, 2) == ["Here", "Here", "Gone"]
        with pytest.raises(UserError, match="names of your own"):
            divide("rfm_map", customers, bins=3)

    def test_the_map_of_the_page_is_that_of_the_method(self) -> None:
        areas = (Area("Here", (2, 2), (1, 2)), Area("Gone", (1, 1), (1, 2)))
        own = RfmMap(2, {"recency": (60.0,), "frequency": (4.0,), "monetary": (1.5,)}, areas)
        spec = algorithm("rfm_map")
        chosen = chosen_map(check_params(spec.title, spec.params, map_params(own)))
        assert chosen == replace(own, cuts={part: own.cuts[part] for part in ("recency", "frequency")})
        assert map_params(DEFAULT_MAP) == {}

    def test_a_customer_without_recency_is_in_no_segment_and_counted(self) -> None:
        fitted = divide("rfm_map", shoppers(recency=[np.nan, 5, 9], frequency=[1.0, 2, 3]))
        assert groups_at(fitted, 10)[0] == "" and "1 customer has no value" in fitted.notices[0].text


class TestValueTiers:
    def test_a_brings_four_fifths_of_the_money(self) -> None:
        money = [50.0, 30, 10, 5, 3, 2]
        assert groups_at(divide("value_tiers", shoppers(monetary=money)), 3) == [
            "A (first 80 % of money)", "A (first 80 % of money)", "B (next 15 % of money)",
            "B (next 15 % of money)", "C (last 5 % of money)", "C (last 5 % of money)",
        ]  # fmt: skip

    def test_equal_money_is_in_one_tier_and_nothing_or_less_in_the_last(self) -> None:
        groups = groups_at(divide("value_tiers", shoppers(monetary=[9.0, 9, 9, 0, -4, np.nan])), 2)
        assert len(set(groups[:3])) == 1 and len(set(groups[3:])) == 1 and groups[0] != groups[3]

    def test_deciles_are_tenths_and_vips_the_top(self) -> None:
        customers = shoppers(monetary=np.arange(1.0, 1001))
        deciles = divide("value_tiers", customers, by="customers")
        assert {len(p.labels) for p in deciles.partitions} == {1000}
        assert set(np.bincount(deciles.partitions[-1].labels)) == {100} and deciles.suggested == 10
        top = pd.Series(groups_at(divide("value_tiers", customers, by="top"), 4)).value_counts()
        assert top["VIP (top 1 %)"] == 10 and top["Top 5 %"] == 40 and top["Everybody else"] == 800

    def test_nobody_spending_is_said(self) -> None:
        with pytest.raises(UserError, match="No customer has spent anything"):
            divide("value_tiers", shoppers(monetary=[0.0, 0.0, -1.0]))


class TestLifecycle:
    def test_silence_is_counted_in_ones_own_gaps(self) -> None:
        customers = shoppers(
            recency=[30.0, 30, 30, 30, 5, 300],
            tenure=[400.0, 400, 400, 400, 5, 300],
            order_gap_mean=[40.0, 18, 10, 5, np.nan, np.nan],
        )
        stages = groups_at(divide("lifecycle", customers), 5)
        assert stages == ["Active", "Slowing", "Lapsing", "Lost", "New", "Lost"]

    def test_patience_gives_more_time(self) -> None:
        columns = {"recency": [30.0, 4], "tenure": [400.0, 300], "order_gap_mean": [18.0, 40]}
        assert groups_at(divide("lifecycle", shoppers(**columns)), 5)[0] == "Slowing"
        patient = divide("lifecycle", shoppers(**columns), patience=2.0)
        assert groups_at(patient, 5)[0] == "Active"

    def test_nobody_who_returned_is_said(self) -> None:
        customers = shoppers(recency=[3.0, 4], tenure=[3.0, 4], order_gap_mean=[np.nan, 0])
        with pytest.raises(UserError, match="two different days"):
            divide("lifecycle", customers)


class TestOwnRules:
    def test_the_first_rule_that_fits_wins_and_the_slider_takes_the_first(self) -> None:
        customers = shoppers(
            recency=[5.0, 300, 5, 60], frequency=[9.0, 9, 1, 4], monetary=[900.0, 900, 900, 9]
        )
        fitted = divide("own_rules", customers, rules=RULES)
        assert fitted.settings == (2, 3)
        assert groups_at(fitted, 3) == ["VIP", "Quiet", "VIP", "Everybody else"]
        assert groups_at(fitted, 2) == ["VIP", "Everybody else", "VIP", "Everybody else"]

    def test_words_missing_values_and_names_with_and(self) -> None:
        customers = shoppers(
            region=pd.Categorical(["North", None, "south"]), **{"food and drink": [1.0, np.nan, 9]}
        )
        rules = "Eaters: Food and drink >= 2 and region = South\nNot north: region != north"
        assert groups_at(divide("own_rules", customers, rules=rules), 3) == [
            "Everybody else", "Everybody else", "Eaters",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("rules", "sentence"),
        [
            ("", "Write your rules"),
            ("VIP monetary > 3", "Rule 1: .* cannot be read"),
            ("VIP: monetary", "Rule 1: 'monetary' cannot be read"),
            ("A: frequency > 1\nB: colour = red", "Rule 2 asks for 'colour'"),
            ("A: monetary > lots", "'lots' is not a number"),
            ("A: monetary > nan", "'nan' is not a number"),
            ("A: region > North", "holds words"),
            ("\n".join(f"R{n}: monetary > {n}" for n in range(MOST_RULES + 1)), "the most"),
        ],
    )
    def test_what_cannot_be_read_is_named_by_its_line(self, rules: str, sentence: str) -> None:
        with pytest.raises(UserError, match=sentence):
            divide("own_rules", many(), rules=rules)

    def test_a_long_line_takes_no_time_to_refuse(self) -> None:
        with pytest.raises(UserError, match="cannot be read"):
            read_rules("A: " + "x " * 900)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run on the shop sample."""
    dataset = add_sample(Workspace(tmp_path_factory.mktemp("rules")), "shop")
    return Run(dataset, new_recipe(dataset))


def ruled(run: Run, name: str) -> Run:
    return Run(run.dataset, run.recipe.with_changes(algorithm=name, params=dict(params_of(name))))


@pytest.mark.parametrize("spec", RULED, ids=lambda spec: spec.name)
def test_segments_carry_their_names_into_profiles(run: Run, spec: Any) -> None:
    analysis = ruled(run, spec.name).analyse()
    sweep = analysis.sweep
    setting = sweep.suggestion.chosen
    explanation = profile_segments(NO_STORE, Segmentation(analysis, setting))
    assert {p.name for p in explanation.profiles} == set(sweep.names[sweep.at(setting)])
    assert sum(p.size for p in explanation.profiles) + explanation.noise == len(
        analysis.customers.frame
    )


def test_the_verdict_says_that_rules_drew_them(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.verdict.stability.PAIRS", 4)
    monkeypatch.setattr("core.verdict.resampling.HALVES", replace(HALVES, pairs=4))
    verdicts = judge(ruled(run, "value_tiers"))
    assert {*verdicts.kinds} == {"constructed"} and (verdicts.agreement > 0.5).all()
    assert all("drawn by rules" in sentence for sentence in verdicts.sentences)


def test_they_are_compared_with_methods_that_look_for_groups(run: Run) -> None:
    comparison = compare_methods(run, None, ("kmeans", "rfm_map", "own_rules"))
    by_method = {result.method: result for result in comparison.results}
    assert by_method["own_rules"].problem.startswith("Write your rules")
    candidates = by_method["rfm_map"].candidates
    assert all(own.returned is not None and own.redraws and not own.alike for own in candidates)


def test_a_recipe_with_rules_is_read_back() -> None:
    recipe = Recipe(algorithm="own_rules", params={"rules": RULES})
    assert Recipe.from_token(recipe.to_token()) == recipe


def test_customers_are_built_with_what_lifecycle_reads(run: Run) -> None:
    import polars as pl

    customers = build_customers(pl.scan_parquet(run.dataset.path), run.recipe)
    assert divide("lifecycle", customers).settings == (2, 3, 4, 5)

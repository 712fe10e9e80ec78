"""Made-up tables of each branch, from file to names, outcomes and actions: nothing without support."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from core.act import plan_actions
from core.data import new_recipe
from core.model import ActionPlan, Analysis, Dataset, Explanation, Segmentation
from core.profile import profile_segments
from core.segment import Run
from core.store import NO_STORE

N = 300
GROUP = np.repeat([0, 1, 2], N // 3)
RNG = np.random.default_rng(13)
ABSURD = ("latitude", "longitude", "inflation", "children 0", "interest rate")


def about(*middles: float, spread: float = 0.15, whole: bool = False) -> np.ndarray:
    """Values around a middle for each of three groups of customers."""
    values = np.array(middles)[GROUP] * RNG.lognormal(0, spread, N)
    return values.round() if whole else values.round(2)


def yes(*shares: float) -> list[str]:
    return ["yes" if chance else "no" for chance in RNG.random(N) < np.array(shares)[GROUP]]


def one_of(words: tuple[str, ...], *leaning: int) -> list[str]:
    picks = np.where(RNG.random(N) < 0.8, np.array(leaning)[GROUP], RNG.integers(0, len(words), N))
    return [words[pick] for pick in picks]


def tables() -> dict[str, pl.DataFrame]:
    ids = [f"C{i:04d}" for i in range(N)]
    return {
        "subscription": pl.DataFrame({
            "CustomerID": ids, "TenureMonths": about(4, 30, 62, whole=True), "MonthlyCharges": about(80, 35, 95),
            "DataUsageGB": about(30, 4, 18), "ServiceCalls": about(5, 1, 1, whole=True),
            "Contract": one_of(("month to month", "one year", "two years"), 0, 1, 2), "Churned": yes(0.5, 0.1, 0.05),
        }),
        "finance": pl.DataFrame({
            "client_id": ids, "age": about(27, 45, 66, whole=True), "balance": about(300, 2500, 20000),
            "income": about(22000, 48000, 60000), "savings": about(100, 4000, 50000), "loan": yes(0.6, 0.4, 0.05),
            "num_of_products": about(1, 2, 3, whole=True), "inflation": about(2, 2, 2), "y": yes(0.05, 0.1, 0.4),
        }),
        "insurance": pl.DataFrame({
            "policy_no": ids, "Age": about(25, 44, 68, whole=True), "Annual premium": about(400, 900, 1500),
            "Claims": about(4, 1, 1, whole=True), "Policies held": about(1, 2, 4, whole=True), "Vehicle age": about(12, 5, 3, whole=True),
            "Renewed": yes(0.4, 0.8, 0.95),
        }),
        "travel": pl.DataFrame({
            "guest_id": ids, "lead_time": about(5, 60, 200, whole=True), "nights": about(1, 4, 12, whole=True),
            "babies": RNG.poisson(np.array([0.02, 1.2, 0.02])[GROUP]), "adr": about(60, 110, 190), "hotel": one_of(("city", "beach"), 0, 1, 1),
            "special_requests": about(1, 3, 1, whole=True), "latitude": about(47, 47, 47, spread=0.01), "is_cancelled": yes(0.1, 0.2, 0.6),
        }),
        "charity": pl.DataFrame({
            "donor_id": ids, "gifts": about(1, 6, 24, whole=True), "total_given": about(40, 300, 4000), "average gift": about(40, 50, 170),
            "days_since_last_gift": about(700, 200, 20, whole=True), "events attended": about(1, 2, 9, whole=True), "Responded": yes(0.02, 0.1, 0.5),
        }),
        "b2b": pl.DataFrame({
            "Account ID": ids, "Company": [f"Firm {i}" for i in range(N)], "Employees": about(8, 120, 4000, whole=True),
            "Industry": one_of(("steel", "food", "care"), 0, 1, 2), "Annual contract value": about(900, 12000, 250000),
            "Seats": about(3, 40, 900, whole=True), "Open tickets": about(1, 8, 2, whole=True), "Days to renewal": about(200, 20, 150, whole=True),
        }),
        "survey": pl.DataFrame({
            "respondent_id": ids, **{f"Q{i}": RNG.integers(1, 3, N) + GROUP + (i % 2) for i in range(1, 7)},
        }),
        "retail": pl.DataFrame({
            "ID": ids, "SpendCheese": about(400, 30, 60), "SpendToys": about(20, 350, 40), "NumOrders": about(20, 9, 2, whole=True),
            "Children": RNG.poisson(np.array([0.1, 2.2, 0.6])[GROUP]), "longitude": about(8, 8, 8, spread=0.02), "Income": about(60000, 40000, 25000),
            "coupons used": about(1, 8, 2, whole=True), "Response": yes(0.3, 0.1, 0.05),
        }),
    }  # fmt: skip


@dataclass(frozen=True)
class Case:
    analysis: Analysis
    explanation: Explanation
    plan: ActionPlan


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    folder = tmp_path_factory.mktemp("branches")
    return {name: make_case(folder, name, table) for name, table in tables().items()}


def make_case(folder: Path, name: str, table: pl.DataFrame) -> Case:
    table.write_parquet(folder / name)
    dataset = Dataset(name, name, str(folder / name), table.height, tuple(table.columns))
    analysis = Run(dataset, new_recipe(dataset, "customers")).analyse()
    segmentation = Segmentation(analysis, 3)
    explanation = profile_segments(NO_STORE, segmentation)
    return Case(analysis, explanation, plan_actions(NO_STORE, segmentation, explanation))


def test_each_branch_has_its_playbook_and_every_action_a_reason(cases: dict[str, Case]) -> None:
    for branch, case in cases.items():
        assert case.plan.playbook == ("retail" if branch == "survey" else branch)
        actions = [action for plan in case.plan.plans for action in plan.actions]
        assert actions or branch == "survey"
        for action in actions:
            assert action.trigger and not any(word in action.trigger.lower() for word in ABSURD)
            assert not action.trigger.startswith(("100 customers", "33 %"))
    assert not any(plan.actions for plan in cases["survey"].plan.plans)


def test_names_differ_are_short_and_have_no_name_of_a_column(cases: dict[str, Case]) -> None:
    for branch, case in cases.items():
        names = [profile.name for profile in case.explanation.profiles]
        assert len({name.casefold() for name in names}) == 3
        for name in names:
            assert len(name) <= 60 and "_" not in name, (branch, name)
            assert not any(word in name.lower() for word in ("alike", "latitude", "longitude", "churn"))


def test_outcomes_are_told_and_never_clustered_on(cases: dict[str, Case]) -> None:
    told = {
        branch: [outcome.title for outcome in case.explanation.profiles[0].outcomes]
        for branch, case in cases.items()
    }
    assert told == {
        "subscription": ["Churned"], "finance": ["Outcome"], "insurance": ["Renewed"], "travel": ["Is cancelled"],
        "charity": ["Responded"], "b2b": [], "survey": [], "retail": ["Response"],
    }  # fmt: skip
    for case in cases.values():
        assert not {*case.analysis.customers.outcomes} & {*case.analysis.feature_matrix.features}
        assert not {"inflation", "latitude", "longitude"} & {*case.analysis.feature_matrix.features}


def test_money_is_what_customers_bring(cases: dict[str, Case]) -> None:
    money = {branch: case.analysis.customers.money_of for branch, case in cases.items()}
    assert money == {
        "subscription": ("MonthlyCharges",), "finance": (), "insurance": ("Annual premium",), "travel": (),
        "charity": ("total_given",), "b2b": ("Annual contract value",), "survey": (), "retail": ("SpendCheese", "SpendToys"),
    }  # fmt: skip

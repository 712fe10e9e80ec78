"""The what-if is arithmetic that can be done by hand, and never spends more than there is."""

from dataclasses import replace

import numpy as np
import pytest

from core.act.what_if import SegmentValue, estimate_campaigns, segment_values
from core.model import Segmentation
from core.plugins import BadParameter, UnknownParameter
from tests.support.profiled_segments import make_explanation, make_halves, make_profile

RICH = SegmentValue(1, 100, 20_000.0, 0.8, 100.0, 200.0, 8_000.0)
POOR = SegmentValue(2, 300, 3_000.0, 0.12, 300.0, 10.0, 1_200.0)
FAIR = SegmentValue(3, 50, 2_000.0, 0.08, 20.0, 100.0, 800.0)
ASKED = {"contact_cost": 1.0, "response": 5.0, "margin": 40.0}


def test_break_even_and_profit_by_hand() -> None:
    rich, poor, fair = estimate_campaigns((RICH, POOR, FAIR), ASKED)
    assert rich.break_even == pytest.approx(1 / 80) and rich.profit == pytest.approx(100 * (4 - 1))
    assert poor.break_even == pytest.approx(1 / 4) and poor.profit == pytest.approx(300 * (0.2 - 1))
    assert fair.profit == pytest.approx(50 * (2 - 1))


def test_without_a_budget_all_are_contacted_of_whom_it_pays() -> None:
    assert [one.contacts for one in estimate_campaigns((RICH, POOR, FAIR), ASKED)] == [100, 0, 50]


def test_the_budget_is_split_by_expected_profit_under_a_cap() -> None:
    small = estimate_campaigns((RICH, POOR, FAIR), {**ASKED, "budget": 70})
    assert [one.spend for one in small] == [60, 0, 10]  # 300 : 50
    capped = estimate_campaigns((RICH, POOR, FAIR), {**ASKED, "budget": 130})
    assert [one.spend for one in capped] == [100, 0, 30]  # what the cap leaves goes to the other
    plenty = estimate_campaigns((RICH, POOR, FAIR), {**ASKED, "budget": 9_999})
    assert [one.contacts for one in plenty] == [100, 0, 50]
    assert sum(one.expected for one in capped) == pytest.approx(300 + 30)


def test_the_plan_never_spends_more_than_the_budget_nor_contacts_more_than_there_are() -> None:
    random = np.random.default_rng(0)
    for _ in range(100):
        sizes = random.integers(1, 500, 6)
        made = [
            replace(RICH, customers=int(n), order_value=float(random.lognormal(3, 2))) for n in sizes
        ]
        budget = float(random.integers(1, 2_000))
        plan = estimate_campaigns(made, {"contact_cost": 0.7, "response": 6.0, "budget": budget})
        assert sum(one.spend for one in plan) <= budget + 1e-6
        assert all(0 <= one.contacts <= one_.customers for one, one_ in zip(plan, made, strict=True))
        assert all(one.expected >= 0 for one in plan)


def test_what_cannot_pay_says_so() -> None:
    refunds = replace(POOR, order_value=-5.0, money=-50.0)
    unknown = replace(POOR, order_value=None, money=None)
    cheap = replace(POOR, order_value=2.0)
    for one in estimate_campaigns((refunds, unknown, cheap), ASKED):
        assert one.break_even is None and one.contacts == 0 and one.order_value >= 0
    (free,) = estimate_campaigns((POOR,), {**ASKED, "contact_cost": 0})
    assert free.break_even == 0 and free.contacts == 300 and free.spend == 0


@pytest.mark.parametrize("name", ["contact_cost", "response", "margin", "budget"])
def test_nothing_below_zero_is_taken(name: str) -> None:
    with pytest.raises(BadParameter):
        estimate_campaigns((RICH,), {name: -1})


def test_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(UnknownParameter):
        estimate_campaigns((RICH,), {"luck": 1})


def test_values_are_sums_of_the_frame() -> None:
    analysis = make_halves({"frequency": [1.0, 2, 3, 4, 5, 5]}, "transactions")
    rich, poor = segment_values(
        Segmentation(analysis, 2),
        make_explanation(make_profile(1, money=60.0, money_share=0.6), make_profile(2)),
        25,
    )
    assert (rich.orders, rich.order_value, rich.margin) == (6, 10, 15)
    assert (poor.orders, poor.order_value, poor.margin) == (14, None, None)


def test_without_orders_a_customer_stands_for_one() -> None:
    analysis = make_halves({"x": [1.0] * 6})
    (one,) = segment_values(
        Segmentation(analysis, 2), make_explanation(make_profile(1, money=60.0, money_share=0.6)), 25
    )
    assert one.orders is None and one.order_value == 12

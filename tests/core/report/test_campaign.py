"""What a report says of campaigns and of the currency, from data of their own."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from core.model import ActionPlan, Dataset, Fix, Recipe, Segmentation
from core.profile import profile_segments
from core.report import Style, estimate_campaign, find_currency
from core.store import NO_STORE
from tests.support.contactable_customers import contact_table, contactable_analysis

NO_PLAN = ActionPlan("p", ())


def test_people_who_refused_or_have_no_address_are_not_in_the_audience(tmp_path: Path) -> None:
    columns = contact_table(consent=["no"] * 5 + ["yes"] * 35)
    columns["email"][39] = ""
    segmentation = Segmentation(contactable_analysis(tmp_path, columns), 2)
    campaign = estimate_campaign(
        NO_STORE, segmentation, profile_segments(NO_STORE, segmentation), NO_PLAN, {}
    )
    sizes = dict(zip(segmentation.numbers, segmentation.sizes, strict=True))
    assert sum(campaign.reachable.values()) == sum(sizes.values()) - 6
    assert campaign.lines == {} and campaign.gains == ()


def test_without_addresses_the_audience_is_not_known(tmp_path: Path) -> None:
    columns = contact_table()
    del columns["email"]
    segmentation = Segmentation(contactable_analysis(tmp_path, columns), 2)
    assert (
        estimate_campaign(
            NO_STORE, segmentation, profile_segments(NO_STORE, segmentation), NO_PLAN, {}
        ).reachable
        == {}
    )


def test_assumptions_decide_from_which_response_a_contact_pays(tmp_path: Path) -> None:
    made = contactable_analysis(tmp_path, contact_table())
    people = replace(made.customers, money="place")
    segmentation = Segmentation(replace(made, customers=people), 2)
    explanation = profile_segments(NO_STORE, segmentation)
    values = {"orders_each": 1, "contact_cost": 2.0, "margin": 50.0, "response": 10.0}
    campaign = estimate_campaign(NO_STORE, segmentation, explanation, NO_PLAN, values)
    assert (campaign.cost, campaign.margin) == (2.0, 0.5)
    for profile in explanation.profiles:
        line = campaign.lines[profile.segment]
        worth = line.response_value * 0.5
        assert line.break_even == (pytest.approx(2 / worth) if worth >= 2 else None)


def sold_in(folder: Path, codes: list[str], fixes: tuple[str, ...] = ()) -> str:
    table = pl.DataFrame({
        "customer_id": [f"C{i}" for i in range(len(codes))],
        "order_date": ["2024-01-02"] * len(codes),
        "amount": [float(i) for i in range(len(codes))],
        "currency": codes,
    })  # fmt: skip
    path = folder / "sold.parquet"
    table.write_parquet(path)
    roles = {"customer_id": "id", "order_date": "date", "amount": "amount", "currency": "ignore"}
    dataset = Dataset("d", "sold", str(path), table.height, tuple(table.columns))
    return find_currency(dataset, Recipe(roles=roles, table="transactions", fixes=fixes))


def test_a_currency_that_the_data_name_is_known(tmp_path: Path) -> None:
    assert sold_in(tmp_path, ["EUR"] * 9) == "EUR"
    assert sold_in(tmp_path, ["EUR"] * 8 + ["USD"]) == ""
    kept = str(Fix("keep_currency", "currency", "USD"))
    assert sold_in(tmp_path, ["EUR"] * 8 + ["USD"], (kept,)) == "USD"
    assert sold_in(tmp_path, ["blue", "red", "green"] * 3) == ""


def test_a_chosen_currency_goes_before_that_of_the_data() -> None:
    assert Style().with_currency("GBP").currency == "GBP"
    assert Style(currency="EUR").with_currency("GBP").currency == "EUR"
    assert Style().with_currency("").currency == Style().with_currency("XQQ").currency == ""

"""Exports of known systems are told by their headers and read by what is known of them."""

import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from core.data import describe_dataset, new_recipe
from core.data.presets import (
    find_system,
    known_systems,
    preset_roles,
    read_system,
    system_notices,
)
from core.model import Dataset

SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,"
    "Created at,Lineitem quantity,Lineitem name,Lineitem price,Billing Name,Billing Zip,Id"
)
HEADERS = {
    "shopify_orders": SHOPIFY,
    "shopify_customers": "First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,City,Province,"
    "Country,Zip,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Tags,Note,Tax Exempt",
    "stripe_payments": "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Fee,Status,Customer Email",
    "stripe_charges": "id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Status",
    "square_items": "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,"
    "Discounts,Net Sales,Tax,Transaction ID,Payment ID,Customer ID,Customer Name",
    "mailchimp_audience": "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,"
    "CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES",
    "hubspot_deals": "Record ID,Deal Name,Deal Stage,Amount,Close Date,Deal owner,Associated Contact IDs",
    "amazon_all_orders": "amazon-order-id,merchant-order-id,purchase-date,last-updated-date,order-status,"
    "product-name,sku,asin,quantity,currency,item-price,item-tax",
    "google_analytics_events": "event_date,event_timestamp,event_name,event_params,user_id,user_pseudo_id",
    "tessera_customers": "customer,segment,segment_name,recency,frequency,silhouette,distance",
}


@pytest.mark.parametrize(("name", "header"), HEADERS.items())
def test_headers_tell_the_system(name: str, header: str) -> None:
    columns = header.split(",")
    for spelling in (columns, columns[::-1], [f" {c.upper()}" for c in columns], [*columns, "extra"]):
        system = find_system(spelling)
        assert system is not None and system.name == name
    assert system_notices(columns)[0].text.startswith(("This is a ", "This is an "))


@pytest.mark.parametrize(
    "header",
    [
        "Name,Email,Total",
        "id,Amount,Currency,Status",
        "customer_id,order_date,amount",
        "Date,Item,Qty,Net Sales",
    ],
)
def test_other_headers_tell_none(header: str) -> None:
    assert find_system(header.split(",")) is None
    assert system_notices(header.split(",")) == ()


def test_every_system_can_be_reached() -> None:
    for system in known_systems():
        named = [column for names in system.roles.values() for column in names]
        assert find_system([*system.columns, *named]) in known_systems()
        assert len(system.columns) >= 3


def shopify(folder: Path) -> Dataset:
    """Twenty orders of one line each."""
    rows = range(20)
    frame = pl.DataFrame(
        {
            "Name": [f"#{1000 + n}" for n in rows],
            "Email": [f"c{n % 6}@x.org" for n in rows],
            "Financial Status": ["paid"] * 20,
            "Subtotal": [10.5 + n for n in rows],
            "Total": [12.5 + n for n in rows],
            "Created at": [f"2024-02-{1 + n:02}" for n in rows],
            "Lineitem quantity": [1 + n % 3 for n in rows],
            "Lineitem name": [f"Vase {n % 4}" for n in rows],
            "Lineitem price": [5.25] * 20,
        }
    ).with_columns(pl.col("Created at").str.to_datetime("%Y-%m-%d"))
    frame.write_parquet(folder / "orders.parquet")
    return Dataset("shopify", "orders", str(folder / "orders.parquet"), 20, tuple(frame.columns))


def test_roles_of_a_known_system(tmp_path: Path) -> None:
    recipe = new_recipe(shopify(tmp_path))
    roles = {role: name for name, role in recipe.roles.items()}
    assert recipe.table == "transactions"
    assert (roles["id"], roles["order"], roles["date"]) == ("Email", "Name", "Created at")
    assert (roles["amount"], roles["product"]) == ("Subtotal", "Lineitem name")
    assert list(recipe.roles.values()).count("amount") == 1


def test_who_left_no_address_is_told_by_the_next_best_with_its_risk(tmp_path: Path) -> None:
    dataset = shopify(tmp_path)
    phones = pl.Series([f"+880 1712 34{n % 6:04}" for n in range(20)])
    nobody = pl.lit(None, pl.String)
    frame = pl.read_parquet(dataset.path).with_columns(Email=nobody, Phone=nobody)
    frame.with_columns(phones.alias("Shipping Phone")).write_parquet(dataset.path)
    guess = describe_dataset(replace(dataset, columns=(*frame.columns, "Shipping Phone"))).guess
    assert (guess.table, guess.roles["Shipping Phone"]) == ("transactions", "id")
    assert "'Shipping Phone'" in guess.reason
    assert "household" in guess.reasons["Shipping Phone"]


def test_what_a_person_chose_is_kept(tmp_path: Path) -> None:
    dataset = shopify(tmp_path)
    recipe = new_recipe(dataset, roles={"Total": "amount", "Subtotal": "ignore"})
    assert (recipe.roles["Total"], recipe.roles["Subtotal"]) == ("amount", "ignore")
    assert describe_dataset(dataset, "customers").guess.table == "customers"


def test_a_column_that_cannot_have_its_role_does_not_get_it() -> None:
    assert preset_roles(SHOPIFY.split(","))["Created at"] == "date"
    assert "Shipping Country" not in preset_roles(SHOPIFY.split(","))


def test_the_guide_shows_how_to_add_one(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[3] / "CONTRIBUTING.md").read_text("utf-8")
    example = re.search(r"## Add a known system.*?```toml\n(.*?)```", guide, re.DOTALL)
    assert example
    (tmp_path / "corner_till.toml").write_text(example[1])
    system = read_system(tmp_path / "corner_till.toml")
    assert (system.name, system.table, system.roles["id"]) == (
        "corner_till",
        "transactions",
        ("Kunde",),
    )

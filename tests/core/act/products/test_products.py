"""Products are counted by who kept them, tested against everyone else, and services are left out."""

from datetime import datetime

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import sparse, stats

from core.act.products.catalogue import find_services, product_names
from core.act.products.offers import mantel_haenszel, standardise_shares
from core.act.products.products import (
    FALSE_DISCOVERY_RATE,
    FEWEST_BUYERS,
    SegmentProducts,
    find_segment_products,
)
from core.act.products.purchases import Purchases, find_purchases
from core.data import new_recipe
from core.model import NOISE, Dataset, Recipe, Role

ROLES = {
    "customer": "id", "order": "order", "day": "date", "code": "product", "item": "text",
    "units": "quantity", "price": "unit_price",
}  # fmt: skip
RECIPE = Recipe(table="transactions", roles=ROLES)  # type: ignore[arg-type]


def lines(*rows: tuple[int, str, str, str, int]) -> pl.LazyFrame:
    """Lines of customer, order, product code, its words and pieces."""
    columns = ["customer", "order", "code", "item", "units"]
    made = pl.DataFrame(rows, columns, orient="row")
    return made.with_columns(day=datetime(2024, 5, 1), price=2.5).lazy()


def kept(frame: pl.LazyFrame, customers: list[int], recipe: Recipe = RECIPE) -> dict[str, list[int]]:
    """The customers who kept each product."""
    found = find_purchases(frame, recipe, pd.Index(customers))
    table = found.bought.toarray()
    return {
        name: [customers[row] for row in np.flatnonzero(table[:, at])]
        for at, name in enumerate(found.names)
    }


def test_a_purchase_that_came_back_is_none() -> None:
    frame = lines(
        (1, "10", "A1", "Cup", 80_000), (1, "C11", "A1", "Cup", -80_000), (2, "12", "A1", "Cup", 3),
        (2, "13", "B1", "Jar", 2), (3, "14", "B1", "Jar", 4), (3, "15", "B1", "Jar", -1), (9, "16", "B1", "Jar", 1),
    )  # fmt: skip
    assert kept(frame, [3, 2, 1]) == {"Cup": [2], "Jar": [3, 2]}
    assert kept(frame, [3, 2, 1], RECIPE.with_changes(returns="ignore")) == {"Cup": [2], "Jar": [3, 2]}


def test_without_pieces_the_money_counts() -> None:
    frame = lines((1, "1", "A1", "Cup", 1), (2, "2", "A1", "Cup", 1), (2, "3", "A1", "Cup", -1))
    roles = {**ROLES, "price": "ignore", "units": "amount"}
    assert kept(frame, [1, 2], RECIPE.with_changes(roles=roles)) == {"Cup": [1]}


def test_without_a_product_column_there_are_no_purchases() -> None:
    roles = {**ROLES, "code": "ignore"}
    assert (
        find_purchases(lines((1, "1", "A", "Cup", 1)), RECIPE.with_changes(roles=roles), pd.Index([1]))
        is None
    )


def test_a_product_is_called_what_it_is_called_most() -> None:
    frame = lines(
        (1, "1", "A1", "Cup ", 1), (1, "2", "A1", "Cup", 1), (1, "3", "A1", "wrong", 1), (1, "4", "B1", "", 1),
        (1, "5", "C1", "Jar", 1), (1, "6", "D1", "Jar", 1),
    )  # fmt: skip
    assert product_names(frame, RECIPE) == {"A1": "Cup", "C1": "Jar (C1)", "D1": "Jar (D1)"}
    assert product_names(frame, RECIPE.with_changes(roles={**ROLES, "item": "ignore"})) == {}


def test_services_are_told_by_their_code_or_their_name() -> None:
    numbered = {**{f"{at}": 100 for at in range(50)}, "POST": 60, "M": 2, "C2": 9}
    assert set(find_services(numbered, {"C2": "CARRIAGE"})) == {"POST", "M", "C2"}
    words = {
        "Tea cup": 50,
        "Postage stamp album": 5,
        "Gift voucher": 3,
        "Shipping costs": 9,
        "2 jars": 4,
    }
    assert set(find_services(words, {})) == {"Gift voucher", "Shipping costs"}


def made(bought: np.ndarray, names: tuple[str, ...] = ()) -> Purchases:
    table = sparse.csr_array(bought.astype(bool))
    return Purchases(table, names or tuple(f"P{at}" for at in range(bought.shape[1])), ())


@pytest.fixture(scope="module")
def shop() -> tuple[np.ndarray, np.ndarray, tuple[SegmentProducts, ...]]:
    """300 customers in segments of 200, 80 and 20. P0 is bought by the second, P1 by all, P2 by no one;
    P3 and P4 by the third and by others of its taste, who also buy P5."""
    random = np.random.default_rng(4)
    labels = np.repeat([0, 1, 2], (200, 80, 20)).astype(np.uint8)
    chances = np.full((300, 12), 0.1)
    chances[labels == 1, 0], chances[:, 1], chances[:, 2] = 0.6, 0.7, 0
    chances[labels == 2, 3:5] = 1
    chances[150:200, 3:6], chances[labels == 2, 5] = 0.9, 0.05
    bought = random.random(chances.shape) < chances
    return bought, labels, find_segment_products(made(bought), labels)


def test_what_was_put_in_is_over_bought_and_nothing_else(shop) -> None:
    found = [sorted(one.name for one in own.overbought) for own in shop[2][1:]]
    assert found == [["P0"], ["P3", "P4"]]


def test_shares_lift_and_test_are_those_of_scipy(shop) -> None:
    bought, labels, found = shop
    (one,) = found[1].overbought
    own, others = bought[labels == 1, 0], bought[labels != 1, 0]
    assert (one.buyers, one.share, one.others) == (own.sum(), own.mean(), others.mean())
    assert one.lift == pytest.approx(own.mean() / others.mean())
    p = [
        stats.chi2_contingency(pd.crosstab(labels == 1, bought[:, at]), correction=False).pvalue
        for at in range(12) if bought[:, at].any()
    ]  # fmt: skip
    assert one.p_value == pytest.approx(stats.false_discovery_control(p)[0])


def test_few_are_tested_exactly() -> None:
    bought = np.zeros((60, 1), bool)
    bought[:6] = True
    labels = np.repeat([0, 1], (50, 10))[::-1].astype(np.uint8)  # all buyers are in the smaller one
    (one,) = find_segment_products(made(bought), labels)[1].overbought
    assert one.p_value == pytest.approx(stats.fisher_exact(np.array([[6, 4], [0, 50]])).pvalue)
    assert np.isfinite(one.lift) and one.others == 0


def test_customers_of_like_taste_show_what_to_offer(shop) -> None:
    (offer,) = shop[2][2].offers
    assert (
        offer.name == "P5"
        and offer.others > 0.6
        and offer.share < 0.3
        and offer.p_value <= FALSE_DISCOVERY_RATE
    )


def test_best_sellers_are_by_buyers(shop) -> None:
    bought, labels, found = shop
    first = found[0].bestsellers[0]
    assert first.name == "P1" and first.buyers == bought[labels == 0, 1].sum()
    assert all(one.buyers >= FEWEST_BUYERS for own in found for one in own.bestsellers)


def test_chance_alone_is_not_over_bought() -> None:
    random = np.random.default_rng(1)
    bought = random.random((600, 300)) < 0.1
    products = find_segment_products(made(bought), random.integers(0, 3, 600).astype(np.uint8))
    assert sum(len(own.overbought) for own in products) <= 1


def test_segments_by_chance_have_nothing_to_be_offered() -> None:
    random = np.random.default_rng(1)
    active, liked = random.lognormal(0, 1, 4000), random.dirichlet(np.ones(60))
    bought = random.random((4000, 60)) < 1 - np.exp(-6 * active[:, None] * liked)
    products = find_segment_products(made(bought), random.integers(0, 2, 4000).astype(np.uint8))
    assert not any(own.offers for own in products)


def test_light_buyers_are_compared_with_light_buyers() -> None:
    random = np.random.default_rng(2)
    active, liked = random.lognormal(0, 1, 4000), random.dirichlet(np.ones(60))
    bought = random.random((4000, 60)) < 1 - np.exp(-6 * active[:, None] * liked)
    labels = (active * random.lognormal(0, 0.5, 4000) > 1).astype(np.uint8)
    assert not any(own.offers for own in find_segment_products(made(bought), labels))
    bought[:, 7] = random.random(4000) < np.where(labels == 0, 0.05, 0.5)
    products = find_segment_products(made(bought), labels)
    assert [one.name for one in products[0].offers] == ["P7"] and not products[1].offers


def test_strata_are_tested_as_in_r() -> None:
    """Admissions to Berkeley by sex and department, from R's help page of mantelhaen.test: 1.5246
    without the correction for continuity, p = .2169."""
    men = np.array([[512, 353, 120, 138, 53, 22]]), np.array([825, 560, 325, 417, 191, 373])
    women = np.array([[89, 17, 202, 131, 94, 24]]), np.array([108, 25, 593, 375, 393, 341])
    (p,) = mantel_haenszel(*men, *women)
    assert stats.chi2.isf(p, 1) == pytest.approx(1.5246, abs=1e-4)


def test_a_taste_alone_brings_no_offers() -> None:
    """Who has more of the taste has less of everything else among customers of equal totals."""
    random = np.random.default_rng(0)
    labels = np.repeat([0, 1], (2000, 4000)).astype(np.uint8)
    chances = np.full((6000, 50), 0.2)
    chances[labels == 0, :10] = 0.4
    products = find_segment_products(made(random.random(chances.shape) < chances), labels)
    assert not products[0].offers


def test_shares_are_compared_stratum_by_stratum() -> None:
    """Ten own customers of one product and thirty of two, others of one, two and three: the weights
    are 10 x 40 / 50 and 30 x 20 / 50, and nobody of the own has three."""
    own = np.array([[0, 1, 0]] * 10 + [[0, 1, 1]] * 30)
    others = np.array([[1, 0, 0]] * 20 + [[0, 1, 0]] * 20 + [[1, 1, 0]] * 20 + [[1, 1, 1]] * 50)
    mine = np.arange(150) < 40
    shares = standardise_shares(made(np.vstack([own, others])).bought, mine, ~mine)
    assert shares.buyers[0] == 0 and shares.others[0] == 40
    assert shares.others_share[0] == pytest.approx((8 * 0.5 + 12 * 1) / 20)
    assert shares.share[2] == pytest.approx(12 / 20) and np.isnan(shares.p_value[1])


def test_one_customer_beside_many_does_not_turn_the_sign() -> None:
    own, n = np.array([[250, 90]]), np.array([500, 100])
    others, m = np.array([[1, 250]]), np.array([1, 500])
    rows = [
        np.eye(2, dtype=int)[[0] * 250] * [[1, 0]], np.eye(2, dtype=int)[[1] * 250],
    ]  # fmt: skip
    assert mantel_haenszel(own, n, others, m)[0] < 1e-6
    first = np.vstack([*rows, [[1, 0]]])  # one product each: 500 own, one other
    second = np.array([[1, 1, 0]] * 90 + [[0, 1, 1]] * 10 + [[1, 1, 0]] * 250 + [[0, 1, 1]] * 250)
    table = np.zeros((1101, 3), int)
    table[:501, :2], table[501:] = first, second
    mine = np.r_[np.arange(501) < 500, np.arange(600) < 100]
    shares = standardise_shares(made(table).bought, mine, ~mine)
    assert shares.share[0] > shares.others_share[0] and shares.p_value[0] < 1e-6


@pytest.mark.parametrize(("buyers", "tested"), [(10, False), (11, True)])
def test_too_few_buyers_are_not_tested(buyers: int, tested: bool) -> None:
    """Half of them are expected among the own: more than five must be, by Mantel and Fleiss."""
    shared = np.array([[buyers]]), np.array([100]), np.array([[0]]), np.array([100])
    assert np.isnan(mantel_haenszel(*shared))[0] != tested


@pytest.mark.parametrize("label", [0, NOISE])
def test_one_segment_or_none_has_nobody_to_be_compared_with(label: int) -> None:
    products = find_segment_products(made(np.ones((9, 2))), np.full(9, label, np.uint8))
    assert all(not own.overbought and not own.offers for own in products)


@pytest.fixture(scope="module")
def real(shared) -> Purchases:
    """What the customers of the Online Retail file kept."""
    path = shared("online_retail/online_retail.parquet")
    frame = pl.scan_parquet(path)
    dataset = Dataset("real", "real", str(path), 541_909, tuple(frame.collect_schema()))
    recipe = new_recipe(dataset)
    ids = frame.select("CustomerID").drop_nulls().unique().sort("CustomerID").collect()
    return find_purchases(frame, recipe, pd.Index(ids["CustomerID"].to_numpy().astype(np.int64)))


def test_single_orders_of_thousands_do_not_lead(real: Purchases) -> None:
    labels = np.zeros(real.bought.shape[0], np.uint8)
    best = [one.name for one in find_segment_products(real, labels)[0].bestsellers]
    assert best[:2] == ["REGENCY CAKESTAND 3 TIER", "WHITE HANGING HEART T-LIGHT HOLDER"]
    assert not {"PAPER CRAFT , LITTLE BIRDIE", "MEDIUM CERAMIC TOP STORAGE JAR"} & set(best)
    # The order of 80,995 pieces was the only one, and it was cancelled.
    assert "PAPER CRAFT , LITTLE BIRDIE" not in real.names


def test_postage_and_corrections_are_no_products(real: Purchases) -> None:
    services_ = {"POSTAGE", "DOTCOM POSTAGE", "Manual", "Bank Charges", "CARRIAGE"}
    assert services_ <= set(real.left_out) and not services_ & set(real.names)
    assert len(real.left_out) < 12 and len(real.names) > 3_500


def test_items_in_one_cell_are_products() -> None:
    days = [datetime(2024, 1 + number % 12, 1 + number % 28) for number in range(60)]
    frame = pl.DataFrame({
        "order": [f"O{number}" for number in range(60)],
        "who": [f"C{number % 10}" for number in range(60)],
        "day": days,
        "total": [10.0 + number for number in range(60)],
        "line_items": [f"2x Mug {number % 7}, 1x Plate {number % 3}" for number in range(60)],
    }).lazy()  # fmt: skip
    roles: dict[str, Role] = {
        "order": "order", "who": "id", "day": "date", "total": "amount",
    }  # fmt: skip
    recipe = Recipe("transactions", roles, fixes=("split_items:line_items",))
    purchases = find_purchases(frame, recipe, pd.Index([f"C{number}" for number in range(10)]))
    assert purchases is not None
    assert set(purchases.names) == {f"Mug {n}" for n in range(7)} | {f"Plate {n}" for n in range(3)}

"""Products of segments: over-bought ones, best sellers, and offers that customers like them buy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.act.products.offers import StandardisedShares, standardise_shares
from core.act.products.purchases import Purchases
from core.model import NOISE, Floats, Integers, Product

if TYPE_CHECKING:
    from scipy import sparse

# A product is listed for a segment from this number of buyers on, this share of the segment (or, for an
# offer, of customers like it), and this lift. Higher: shorter lists, of more certain products.
FEWEST_BUYERS = 5
LEAST_SHARE = 0.02
LEAST_LIFT = 1.2
# Share of the listed products that may differ by chance alone. Higher: longer lists, of less sure ones.
FALSE_DISCOVERY_RATE = 0.05
# Expected customers in each of the four cells from which on the chi-square test holds (Cochran, 1954);
# Fisher's exact test is slower and holds everywhere. Higher: more products take the slow one.
FEWEST_EXPECTED = 5
MOST_PRODUCTS = 10  # in a list
# Products that stand for a segment's taste, and how many of them customers of the same taste have.
# More tastes and fewer shared ones: more customers are alike, in less.
TASTES = 10
SHARED_TASTES = 2
Z = 1.96  # of a normal distribution, for 95 % intervals
ROUNDING_TOLERANCE = 1e-7  # relative difference of probabilities that rounding alone makes

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class SegmentProducts:
    """The products of one segment as `model.Plan` has them."""

    overbought: tuple[Product, ...] = ()
    bestsellers: tuple[Product, ...] = ()
    offers: tuple[Product, ...] = ()


@dataclass(frozen=True)
class _BuyerCounts:
    """Buyers (m,) among `size` customers against those among `others_size` other ones."""

    buyers: Integers
    size: int
    others: Integers
    others_size: int

    @property
    def share(self) -> Floats:
        return self.buyers / max(self.size, 1)

    @property
    def others_share(self) -> Floats:
        return self.others / max(self.others_size, 1)

    @property
    def lift(self) -> Floats:
        """Share over the others' share; half a buyer stands for none, so that it stays finite."""
        if not self.others_size:
            return np.ones(len(self.buyers))
        ratio: Floats = self.share / (np.maximum(self.others, 0.5) / self.others_size)
        return ratio

    @property
    def lift_lower_bound(self) -> Floats:
        """Lower end of the 95 % interval of the lift (Katz and others, Biometrics 34, 1978)."""
        buyers, others = np.maximum(self.buyers, 0.5), np.maximum(self.others, 0.5)
        variance = 1 / buyers - 1 / max(self.size, 1) + 1 / others - 1 / max(self.others_size, 1)
        low: Floats = self.lift * np.exp(-Z * np.sqrt(np.maximum(variance, 0)))
        return low


def find_segment_products(purchases: Purchases, labels: Integers) -> tuple[SegmentProducts, ...]:
    """Find the products of each segment; `labels` (n,) count from 0 or are NOISE.

    Over-bought: at least FEWEST_BUYERS and LEAST_SHARE of the segment bought it, at least LEAST_LIFT
    times the share of all other customers, at FALSE_DISCOVERY_RATE; the surest lift first (lower end of
    its interval). Best sellers: by buyers, so that one huge order counts once. Offers: customers of
    other segments who have SHARED_TASTES of the TASTES products that the segment over-buys (or its best
    sellers) buy it more often than the segment's own such customers who bought as many others; the
    widest gap first.
    """
    segments = labels[labels != NOISE]
    k = int(segments.max()) + 1 if len(segments) else 0
    return tuple(_products_of_segment(purchases, labels == label) for label in range(k))


def _products_of_segment(purchases: Purchases, members: Mask) -> SegmentProducts:
    bought = purchases.bought
    counts = _count_buyers(bought, members, ~members)
    tests = _corrected_p_values(counts)
    overbought = _find_overbought(counts, tests)
    sold = np.flatnonzero(counts.buyers >= FEWEST_BUYERS)
    bestsellers = sold[np.argsort(-counts.buyers[sold], kind="stable")]
    taste = overbought[:TASTES] if len(overbought) >= SHARED_TASTES else bestsellers[:TASTES]
    return SegmentProducts(
        _as_products(purchases.names, counts, tests, overbought),
        _as_products(purchases.names, counts, tests, bestsellers),
        _find_offers(purchases, members, taste),
    )


def _find_overbought(counts: _BuyerCounts, tests: Floats) -> Integers:
    fewest = np.maximum(FEWEST_BUYERS, LEAST_SHARE * counts.size)
    chosen = (counts.buyers >= fewest) & (counts.lift >= LEAST_LIFT) & (tests <= FALSE_DISCOVERY_RATE)
    places = np.flatnonzero(chosen)
    return places[np.argsort(-counts.lift_lower_bound[places], kind="stable")]


def _find_offers(purchases: Purchases, members: Mask, taste: Integers) -> tuple[Product, ...]:
    """Find products that outsiders of the segment's taste buy more often than its members of it.

    They are compared with members who buy as many products beside those of the taste.
    """
    from scipy import stats

    shared = np.asarray(purchases.bought[:, taste].sum(axis=1)).ravel()
    alike = shared >= SHARED_TASTES
    others = np.setdiff1d(np.arange(len(purchases.names)), taste)
    counts = standardise_shares(purchases.bought[:, others], members & alike, ~members & alike)
    tested = ~np.isnan(counts.p_value)
    tests = np.ones(len(others))
    if tested.any():
        tests[tested] = stats.false_discovery_control(counts.p_value[tested])
    gap = counts.others_share - counts.share
    chosen = (counts.others >= FEWEST_BUYERS) & (counts.others_share >= LEAST_SHARE)
    places = np.flatnonzero(chosen & (gap > 0) & (tests <= FALSE_DISCOVERY_RATE))
    ordered = places[np.argsort(-gap[places], kind="stable")]
    return _as_products([purchases.names[at] for at in others], counts, tests, ordered)


def _count_buyers(bought: sparse.csr_array, members: Mask, others: Mask) -> _BuyerCounts:
    sides = (members.astype(np.int64), others.astype(np.int64))
    buyers = [np.asarray(bought.T @ side).astype(np.int64) for side in sides]
    return _BuyerCounts(buyers[0], int(members.sum()), buyers[1], int(others.sum()))


def _corrected_p_values(counts: _BuyerCounts) -> Floats:
    """Two-sided p-values (m,) that the shares are equal, corrected for the number of products.

    Pearson's chi-square test where all four expected counts are at least FEWEST_EXPECTED, Fisher's
    exact test elsewhere; 1 for products with fewer than FEWEST_BUYERS, which are not tested. The
    correction is that of Benjamini and Hochberg (1995).
    """
    from scipy import stats

    total, everyone = counts.buyers + counts.others, counts.size + counts.others_size
    p_values = np.ones(len(total))
    tested = np.flatnonzero((total >= FEWEST_BUYERS) & (total < everyone))
    if not (len(tested) and counts.size and counts.others_size):
        return p_values
    rarest = np.minimum(total, everyone - total) * min(counts.size, counts.others_size) / everyone
    rare, common = tested[rarest[tested] < FEWEST_EXPECTED], tested[rarest[tested] >= FEWEST_EXPECTED]
    for buyers in np.unique(total[rare]):
        alike = rare[total[rare] == buyers]
        p_values[alike] = _fisher_p_values(counts, int(buyers))[counts.buyers[alike]]
    p_values[common] = _chi_square_p_values(counts, common)
    p_values[tested] = stats.false_discovery_control(p_values[tested])
    return p_values


def _chi_square_p_values(counts: _BuyerCounts, at: Integers) -> Floats:
    """Pearson's p-values of the products at these places."""
    from scipy import stats

    buyers, others = counts.buyers[at], counts.others[at]
    total, everyone = buyers + others, counts.size + counts.others_size
    cross = buyers * (counts.others_size - others) - others * (counts.size - buyers)
    margins = 1.0 * counts.size * counts.others_size * total * (everyone - total)
    p_values: Floats = stats.chi2.sf(everyone * cross.astype(float) ** 2 / margins, 1)
    return p_values


def _fisher_p_values(counts: _BuyerCounts, buyers: int) -> Floats:
    """Fisher's p-value for each number, from 0 on, of the `buyers` who may be in the segment.

    It sums the probabilities of all divisions that are no likelier than the one seen.
    """
    inside = np.arange(min(buyers, counts.size) + 1)
    logs = _log_choices(counts.size, inside) + _log_choices(counts.others_size, buyers - inside)
    chances = np.exp(logs - logs.max())
    chances /= chances.sum()
    order = np.argsort(chances)
    at = np.searchsorted(chances[order], chances * (1 + ROUNDING_TOLERANCE), side="right")
    p_values: Floats = np.minimum(np.cumsum(chances[order])[at - 1], 1.0)
    return p_values


def _log_choices(among: int, chosen: Integers) -> Floats:
    """Logarithms of the numbers of ways to choose; minus infinity where there is none."""
    from scipy.special import gammaln

    ways: Floats = gammaln(among + 1) - gammaln(chosen + 1) - gammaln(np.maximum(among - chosen, 0) + 1)
    return np.where(chosen <= among, ways, -np.inf)


def _as_products(
    names: Sequence[str], counts: _BuyerCounts | StandardisedShares, tests: Floats, chosen: Integers
) -> tuple[Product, ...]:
    share, others, lift = counts.share, counts.others_share, counts.lift
    return tuple(
        Product(
            name=names[at],
            buyers=int(counts.buyers[at]),
            share=float(share[at]),
            others=float(others[at]),
            lift=float(lift[at]),
            p_value=float(tests[at]),
        )
        for at in chosen[:MOST_PRODUCTS]
    )

"""What segments buy: more than others do, most of all, and not yet though customers like them do."""

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

FEWEST_BUYERS = 5
LEAST_SHARE = 0.02  # of the segment, or of customers like it
LEAST_LIFT = 1.2
FALSE_DISCOVERY_RATE = 0.05  # of false discoveries
FEWEST_EXPECTED = 5  # customers in each of the four cells for the chi-square test, Cochran 1954
MOST_PRODUCTS = 10
TASTES = 10  # products that stand for a segment's taste
SHARED_TASTES = 2  # of them that customers of the same taste have
Z = 1.96
ROUNDING_TOLERANCE = 1e-7  # relative difference of probabilities that only rounding makes

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class SegmentProducts:
    """The products of one segment as `stories.Plan` has them."""

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
        """The lower end of the 95 % interval of the lift (Katz and others, Biometrics 34, 1978)."""
        own, other = np.maximum(self.buyers, 0.5), np.maximum(self.others, 0.5)
        variance = 1 / own - 1 / max(self.size, 1) + 1 / other - 1 / max(self.others_size, 1)
        low: Floats = self.lift * np.exp(-Z * np.sqrt(np.maximum(variance, 0)))
        return low

    def swapped(self) -> _BuyerCounts:
        return _BuyerCounts(self.others, self.others_size, self.buyers, self.size)


def find_segment_products(purchases: Purchases, labels: Integers) -> tuple[SegmentProducts, ...]:
    """The products of each segment, in the order of `labels` (n,), numbered from 0 or NOISE.

    Over-bought: at least FEWEST_BUYERS and LEAST_SHARE of the segment bought it, at least LEAST_LIFT
    times the share of all other customers, at a false discovery rate of LEVEL; the surest lift first
    (lower end of its interval). Best sellers: by buyers, so that one huge order counts once. Offers: customers of other segments who have
    SHARED_TASTES of the TASTES products that the segment over-buys (or its best sellers) buy it more
    often than the segment's own such customers who bought as many others; the widest gap first.
    """
    known = labels[labels != NOISE]
    k = int(known.max()) + 1 if len(known) else 0
    return tuple(_products_of_segment(purchases, labels == label) for label in range(k))


def _products_of_segment(purchases: Purchases, members: Mask) -> SegmentProducts:
    bought = purchases.bought
    counts = _count_buyers(bought, members, ~members)
    tests = _corrected_p_values(counts)
    over = _find_overbought(counts, tests)
    best = np.flatnonzero(counts.buyers >= FEWEST_BUYERS)
    best = best[np.argsort(-counts.buyers[best], kind="stable")]
    taste = over[:TASTES] if len(over) >= SHARED_TASTES else best[:TASTES]
    return SegmentProducts(
        _as_products(purchases.names, counts, tests, over),
        _as_products(purchases.names, counts, tests, best),
        _find_offers(purchases, members, taste),
    )


def _find_overbought(counts: _BuyerCounts, tests: Floats) -> Integers:
    enough = np.maximum(FEWEST_BUYERS, LEAST_SHARE * counts.size)
    chosen = (counts.buyers >= enough) & (counts.lift >= LEAST_LIFT) & (tests <= FALSE_DISCOVERY_RATE)
    found = np.flatnonzero(chosen)
    return found[np.argsort(-counts.lift_lower_bound[found], kind="stable")]


def _find_offers(purchases: Purchases, members: Mask, taste: Integers) -> tuple[Product, ...]:
    """Products that outsiders of the segment's taste buy more often than its members of that taste who
    buy as many products beside those."""
    from scipy import stats

    shared = np.asarray(purchases.bought[:, taste].sum(axis=1)).ravel()
    alike = shared >= SHARED_TASTES
    rest = np.setdiff1d(np.arange(len(purchases.names)), taste)
    counts = standardise_shares(purchases.bought[:, rest], members & alike, ~members & alike)
    tested = ~np.isnan(counts.p_value)
    tests = np.ones(len(rest))
    if tested.any():
        tests[tested] = stats.false_discovery_control(counts.p_value[tested])
    gap = counts.others_share - counts.share
    chosen = (counts.others >= FEWEST_BUYERS) & (counts.others_share >= LEAST_SHARE)
    found = np.flatnonzero(chosen & (gap > 0) & (tests <= FALSE_DISCOVERY_RATE))
    ordered = found[np.argsort(-gap[found], kind="stable")]
    return _as_products([purchases.names[at] for at in rest], counts, tests, ordered)


def _count_buyers(bought: sparse.csr_array, own: Mask, others: Mask) -> _BuyerCounts:
    sums = [np.asarray(bought.T @ chosen.astype(np.int64)).astype(np.int64) for chosen in (own, others)]
    return _BuyerCounts(sums[0], int(own.sum()), sums[1], int(others.sum()))


def _corrected_p_values(counts: _BuyerCounts) -> Floats:
    """Two-sided p-values (m,) that the shares are equal, corrected for the number of products.

    Pearson's chi-square test where all four expected counts are at least FEWEST_EXPECTED, Fisher's
    exact test elsewhere; 1 for products with fewer than FEWEST_BUYERS, which are not tested. The
    correction is that of Benjamini and Hochberg (1995).
    """
    from scipy import stats

    total, everyone = counts.buyers + counts.others, counts.size + counts.others_size
    found = np.ones(len(total))
    tested = np.flatnonzero((total >= FEWEST_BUYERS) & (total < everyone))
    if not (len(tested) and counts.size and counts.others_size):
        return found
    rarest = np.minimum(total, everyone - total) * min(counts.size, counts.others_size) / everyone
    rare, common = tested[rarest[tested] < FEWEST_EXPECTED], tested[rarest[tested] >= FEWEST_EXPECTED]
    for buyers in np.unique(total[rare]):
        alike = rare[total[rare] == buyers]
        found[alike] = _fisher_p_values(counts, int(buyers))[counts.buyers[alike]]
    found[common] = _chi_square_p_values(counts, common)
    found[tested] = stats.false_discovery_control(found[tested])
    return found


def _chi_square_p_values(counts: _BuyerCounts, at: Integers) -> Floats:
    from scipy import stats

    total, everyone = counts.buyers[at] + counts.others[at], counts.size + counts.others_size
    cross = counts.buyers[at] * (counts.others_size - counts.others[at]) - counts.others[at] * (
        counts.size - counts.buyers[at]
    )
    margins = 1.0 * counts.size * counts.others_size * total * (everyone - total)
    p: Floats = stats.chi2.sf(everyone * cross.astype(float) ** 2 / margins, 1)
    return p


def _fisher_p_values(counts: _BuyerCounts, buyers: int) -> Floats:
    """The p-value for each number, from 0 on, of the buyers who may be among the own customers.

    It sums the probabilities of all divisions that are no likelier than the one seen.
    """
    own = np.arange(min(buyers, counts.size) + 1)
    logs = _log_choices(counts.size, own) + _log_choices(counts.others_size, buyers - own)
    chances = np.exp(logs - logs.max())
    chances /= chances.sum()
    order = np.argsort(chances)
    at = np.searchsorted(chances[order], chances * (1 + ROUNDING_TOLERANCE), side="right")
    p: Floats = np.minimum(np.cumsum(chances[order])[at - 1], 1.0)
    return p


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

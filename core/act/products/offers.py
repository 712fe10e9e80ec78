"""Offers: shares of buyers among customers who buy about as much, inside a segment and outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.model import Floats, Integers

if TYPE_CHECKING:
    from scipy import sparse

# Ratio by which the numbers of products that customers of one stratum bought may differ. Higher: coarser
# strata, in which who buys more of everything is offered what others buy for that reason alone.
STRATUM_RATIO = 1.25
# Distance of the expected number of buyers to the least and to the most possible one from which on the
# test holds (Mantel and Fleiss, 1980). Higher: fewer products are tested, and so offered.
LEAST_ROOM = 5

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class StandardisedShares:
    """Shares of buyers of each product (m,) inside a segment and outside, over strata of equal activity.

    `buyers` are inside and `others` outside; the mean `share` and `others_share` are weighted as in the
    test. `p_value` is that of equal shares, uncorrected; NaN where there are too few to test.
    """

    buyers: Integers
    share: Floats
    others: Integers
    others_share: Floats
    p_value: Floats

    @property
    def lift(self) -> Floats:
        """Share inside over the share outside; 1 where nobody outside buys it."""
        ratio: Floats = np.divide(
            self.share, self.others_share, np.ones(len(self.share)), where=self.others_share > 0
        )
        return ratio


def standardise_shares(bought: sparse.csr_array, members: Mask, others: Mask) -> StandardisedShares:
    """Compare what `members` and `others` (n,) `bought` (n, m), stratum by stratum.

    A stratum is of customers who bought about as many different products. Whoever bought none, and
    strata without customers of either side, are left out.
    """
    activity = np.diff(bought.indptr)
    strata = np.floor(np.log(np.maximum(activity, 1)) / np.log(STRATUM_RATIO)).astype(np.int64)
    sides = [side & (activity > 0) for side in (members, others)]
    sizes = [np.bincount(strata[side], minlength=strata.max(initial=0) + 1) for side in sides]
    shared = np.flatnonzero((sizes[0] > 0) & (sizes[1] > 0))
    n, m = (size[shared] for size in sizes)
    inside, outside = (_count_buyers(bought, strata, side)[:, shared] for side in sides)
    weights = n * m / (n + m)
    weights = weights / max(weights.sum(), 1e-12)
    return StandardisedShares(
        inside.sum(axis=1),
        (inside / n) @ weights,
        outside.sum(axis=1),
        (outside / m) @ weights,
        mantel_haenszel(inside, n, outside, m),
    )


def _count_buyers(bought: sparse.csr_array, strata: Integers, side: Mask) -> Integers:
    """Count the buyers of each product in each stratum (m, strata)."""
    from scipy import sparse

    rows = np.flatnonzero(side)
    shape = len(rows), int(strata.max(initial=0)) + 1
    among = sparse.csr_array(
        (np.ones(len(rows), np.int64), (np.arange(len(rows)), strata[rows])), shape
    )
    buyers: Integers = (bought[rows].T @ among).toarray()
    return buyers


def mantel_haenszel(inside: Integers, n: Integers, outside: Integers, m: Integers) -> Floats:
    """Two-sided p-values (products,) of equal shares in all strata, without a correction for continuity.

    `inside` of `n` and `outside` of `m` customers in each stratum are buyers: (products, strata) of
    (strata,). NaN where the criterion of Mantel and Fleiss (American Journal of Epidemiology 112, 1980)
    does not allow the test. Source: Mantel and Haenszel, Journal of the National Cancer Institute 22, 1959.
    """
    from scipy import stats

    total, everyone = inside + outside, n + m
    expected = total * (n / everyone)
    variance = expected * (m / everyone) * (everyone - total) / np.maximum(everyone - 1, 1)
    room = [
        (expected - np.maximum(total - m, 0)).sum(axis=1),
        (np.minimum(n, total) - expected).sum(axis=1),
    ]
    usable = (np.minimum(*room) > LEAST_ROOM) & (variance.sum(axis=1) > 0)
    p_values = np.full(len(inside), np.nan)
    excess = (inside - expected).sum(axis=1)[usable]
    p_values[usable] = stats.chi2.sf(excess**2 / variance.sum(axis=1)[usable], 1)
    return p_values

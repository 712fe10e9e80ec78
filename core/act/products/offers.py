"""What customers buy who are like a segment's own in taste and in how much else they buy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.model import Floats, Integers

if TYPE_CHECKING:
    from scipy import sparse

STRATUM_RATIO = 1.25  # by which the numbers of products within a stratum may differ
LEAST_ROOM = (
    5  # of the expected number of buyers to the least and the most possible, Mantel and Fleiss 1980
)

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class StandardisedShares:
    """Of each product (m,): its `buyers` among own and among `others` customers, the mean `share` and
    `others_share` over strata of equal activity, weighted as in the test, and the `p_value` that both
    are equal, uncorrected; NaN where there are too few to test."""

    buyers: Integers
    share: Floats
    others: Integers
    others_share: Floats
    p_value: Floats

    @property
    def lift(self) -> Floats:
        """Own share over the others'; 1 where no other buys it."""
        ratio: Floats = np.divide(
            self.share, self.others_share, np.ones(len(self.share)), where=self.others_share > 0
        )
        return ratio


def standardise_shares(bought: sparse.csr_array, own: Mask, others: Mask) -> StandardisedShares:
    """The own against the other customers (n,) by what they `bought` (n, m), stratum by stratum of
    customers who bought about as many different products. Whoever bought none, and strata without
    customers of either side, are left out."""
    activity = np.diff(bought.indptr)
    strata = np.floor(np.log(np.maximum(activity, 1)) / np.log(STRATUM_RATIO)).astype(np.int64)
    sides = [side & (activity > 0) for side in (own, others)]
    sizes = [np.bincount(strata[side], minlength=strata.max(initial=0) + 1) for side in sides]
    shared = np.flatnonzero((sizes[0] > 0) & (sizes[1] > 0))
    n, m = (size[shared] for size in sizes)
    mine, theirs = (_count_buyers(bought, strata, side)[:, shared] for side in sides)
    weights = n * m / (n + m)
    weights = weights / max(weights.sum(), 1e-12)
    return StandardisedShares(
        mine.sum(axis=1),
        (mine / n) @ weights,
        theirs.sum(axis=1),
        (theirs / m) @ weights,
        mantel_haenszel(mine, n, theirs, m),
    )


def _count_buyers(bought: sparse.csr_array, strata: Integers, side: Mask) -> Integers:
    """Buyers of each product in each stratum (m, strata)."""
    from scipy import sparse

    rows = np.flatnonzero(side)
    shape = len(rows), int(strata.max(initial=0)) + 1
    among = sparse.csr_array(
        (np.ones(len(rows), np.int64), (np.arange(len(rows)), strata[rows])), shape
    )
    counted: Integers = (bought[rows].T @ among).toarray()
    return counted


def mantel_haenszel(own: Integers, n: Integers, others: Integers, m: Integers) -> Floats:
    """Two-sided p-values (products,) of equal shares in all strata, without a correction for continuity.

    `own` of `n` and `others` of `m` customers in each stratum are buyers: (products, strata) of
    (strata,). NaN where the criterion of Mantel and Fleiss (American Journal of Epidemiology 112, 1980)
    does not allow the test. Source: Mantel and Haenszel, Journal of the National Cancer Institute 22, 1959.
    """
    from scipy import stats

    total, everyone = own + others, n + m
    expected = total * (n / everyone)
    variance = expected * (m / everyone) * (everyone - total) / np.maximum(everyone - 1, 1)
    room = [
        (expected - np.maximum(total - m, 0)).sum(axis=1),
        (np.minimum(n, total) - expected).sum(axis=1),
    ]
    usable = (np.minimum(*room) > LEAST_ROOM) & (variance.sum(axis=1) > 0)
    found = np.full(len(own), np.nan)
    apart = (own - expected).sum(axis=1)[usable]
    found[usable] = stats.chi2.sf(apart**2 / variance.sum(axis=1)[usable], 1)
    return found

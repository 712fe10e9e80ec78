"""What customers buy who are like a segment's own in taste and in how much they buy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, stats

from core.entities import Floats, Integers

WIDTH = 1.25  # by which the numbers of products within a stratum may differ
FEWEST_EXPECTED = 5  # buyers in each cell of the summed table, Mantel and Fleiss 1980

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Standardised:
    """Of each product (m,): its `buyers` among own customers and their `share`; the buyers among the
    `others`, and the share that they would have if as many of them bought as many products as of the
    own (`others_share`, direct standardisation). `p_value`: that both shares are equal, uncorrected
    (Cochran, Mantel and Haenszel); 1 where there are too few to test."""

    buyers: Integers
    share: Floats
    others: Integers
    others_share: Floats
    p_value: Floats

    @property
    def lift(self) -> Floats:
        """Own share over the others'; 1 where nobody is compared with."""
        ratio: Floats = np.divide(
            self.share, self.others_share, np.ones(len(self.share)), where=self.others_share > 0
        )
        return ratio


def standardised(bought: sparse.csr_array, own: Mask, others: Mask) -> Standardised:
    """The own against the other customers (n,) who bought as many different products, by what they
    `bought` (n, m). Customers who bought more, or fewer, than anyone on the other side are left out."""
    strata = np.floor(np.log(np.maximum(np.diff(bought.indptr), 1)) / np.log(WIDTH)).astype(np.int64)
    sizes = [np.bincount(strata[side], minlength=strata.max(initial=0) + 1) for side in (own, others)]
    shared = np.flatnonzero((sizes[0] > 0) & (sizes[1] > 0))
    n, m = (size[shared] for size in sizes)
    mine, theirs = (_buyers(bought, strata, side)[:, shared] for side in (own, others))
    everyone = max(int(n.sum()), 1)
    return Standardised(
        mine.sum(axis=1),
        mine.sum(axis=1) / everyone,
        theirs.sum(axis=1),
        (theirs * (n / m)).sum(axis=1) / everyone,
        mantel_haenszel(mine, n, theirs, m),
    )


def _buyers(bought: sparse.csr_array, strata: Integers, side: Mask) -> Integers:
    """Buyers of each product in each stratum (m, strata)."""
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
    (strata,). 1 where the criterion of Mantel and Fleiss (American Journal of Epidemiology 112, 1980)
    does not allow the test. Source: Mantel and Haenszel, Journal of the National Cancer Institute 22, 1959.
    """
    total, everyone = own + others, n + m
    expected = total * (n / everyone)
    variance = expected * (m / everyone) * (everyone - total) / np.maximum(everyone - 1, 1)
    room = [
        (expected - np.maximum(total - m, 0)).sum(axis=1),
        (np.minimum(n, total) - expected).sum(axis=1),
    ]
    usable = (np.minimum(*room) >= FEWEST_EXPECTED) & (variance.sum(axis=1) > 0)
    found = np.ones(len(own))
    apart = (own - expected).sum(axis=1)[usable]
    found[usable] = stats.chi2.sf(apart**2 / variance.sum(axis=1)[usable], 1)
    return found

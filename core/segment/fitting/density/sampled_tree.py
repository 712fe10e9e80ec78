"""The tree of a sample, where that of all customers would take too long, and the others beside it."""

import math
from dataclasses import dataclass

import numpy as np

from core.errors import UserError
from core.model import Floats, Integers, Notice, Report, report_within
from core.segment.fitting.density import spanning_tree_kernels as linkage
from core.segment.fitting.density.reachability import MutualReachability
from core.segment.notice_words import sampled_density_sentence

EASY_FEATURES, EASY_VALUES = 8, 8_000_000
TREE_PRODUCTS, PLACING_PRODUCTS = 40e9, 60e9
FEWEST = 2_000
STORED_NEIGHBOURS = 30_000_000


class TooFewCustomers(UserError):
    template = (
        "A dense place needs {min_samples} customers, and there are only {rows}. "
        "Lower min samples or take more customers."
    )


@dataclass(frozen=True)
class SampledTree:
    """The tree of mutual reachability of all customers, or of a sample of them.

    Where it is a sample, `chosen` (m,) are its rows, and the sampled points nearest to each customer
    are `near` (n, k), at the squared distances `gaps` (n, k); k is min_samples or what memory allows.
    """

    tree: MutualReachability
    rows: int
    chosen: Integers | None
    near: Integers
    gaps: Floats

    @classmethod
    def of(cls, rows: Floats, min_samples: int, seed: int, report: Report) -> "SampledTree":
        """Build the tree of all of `rows` (n, p) where `sample_size` allows it. TooFewCustomers under min_samples."""
        if len(rows) < min_samples:
            raise TooFewCustomers(min_samples=min_samples, rows=len(rows))
        size = sample_size(len(rows), rows.shape[1], min_samples)
        if size == len(rows):
            tree = MutualReachability.of(rows, min_samples, report)
            return cls(tree, len(rows), None, tree.near[:0], tree.gaps[:0])
        chosen = np.sort(np.random.default_rng(seed).choice(len(rows), size, replace=False))
        tree = MutualReachability.of(rows[chosen], min_samples, report_within(report, 0.0, 0.5))
        beside = max(1, min(min_samples, STORED_NEIGHBOURS // len(rows)))
        neighbours = tree.points.nearest(beside, report_within(report, 0.5, 0.5), rows)
        return cls(tree, len(rows), chosen, *neighbours)

    @property
    def share(self) -> float:
        """The share of the customers who are in the tree."""
        return 1.0 if self.chosen is None else len(self.chosen) / self.rows

    @property
    def notices(self) -> tuple[Notice, ...]:
        if self.chosen is None:
            return ()
        text = sampled_density_sentence(len(self.chosen), self.rows - len(self.chosen))
        return (Notice(text, about="clustering"),)

    def cut(self, eps: float) -> Integers:
        """DBSCAN's cluster of every customer at `eps`, int32 (n,), -1 for noise. Exact within the
        tree; who is not in it goes with the nearest core customer of the tree within eps."""
        if self.chosen is None:
            return self.tree.cut(eps)
        labels, out = self.tree.cut_points(eps), np.empty(self.rows, np.int32)
        linkage.place_rows(eps * eps, self.near, self.gaps, self.tree.core, labels, out)
        out[self.chosen] = labels[self.tree.points.place]
        return out


def sample_size(rows: int, features: int, min_samples: int) -> int:
    """Number of customers the tree can be built of in about half a minute and a gigabyte.

    With up to EASY_FEATURES a k-d tree finds neighbours quickly; every two features more halve how
    many customers it can serve, down to where it looks at every pair anyway.
    """
    easy = EASY_VALUES / features * 0.5 ** (max(0, features - EASY_FEATURES) / 2)
    largest = int(max(easy, math.sqrt(TREE_PRODUCTS / features)))
    largest = min(largest, STORED_NEIGHBOURS // min_samples)
    if rows <= largest:
        return rows
    if features <= EASY_FEATURES:
        return largest
    return min(largest, max(FEWEST, int(PLACING_PRODUCTS / features / rows)))

"""Clearness of the gaps around segments of any shape, and distance of noise from all of them."""

from dataclasses import dataclass

import numpy as np

from core.model import NOISE, Floats, Integers

# Neighbours that a customer must see, as in density clustering (docs/suggest.md). More smooth over small dense
# places.
NEIGHBOURS = 10
# Share of a segment's customers that may stand in a gap or across it (docs/suggest.md). Higher overlooks more.
PART = 0.05


@dataclass(frozen=True)
class Reach:
    """Distance (m, m) at which customers reach each other, where each must also see NEIGHBOURS others,
    at the distance `core` (m,): the mutual reachability that density clustering is built on."""

    mutual: Floats
    core: Floats

    @classmethod
    def of(cls, rows: Floats) -> "Reach":
        """Measure the reach of `rows` (m, p); needs 16 bytes a pair of customers for a moment."""
        from scipy.spatial.distance import cdist

        mutual = cdist(rows, rows)
        near = min(NEIGHBOURS, len(rows) - 1)
        core = np.partition(mutual, near, axis=1)[:, near]
        np.maximum(mutual, core[:, None], out=mutual)
        np.maximum(mutual, core[None], out=mutual)
        np.fill_diagonal(mutual, 0)
        return cls(mutual, core)

    def fill_noise(self, labels: Integers) -> Integers:
        """Fill noise of the labels (m,) into the segment that it reaches first."""
        noise = labels == NOISE
        if not noise.any() or noise.all():
            return labels
        segments = np.unique(labels[~noise])
        return np.where(noise, segments[self._reach_to(labels, segments).argmin(axis=1)], labels)

    def clearness(self, labels: Integers) -> Floats:
        """Clearness (k,) of each segment's gap to the nearest other, from -1 to 1.

        Compares the reach that joins it to another segment, at the PART that comes closest, with the
        largest that joins two parts within it: 1 where the gap is far wider, below 0 where a gap
        inside is wider or the border crosses a dense place. `labels` (m,) hold no noise and at least
        two segments. After the density-based validity of Moulavi et al., "Density-based clustering
        validation", SDM (2014), with shares instead of extremes, so that single customers decide
        nothing.
        """
        segments, sizes = np.unique(labels, return_counts=True)
        around, joins = self._reach_to(labels, segments), np.full((len(segments),) * 2, np.inf)
        for at, segment in enumerate(segments):
            ascending = np.sort(around[labels == segment], axis=0)
            shares = np.maximum(1, PART * np.minimum(sizes[at], sizes) - 1).astype(int)
            joins[at] = ascending[np.minimum(shares, sizes[at] - 1), range(len(segments))]
        joins = np.maximum(joins, joins.T)
        np.fill_diagonal(joins, np.inf)
        outside = joins.min(axis=1)
        inside = np.array(
            [self._widest_inside(np.flatnonzero(labels == segment)) for segment in segments]
        )
        wider = np.maximum(np.maximum(outside, inside), np.finfo(float).tiny)
        return np.asarray((outside - inside) / wider)

    def apartness(self, labels: Integers) -> float:
        """Times by which noise looks farther for its neighbours than the segment it reaches first."""
        noise = labels == NOISE
        if not noise.any() or noise.all():
            return 1.0
        usual = np.ones(NOISE)
        for segment in np.unique(labels[~noise]):
            usual[segment] = max(np.median(self.core[labels == segment]), np.finfo(float).tiny)
        return float(np.median(self.core[noise] / usual[self.fill_noise(labels)[noise]]))

    def _reach_to(self, labels: Integers, segments: Integers) -> Floats:
        """Reach (m, k) from every customer to the nearest of each of the `segments`."""
        order = np.argsort(labels, kind="stable")
        starts = np.searchsorted(labels[order], segments)
        stop = int(np.count_nonzero(labels != NOISE))
        return np.asarray(np.minimum.reduceat(self.mutual[:, order[:stop]], starts, axis=1))

    def _widest_inside(self, members: Integers) -> float:
        """Largest reach that joins two parts, each of PART of the members; their median at least."""
        import fastcluster
        from scipy.spatial.distance import squareform

        if len(members) < 2:
            return 0.0
        merges = fastcluster.single(squareform(self.mutual[np.ix_(members, members)], checks=False))
        sizes = np.append(np.ones(len(members)), merges[:, 3])[merges[:, :2].astype(int)]
        parts = sizes.min(axis=1) >= max(3, PART * len(members))
        return float(max(np.median(merges[:, 2]), merges[parts, 2].max(initial=0)))

"""Passes of Lloyd's algorithm over all customers, for all settings at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.model import Floats, Integers
from core.segment.fitting.threads import blocks, map_in_threads

MOMENTUM = 0.9
SETTLED = 1e-6


@dataclass(frozen=True)
class Field:
    """The customers in coordinates that float32 can hold: (rows - origin) * scale lies in -1 to 1.

    `scale` is a power of two, so scaling loses nothing. Each counts by `weights` (n,), or once.
    """

    rows: Floats
    origin: Floats
    scale: float
    weights: Floats | None = None

    @classmethod
    def of(cls, rows: Floats, weights: Floats | None = None) -> "Field":
        origin = rows[:1].mean(axis=0)
        origin = origin + sum(
            map_in_threads(lambda b: (rows[b] - origin).sum(0), blocks(len(rows)))
        ) / len(rows)
        reach = max(map_in_threads(lambda b: np.abs(rows[b] - origin).max(), blocks(len(rows))))
        scale = float(np.exp2(-np.ceil(np.log2(reach)))) if reach else 1.0
        return cls(rows, origin, scale, weights)

    @property
    def mass(self) -> Floats:
        """Weight of each row (n,), as an array that may be written: kernels are compiled for such."""
        return np.ones(len(self.rows)) if self.weights is None else self.weights.copy()

    def at(self, chosen: Integers | slice) -> Floats:
        """The rows `chosen`, in these coordinates."""
        scaled: Floats = (self.rows[chosen] - self.origin) * self.scale
        return scaled

    def squared_norms(self) -> Floats:
        """Squared distance (n,) of every row from the origin."""
        parts = map_in_threads(lambda b: (self.at(b) ** 2).sum(axis=1), blocks(len(self.rows)))
        return np.concatenate(list(parts))


class Passes:
    """Lloyd's algorithm over all rows of a field, for every setting at once; one pass from `centres`.

    `means` (g, p) are those of all settings' groups; `labels` (s, n) and `inertia` (s,) are of each
    setting's last pass. A row that stays in its group costs no sum.
    """

    def __init__(self, field: Field, centres: Sequence[Floats]) -> None:
        from core.segment.fitting import kernels

        self._field = field
        self._offsets = np.cumsum([0, *map(len, centres)])
        self.means = np.vstack(centres)
        self._sums, self._mass = np.zeros(self.means.shape), np.zeros(len(self.means))
        self.labels = np.full((len(centres), len(field.rows)), kernels.UNSEEN, np.uint8)
        self.inertia = np.full(len(centres), np.inf)
        self._run(self.means, np.arange(len(centres)))

    def keep(self, settings: Integers) -> None:
        """Keep these `settings` (indices) only, in this order."""
        groups = np.concatenate([np.arange(*self._offsets[s : s + 2]) for s in settings])
        self.means, self._sums, self._mass = self.means[groups], self._sums[groups], self._mass[groups]
        self.labels, self.inertia = self.labels[settings], self.inertia[settings]
        self._offsets = np.cumsum([0, *np.diff(self._offsets)[settings]])

    def settle(self, passes: int) -> None:
        """Run at most `passes` with momentum, then a plain one.

        Where groups have no gaps between them, plain passes creep; here each step goes on by a share
        MOMENTUM of the way since the last. A setting whose inertia rises starts afresh from the best
        means so far: O'Donoghue and Candes, "Adaptive restart for accelerated gradient schemes"
        (2015).
        """
        active = np.ones(len(self.inertia), bool)
        ahead, best, lowest = self.means, self.means, np.full(len(active), np.inf)
        for _ in range(passes):
            self._run(ahead, np.flatnonzero(active))
            better = self.inertia <= lowest
            active &= ~better | (self.inertia < (1 - SETTLED) * lowest)
            improved = np.repeat(better, np.diff(self._offsets))[:, None]
            step = np.where(self._mass[:, None] > 0, self.means - best, 0.0)
            ahead = np.where(improved, self.means + MOMENTUM * step, best)
            best, lowest = np.where(improved, self.means, best), np.minimum(lowest, self.inertia)
            if not active.any():
                break
        self._run(best, np.arange(len(active)))

    def _run(self, centres: Floats, settings: Integers) -> None:
        """Run one pass of some settings from `centres` (g, p). Empty groups stay put."""
        from core.segment.fitting import kernels

        start, field = centres.astype(np.float32), self._field

        def work(block: slice) -> tuple[Floats, Floats, Floats]:
            labels = np.array(self.labels[:, block])
            sums, mass = np.zeros(start.shape), np.zeros(len(start))
            inertia = np.zeros(len(labels))
            kernels.run_lloyd_pass(
                field.rows[block],
                None if field.weights is None else field.weights[block],
                field.origin,
                field.scale,
                start,
                self._offsets,
                settings,
                labels,
                sums,
                mass,
                inertia,
            )
            self.labels[:, block] = labels
            return sums, mass, inertia

        parts = list(map_in_threads(work, blocks(len(self._field.rows))))
        sums, mass, inertia = (np.sum([part[i] for part in parts], axis=0) for i in range(3))
        self._sums, self._mass = self._sums + sums, self._mass + mass
        self.inertia[settings] = inertia[settings]
        filled = self._mass[:, None] > 0
        self.means = np.where(filled, self._sums / np.where(filled, self._mass[:, None], 1), start)

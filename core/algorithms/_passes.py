"""Passes of Lloyd's algorithm over all customers, for all settings at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.algorithms import _kernels as kernels
from core.algorithms._blocks import blocks, in_threads
from core.entities import Floats, Integers


class Pass(NamedTuple):
    """Each setting's `inertia` against the centres given, and its `centres` (k, p) afterwards."""

    inertia: Floats
    centres: list[Floats]


@dataclass(frozen=True)
class Field:
    """The customers in coordinates that float32 can hold: (rows - origin) * scale lies in -1 to 1.

    `scale` is a power of two, so scaling loses nothing.
    """

    rows: Floats
    origin: Floats
    scale: float

    @classmethod
    def of(cls, rows: Floats) -> "Field":
        origin = rows[:1].mean(axis=0)
        origin = origin + sum(in_threads(lambda b: (rows[b] - origin).sum(0), blocks(len(rows)))) / len(
            rows
        )
        reach = max(in_threads(lambda b: np.abs(rows[b] - origin).max(), blocks(len(rows))))
        return cls(rows, origin, float(np.exp2(-np.ceil(np.log2(reach)))) if reach else 1.0)

    def at(self, chosen: Integers | slice) -> Floats:
        """The rows `chosen`, in these coordinates."""
        scaled: Floats = (self.rows[chosen] - self.origin) * self.scale
        return scaled

    def lloyd_pass(self, centres: Sequence[Floats], labels: Integers | None = None) -> Pass:
        """One pass from `centres`; writes `labels` (s, n) where given. Empty clusters stay put."""
        offsets = np.cumsum([0, *map(len, centres)])
        start = np.vstack(centres).astype(np.float32)

        def work(block: slice) -> tuple[Floats, Floats, Floats]:
            rows = self.rows[block]
            out = np.empty((len(centres), len(rows)), np.uint8)
            sums, counts = np.zeros(start.shape), np.zeros(len(start))
            inertia = np.zeros(len(centres))
            kernels.lloyd_pass(
                rows, self.origin, self.scale, start, offsets, out, sums, counts, inertia
            )
            if labels is not None:
                labels[:, block] = out
            return sums, counts, inertia

        parts = list(in_threads(work, blocks(len(self.rows))))
        sums, counts, inertia = (np.sum([part[i] for part in parts], axis=0) for i in range(3))
        means = np.where(counts[:, None] > 0, sums / np.maximum(counts, 1)[:, None], start)
        return Pass(inertia, np.split(means, offsets[1:-1]))

    def squared_norms(self) -> Floats:
        """Squared distance (n,) of every row from the origin."""
        parts = in_threads(lambda b: (self.at(b) ** 2).sum(axis=1), blocks(len(self.rows)))
        return np.concatenate(list(parts))

"""What the verdict on a method other than K-Means rests on: its own segments, found again by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from core.entities import Floats, Integers, Progress, Sweep, quiet
from core.evaluation._clearness import Clearness, clearness
from core.evaluation._evidence import COMPARING, RESAMPLING, Evidence
from core.evaluation._judgement import Figures, beats_nulls, figures_at
from core.evaluation._parts import agreement_of_halves, filled, halves
from core.evaluation._repeats import Method, segments
from core.evaluation._separation import Separation, separation, valleys
from core.evaluation.nulls import NullCheck
from core.evaluation.scores import wcss
from core.evaluation.stability import Resamples, Stability, segment_stability
from core.evaluation.verdict import Verdict, concluded, evident


@dataclass(frozen=True)
class Own:
    """A method's own segments at every setting of its sweep, of the customers of a table's evidence.

    `labels` uint8 (s, m) have noise in the segment that it reaches first; `halves` are resamples that
    the method divided itself, `agreement` (s, PAIRS) that of their pairs.
    """

    labels: Integers
    halves: Resamples
    agreement: Floats
    clearness: Clearness
    separation: Separation

    def evidence(self, at: int, k: int, table: Evidence) -> Evidence:
        """That on the `k` segments at one position of the sweep, as if it were K-Means's own.

        How tight they are, and how deep the valleys between them, is compared with K-Means segments of
        tables without any, as no other segments of those would be tighter.
        """
        jaccard = segment_stability(self.halves, at, self.labels[at], k)
        stability = Stability(
            (k,), table.stability.rows, self.labels[at, None], self.agreement[at, None], (jaccard,)
        )
        resamples = Resamples(self.halves.labels[:, at, None], self.halves.drawn)
        place = table.stability.at(k)
        checks = {name: self._check(at, place, check) for name, check in table.checks.items()}
        return replace(table, stability=stability, resamples=resamples, checks=checks)

    def _check(self, at: int, place: int, check: NullCheck) -> NullCheck:
        return NullCheck(
            check.settings[place : place + 1],
            self.separation.tightness[at, None],
            self.separation.gap[at, None],
            check.null_tightness[:, place, None],
            check.null_gap[:, place, None],
        )


def verdicts(table: Evidence, own: Own, ks: Sequence[int]) -> list[Verdict | None]:
    """The verdict at every setting of the sweep, of `ks` (s,) segments; None for numbers that `table`
    knows nothing of and where fewer than two segments hold any of its customers."""
    found = {at: _Found.of(table, own, at, k) for at, k in enumerate(ks) if _judged(table, own, at, k)}
    beaten = {ks[at] for at, one in found.items() if beats_nulls(one.figures, table.small)}
    numbers = tuple(sorted(beaten | set(evident(table))))
    return [found[at].verdict(numbers) if at in found else None for at in range(len(ks))]


def _judged(table: Evidence, own: Own, at: int, k: int) -> bool:
    return k in table.settings and segments(own.labels[at]) > 1


class _Found(NamedTuple):
    """One setting's figures before the others' are known, with its segments' stability and valleys."""

    evidence: Evidence
    figures: Figures
    jaccard: Floats
    depth: Floats

    @classmethod
    def of(cls, table: Evidence, own: Own, at: int, k: int) -> "_Found":
        evidence, labels = own.evidence(at, k, table), own.labels[at]
        jaccard = np.nan_to_num(evidence.stability.segments[0])
        depth = valleys(table.rows, labels, k).min(axis=1)
        sizes = np.bincount(labels, minlength=k).astype(float)
        figures = figures_at(evidence, k, jaccard, depth, sizes)
        return cls(evidence, {**figures, **own.clearness.figures(at)}, jaccard, depth)

    def verdict(self, numbers: tuple[int, ...]) -> Verdict:
        return concluded(self.evidence, self.figures, self.jaccard, self.depth, numbers)


def own(
    table: Evidence, sweep: Sweep, method: Method, seed: int = 0, progress: Progress = quiet
) -> Own:
    """Of `sweep`, by `method`, of the matrix that `table` is the evidence of.

    Up to a minute for 2,000 customers and 8 features on 2 cores, most of it for mixtures. What
    `progress` raises ends the work.
    """
    rows, labels = table.rows, np.asarray(sweep.labels)[:, table.stability.rows]
    whole = filled(rows, labels)
    apart = separation(rows, whole, np.array([wcss(rows, one) for one in whole]))
    with threadpool_limits(1, "blas"):
        found = halves(rows, method, sweep.settings, labels, seed, partial(progress, RESAMPLING))
        clear = clearness(rows, method, sweep.settings, labels, seed, partial(progress, COMPARING))
    return Own(whole, found, agreement_of_halves(found), clear, apart)

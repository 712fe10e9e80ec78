"""Evidence for the verdict on a method other than K-Means: its own segments, found again by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from core.model import Floats, Integers, Progress, Sweep, ignore_progress, report_within
from core.segment import wcss
from core.verdict.evidence import Evidence
from core.verdict.gap_clearness import Clearness, has_heaps, measure_clearness
from core.verdict.notice_words import COMPARING, RESAMPLING
from core.verdict.null_models import NullCheck
from core.verdict.resampling import Method, agreement_of_halves, fill_noise, refit_halves
from core.verdict.rules import CLEAR_GAP, Figures, beats_nulls, setting_figures
from core.verdict.separation import Separation, measure_separation, valley_depths
from core.verdict.stability import (
    Resamples,
    Stability,
    redraw_figures,
    segment_similarities,
    segment_stability,
)
from core.verdict.verdict import Verdict, conclude_verdict, evident_settings


@dataclass(frozen=True)
class OwnClusterings:
    """A method's own segments at every setting of its sweep, of the customers of a table's evidence.

    `labels` uint8 (s, m) have noise in the segment that it reaches first; `halves` are resamples that
    the method divided `itself` (else K-Means did), `agreement` (s, PAIRS) that of their pairs. Valleys
    are `comparable` with those of K-Means where the method looks for round segments as that does.
    `clearness` is None where gaps are not looked at.
    """

    labels: Integers
    halves: Resamples
    agreement: Floats
    separation: Separation
    clearness: Clearness | None = None
    itself: bool = True
    comparable: bool = False

    def evidence(self, at: int, k: int, table: Evidence) -> Evidence:
        """Evidence on the `k` segments at one position of the sweep, as if it were K-Means's own.

        How tight they are is compared with K-Means segments of tables without any, as few others of
        those would be tighter.
        """
        jaccard = segment_stability(self.halves, at, self.labels[at], k)
        stability = Stability(
            (k,), table.stability.rows, self.labels[at, None], self.agreement[at, None], (jaccard,)
        )
        resamples = Resamples(self.halves.labels[:, at, None], self.halves.drawn)
        place = table.stability.at(k)
        checks = {name: self._null_check(at, place, check) for name, check in table.checks.items()}
        return replace(table, stability=stability, resamples=resamples, checks=checks)

    def _null_check(self, at: int, place: int, check: NullCheck) -> NullCheck:
        return NullCheck(
            check.settings[place : place + 1],
            self.separation.tightness[at, None],
            self.separation.gap[at, None],
            check.null_tightness[:, place, None],
            check.null_gap[:, place, None],
        )


def judge_settings(
    table: Evidence, clusterings: OwnClusterings, ks: Sequence[int], possible: Sequence[bool]
) -> list[Verdict | None]:
    """Judge every setting of the sweep, of `ks` (s,) segments; None where it is not
    `possible` (s,) to say anything."""
    by_setting = {
        at: _SettingEvidence.of(table, clusterings, at, k) for at, k in enumerate(ks) if possible[at]
    }
    evident = any(beats_nulls(evidence.figures, table.small) for evidence in by_setting.values())
    structure = evident or bool(evident_settings(table))
    return [by_setting[at].verdict(structure) if at in by_setting else None for at in range(len(ks))]


class _SettingEvidence(NamedTuple):
    """One setting's figures before the others' are known, with its segments' stability and valleys."""

    evidence: Evidence
    figures: Figures
    jaccard: Floats
    depth: Floats

    @classmethod
    def of(cls, table: Evidence, clusterings: OwnClusterings, at: int, k: int) -> "_SettingEvidence":
        evidence, labels = clusterings.evidence(at, k, table), clusterings.labels[at]
        jaccard = np.nan_to_num(evidence.stability.segments[0])
        depth = valley_depths(table.rows, labels, k).min(axis=1)
        sizes = np.bincount(labels, minlength=k).astype(float)
        similarity = segment_similarities(evidence.resamples, 0, labels, k)
        figures = {
            **setting_figures(evidence, k, jaccard, depth, sizes),
            **redraw_figures(similarity),
        }
        if not clusterings.comparable:
            figures = {name: value for name, value in figures.items() if not name.startswith("gap")}
        clear = clusterings.clearness.figures(at) if clusterings.clearness else {}
        return cls(evidence, figures | clear, jaccard, depth)

    def verdict(self, structure: bool) -> Verdict:
        return conclude_verdict(self.evidence, self.figures, self.jaccard, self.depth, structure)


def refit_with_method(
    table: Evidence,
    sweep: Sweep,
    method: Method,
    seed: int = 0,
    progress: Progress = ignore_progress,
    read_rows: Floats | None = None,
) -> OwnClusterings:
    """Refit `method` to resamples and null tables; `sweep` is its own, of the matrix that `table` is of.

    A method by rules divides `read_rows` (n, q), and there are no gaps for it to find in null tables.

    Up to a minute for 2,000 customers and 8 features on 2 cores, most of it for mixtures. What
    `progress` raises ends the work.
    """
    rows, labels = table.rows, np.asarray(sweep.labels)[:, table.stability.rows]
    labels_filled, separation = _fill_and_separate(rows, labels)
    with threadpool_limits(1, "blas"):
        refitted = rows if read_rows is None else read_rows[table.stability.rows]
        halving = report_within(partial(progress, RESAMPLING), 0.0, 0.6)
        resamples = refit_halves(refitted, method, sweep.settings, labels, seed, halving)
        clear = None
        if read_rows is None and not has_heaps(rows):
            step = report_within(partial(progress, COMPARING), 0.6, 0.4)
            clear = measure_clearness(rows, method, sweep.settings, labels, seed, step, CLEAR_GAP)
    round_ones = method.params.get("linkage") == "ward"
    return OwnClusterings(
        labels_filled,
        resamples,
        agreement_of_halves(resamples),
        separation,
        clear,
        comparable=round_ones,
    )


def reuse_kmeans(table: Evidence, sweep: Sweep, comparable: bool) -> OwnClusterings:
    """Judge the segments of `sweep` without running its method again: what K-Means finds in `table` stands for it.

    Numbers of segments that `table` does not know have those of another, and no verdict."""
    ks = [len(centres) for centres in sweep.centres]
    places = [table.settings.index(k) if k in table.settings else 0 for k in ks]
    labels_filled, separation = _fill_and_separate(
        table.rows, np.asarray(sweep.labels)[:, table.stability.rows]
    )
    resamples = Resamples(table.resamples.labels[:, places], table.resamples.drawn)
    agreement = table.stability.agreement[places]
    return OwnClusterings(
        labels_filled, resamples, agreement, separation, itself=False, comparable=comparable
    )


def _fill_and_separate(rows: Floats, labels: Integers) -> tuple[Integers, Separation]:
    """Fill noise into the segment that it reaches first. Return the labels (s, m) and how far apart they are."""
    filled = fill_noise(rows, labels)
    return filled, measure_separation(
        rows, filled, np.array([wcss(rows, labelling) for labelling in filled])
    )

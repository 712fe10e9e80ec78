"""The verdict at every setting of a sweep, whichever method made it."""

from collections.abc import Sequence

import numpy as np

from core.algorithms.kmeans import SPEC as KMEANS
from core.entities import Floats, Notice, Sweep, Trust
from core.evaluation._evidence import Evidence
from core.evaluation._own import Own, verdicts
from core.evaluation.verdict import Verdict, judge
from core.specs import AlgorithmSpec

ONE_SEGMENT = "There is one segment, so there is nothing to tell apart."
TOO_MANY = (
    "{k} segments are too many to judge: each needs some customers who differ. Ask for {most} at most."
)
NOISY = "Nearly all customers are noise, so there is too little to judge."
HALVES = (
    "{title} itself divided {halves} random halves of {rows:,} customers{how}; a half varies as much as "
    "customers drawn anew."
)
RESAMPLED = (
    "Customers drawn anew are segmented by K-Means, as {title} would take too long: segments that "
    "K-Means cannot find again count as unstable."
)
MOST_ALIKE = ", at the setting that divides the half most like all of them"
QUICK = ", from one start each, which is quicker than the segments' own fit"
FEWER = "Gaps are compared with those in tables without segments on {rows:,} of {of:,} customers."


def trust(sweep: Sweep, evidence: Evidence, spec: AlgorithmSpec, own: Own | None = None) -> Trust:
    """What the verdict on each setting's segments is; the evidence is of the matrix that was swept.

    `own` is what `spec`'s method finds itself again; None for K-Means, whose that evidence is, and
    for a method that is too slow to be run again.
    """
    ks = [len(centres) for centres in sweep.centres]
    found = _by_kmeans(sweep, evidence, ks) if own is None else verdicts(evidence, own, ks)
    known = [verdict for verdict in found if verdict]
    settings, agreement = _stability(sweep, evidence, own, ks)
    notices = (n for verdict in known for n in verdict.notices)
    return Trust(
        kinds=tuple(v.kind if v else "" for v in found),
        sentences=tuple(
            v.sentence if v else _unjudged(k, evidence) for k, v in zip(ks, found, strict=True)
        ),
        figures=tuple(v.figures if v else {} for v in found),
        jaccard=tuple(tuple(one.jaccard for one in v.segments) if v else () for v in found),
        words=tuple(tuple(one.word for one in v.segments) if v else () for v in found),
        ks=settings,
        agreement=agreement,
        notices=tuple(dict.fromkeys((*notices, *_told(spec, evidence, own)))),
    )


def _by_kmeans(sweep: Sweep, evidence: Evidence, ks: Sequence[int]) -> list[Verdict | None]:
    return [
        judge(evidence, k, np.asarray(labels)) if k in evidence.settings else None
        for k, labels in zip(ks, sweep.labels, strict=True)
    ]


def _stability(
    sweep: Sweep, evidence: Evidence, own: Own | None, ks: Sequence[int]
) -> tuple[tuple[float, ...], Floats]:
    """The settings with two or more segments, and how alike the resamples are at each."""
    if own is None:
        return evidence.settings, evidence.stability.agreement
    several = [at for at, k in enumerate(ks) if k > 1]
    return tuple(sweep.settings[at] for at in several), own.agreement[several]


def _unjudged(k: int, evidence: Evidence) -> str:
    if k < 2:
        return ONE_SEGMENT
    return NOISY if k in evidence.settings else TOO_MANY.format(k=k, most=max(evidence.settings))


def _told(spec: AlgorithmSpec, evidence: Evidence, own: Own | None) -> tuple[Notice, ...]:
    """How a method was judged, where it is not K-Means."""
    if own is None:
        text = RESAMPLED.format(title=spec.title)
        return () if spec.name == KMEANS.name else (Notice(text, about="verdict"),)
    rows, looked = len(evidence.rows), len(own.clearness.rows)
    how = MOST_ALIKE if spec.adaptive else ""
    text = HALVES.format(
        title=spec.title,
        halves=len(own.halves.drawn),
        rows=rows,
        how=how + (QUICK if spec.quick else ""),
    )
    if looked < rows:
        text = f"{text} {FEWER.format(rows=looked, of=rows)}"
    return (Notice(text, about="verdict"),)

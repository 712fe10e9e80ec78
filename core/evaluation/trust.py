"""The verdict at every setting of a sweep, whichever method made it."""

import numpy as np

from core.algorithms.kmeans import SPEC as KMEANS
from core.entities import Notice, Sweep, Trust
from core.evaluation._evidence import Evidence
from core.evaluation.verdict import Verdict, judge
from core.specs import AlgorithmSpec

ONE_SEGMENT = "There is one segment, so there is nothing to tell apart."
TOO_MANY = (
    "{k} segments are too many to judge: each needs some customers who differ. Ask for {most} at most."
)
RESAMPLED = (
    "Resamples are segmented by K-Means, whichever method is chosen: segments of {title} that K-Means "
    "cannot find again count as unstable."
)


def trust(sweep: Sweep, evidence: Evidence, spec: AlgorithmSpec) -> Trust:
    """What `judge` says of each setting's segments; the evidence is of the matrix that was swept."""
    verdicts = [_judged(sweep, at, evidence) for at in range(len(sweep.settings))]
    known = [verdict for verdict in verdicts if isinstance(verdict, Verdict)]
    other = () if spec.name == KMEANS.name else (_resampled(spec),)
    return Trust(
        kinds=tuple(v.kind if isinstance(v, Verdict) else "" for v in verdicts),
        sentences=tuple(v.sentence if isinstance(v, Verdict) else v for v in verdicts),
        figures=tuple(v.figures if isinstance(v, Verdict) else {} for v in verdicts),
        jaccard=tuple(_jaccard(v) for v in verdicts),
        words=tuple(_words(v) for v in verdicts),
        ks=evidence.settings,
        agreement=evidence.stability.agreement,
        notices=tuple(dict.fromkeys((*(n for v in known for n in v.notices), *other))),
    )


def _judged(sweep: Sweep, at: int, evidence: Evidence) -> Verdict | str:
    k = len(sweep.centres[at])
    if k < 2:
        return ONE_SEGMENT
    if k not in evidence.settings:
        return TOO_MANY.format(k=k, most=max(evidence.settings))
    return judge(evidence, k, np.asarray(sweep.labels[at]))


def _jaccard(verdict: Verdict | str) -> tuple[float, ...]:
    if not isinstance(verdict, Verdict):
        return ()
    return tuple(segment.jaccard for segment in verdict.segments)


def _words(verdict: Verdict | str) -> tuple[str, ...]:
    if not isinstance(verdict, Verdict):
        return ()
    return tuple(segment.word for segment in verdict.segments)


def _resampled(spec: AlgorithmSpec) -> Notice:
    return Notice(RESAMPLED.format(title=spec.title), about="verdict")

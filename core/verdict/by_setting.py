"""The verdict at every setting of a sweep, whichever method made it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.model import NOISE, Floats, Integers, Notice, Sweep, Verdicts
from core.plugins import AlgorithmSpec
from core.segment import KMEANS
from core.text import format_percent
from core.verdict.evidence import SETTINGS, Evidence
from core.verdict.notice_words import (
    BORROWED,
    HEAPS,
    NOISY,
    ONE_SEGMENT,
    TOO_FEW_DRAWN,
    TOO_MANY,
    fewer_rows_sentence,
    halves_sentence,
    one_left_sentence,
    range_sentence,
    redrawn_by_kmeans_sentence,
)
from core.verdict.other_methods import OwnClusterings, judge_settings
from core.verdict.verdict import Verdict, judge_setting, least_drawn_segment
from core.verdict.words import rules_sentence


def judge_sweep(
    sweep: Sweep, evidence: Evidence, spec: AlgorithmSpec, clusterings: OwnClusterings | None = None
) -> Verdicts:
    """Judge each setting's segments; the evidence is of the matrix that was swept.

    `clusterings` is what is found again of `spec`'s segments; None for K-Means, whose that evidence is.
    """
    ks = [len(centres) for centres in sweep.centres]
    labellings = np.asarray(sweep.labels)
    unsaid = [_refusal_sentence(evidence, labels, k) for labels, k in zip(labellings, ks, strict=True)]
    verdicts = _judge_each(sweep, evidence, clusterings, ks, [not sentence for sentence in unsaid])
    judged = [verdict for verdict in verdicts if verdict]
    settings, agreement = _stability(sweep, evidence, clusterings, ks)
    notices = (n for verdict in judged for n in verdict.notices)
    return Verdicts(
        kinds=tuple(v.kind if v else "" for v in verdicts),
        sentences=tuple(
            v.sentence if v else sentence for v, sentence in zip(verdicts, unsaid, strict=True)
        ),
        figures=tuple(v.figures if v else {} for v in verdicts),
        jaccard=tuple(tuple(segment.jaccard for segment in v.segments) if v else () for v in verdicts),
        words=tuple(tuple(segment.word for segment in v.segments) if v else () for v in verdicts),
        ks=settings,
        agreement=agreement,
        notices=tuple(dict.fromkeys((*notices, *_method_notices(spec, evidence, clusterings)))),
    )


def describe_rules(verdicts: Verdicts) -> Verdicts:
    """Verdicts on segments that rules draw: constructed by definition, with how much they change."""
    sentences = (
        rules_sentence(int(figures["segments"]), figures["agreement"]) if figures else sentence
        for figures, sentence in zip(verdicts.figures, verdicts.sentences, strict=True)
    )
    kinds = tuple("constructed" if kind else "" for kind in verdicts.kinds)
    return replace(verdicts, kinds=kinds, sentences=tuple(sentences))


def _judge_each(
    sweep: Sweep,
    evidence: Evidence,
    clusterings: OwnClusterings | None,
    ks: Sequence[int],
    possible: Sequence[bool],
) -> list[Verdict | None]:
    if clusterings is not None:
        return judge_settings(evidence, clusterings, ks, possible)
    return [
        judge_setting(evidence, k, np.asarray(labels)) if can else None
        for k, labels, can in zip(ks, sweep.labels, possible, strict=True)
    ]


def _stability(
    sweep: Sweep, evidence: Evidence, clusterings: OwnClusterings | None, ks: Sequence[int]
) -> tuple[tuple[float, ...], Floats]:
    """Settings with two or more segments, and how alike the resamples are at each."""
    if clusterings is None:
        return evidence.settings, evidence.stability.agreement
    several = [
        at for at, k in enumerate(ks) if k > 1 and (clusterings.itself or k in evidence.settings)
    ]
    return tuple(sweep.settings[at] for at in several), clusterings.agreement[several]


def _refusal_sentence(evidence: Evidence, labels: Integers, k: int) -> str:
    """Sentence on why nothing can be said of the `k` segments `labels` (n,); empty where it can."""
    if k < 2:
        return ONE_SEGMENT
    if k not in evidence.settings:
        most = max(evidence.settings)
        beyond = most == SETTINGS[-1]
        return range_sentence(SETTINGS[0], most) if beyond else TOO_MANY.format(k=k, most=most)
    missed = len(evidence.missed_segments(labels, k))
    if not missed:
        return ""
    if k - missed > 1:
        return TOO_FEW_DRAWN.format(**least_drawn_segment(evidence, labels, k))
    return _one_left_sentence(labels)


def _one_left_sentence(labels: Integers) -> str:
    noise = float(np.mean(labels == NOISE))
    largest = float(np.bincount(labels[labels != NOISE]).max() / len(labels))
    return NOISY if noise > largest else one_left_sentence(format_percent(1 - largest))


def _method_notices(
    spec: AlgorithmSpec, evidence: Evidence, clusterings: OwnClusterings | None
) -> tuple[Notice, ...]:
    """Notices of how the segments were judged, where they are not those of K-Means in its evidence."""
    if clusterings is None:
        return ()
    texts = [_halves_sentence(spec, evidence, clusterings)] if clusterings.itself else [BORROWED]
    if not clusterings.itself and spec.name != KMEANS.name:
        texts = [redrawn_by_kmeans_sentence(spec.title), *texts]
    if clusterings.itself and clusterings.clearness is None:
        texts.append(HEAPS)
    return tuple(Notice(text, about="verdict") for text in texts)


def _halves_sentence(spec: AlgorithmSpec, evidence: Evidence, clusterings: OwnClusterings) -> str:
    rows, halves = len(evidence.rows), len(clusterings.halves.drawn)
    text = halves_sentence(spec.title, halves, rows, bool(spec.adaptive), bool(spec.quick))
    if clusterings.clearness is None or len(clusterings.clearness.rows) == rows:
        return text
    return f"{text} {fewer_rows_sentence(len(clusterings.clearness.rows), rows)}"

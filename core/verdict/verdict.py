"""Verdict on segments: natural, reproducible, merely constructed, or none at all."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.errors import UserError
from core.model import NOISE, Floats, Integers, Notice, Progress, ignore_progress
from core.text import stability_word
from core.verdict.evidence import SETTINGS, Evidence, gather_evidence
from core.verdict.notice_words import SINGLE_FEATURES, TOO_FEW_DRAWN
from core.verdict.null_models import SHUFFLED
from core.verdict.rules import (
    Figures,
    Kind,
    beats_nulls,
    decide_kind,
    is_tight,
    separation_figures,
    setting_figures,
)
from core.verdict.separation import valley_depths
from core.verdict.stability import Stability, mean_similarity, redraw_figures, segment_similarities
from core.verdict.words import verdict_sentence

STRENGTH: tuple[Kind, ...] = ("none", "constructed", "reproducible", "natural")


class TooFewDrawn(UserError):
    template = TOO_FEW_DRAWN


@dataclass(frozen=True)
class SegmentVerdict:
    """One segment: `jaccard`, how alike it came out of the resamples, that in a `word`, and `valley`,
    from 0 (none) to 1 (empty), the shallowest between it and another segment."""

    jaccard: float
    word: str
    valley: float


@dataclass(frozen=True)
class Verdict:
    """The answer for `setting` segments: its kind, the sentence, and the figures behind both.

    `figures` are this setting's by name, `segments` are in the order of the labels, `stability` holds
    the agreement between resamples at every setting.
    """

    kind: Kind
    setting: int
    sentence: str
    figures: Mapping[str, float]
    segments: tuple[SegmentVerdict, ...]
    stability: Stability
    notices: tuple[Notice, ...] = ()


def judge_table(matrix: Floats, seed: int = 0, progress: Progress = ignore_progress) -> Verdict:
    """Judge the number of segments that elbow and silhouette suggest for the prepared `matrix`
    (n, p), or, where the evidence at others is of a stronger kind, at the most stable of those."""
    return strongest_verdict(gather_evidence(matrix, SETTINGS, seed, progress))


def strongest_verdict(evidence: Evidence) -> Verdict:
    """Verdict of the strongest kind; among equals the suggested setting's, then the most stable."""
    verdicts = [judge_setting(evidence, setting) for setting in evidence.settings]
    return max(
        verdicts,
        key=lambda v: (
            STRENGTH.index(v.kind),
            v.setting == evidence.suggested,
            v.figures["agreement"],
        ),
    )


def judge_setting(evidence: Evidence, setting: int, labels: Integers | None = None) -> Verdict:
    """Judge one of the evidence's settings, in milliseconds.

    On the segments `labels` (n,) of all customers, numbered from 0; without them, on the ones that
    were fitted to the evidence's rows. TooFewDrawn where those rows hold too little of a segment.
    """
    if labels is not None and len(evidence.missed_segments(labels, setting)):
        raise TooFewDrawn(**least_drawn_segment(evidence, labels, setting))
    at = evidence.stability.at(setting)
    row_labels = evidence.stability.labels[at] if labels is None else labels[evidence.stability.rows]
    similarity = segment_similarities(evidence.resamples, at, row_labels, setting)
    jaccard = np.nan_to_num(mean_similarity(similarity))
    clustered = row_labels != NOISE
    depth = valley_depths(evidence.rows[clustered], row_labels[clustered], setting).min(axis=1)
    sizes = np.bincount(row_labels[clustered], minlength=setting).astype(float)
    figures = {
        **setting_figures(evidence, setting, jaccard, depth, sizes),
        **redraw_figures(similarity),
    }
    return conclude_verdict(evidence, figures, jaccard, depth, bool(evident_settings(evidence)))


def least_drawn_segment(evidence: Evidence, labels: Integers, setting: int) -> dict[str, int]:
    """Figures of TOO_FEW_DRAWN: the segment of `labels` (n,) that the evidence's rows hold the least of."""
    counts = evidence.count_drawn(labels, setting)
    least = int(counts.argmin())
    size, rows = np.count_nonzero(labels == least), len(evidence.rows)
    return {"drawn": int(counts[least]), "size": int(size), "rows": rows}


def conclude_verdict(
    evidence: Evidence, figures: Figures, jaccard: Floats, depth: Floats, structure: bool
) -> Verdict:
    """Conclude the verdict from the figures of one setting, whose segments have the similarity
    `jaccard` and the valleys `depth` (k,). `structure`: whether there is evidence of any segments."""
    kind, setting = decide_kind(figures, evidence.small, structure), int(figures["segments"])
    segments = (
        SegmentVerdict(float(j), stability_word(j), float(d))
        for j, d in zip(jaccard, depth, strict=True)
    )
    return Verdict(
        kind,
        setting,
        verdict_sentence(kind, figures, evidence.small),
        figures,
        tuple(segments),
        evidence.stability,
        (*evidence.notices, *_single_features_notices(kind, figures, evidence.small)),
    )


def evident_settings(evidence: Evidence) -> tuple[int, ...]:
    """Settings at which the clusters are tighter than in tables without segments."""
    return tuple(
        setting
        for at, setting in enumerate(evidence.settings)
        if beats_nulls(separation_figures(evidence, at), evidence.small)
    )


def _single_features_notices(kind: Kind, figures: Figures, small: bool) -> tuple[Notice, ...]:
    """Notice where segments that are tight are not so for how features go together."""
    tight = kind not in ("none", "constructed") and is_tight(figures, small)
    if not tight or figures[f"tightness_p_{SHUFFLED}"] <= 0.05:
        return ()
    return (Notice(SINGLE_FEATURES, "info", "verdict"),)

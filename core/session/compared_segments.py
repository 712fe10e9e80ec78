"""Business side of methods that are compared: who their segments are, what they bring, what the verdict says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.compare import Candidate, Comparison
from core.model import Analysis, Segmentation, ignore_progress
from core.segment import Run
from core.session.continuity import find_segment_names
from core.store import Notes
from core.text import format_percent

ResultKey = tuple[str, float]  # a method and the setting of its slider


@dataclass(frozen=True)
class ComparedSegments:
    """Segments of a candidate, the largest first: their `names` ("" for one without), `customers`, and shares of
    all `money`, none where there is nothing to share; `left_out` customers are in no segment.

    `kind` is the verdict, "" before it is known; `returned` and `redraws` are its figure where it is, else the
    candidate's.
    """

    names: tuple[str, ...]
    customers: tuple[int, ...]
    money: tuple[float, ...]
    kind: str
    returned: float | None
    redraws: int
    left_out: int = 0


def describe_candidates(
    run: Run, analysis: Analysis, comparison: Comparison, notes: Notes
) -> Mapping[ResultKey, ComparedSegments]:
    """Describe every candidate of a comparison with the `analysis` of a run, under the session's names."""
    return {
        (candidate.method, candidate.setting): _describe(candidate, other, run, notes)
        for result in comparison.results
        if result.candidates
        for other in [analyse_method(run, analysis, result.method)]
        for candidate in result.candidates
    }


def analyse_method(run: Run, analysis: Analysis, method: str) -> Analysis:
    """The customers of an analysis in the segments of another method, which the store holds already."""
    other = run.with_method(method, ignore_progress)
    return replace(
        analysis,
        sweep=other.sweep,
        verdicts=other.verdict,
        recipe=other.recipe,
        key=other.keys["sweep"],
    )


def _describe(candidate: Candidate, analysis: Analysis, run: Run, notes: Notes) -> ComparedSegments:
    segmentation = Segmentation(analysis, candidate.setting)
    at, verdicts = segmentation.place, segmentation.verdicts
    names = find_segment_names(run.store, analysis, notes).names[at]
    order = sorted(range(segmentation.k), key=lambda label: -segmentation.sizes[label])
    figures = verdicts.figures[at] if verdicts else {}
    shares = segmentation.money_shares
    return ComparedSegments(
        names=tuple(names[label] for label in order),
        customers=tuple(segmentation.sizes[label] for label in order),
        money=tuple(shares[label] for label in order if shares),
        kind=verdicts.kinds[at] if verdicts else "",
        returned=figures.get("returned", candidate.returned),
        redraws=int(figures.get("redraws", candidate.redraws)),
        left_out=candidate.noise,
    )


def top_share(segments: ComparedSegments) -> tuple[float, float] | None:
    """Share of all money of the segment that brings most, and its share of the customers; None without money."""
    if not segments.money:
        return None
    best = max(range(len(segments.money)), key=segments.money.__getitem__)
    return segments.money[best], segments.customers[best] / max(
        1, sum(segments.customers) + segments.left_out
    )


def table_cells(segments: ComparedSegments) -> dict[str, Any]:
    """Cells of a candidate in the table that is saved."""
    top = top_share(segments)
    return {
        "segment_names": "; ".join(filter(None, segments.names)),
        "top_money_share": None if top is None else top[0],
        "verdict": segments.kind or None,
    }


def segments_in_words(segments: ComparedSegments) -> str:
    """A line a segment: "Champions: 354 customers, 62 % of revenue"."""
    lines = []
    for at, (name, size) in enumerate(zip(segments.names, segments.customers, strict=True)):
        revenue = f", {format_percent(segments.money[at])} of revenue" if segments.money else ""
        lines.append(f"{name or 'Segment'}: {size:,} customers{revenue}")
    return "\n".join(lines)

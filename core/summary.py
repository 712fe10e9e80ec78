"""What the Segment page says in words, as plain JSON values for every setting of the slider."""

from dataclasses import asdict
from typing import Any

from core.charts._theme import NOISE_COLOUR, SEGMENT_COLOURS
from core.entities import Analysis
from core.evaluation.words import score_lines
from core.pipeline import chosen_setting
from core.words import percent


def summary(analysis: Analysis) -> dict[str, Any]:
    """Settings, suggestion, score lines, segment sizes, features and notices."""
    swept, people = analysis.sweep, analysis.customers
    return {
        "parameter": "k" if swept.counts else swept.parameter,
        "counts": swept.counts,
        "settings": swept.settings,
        "chosen": chosen_setting(analysis),
        "suggestion": swept.suggestion.sentence,
        "scores": [[asdict(line) for line in score_lines(analysis, k)] for k in swept.settings],
        "sizes": [scores.sizes for scores in swept.scores],
        "shares": [
            [percent(size / len(people.frame)) for size in found.sizes] for found in swept.scores
        ],
        "noise": [
            {"size": found.noise, "share": percent(found.noise / len(people.frame))}
            if found.noise
            else None
            for found in swept.scores
        ],
        "colours": SEGMENT_COLOURS,
        "noise_colour": NOISE_COLOUR,
        "customers": len(people.frame),
        "features": [{"name": name, "title": people.titles[name]} for name in people.features],
        "suggested": people.suggested,
        "steps": dict(analysis.prepared.steps),
        "notices": [asdict(notice) for notice in (*analysis.dataset.notices, *analysis.notices)],
    }

"""The words of the Segment page, as plain JSON values for every setting of the slider."""

from dataclasses import asdict
from typing import Any

from pandas.api.types import is_numeric_dtype

from core.charts import NOISE_COLOUR, SEGMENT_COLOURS
from core.model import Analysis, Customers, Recommendation, Segmentation, Verdicts
from core.segment import chosen_setting, is_complete, recommend, score_lines
from core.session.words import figures_line
from core.text import VERDICTS, format_percent


def _verdict_values(verdicts: Verdicts | None) -> dict[str, Any] | None:
    """The verdict of every setting: its kind, that in words, the sentence; None before it is known.

    It is `is_complete` once nothing more is to come of it.
    """
    if verdicts is None:
        return None
    settings = zip(verdicts.kinds, verdicts.sentences, verdicts.figures, strict=True)
    return {
        "notices": [notice.text for notice in verdicts.notices],
        "complete": is_complete(verdicts),
        "verdicts": [
            {
                "kind": kind,
                "title": VERDICTS[kind],
                "sentence": sentence,
                "figures": figures_line(figures),
            }
            for kind, sentence, figures in settings
        ],
    }


def _advice_values(advice: Recommendation) -> dict[str, Any]:
    """Words of the page on the recommended setting."""
    return {
        "setting": advice.setting,
        "sentence": advice.sentence,
        "reasons": [reason.sentence for reason in advice.reasons],
        "settled": advice.settled,
    }


def _feature_values(customers: Customers) -> list[dict[str, Any]]:
    """Name and title of each feature, and whether it is a number."""
    return [
        {
            "name": name,
            "title": customers.titles[name],
            "numeric": is_numeric_dtype(customers.frame[name]),
        }
        for name in customers.features
    ]


def summarise(analysis: Analysis) -> dict[str, Any]:
    """Settings, recommendation, score lines, segment sizes, features and notices."""
    sweep, customers = analysis.sweep, analysis.customers
    return {
        "parameter": "k" if sweep.counts else sweep.parameter,
        "counts": sweep.counts,
        "settings": sweep.settings,
        "chosen": chosen_setting(analysis),
        "recommendation": _advice_values(recommend(sweep, analysis.verdicts)),
        "scores": [
            [asdict(line) for line in score_lines(Segmentation(analysis, k))] for k in sweep.settings
        ],
        "sizes": [scores.sizes for scores in sweep.scores],
        "numbers": sweep.numbers,
        "shares": [
            [format_percent(size / len(customers.frame)) for size in scores.sizes]
            for scores in sweep.scores
        ],
        "money": [
            [format_percent(share) for share in Segmentation(analysis, k).money_shares]
            for k in sweep.settings
        ],
        "trust": _verdict_values(analysis.verdicts),
        "noise": [
            {"size": scores.noise, "share": format_percent(scores.noise / len(customers.frame))}
            if scores.noise
            else None
            for scores in sweep.scores
        ],
        "colours": SEGMENT_COLOURS,
        "noise_colour": NOISE_COLOUR,
        "customers": len(customers.frame),
        "features": _feature_values(customers),
        "suggested": customers.suggested,
        "usable": customers.usable,
        "steps": dict(analysis.feature_matrix.steps),
        "notices": [asdict(notice) for notice in (*analysis.dataset.notices, *analysis.notices)],
    }

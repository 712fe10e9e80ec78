"""The explanation as plain values, for segments.json, and the grid's cells as a table."""

import csv
import io
import itertools
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from core.model import Analysis, Explanation, Floats, Segmentation, SegmentProfile
from core.profile.rfm_grid import RfmGrid
from core.text import escape_formula


def rfm_cells_csv(grid: RfmGrid) -> bytes:
    """Return the cells of the grid as CSV, the best first; Excel opens it with all accents."""
    target = io.StringIO(newline="")
    rows = csv.writer(target)
    valued = grid.money is not None
    rows.writerow(
        ["recency_score", "frequency_score", "name", "customers", *(["money"] if valued else [])]
    )
    for recency, frequency in itertools.product(range(grid.bins, 0, -1), repeat=2):
        at = recency - 1, frequency - 1
        name = escape_formula(grid.names.get((recency, frequency), ""))
        money = [] if grid.money is None else [round(float(grid.money[at]), 2)]
        rows.writerow([recency, frequency, name, int(grid.counts[at]), *money])
    return target.getvalue().encode("utf-8-sig")


def explanation_values(explanation: Explanation, segmentation: Segmentation) -> dict[str, Any]:
    """Return all that the Profiles page says; customers stand under their ids."""
    analysis = segmentation.analysis
    notices = (*analysis.dataset.notices, *analysis.notices, *explanation.notices)
    segments = zip(explanation.profiles, explanation.per_segment, strict=True)
    return {
        "n_customers": len(analysis.customers.frame),
        "method": analysis.recipe.algorithm,
        analysis.sweep.parameter: segmentation.setting,
        "k": len(explanation.profiles),
        "noise": explanation.noise,
        "features": list(explanation.features),
        "fidelity": explanation.fidelity,
        "importance": _by_feature(explanation, explanation.importance),
        "cuts": {name: list(points) for name, points in explanation.cuts.items()},
        "segments": [
            _segment_values(profile, analysis) | {"importance": _by_feature(explanation, importance)}
            for profile, importance in segments
        ],
        "notices": [asdict(notice) for notice in notices],
    }


def _segment_values(profile: SegmentProfile, analysis: Analysis) -> dict[str, Any]:
    """Return a profile's fields; whether it was renamed is left to the pages."""
    plain = asdict(profile)
    for name in ("segment", "named"):
        del plain[name]
    customers = {
        name: _customer_ids(analysis, getattr(profile, name)) for name in ("typical", "borderline")
    }
    return {"id": profile.segment, **plain, **customers}


def _customer_ids(analysis: Analysis, rows: Sequence[int]) -> list[Any]:
    return list(analysis.customers.frame.index[list(rows)])


def _by_feature(explanation: Explanation, values: Floats) -> dict[str, float]:
    return dict(zip(explanation.features, values.tolist(), strict=True))

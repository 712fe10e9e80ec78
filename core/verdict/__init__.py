"""Are the segments real? Evidence, rules and sentences of the verdict."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.verdict.by_setting import judge_sweep
    from core.verdict.criteria import measure_criteria
    from core.verdict.evidence import gather_evidence
    from core.verdict.files import verdict_values
    from core.verdict.gap_clearness import (
        SMALLEST,
        Clearness,
        has_heaps,
        is_usable,
        measure_clearness,
    )
    from core.verdict.notice_words import COMPARING
    from core.verdict.other_methods import refit_with_method
    from core.verdict.reach import Reach
    from core.verdict.resampling import (
        FEW_HALVES,
        HALVES,
        Method,
        Repeats,
        count_segments,
        possible_settings,
        repeat_fits,
    )
    from core.verdict.rules import CLEAR_GAP, Kind
    from core.verdict.run import judge, judge_kmeans
    from core.verdict.verdict import STRENGTH, judge_table
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "CLEAR_GAP",
    "COMPARING",
    "FEW_HALVES",
    "HALVES",
    "SMALLEST",
    "STRENGTH",
    "Clearness",
    "Kind",
    "Method",
    "Reach",
    "Repeats",
    "count_segments",
    "gather_evidence",
    "has_heaps",
    "is_usable",
    "judge",
    "judge_kmeans",
    "judge_sweep",
    "judge_table",
    "measure_clearness",
    "measure_criteria",
    "possible_settings",
    "refit_with_method",
    "repeat_fits",
    "verdict_values",
]

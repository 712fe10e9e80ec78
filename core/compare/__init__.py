"""Clustering methods side by side."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.compare.candidates import Candidate, Comparison, MethodCandidates
    from core.compare.figures import FIGURES, comparison_figure, setting_in_words
    from core.compare.files import comparison_csv, comparison_file, comparison_values
    from core.compare.run import adopted_result, build_comparison, compare_methods, stored_comparison
    from core.compare.use import find_obstacle, is_usable, rank_candidate
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "FIGURES",
    "Candidate",
    "Comparison",
    "MethodCandidates",
    "adopted_result",
    "build_comparison",
    "compare_methods",
    "comparison_csv",
    "comparison_figure",
    "comparison_file",
    "comparison_values",
    "find_obstacle",
    "is_usable",
    "rank_candidate",
    "setting_in_words",
    "stored_comparison",
]

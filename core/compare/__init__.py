"""Clustering methods side by side."""

from core.compare.candidates import MOST_NOISE, Candidate, Comparison, MethodCandidates
from core.compare.figures import FIGURES, comparison_figure, setting_in_words
from core.compare.files import comparison_csv, comparison_file, comparison_values
from core.compare.run import adopted_result, build_comparison, compare_methods, stored_comparison

__all__ = [
    "FIGURES",
    "MOST_NOISE",
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
    "setting_in_words",
    "stored_comparison",
]

"""Segments at every setting of a slider, from the feature matrix."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.segment.divisions import FEWEST, MOST, MOST_LEFT_OUT, REACHABLE_SHARE, Division
    from core.segment.files import score_values, sweep_values
    from core.segment.fitting.density.condensed_tree import DensityTree
    from core.segment.fitting.density.reachability import MutualReachability
    from core.segment.fitting.density.sampled_tree import SampledTree
    from core.segment.fitting.groups import count_distinct_rows
    from core.segment.fitting.kernels import plus_plus_centres, run_lloyd
    from core.segment.fitting.kmeans_search import Sample
    from core.segment.fitting.lloyd import Field
    from core.segment.fitting.mixture import Scale
    from core.segment.fitting.partitions import build_partitions
    from core.segment.fitting.principal_components import fit_principal_components
    from core.segment.fitting.threads import as_kernel_array, map_in_threads
    from core.segment.methods import algorithm, algorithms, standard_algorithms
    from core.segment.methods.kmeans import SPEC as KMEANS
    from core.segment.methods.rfm_map import map_params
    from core.segment.numbering import (
        KnownNumbers,
        jaccard_overlaps,
        match_segments,
        merge_numbers,
        number_segments,
    )
    from core.segment.projections import reducer, reducers
    from core.segment.projections.tsne import arrange
    from core.segment.recipe_words import late_snapshot
    from core.segment.recommendation import recommend
    from core.segment.run import (
        ResultGone,
        Run,
        chosen_setting,
        complete_recipe,
        is_complete,
    )
    from core.segment.saved_recipe import FittedRecipe, fit_recipe
    from core.segment.scores.agreement import (
        NoKnownLabels,
        adjusted_rand,
        contingency_table,
        measure_agreement,
    )
    from core.segment.scores.dunn import Dunn, dunn_index
    from core.segment.scores.redraws import RETURNED
    from core.segment.scores.scores import silhouette, wcss
    from core.segment.scores.silhouette_kernels import compile_kernel
    from core.segment.scores.silhouettes import measure_silhouettes
    from core.segment.scores.words import score_lines
    from core.segment.suggested_setting import suggest_number
    from core.segment.sweep import (
        AllAlike,
        NotANumber,
        check_matrix,
        run_sweep,
        small_segments_notices,
        warm_up_kernels,
    )
    from core.segment.words import redraws_in_words
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "FEWEST",
    "KMEANS",
    "MOST",
    "MOST_LEFT_OUT",
    "REACHABLE_SHARE",
    "RETURNED",
    "AllAlike",
    "DensityTree",
    "Division",
    "Dunn",
    "Field",
    "FittedRecipe",
    "KnownNumbers",
    "MutualReachability",
    "NoKnownLabels",
    "NotANumber",
    "ResultGone",
    "Run",
    "Sample",
    "SampledTree",
    "Scale",
    "adjusted_rand",
    "algorithm",
    "algorithms",
    "arrange",
    "as_kernel_array",
    "build_partitions",
    "check_matrix",
    "chosen_setting",
    "compile_kernel",
    "complete_recipe",
    "contingency_table",
    "count_distinct_rows",
    "dunn_index",
    "fit_principal_components",
    "fit_recipe",
    "is_complete",
    "jaccard_overlaps",
    "late_snapshot",
    "map_in_threads",
    "map_params",
    "match_segments",
    "measure_agreement",
    "measure_silhouettes",
    "merge_numbers",
    "number_segments",
    "plus_plus_centres",
    "recommend",
    "redraws_in_words",
    "reducer",
    "reducers",
    "run_lloyd",
    "run_sweep",
    "score_lines",
    "score_values",
    "silhouette",
    "small_segments_notices",
    "standard_algorithms",
    "suggest_number",
    "sweep_values",
    "warm_up_kernels",
    "wcss",
]

"""Explanation of segments: markers, rules, names and sentences, and the earlier segments they continue."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.explain.figures import distributions_figure, importance_bars, rfm_heatmap
    from core.explain.files import explanation_values
    from core.explain.names.carried import carried_names, names_at_every_setting
    from core.explain.names.numbers import (
        NumberedResult,
        Numbers,
        continue_numbers,
        numbered_result,
        parse_numbers,
    )
    from core.explain.names.remembered import (
        NamedSegmentation,
        Naming,
        Segment,
        TakenName,
        hash_customers,
        remember_segmentation,
    )
    from core.explain.pairs import Difference, find_differences
    from core.explain.rfm.grid import (
        FEWEST_BINS,
        MOST_BINS,
        SCORE_PARTS,
        BadCuts,
        NoRfm,
        Region,
        RfmGrid,
        build_rfm_grid,
        rfm_regions,
        validate_map,
    )
    from core.explain.rfm.named_cells import DEFAULT_MAP, MapGap, RfmMap
    from core.explain.rfm.scores import find_rfm_columns
    from core.explain.rfm.text import read_map, write_cuts, write_map
    from core.explain.run import explain_segments, is_explanation_stored, slider_setting
    from core.explain.typical_customers import describe_customer
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "DEFAULT_MAP",
    "FEWEST_BINS",
    "MOST_BINS",
    "SCORE_PARTS",
    "BadCuts",
    "Difference",
    "MapGap",
    "NamedSegmentation",
    "Naming",
    "NoRfm",
    "NumberedResult",
    "Numbers",
    "Region",
    "RfmGrid",
    "RfmMap",
    "Segment",
    "TakenName",
    "build_rfm_grid",
    "carried_names",
    "continue_numbers",
    "describe_customer",
    "distributions_figure",
    "explain_segments",
    "explanation_values",
    "find_differences",
    "find_rfm_columns",
    "hash_customers",
    "importance_bars",
    "is_explanation_stored",
    "names_at_every_setting",
    "numbered_result",
    "parse_numbers",
    "read_map",
    "remember_segmentation",
    "rfm_heatmap",
    "rfm_regions",
    "slider_setting",
    "validate_map",
    "write_cuts",
    "write_map",
]

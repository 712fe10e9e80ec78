"""Explanation of segments: markers, rules, names and sentences, and the earlier segments they continue."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.profile.explanation import outline_segments
    from core.profile.figures import distributions_figure, importance_bars, rfm_heatmap
    from core.profile.files import explanation_values, rfm_cells_csv
    from core.profile.markers import measure_contrasts
    from core.profile.names.carried import carried_names, names_at_every_setting
    from core.profile.names.changes import NameChanges, find_name_changes
    from core.profile.names.numbers import (
        NumberedResult,
        Numbers,
        continue_numbers,
        numbered_result,
        parse_numbers,
    )
    from core.profile.names.remembered import (
        NamedSegmentation,
        Naming,
        Segment,
        TakenName,
        check_name_is_free,
        hash_customers,
        remember_segmentation,
    )
    from core.profile.pairs import Difference, find_differences
    from core.profile.rfm_grid import NoRfm, Region, RfmGrid, build_rfm_grid, rfm_regions
    from core.profile.rules.statements import runs_on_own_table, statements_by_segment
    from core.profile.run import is_explanation_stored, profile_segments, slider_setting
    from core.profile.typical_customers import describe_customer
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "Difference",
    "NameChanges",
    "NamedSegmentation",
    "Naming",
    "NoRfm",
    "NumberedResult",
    "Numbers",
    "Region",
    "RfmGrid",
    "Segment",
    "TakenName",
    "build_rfm_grid",
    "carried_names",
    "check_name_is_free",
    "continue_numbers",
    "describe_customer",
    "distributions_figure",
    "explanation_values",
    "find_differences",
    "find_name_changes",
    "hash_customers",
    "importance_bars",
    "is_explanation_stored",
    "measure_contrasts",
    "names_at_every_setting",
    "numbered_result",
    "outline_segments",
    "parse_numbers",
    "profile_segments",
    "remember_segmentation",
    "rfm_cells_csv",
    "rfm_heatmap",
    "rfm_regions",
    "runs_on_own_table",
    "slider_setting",
    "statements_by_segment",
]

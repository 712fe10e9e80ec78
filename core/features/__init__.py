"""Customers and their feature matrix: from rows through recency, frequency and money to preparation."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.features.choices import ENCODE, IMPUTE, SCALE, TRANSFORM, WEIGHT
    from core.features.customers import build_customers, category_text, used_roles
    from core.features.prepare import prepare_matrix
    from core.features.rfm_map import (
        DEFAULT_AREAS,
        DEFAULT_MAP,
        FEWEST_BINS,
        MOST_BINS,
        SCORE_PARTS,
        Area,
        BadBins,
        BadCuts,
        Cell,
        MapGap,
        MapOutside,
        MapOverlap,
        RfmMap,
        cell_names,
        validate_map,
    )
    from core.features.rfm_map_text import UnreadableName, read_map, write_cuts, write_map
    from core.features.rfm_scores import (
        RfmColumns,
        RfmScores,
        clustered_rfm_columns,
        columns_by_part,
        find_rfm_columns,
        missing_rfm_parts,
        quantile_cuts,
        score_rfm,
        score_values,
    )
    from core.features.transactions import Ledger, build_ledger, early_snapshot_advice, snapshot_second
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "DEFAULT_AREAS",
    "DEFAULT_MAP",
    "ENCODE",
    "FEWEST_BINS",
    "IMPUTE",
    "MOST_BINS",
    "SCALE",
    "SCORE_PARTS",
    "TRANSFORM",
    "WEIGHT",
    "Area",
    "BadBins",
    "BadCuts",
    "Cell",
    "Ledger",
    "MapGap",
    "MapOutside",
    "MapOverlap",
    "RfmColumns",
    "RfmMap",
    "RfmScores",
    "UnreadableName",
    "build_customers",
    "build_ledger",
    "category_text",
    "cell_names",
    "clustered_rfm_columns",
    "columns_by_part",
    "early_snapshot_advice",
    "find_rfm_columns",
    "missing_rfm_parts",
    "prepare_matrix",
    "quantile_cuts",
    "read_map",
    "score_rfm",
    "score_values",
    "snapshot_second",
    "used_roles",
    "validate_map",
    "write_cuts",
    "write_map",
]

"""The frozen values that travel between the stages, a file a noun."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.model.analysis import Analysis, Customers, FeatureMatrix, Projection
    from core.model.arrays import Floats, Integers
    from core.model.base import (
        MOST_CLUSTERS,
        NOISE,
        Notice,
        Progress,
        Report,
        ignore_progress,
        ignore_steps,
        progress_within,
        report_within,
    )
    from core.model.dataset import ColumnProfile, Dataset, Finding, RelatedTables, RoleGuess
    from core.model.explanation import (
        MIN_KNOWN_SHARE,
        SENTENCES,
        Condition,
        Explanation,
        Marker,
        Outcome,
        RatedSubject,
        Rule,
        SegmentProfile,
    )
    from core.model.fix import Fix, FixKind, UnknownFix
    from core.model.plan import Action, ActionPlan, Plan, Product
    from core.model.recipe import MOST_SEED, NO_TRAIT, Meaning, Recipe, Role, Table
    from core.model.recommendation import Reason, Recommendation, Redraws, Standing
    from core.model.segmentation import Segmentation
    from core.model.sweep import FitResult, Partition, Scores, SuggestedSetting, Sweep, UnknownSetting
    from core.model.verdict import Criteria, Criterion, Verdicts
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "MIN_KNOWN_SHARE",
    "MOST_CLUSTERS",
    "MOST_SEED",
    "NOISE",
    "NO_TRAIT",
    "SENTENCES",
    "Action",
    "ActionPlan",
    "Analysis",
    "ColumnProfile",
    "Condition",
    "Criteria",
    "Criterion",
    "Customers",
    "Dataset",
    "Explanation",
    "FeatureMatrix",
    "Finding",
    "FitResult",
    "Fix",
    "FixKind",
    "Floats",
    "Integers",
    "Marker",
    "Meaning",
    "Notice",
    "Outcome",
    "Partition",
    "Plan",
    "Product",
    "Progress",
    "Projection",
    "RatedSubject",
    "Reason",
    "Recipe",
    "Recommendation",
    "Redraws",
    "RelatedTables",
    "Report",
    "Role",
    "RoleGuess",
    "Rule",
    "Scores",
    "SegmentProfile",
    "Segmentation",
    "Standing",
    "SuggestedSetting",
    "Sweep",
    "Table",
    "UnknownFix",
    "UnknownSetting",
    "Verdicts",
    "ignore_progress",
    "ignore_steps",
    "progress_within",
    "report_within",
]

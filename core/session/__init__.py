"""A person's way in: a session, its results, and the work done for it."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.session.act_choices import ActChoices
    from core.session.compared_segments import (
        ComparedSegments,
        ResultKey,
        describe_candidates,
        segments_in_words,
        table_cells,
        top_share,
    )
    from core.session.dataset_settings import DatasetSettings
    from core.session.limits import ServerLimits
    from core.session.own_plans import plan_own_sets
    from core.session.own_sets import (
        OWN,
        SetProfile,
        describe_set,
        read_sets,
        remove_set,
        set_file,
    )
    from core.session.picked_customers import (
        MOST_LISTED,
        Pick,
        picked_audience,
        picked_list,
        picked_table,
        save_pick,
    )
    from core.session.result import Result
    from core.session.segment_cards import card_values
    from core.session.services import Services
    from core.session.session import PendingDataset, Session
    from core.session.tasks import Bytes
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "MOST_LISTED",
    "OWN",
    "ActChoices",
    "Bytes",
    "ComparedSegments",
    "DatasetSettings",
    "PendingDataset",
    "Pick",
    "Result",
    "ResultKey",
    "ServerLimits",
    "Services",
    "Session",
    "SetProfile",
    "card_values",
    "describe_candidates",
    "describe_set",
    "picked_audience",
    "picked_list",
    "picked_table",
    "plan_own_sets",
    "read_sets",
    "remove_set",
    "save_pick",
    "segments_in_words",
    "set_file",
    "table_cells",
    "top_share",
]

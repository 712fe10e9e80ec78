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
        top_share,
    )
    from core.session.limits import ServerLimits
    from core.session.picked_customers import picked_audience, picked_list
    from core.session.result import Result
    from core.session.services import Services
    from core.session.session import PendingDataset, Session
    from core.session.tasks import Bytes
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "ActChoices",
    "Bytes",
    "ComparedSegments",
    "PendingDataset",
    "Result",
    "ResultKey",
    "ServerLimits",
    "Services",
    "Session",
    "describe_candidates",
    "picked_audience",
    "picked_list",
    "segments_in_words",
    "top_share",
]

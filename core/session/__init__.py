"""A person's way in: a session, its results, and the work done for it."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.session.act_choices import ActChoices
    from core.session.dataset_settings import DatasetSettings
    from core.session.limits import ServerLimits
    from core.session.picked_customers import picked_audience, picked_list
    from core.session.result import Result
    from core.session.segment_cards import card_values
    from core.session.services import Services
    from core.session.session import PendingDataset, Session
    from core.session.tasks import Bytes
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "ActChoices",
    "Bytes",
    "DatasetSettings",
    "PendingDataset",
    "Result",
    "ServerLimits",
    "Services",
    "Session",
    "card_values",
    "picked_audience",
    "picked_list",
]

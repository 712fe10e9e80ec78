"""A person's way in: a session, its results, and the work done for it."""

from core.session.result import ImageRequest, Result
from core.session.services import Services
from core.session.session import PendingDataset, Session
from core.session.tasks import Bytes, ServerLimits, warm

__all__ = [
    "Bytes",
    "ImageRequest",
    "PendingDataset",
    "Result",
    "ServerLimits",
    "Services",
    "Session",
    "warm",
]

"""A person's way in: a session, its results, and the work done for it."""

from core.session.result import Decisions
from core.session.services import Services
from core.session.session import Desk, ImageRequest, PendingDataset
from core.session.tasks import Bytes, ServerLimits

__all__ = [
    "Bytes",
    "Decisions",
    "Desk",
    "ImageRequest",
    "PendingDataset",
    "ServerLimits",
    "Services",
]

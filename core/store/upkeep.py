"""Tidying at regular times, in the background."""

import logging
import threading
from collections.abc import Callable

HOUR_S = 3600.0
CLOSING_S = 10.0
log = logging.getLogger(__name__)


class Upkeep:
    """A thread that calls each of `duties` at once and then every `every_s` seconds, until it is
    closed.

    One that raises is logged by the error's type and keeps none from its next turn.
    """

    def __init__(self, *duties: Callable[[], None], every_s: float = HOUR_S) -> None:
        self._duties, self._every_s = duties, every_s
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Begin no other duty, and wait a moment for the one under way."""
        self._closed.set()
        self._thread.join(CLOSING_S)

    def _run(self) -> None:
        while not self._closed.is_set():
            for duty in self._duties:
                self._do(duty)
            self._closed.wait(self._every_s)

    def _do(self, duty: Callable[[], None]) -> None:
        if self._closed.is_set():
            return
        try:
            duty()
        except Exception as error:
            log.error("Tidying failed: %s", type(error).__name__)

"""The parts that all sessions share: the store, the workspaces, the worker processes, recent analyses."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from core.jobs import Jobs
from core.session.first_start import parts
from core.session.limits import ServerLimits
from core.store import Upkeep

if TYPE_CHECKING:
    from core.model import Analysis
    from core.segment import Run

# Tasks that may take minutes: they leave one worker to all others.
LONG_TASKS = ("core.session.tasks:compute", "core.session.tasks:describe_segments")
ANALYSES_IN_MEMORY = 4
AHEAD_LANE = "ahead"  # the lane of what nobody has asked for yet


class Services:
    """The store, the workspaces and the worker processes behind all sessions.

    What is older than the limits allow is deleted at the start and then every hour.
    """

    def __init__(self, limits: ServerLimits) -> None:
        self.limits = limits
        limits.root.mkdir(parents=True, exist_ok=True)
        self.store = limits.store()
        self.workspaces = limits.workspaces()
        # First, so that the workers load libraries while this process goes on to load its own.
        self.jobs = Jobs(
            limits.root / "jobs",
            limits.workers,
            threads=limits.threads,
            long=LONG_TASKS,
            warm=("core.session.first_start:load_reading", "core.session.first_start:load_analysis"),
            spare=[("core.session.first_start:compile_missing", {"part": part}) for part in parts()],
        )
        from core.export import ImageExporter

        self.images = ImageExporter(limits.chrome or None)
        self._recent: OrderedDict[str, Analysis] = OrderedDict()
        self._reading = Lock()
        self._upkeep = Upkeep(self.workspaces.evict, self.store.forget)

    def recent(self, run: Run) -> Analysis:
        """An analysis that the store holds whole; the last few stay open for the next question."""
        from core.segment import ResultGone, is_complete

        key = f"{run.dataset.id} {run.recipe.to_json()}"
        with self._reading:
            analysis = self._recent.get(key)
            if analysis is None or analysis.dataset != run.dataset:
                if not run.is_analysed:
                    raise ResultGone
                analysis = run.analyse()
            if not is_complete(analysis.verdicts):
                analysis = replace(analysis, verdicts=run.verdict)
            self._recent[key] = analysis
            self._recent.move_to_end(key)
            while len(self._recent) > ANALYSES_IN_MEMORY:
                self._recent.popitem(last=False)
            return analysis

    def close(self) -> None:
        self._upkeep.close()
        self.jobs.close()
        self.images.close()
        self.store.close()

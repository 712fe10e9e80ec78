"""The parts that all sessions share: the store, the workspaces, the worker processes, the analyses in memory."""

from collections import OrderedDict
from dataclasses import replace
from threading import Lock

from core.jobs import Jobs
from core.model import Analysis, Dataset, Recipe
from core.session.first_start import parts
from core.session.tasks import LONG_TASKS, ServerLimits
from core.store import Upkeep

ANALYSES_IN_MEMORY = 4


class Services:
    """The shared parts behind all desks: the store, the workspaces and the worker processes.

    What is older than the bounds allow is deleted at the start and then every hour.
    """

    def __init__(self, bounds: ServerLimits) -> None:
        from core.export import ImageExporter

        self.bounds = bounds
        bounds.root.mkdir(parents=True, exist_ok=True)
        self.store = bounds.store()
        self.workspaces = bounds.workspaces()
        self.images = ImageExporter(bounds.chrome or None)
        self.jobs = Jobs(
            bounds.root / "jobs", bounds.workers, threads=bounds.threads, long=LONG_TASKS,
            warm="core.session.first_start:warm",
            spare=[("core.session.first_start:compile_missing", {"part": part}) for part in parts()],
        )  # fmt: skip
        self._recent: OrderedDict[tuple[Dataset, str], Analysis] = OrderedDict()
        self._reading = Lock()
        self._upkeep = Upkeep(self.workspaces.evict, self.store.forget)

    def recent(self, dataset: Dataset, recipe: Recipe) -> Analysis:
        """An analysis that the store holds whole; the last few stay open for the next question."""
        from core.segment import ResultGone, analyse, is_analysed, is_complete, stored_verdict

        key = (dataset, recipe.to_json())
        with self._reading:
            if key not in self._recent:
                if not is_analysed(self.store, dataset, recipe):
                    raise ResultGone
                self._recent[key] = analyse(self.store, dataset, recipe)
            if not is_complete(self._recent[key].trust):
                trust = stored_verdict(self.store, dataset, recipe)
                self._recent[key] = replace(self._recent[key], trust=trust)
            self._recent.move_to_end(key)
            while len(self._recent) > ANALYSES_IN_MEMORY:
                self._recent.popitem(last=False)
            return self._recent[key]

    def close(self) -> None:
        self._upkeep.close()
        self.jobs.close()
        self.images.close()
        self.store.close()

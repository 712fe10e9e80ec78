"""How clear the gaps are around the segments that a method finds, here and in tables without segments."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.model import NOISE, Floats, Integers
from core.segment import map_in_threads
from core.verdict.halves import cluster_rows
from core.verdict.null_models import CLOUDS, DRAWS, make_null_models, p_values
from core.verdict.reach import Reach
from core.verdict.repeats import Method

ROWS = 1_000

HEAP = 0.1  # of the customers at one value: gaps beside it may be the steps between values

SMALLEST = 0.05  # of the customers: a few far out are clear of a tail, also where there are no segments


@dataclass(frozen=True)
class Clearness:
    """The clearness of the gaps around segments, from -1 to 1, at every setting of a method.

    `mean` (s,) is that of customers and `lowest` (s,) that of the least clear segment, NaN where the
    segments are not usable; see `Reach.clearness`. `null` holds for each null model by name what is
    clearest (draws,), at any setting, in tables drawn from it: 0 where nothing has a gap. `rows` (m,)
    are the customers looked at.
    """

    rows: Integers
    mean: Floats
    lowest: Floats
    null: Mapping[str, Floats]

    def figures(self, at: int) -> dict[str, float]:
        """The figures of a setting by name; none where its segments are not usable."""
        if np.isnan(self.mean[at]):
            return {}
        figures = {"clearness": float(self.mean[at]), "clearness_lowest": float(self.lowest[at])}
        figures["clearness_null"] = float(max(null.max() for null in self.null.values()))
        for name, null in self.null.items():
            p = p_values(self.mean[at : at + 1], null[:, None])
            figures[f"clearness_p_{name.replace(' ', '_')}"] = float(p[0])
        return figures


def has_heaps(rows: Floats) -> bool:
    """Whether a feature of `rows` (m, p) has more than HEAP of the customers at one value."""
    return any(np.unique(column, return_counts=True)[1].max() > HEAP * len(rows) for column in rows.T)


def measure_clearness(
    rows: Floats, method: Method, settings: Sequence[float], labels: Integers, seed: int,
    step: Callable[[float], None],
) -> Clearness:  # fmt: skip
    """Of the `labels` (s, m) that the method gives `rows` (m, p), or ROWS of them, at its `settings`.

    The method divides as many customers of every null table. `step` is told the share done; what it
    raises ends the work.
    """
    rng = np.random.default_rng(seed)
    chosen = np.sort(rng.choice(len(rows), min(len(rows), ROWS), replace=False))
    models = make_null_models(rows[chosen])

    def work(task: tuple[str, int]) -> float:
        name, number = task
        table = models[name](np.random.default_rng((seed, number, CLOUDS.index(name))))
        return _clearest_labelling(table, cluster_rows(method, table, settings, seed + number))

    tasks = [(name, number) for name in CLOUDS for number in range(DRAWS[name])]
    found: dict[str, list[float]] = {name: [] for name in CLOUDS}
    for done, ((name, _), value) in enumerate(zip(tasks, map_in_threads(work, tasks), strict=True), 1):
        found[name].append(value)
        step(done / len(tasks))
    reach = Reach.of(rows[chosen])
    mean, lowest = np.array([_clearness_of_labels(reach, own[chosen]) for own in labels]).T
    return Clearness(chosen, mean, lowest, {name: np.array(own) for name, own in found.items()})


def _clearest_labelling(table: Floats, labels: Integers) -> float:
    """The mean clearness of the clearest of `labels` (s, m) that are usable, at least 0."""
    reach = Reach.of(table)
    return float(
        np.max(np.nan_to_num([_clearness_of_labels(reach, own)[0] for own in labels]), initial=0.0)
    )


def _clearness_of_labels(reach: Reach, labels: Integers) -> tuple[float, float]:
    if not is_usable(labels, SMALLEST):
        return np.nan, np.nan
    whole = reach.filled(labels)
    clear = reach.clearness(whole)
    return float(np.bincount(whole) @ clear / len(whole)), float(clear.min())


MOST_SEGMENTS, MOST_NOISE = 20, 0.5

SMALLEST_SHARE, FEWEST = 0.02, 5


def is_usable(labels: Integers, smallest: float = SMALLEST_SHARE) -> bool:
    """Whether there are 2 to MOST_SEGMENTS segments, each of the share `smallest` of the customers and
    FEWEST of them, with at most MOST_NOISE of noise."""
    sizes = np.bincount(labels[labels != NOISE])
    sizes = sizes[sizes > 0]
    few = max(FEWEST, smallest * len(labels))
    crowd = sizes.sum() >= (1 - MOST_NOISE) * len(labels)
    return bool(2 <= len(sizes) <= MOST_SEGMENTS and crowd and sizes.min() >= few)

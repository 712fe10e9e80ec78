"""Clearness of the gaps around a method's segments, here and in tables without segments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.model import NOISE, Floats, Integers, Report
from core.verdict.null_models import CLOUDS, draw_in_rounds, make_null_models, p_values
from core.verdict.reach import Reach
from core.verdict.resampling import Method, cluster_rows

# Customers compared at most (docs/verdict.md): 78 null tables of as many are divided. More take longer.
ROWS = 1_000

# Share of the customers at one value above which gaps are not looked at, as they may be the steps between values
# (docs/verdict.md). Higher looks at more tables.
HEAP = 0.1

# Share of the customers that a segment needs for its gap to count (docs/verdict.md): a few far out are clear of a
# tail, also where there are no segments. Lower lets smaller segments count, here and in the null tables.
SMALLEST = 0.05

# Segments that can be proposed (docs/suggest.md): their number, the share of noise, and the share and number of
# customers that each needs. Looser ones let more options compete.
MOST_SEGMENTS, MOST_NOISE = 20, 0.5
SMALLEST_SHARE, FEWEST = 0.02, 5


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
    """True where a feature of `rows` (m, p) has more than HEAP of the customers at one value."""
    return any(np.unique(column, return_counts=True)[1].max() > HEAP * len(rows) for column in rows.T)


def measure_clearness(
    rows: Floats,
    method: Method,
    settings: Sequence[float],
    labels: Integers,
    seed: int,
    step: Report,
    least: float = -1.0,
) -> Clearness:
    """Measure the gaps of the `labels` (s, m) that the method gives `rows` (m, p) at its `settings`.

    Looks at ROWS customers at most. The method divides as many of every null table; no more tables are
    drawn once no labels that are at least `least` clear are clearer than all of them. `step` hears the
    share done; what it raises ends the work.
    """
    rng = np.random.default_rng(seed)
    chosen = np.sort(rng.choice(len(rows), min(len(rows), ROWS), replace=False))
    models = make_null_models(rows[chosen])

    reach = Reach.of(rows[chosen])
    mean, lowest = np.array([_clearness_of_labels(reach, row[chosen]) for row in labels]).T
    clearest = np.max(mean, where=mean >= least, initial=-np.inf)

    def measure(name: str, number: int) -> float:
        table = models[name](np.random.default_rng((seed, number, CLOUDS.index(name))))
        return _clearest_labelling(table, cluster_rows(method, table, settings, seed + number))

    def is_open(drawn: Mapping[str, Sequence[float]]) -> bool:
        return bool(clearest > max(map(max, drawn.values())))

    null = draw_in_rounds(CLOUDS, measure, is_open, step)
    return Clearness(chosen, mean, lowest, {name: np.array(values) for name, values in null.items()})


def _clearest_labelling(table: Floats, labels: Integers) -> float:
    """Mean clearness of the clearest of `labels` (s, m) that are usable, at least 0."""
    reach = Reach.of(table)
    return float(
        np.max(
            np.nan_to_num([_clearness_of_labels(reach, labelling)[0] for labelling in labels]),
            initial=0.0,
        )
    )


def _clearness_of_labels(reach: Reach, labels: Integers) -> tuple[float, float]:
    if not is_usable(labels, SMALLEST):
        return np.nan, np.nan
    filled = reach.fill_noise(labels)
    clear = reach.clearness(filled)
    return float(np.bincount(filled) @ clear / len(filled)), float(clear.min())


def is_usable(labels: Integers, smallest: float = SMALLEST_SHARE) -> bool:
    """True with 2 to MOST_SEGMENTS segments, each of the share `smallest` of the customers and FEWEST of
    them, and with at most MOST_NOISE of noise."""
    sizes = np.bincount(labels[labels != NOISE])
    sizes = sizes[sizes > 0]
    few = max(FEWEST, smallest * len(labels))
    crowd = sizes.sum() >= (1 - MOST_NOISE) * len(labels)
    return bool(2 <= len(sizes) <= MOST_SEGMENTS and crowd and sizes.min() >= few)

"""The settings of a sweep as the recommendation sees them: evidence and use of each division."""

from dataclasses import dataclass

import numpy as np

from core.model import Floats, Sweep, Verdicts

# Numbers of segments that a team can act on: two say hardly more than one, and from nine on nobody keeps them
# apart. Wider ends recommend coarser and finer divisions.
FEWEST, MOST = 3, 8
# A segment can be reached that has this share of the customers, or so many of them: with half of 1,000 held out, a
# campaign that doubles a response of 5 % still shows (two-sided at 5 %, power 85 %). Lower recommends finer divisions.
REACHABLE_SHARE, REACHABLE_SIZE = 0.05, 1_000
# Share of the redraws in which every segment must come out again. Higher leaves more tables with two segments.
RELIABLE = 0.8
# Mean silhouette from which segments may be said to stand apart before there is a verdict, and the share of the
# redraws in which they come out again ("clear" by Kaufman and Rousseeuw, 1990).
APART, SURE = 0.5, 0.9
# Share of the customers that may be left in no segment; higher recommends more settings of density methods.
MOST_LEFT_OUT = 0.1
# A feature marks a segment whose mean is so many standard deviations from that of all, and two segments differ
# clearly where a feature's means are so far apart. Higher calls more segments alike.
MARKED, DIFFERENT = 0.5, 1.0
# The last number of the slider: a setting asked for beyond it is never recommended.
LAST = 12


@dataclass(frozen=True)
class Division:
    """One setting as the rule sees it: `k` segments, the `smallest` of so many `customers`, the rest `noise`.

    `returned` is the share of `redraws` in which every segment came out again, None where that is not
    known; `alike` how many segments tell the story of another; `kind` the verdict, "" before there is one.
    `is_asked_for` where the method was told the number.
    """

    setting: float
    k: int
    smallest: int
    customers: int
    noise: int
    silhouette: float | None
    returned: float | None
    redraws: int
    alike: int
    kind: str
    is_asked_for: bool = True

    @property
    def enough(self) -> float:
        """Customers that a segment needs for a campaign."""
        return min(REACHABLE_SIZE, REACHABLE_SHARE * self.customers)

    @property
    def is_reachable(self) -> bool:
        """True where each segment is large enough for a campaign, and few customers are left out."""
        return self.smallest >= self.enough and self.noise <= MOST_LEFT_OUT * self.customers

    @property
    def is_useful(self) -> bool:
        return FEWEST <= self.k <= MOST and self.is_reachable and not self.alike

    @property
    def is_reliable(self) -> bool:
        return self.returned is None or self.returned >= RELIABLE

    @property
    def is_natural(self) -> bool:
        """True where gaps lie between the segments, by the verdict or as far as is known before it."""
        if self.k < 2 or self.noise > MOST_LEFT_OUT * self.customers:
            return False
        if self.kind:
            return self.kind == "natural"
        sure = self.returned is None or self.returned >= SURE
        return self.is_reachable and sure and (self.silhouette or 0.0) >= APART


def list_divisions(sweep: Sweep, verdicts: Verdicts | None = None) -> list[Division]:
    """List each setting of the slider as the rule sees it, in their order."""
    return [
        _division(sweep, verdicts, at, sweep.labels.shape[1])
        for at, setting in enumerate(sweep.settings)
        if not sweep.counts or setting <= LAST or len(sweep.settings) == 1
    ]


def _division(sweep: Sweep, verdicts: Verdicts | None, at: int, customers: int) -> Division:
    scores, drawn = sweep.scores[at], sweep.redraws
    figures = verdicts.figures[at] if verdicts else {}
    returned, redraws = (drawn.returned[at], drawn.count) if drawn else (None, 0)
    if "returned" in figures:
        returned, redraws = figures["returned"], int(figures["redraws"])
    return Division(
        sweep.settings[at],
        len(scores.sizes),
        min(scores.sizes),
        customers,
        scores.noise,
        scores.silhouette,
        returned,
        redraws,
        sweep.alike[at],
        verdicts.kinds[at] if verdicts else "",
        sweep.counts,
    )


def count_alike(centres: Floats, rows: Floats) -> int:
    """Count the segments of `centres` (k, p) that tell the story of another: the same features mark them, to the
    same side of the mean of `rows` (n, p), and none sets the two clearly apart."""
    spread = rows.std(axis=0)
    away = (centres - rows.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    marks = np.sign(away) * (np.abs(away) >= MARKED)
    marked_alike = (marks[:, None] == marks[None]).all(axis=2)
    close = np.abs(away[:, None] - away[None]).max(axis=2) < DIFFERENT
    return int((marked_alike & close & ~np.eye(len(away), dtype=bool)).any(axis=1).sum())

"""Ranking of the options: the best of each method, by gaps, agreement and stability."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from core.model import Floats, Progress, report_within
from core.suggest.options import Option
from core.verdict import repeat_fits

# Methods whose best option is fitted again and listed. More take longer, and show more runners-up.
FINALISTS = 3

# The thresholds and weights below were tuned on the tuned families of benchmarks/suggest.py, seeds 100 to 102;
# docs/suggest.md tells which they are, how held-out and fresh ones fare, and what each weight stands for.

# Clearness of the least clear segment below which a border runs through a dense place, so that the best BIC does
# not count; higher trusts the BIC less often.
DENSE_BORDER = -0.25
# Times farther than a segment's customers that noise looks for its neighbours, to count for an option rather
# than against it; higher punishes noise more often.
TRUE_NOISE = 4.0

CLEARNESS_WEIGHT = (
    2.0  # of the mean clearness: higher prefers options with wide gaps, whatever their shape
)
CONSENSUS_WEIGHT = 1.0  # of what methods of other kinds agree on
STABILITY_WEIGHT = 0.5  # of coming back on subsamples
BIC_WEIGHT = 0.5  # of being the best by BIC: higher prefers mixtures
DETAIL_WEIGHT = 0.05  # of each doubling of the number of segments: between equals the finer one wins


@dataclass(frozen=True)
class Finalist:
    """A method at a setting of its slider, and its figures.

    `params` are all of the method's parameters; `k` segments, the share `noise` and that of the `smallest` segment. `clearness`,
    `murkiest`, `apartness`, `best_bic`, `consensus` and `like` are as in `Option`; `stability` is the
    agreement between refits to parts of the customers, None where there are too few of them.
    """

    method: str
    title: str
    params: Mapping[str, Any]
    setting: float
    k: int
    noise: float
    smallest: float
    clearness: float
    murkiest: float
    apartness: float
    best_bic: bool
    consensus: float
    like: str
    stability: float | None


class RankedOption(NamedTuple):
    option: Option
    stability: float | None

    @property
    def score(self) -> float:
        return score_option(self.option) + STABILITY_WEIGHT * (self.stability or 0.0)

    @property
    def finalist(self) -> Finalist:
        option, method = self.option, self.option.method
        return Finalist(
            option.name,
            option.title,
            {**method.params, method.spec.swept: option.setting},
            option.setting,
            option.k,
            option.noise,
            option.smallest,
            option.clearness,
            option.murkiest,
            option.apartness,
            option.best_bic,
            option.consensus,
            option.like,
            self.stability,
        )


def score_option(option: Option) -> float:
    """Score an option before its stability is known: higher is better.

    Clear gaps count for it and a border through a dense place against it; noise counts for it where it
    lies far out, and against it elsewhere; the best BIC counts where no border runs through a dense
    place. Of equals the finer one.
    """
    gaps = CLEARNESS_WEIGHT * option.clearness + min(option.murkiest, 0)
    noise = option.noise if option.apartness >= TRUE_NOISE else -option.noise
    bic = BIC_WEIGHT * (option.best_bic and option.murkiest > DENSE_BORDER)
    return float(
        gaps + noise + bic + DETAIL_WEIGHT * np.log2(option.k) + CONSENSUS_WEIGHT * option.consensus
    )


def rank_finalists(
    rows: Floats, usable: Sequence[Option], seed: int, progress: Progress
) -> list[RankedOption]:
    """Rank the best option of each of the FINALISTS best methods, with its stability, best first."""
    best: dict[str, Option] = {}
    for option in sorted(usable, key=score_option, reverse=True):
        best.setdefault(option.name, option)
    ranking = []
    for done, option in enumerate(list(best.values())[:FINALISTS]):
        step = partial(progress, f"Fitting {option.title} again")
        report = report_within(step, done / FINALISTS, 1 / FINALISTS)
        repeats = repeat_fits(rows, option.method, [option.setting], option.labels[None], seed, report)
        measured = not np.isnan(repeats.agreement).any()
        ranking.append(RankedOption(option, float(repeats.agreement.mean()) if measured else None))
    return sorted(ranking, key=lambda ranked: ranked.score, reverse=True)

"""Which options are proposed: the best of each method, ranked by gaps, agreement and stability."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from core.model import Floats, Progress
from core.suggest.options import Option
from core.verdict import repeat_fits

FINALISTS = 3

# Tuned on some of the families of benchmarks/suggest.py; docs/suggest.md tells which and how others fare.
CLEAR_GAP = 0.3
DENSE_BORDER = -0.25
TRUE_NOISE = 4.0
CLEARNESS_WEIGHT, CONSENSUS_WEIGHT, STABILITY_WEIGHT, BIC_WEIGHT, DETAIL_WEIGHT = (
    2.0,
    1.0,
    0.5,
    0.5,
    0.05,
)


@dataclass(frozen=True)
class Finalist:
    """A method at a setting of its slider, and its figures.

    `params` are all of the method's parameters; `k` segments and the share `noise`. `clearness`,
    `murkiest`, `apartness`, `best_bic`, `consensus` and `like` are as in `Option`; `stability` is the
    agreement between refits to parts of the customers, None where there are too few of them.
    """

    method: str
    title: str
    params: Mapping[str, Any]
    setting: float
    k: int
    noise: float
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
        own, method = self.option, self.option.method
        return Finalist(
            own.name, own.title, {**method.params, method.spec.swept: own.setting}, own.setting, own.k,
            own.noise, own.clearness, own.murkiest, own.apartness, own.best_bic, own.consensus, own.like,
            self.stability,
        )  # fmt: skip


def score_option(option: Option) -> float:
    """How good an option looks before its stability is known: higher is better.

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
    """The best option of each of the FINALISTS best methods, with its stability, best first."""
    best: dict[str, Option] = {}
    for option in sorted(usable, key=score_option, reverse=True):
        best.setdefault(option.name, option)
    found = []
    for done, option in enumerate(list(best.values())[:FINALISTS]):
        tell = partial(_report_share, progress, f"Fitting {option.title} again", done)
        again = repeat_fits(rows, option.method, [option.setting], option.labels[None], seed, tell)
        known = not np.isnan(again.agreement).any()
        found.append(RankedOption(option, float(again.agreement.mean()) if known else None))
    return sorted(found, key=lambda one: one.score, reverse=True)


def _report_share(progress: Progress, step: str, done: int, share: float) -> None:
    progress(step, (done + share) / FINALISTS)

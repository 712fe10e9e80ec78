"""Power of a hold-out: how many must be held out to see an effect of a size, or what can be seen."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

ALPHA, POWER = 0.05, 0.8  # two-sided; the usual levels (Cohen, Statistical Power Analysis, 1988)
_NORMAL = NormalDist()
_HALVINGS = 60  # of an interval of shares: more digits than a float has


@dataclass(frozen=True)
class HopedEffect:
    """What a campaign is hoped to change: the share `usual` who respond anyway, and those `extra` to it."""

    usual: float = 0.05
    extra: float = 0.02


USUAL_HOPE = HopedEffect()


def compute_power(contacted: float, held_out: float, effect: HopedEffect) -> float:
    """Chance that a two-sided test of two proportions at ALPHA finds the effect.

    Normal approximation with the pooled share under no effect (Fleiss, Levin and Paik, Statistical
    Methods for Rates and Proportions, 2003, section 4.2, without the correction for continuity).
    """
    low, high = effect.usual, min(effect.usual + effect.extra, 1.0)
    pooled = (contacted * high + held_out * low) / (contacted + held_out)
    by_chance = sqrt(pooled * (1 - pooled) * (1 / contacted + 1 / held_out))
    spread = sqrt(high * (1 - high) / contacted + low * (1 - low) / held_out)
    beyond = (high - low) - _NORMAL.inv_cdf(1 - ALPHA / 2) * by_chance
    if not spread:
        return float(beyond > 0)
    return _NORMAL.cdf(beyond / spread)


def find_needed_hold_out(people: int, effect: HopedEffect) -> int | None:
    """Find how many of `people` must be held out to see the effect with POWER; None where half of them is
    not enough."""
    least, most = 1, people // 2
    if most < 1 or compute_power(people - most, most, effect) < POWER:
        return None
    while least < most:
        middle = (least + most) // 2
        if compute_power(people - middle, middle, effect) >= POWER:
            most = middle
        else:
            least = middle + 1
    return least


def find_least_effect(contacted: int, held_out: int, usual: float) -> float | None:
    """Find the smallest extra response that these groups show with POWER; None where none is seen."""
    low, high = 0.0, 1.0 - usual
    if compute_power(contacted, held_out, HopedEffect(usual, high)) < POWER:
        return None
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if compute_power(contacted, held_out, HopedEffect(usual, middle)) >= POWER:
            high = middle
        else:
            low = middle
    return high

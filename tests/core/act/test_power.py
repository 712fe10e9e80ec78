"""How many must be held out, against published values and against campaigns drawn at random."""

import numpy as np
import pytest

from core.act import power
from core.act.power import (
    HopedEffect,
    compute_power,
    find_least_effect,
    find_needed_hold_out,
)
from core.act.words import power_sentence


def test_power_as_in_the_manual_of_r() -> None:
    # power.prop.test(n = 50, p1 = .50, p2 = .75) gives power 0.740.
    assert compute_power(50, 50, HopedEffect(0.5, 0.25)) == pytest.approx(0.740, abs=5e-4)
    # power.prop.test(p1 = .50, p2 = .75, power = .90) gives n = 76.7.
    assert compute_power(76.7, 76.7, HopedEffect(0.5, 0.25)) == pytest.approx(0.9, abs=1e-4)


def test_the_least_effect_as_in_the_manual_of_r(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        power, "POWER", 0.9
    )  # power.prop.test(n = 50, p1 = .5, power = .90): p2 = 0.8026
    assert find_least_effect(50, 50, 0.5) == pytest.approx(0.8026 - 0.5, abs=1e-4)


@pytest.mark.parametrize(
    ("low", "high", "needed"),
    [
        (0.1, 0.2, 199),
        (0.05, 0.1, 435),
        (0.5, 0.6, 388),
    ],  # n in each group (Fleiss, without correction)
)
def test_the_hold_out_that_is_needed_of_two_equal_groups(low: float, high: float, needed: int) -> None:
    effect = HopedEffect(low, high - low)
    assert find_needed_hold_out(2 * needed - 4, effect) is None
    assert find_needed_hold_out(2 * needed + 2, effect) in range(needed - 30, needed + 2)


def test_so_many_are_enough_and_one_fewer_is_not() -> None:
    effect = HopedEffect(0.05, 0.02)
    needed = find_needed_hold_out(20_000, effect)
    assert needed is not None
    assert compute_power(20_000 - needed, needed, effect) >= 0.8
    assert compute_power(20_001 - needed, needed - 1, effect) < 0.8


def test_the_effect_is_found_in_four_of_five_campaigns_drawn_at_random() -> None:
    random, effect, people = np.random.default_rng(0), HopedEffect(0.05, 0.03), 6_000
    held_out = find_needed_hold_out(people, effect)
    assert held_out is not None
    contacted = people - held_out
    treated = random.binomial(contacted, 0.08, 20_000) / contacted
    control = random.binomial(held_out, 0.05, 20_000) / held_out
    pooled = (treated * contacted + control * held_out) / people
    z = (treated - control) / np.sqrt(pooled * (1 - pooled) * (1 / contacted + 1 / held_out))
    assert np.mean(z > 1.96) == pytest.approx(0.8, abs=0.03)


@pytest.mark.parametrize(
    ("contacted", "held_out", "usual"), [(900, 100, 0.0), (10, 1, 0.98), (1, 1, 0.5)]
)
def test_small_and_certain_groups_have_an_answer(contacted: int, held_out: int, usual: float) -> None:
    least = find_least_effect(contacted, held_out, usual)
    assert least is None or 0 < least <= 1 - usual


def test_the_sentence_says_what_can_be_seen_and_how_many_are_needed() -> None:
    few = power_sentence(954, 106, HopedEffect(0.05, 0.02))
    assert "106 held out are too few to see 2 points more" in few and "Even half" in few
    more = power_sentence(49_000, 500, HopedEffect(0.05, 0.02))
    assert "Hold out 1," in more and "points or more" in more
    assert "enough" in power_sentence(20_000, 5_000, HopedEffect(0.05, 0.02))

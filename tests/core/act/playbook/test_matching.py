"""Only what the facts speak for is suggested, strongest first, and votes move it."""

import re
from pathlib import Path

import pytest

from core.act.playbook.facts import Fact
from core.act.playbook.matching import MOST_STRENGTH, suggest_actions
from core.act.playbook.playbook import Play, Playbook, Requirement, built_in_playbook, read_playbook
from core.act.playbook.ratings import Feedback, Rating
from core.model import RatedSubject


def play(
    name: str, *when: tuple[str, str, float], kinds: tuple[str, ...] = (), weight: float = 1.0
) -> Play:
    return Play(name, name, "g", "c", "m", tuple(Requirement(*one) for one in when), "", kinds, weight)


def known(**values: float) -> dict[str, Fact]:
    return {name: Fact(value, f"{name} is {value:g}") for name, value in values.items()}


def found(
    plays: list[Play], kind: str = "any", feedback: Feedback | None = None, **values: float
) -> list:
    return list(
        suggest_actions(
            Playbook("p", "P", tuple(plays)), kind, known(**values), (feedback or Feedback()).votes()
        )
    )


def test_an_action_shows_the_facts_that_triggered_it() -> None:
    (one,) = found([play("a", ("recency", ">", 90), ("size", "<", 9))], recency=180, size=3)
    assert one.trigger == "recency is 180. size is 3."
    assert one.rank == pytest.approx((2 * 3) ** 0.5, abs=1e-4)


def test_without_its_fact_or_against_it_nothing_is_suggested() -> None:
    asks = [play("a", ("recency", ">", 90)), play("b", ("income", ">", 1))]
    assert found(asks, recency=90, size=3) == []


def test_kinds_are_met_however_they_are_written() -> None:
    only = [play("a", ("size", ">", 1), kinds=("can't lose them",))]
    assert [one.id for one in found(only, "Can't lose them", size=2)] == ["a"]
    assert found(only, "champions", size=2) == []


@pytest.mark.parametrize(
    ("share", "advised"), [(0.02, False), (0.5, True)], ids=["hardly anybody", "many of them"]
)
def test_what_hardly_anybody_has_is_no_reason_however_often_others_have_it(share, advised) -> None:
    facts = known(
        repeat_guest=share, repeat_guest_ratio=3.0, travel_party=share, travel_party_ratio=3.0
    )
    actions = {each.id for each in suggest_actions(built_in_playbook("travel"), "any", facts, {})}
    titles = {each.id: each.title for each in built_in_playbook("travel").plays}
    family = {name for name, title in titles.items() if "family" in title or "regulars" in title}
    assert len(family) == 2 and (family <= actions) is advised and bool(family & actions) is advised


@pytest.mark.parametrize(("rhythm", "advised"), [(1.5, False), (3.0, True), (7.0, False)])
def test_who_is_silent_for_long_is_not_reminded_as_if_a_little_late(rhythm, advised) -> None:
    facts = known(rhythm=rhythm, frequency=3.0)
    actions = {each.id for each in suggest_actions(built_in_playbook("retail"), "any", facts, {})}
    assert ("overdue" in actions) is advised


@pytest.mark.parametrize(
    ("operator", "bound", "value", "strength"),
    [(">", 2, 1e9, MOST_STRENGTH), (">", 2, 3, 1.5), ("<", 2, 1, 2), ("<", 2, 0, 3), ("<", 0, -0.5, 1.5), (">", 0, 4, 3)],
)  # fmt: skip
def test_the_strength_of_a_trigger_is_bounded(operator, bound, value, strength) -> None:
    (one,) = found([play("a", ("size", operator, bound), weight=2)], size=value)
    assert one.rank == pytest.approx(2 * strength)


def test_above_the_mean_must_be_sure_and_about_the_mean_need_not() -> None:
    unsure = {"income_ratio": Fact(1.5, "income 3 on average", sure=False)}
    above, about = play("above", ("income_ratio", ">", 1.2)), play("about", ("income_ratio", ">=", 0.9))
    actions = suggest_actions(Playbook("p", "P", (above, about)), "any", unsure, {})
    assert [one.id for one in actions] == ["about"]


def test_votes_of_the_same_kind_move_an_action_visibly() -> None:
    plays = [play("a", ("size", ">", 2), weight=1.5), play("b", ("size", ">", 2))]
    voted = Feedback()
    for source in ("march", "april"):
        voted = voted.with_rating(Rating(RatedSubject("loyal", "action", "b"), source, 1))
    assert [one.id for one in found(plays, "loyal", size=3)] == ["a", "b"]
    first = found(plays, "loyal", voted, size=3)[0]
    assert (first.id, first.votes) == ("b", 2)
    assert [one.votes for one in found(plays, "other", voted, size=3)] == [0, 0]


def test_the_same_facts_give_the_same_order_and_ties_go_by_id() -> None:
    plays = [play(name, ("size", ">", 1)) for name in "cab"]
    assert [one.id for one in found(plays, size=2)] == ["a", "b", "c"]


def test_nothing_known_is_nothing_suggested() -> None:
    assert suggest_actions(built_in_playbook("retail"), "champions", {}, {}) == ()


def test_the_playbook_of_the_guide_is_one_and_fits_whom_it_should() -> None:
    guide = Path(__file__).parents[4] / "CONTRIBUTING.md"
    example = re.search(
        r"Save this as `our.toml`.*?```toml\n(.*?)```", guide.read_text("utf-8"), re.DOTALL
    )
    assert example, "CONTRIBUTING.md has no example our.toml"
    facts = {
        "recency_ratio": Fact(2.0, "late"),
        "frequency": Fact(6, "often"),
        "[Points left]": Fact(900, "900 points"),
    }
    playbook = read_playbook(example[1])
    titles = {
        kind: [action.id for action in suggest_actions(playbook, kind, facts, {})]
        for kind in ("at risk", "champions")
    }
    assert titles == {"at risk": ["birthday", "points"], "champions": ["points"]}


def test_a_reason_near_the_mean_is_no_reason() -> None:
    near, far = {"income_ratio": Fact(1.08, "near")}, {"income_ratio": Fact(1.12, "far")}
    asks = Playbook("p", "P", (play("rich", ("income_ratio", ">", 1.05)),))
    assert suggest_actions(asks, "any", near, {}) == ()
    assert [one.id for one in suggest_actions(asks, "any", far, {})] == ["rich"]


def test_what_is_as_with_all_is_no_part_of_the_reason() -> None:
    facts = {"recency_ratio": Fact(2.0, "silent"), "frequency_ratio": Fact(1.0, "as usual")}
    both = Playbook("p", "P", (play("a", ("recency_ratio", ">", 1.5), ("frequency_ratio", ">", 0.8)),))
    assert suggest_actions(both, "any", facts, {})[0].trigger == "silent."

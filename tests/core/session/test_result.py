"""What a session calls its segments stays with them, and is its own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from core.data import new_recipe
from core.errors import UnknownSegment
from core.explain import RfmMap, TakenName
from core.explain.rfm.grid import BadCuts, NoRfm
from core.explain.rfm.named_cells import MapGap
from core.model import Dataset, RatedSubject, Recipe, UnknownSetting, ignore_progress
from core.report import PREVIEW, Choices
from core.session import continuity
from core.session.result import Decisions
from core.session.services import Services
from core.session.session import Desk
from core.session.tasks import ServerLimits, explaining, sampling
from core.text.wording import BadName

SESSION = "ada"
Place = tuple[Decisions, Dataset, Recipe]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Where a session has the wholesale sample, explained at four segments."""
    bounds = ServerLimits(tmp_path_factory.mktemp("named"), workers=0)
    common = {"session": SESSION, "bounds": bounds.to_json()}
    sampling({**common, "kind": "wholesale", "seed": 0, "digest": "0" * 64}, ignore_progress)
    (dataset,) = bounds.workspaces().of(SESSION).datasets()
    recipe = new_recipe(None, dataset).to_json()
    more = {"dataset": dataset.id, "recipe": recipe, "setting": 4, "rfm": RfmMap().to_json()}
    explaining({**common, **more}, ignore_progress)
    made = Services(bounds)
    yield made
    made.close()


@pytest.fixture
def place(bench: Services) -> Place:
    """A session that has named nothing yet."""
    decisions = Decisions(Desk(bench, SESSION))
    (dataset,) = Desk(bench, SESSION).datasets()
    recipe = new_recipe(None, dataset)
    decisions.reset(dataset, recipe, 4)
    return decisions, dataset, recipe


def names(place: Place, setting: float) -> list[str]:
    return [story.name for story in place[0].explanation(*place[1:], setting).stories]


def test_what_was_explained_needs_no_job(place: Place) -> None:
    decisions, dataset, recipe = place
    assert decisions.start(dataset, recipe, 4) is None
    assert decisions.setting(dataset, recipe, 4) == 4
    with pytest.raises(UnknownSetting):
        decisions.setting(dataset, recipe, 99)


def test_a_name_stays_from_stop_to_stop_and_goes_when_it_is_reset(place: Place) -> None:
    decisions, dataset, recipe = place
    before = {k: names(place, k) for k in (3, 4, 5)}
    told = decisions.rename(dataset, recipe, 4, 1, "  Corner   shops ")
    assert told.stories[0].name == "Corner shops" and told.stories[0].named
    assert [story.name for story in told.stories[1:]] == before[4][1:]
    assert "Corner shops" in names(place, 5)
    assert names(place, 4)[0] == "Corner shops"
    assert decisions.reset(dataset, recipe, 4, 1).stories[0].name == before[4][0]
    decisions.rename(dataset, recipe, 4, 2, "Canteens")
    decisions.reset(dataset, recipe, 4)
    assert {k: names(place, k) for k in (3, 4, 5)} == before


def test_what_is_kept_without_a_name_of_ones_own_is_remembered_as_suggested(place: Place) -> None:
    decisions, dataset, recipe = place
    kept = decisions.keep(dataset, recipe, 4)
    assert not any(story.named for story in kept.stories)
    assert len(decisions.naming().remembered) == 1
    assert names(place, 4) == [story.name for story in kept.stories]


def test_the_segment_page_lists_the_names_of_the_cards(place: Place) -> None:
    decisions, dataset, recipe = place
    swept = decisions._desk.analysis(dataset, recipe).sweep

    def listed(setting: float) -> list[str]:
        said = decisions._desk.names(dataset, recipe)[swept.at(setting)]
        return [said[label] for label in swept.order(setting)]

    assert all(listed(k) == names(place, k) for k in (3, 4, 5))
    story = decisions.rename(dataset, recipe, 4, 1, "Corner shops").stories[1]
    decisions.rate(dataset, RatedSubject(story.kind, "name", story.name), -1)
    assert listed(4)[0] == "Corner shops" and listed(4)[1] != story.name
    assert all(listed(k) == names(place, k) for k in (3, 4, 5))
    decisions.rate(dataset, RatedSubject(story.kind, "name", story.name), 0)


def test_of_very_many_customers_only_decided_names_are_listed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    decisions, dataset, recipe = place
    monkeypatch.setattr(continuity, "MOST_NAMED", 100)
    at = decisions._desk.analysis(dataset, recipe).sweep.at(4)
    assert set(decisions._desk.names(dataset, recipe)[at]) == {""}
    decisions.rename(dataset, recipe, 4, 1, "Corner shops")
    listed = decisions._desk.names(dataset, recipe)
    assert all("Corner shops" in own for own in listed[at : at + 2])


def test_names_that_were_only_suggested_give_way_to_thumbs_and_maps(place: Place) -> None:
    decisions, dataset, recipe = place
    decisions.rename(dataset, recipe, 4, 1, "Mine")
    story = decisions.explanation(dataset, recipe, 4).stories[1]
    decisions.rate(dataset, RatedSubject(story.kind, "name", story.name), -1)
    after = decisions.explanation(dataset, recipe, 4).stories
    assert after[0].name == "Mine"
    assert after[1].name != story.name and after[1].instead == story.name
    decisions.rate(dataset, RatedSubject(story.kind, "name", story.name), 0)
    assert decisions.explanation(dataset, recipe, 4).stories[1].name == story.name


def test_what_is_decided_at_once_is_all_kept(place: Place) -> None:
    decisions, dataset, recipe = place
    decisions.keep(dataset, recipe, 4)

    def decide(segment: int) -> None:
        decisions.rename(dataset, recipe, 4, segment, f"Mine {segment}")
        decisions.rate(dataset, RatedSubject("kind", "sentence", str(segment)), -1)

    with ThreadPoolExecutor(4) as many:
        list(many.map(decide, (1, 2, 3, 4)))
    assert names(place, 4) == ["Mine 1", "Mine 2", "Mine 3", "Mine 4"]


def test_thumbs_on_the_names_of_a_kind_can_be_taken_back(place: Place) -> None:
    decisions, dataset, recipe = place
    story = decisions.keep(dataset, recipe, 4).stories[1]
    decisions.rate(
        dataset, RatedSubject(story.kind, "name", story.name), -1, segment=story.name_by_evidence
    )
    liked = decisions.explanation(dataset, recipe, 4).stories[1]
    decisions.rate(
        dataset, RatedSubject(story.kind, "name", liked.name), 1, segment=liked.name_by_evidence
    )
    assert liked.name != story.name and liked.name_by_evidence == story.name_by_evidence
    decisions.forget_votes_on_names(story.kind)
    assert decisions.explanation(dataset, recipe, 4).stories[1].name == story.name


def test_what_goes_out_keeps_its_names(place: Place) -> None:
    decisions, dataset, recipe = place
    assert decisions.naming().remembered == ()
    decisions.start_report(dataset, recipe, 4, Choices(date(2026, 1, 2)), [PREVIEW])
    assert decisions.naming().remembered == ()
    decisions.start_report(dataset, recipe, 4, Choices(date(2026, 1, 2)), ["html"])
    (kept,) = decisions.naming().remembered
    assert [name for _, name in sorted(zip(kept.numbers, kept.names, strict=True))] == names(place, 4)


def test_a_name_must_be_free_and_of_use(place: Place) -> None:
    decisions, dataset, recipe = place
    taken = names(place, 4)[1]
    with pytest.raises(TakenName):
        decisions.rename(dataset, recipe, 4, 1, taken.upper())
    with pytest.raises(BadName):
        decisions.rename(dataset, recipe, 4, 1, " ")
    with pytest.raises(UnknownSegment):
        decisions.rename(dataset, recipe, 4, 5, "x")
    assert decisions.rename(dataset, recipe, 4, 2, taken).stories[1].name == taken


def test_another_session_has_its_own_names(place: Place, bench: Services) -> None:
    decisions, dataset, recipe = place
    decisions.rename(dataset, recipe, 4, 1, "Mine")
    other = Decisions(Desk(bench, "eve"))
    assert "Mine" not in [story.name for story in other.explanation(dataset, recipe, 4).stories]


def test_scores_of_ones_own_are_checked_and_kept(place: Place) -> None:
    decisions, dataset, recipe = place
    decisions.choose_rfm(dataset, RfmMap(3, {"recency": (1.0, 2.0)}))
    assert decisions.rfm(dataset) == RfmMap(3, {"recency": (1.0, 2.0)})
    assert decisions.rfm(replace(dataset, id="f" * 64)) == RfmMap()
    for wrong, error in ((RfmMap(3, {"recency": (2.0,)}), BadCuts), (RfmMap(5, {}, ()), MapGap)):
        with pytest.raises(error):
            decisions.choose_rfm(dataset, wrong)
    with pytest.raises(NoRfm):
        decisions.rfm_grid(dataset, recipe)
    decisions.choose_rfm(dataset, RfmMap())


def test_people_and_differences_are_told_in_the_files_words(place: Place) -> None:
    decisions, dataset, recipe = place
    people = decisions.people(dataset, recipe, 4, "typical")
    assert list(people) == [1, 2, 3, 4] and len(people[1]) == 5
    assert {"Fresh", "Milk"} < set(people[1][0])
    found = decisions.contrast(dataset, recipe, 4, 1, 2)
    effects = [abs(one.effect or 0) for one in found]
    assert effects == sorted(effects, reverse=True) and effects[0] > 0.5
    assert set(decisions.figures(dataset, recipe, 4)) == {"importance", "distributions"}
    title = decisions.figures(dataset, recipe, 4, 2)["importance"]["layout"]["title"]["text"]
    assert title.endswith("decides most about segment 2")

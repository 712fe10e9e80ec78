"""What a session calls its segments stays with them, and is its own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from core.act import Rating, rating_source
from core.data import new_recipe
from core.errors import UnknownSegment
from core.features import BadCuts, MapGap, RfmMap
from core.model import Dataset, RatedSubject, Recipe, UnknownSetting, ignore_progress
from core.profile import NoRfm, TakenName
from core.report import PREVIEW, Choices
from core.session import continuity, segment_cards, tasks
from core.session.services import Services
from core.session.session import Session
from core.session.tasks import ServerLimits, make_sample_dataset, profile
from core.text import BadName

SESSION = "ada"
Place = tuple[Session, Dataset, Recipe]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Where a session has the wholesale sample, explained at four segments."""
    limits = ServerLimits(tmp_path_factory.mktemp("named"), workers=0)
    common = {"session": SESSION, "bounds": limits.to_json()}
    make_sample_dataset({**common, "kind": "wholesale", "seed": 0, "digest": "0" * 64}, ignore_progress)
    (dataset,) = limits.workspaces().of(SESSION).datasets()
    recipe = new_recipe(dataset).to_json()
    more = {"dataset": dataset.id, "recipe": recipe, "setting": 4, "rfm": RfmMap().to_json()}
    profile({**common, **more}, ignore_progress)
    services = Services(limits)
    yield services
    services.close()


@pytest.fixture
def place(services: Services) -> Place:
    """A session that has named nothing yet."""
    session = Session(services, SESSION)
    (dataset,) = session.datasets()
    recipe = new_recipe(dataset)
    session.result(dataset, recipe, 4).reset_names()
    return session, dataset, recipe


def names(place: Place, setting: float) -> list[str]:
    session, *where = place
    return [story.name for story in session.result(*where, setting).explanation().profiles]


def test_what_was_explained_needs_no_job(place: Place) -> None:
    session, dataset, recipe = place
    assert session.result(dataset, recipe, 4).start_explanation() is None
    assert session.result(dataset, recipe, 4).setting == 4
    with pytest.raises(UnknownSetting):
        session.result(dataset, recipe, 99).explanation()


def test_a_name_stays_from_stop_to_stop_and_goes_when_it_is_reset(place: Place) -> None:
    session, dataset, recipe = place
    before = {k: names(place, k) for k in (3, 4, 5)}
    explanation = session.result(dataset, recipe, 4).rename(1, "  Corner   shops ")
    assert explanation.profiles[0].name == "Corner shops" and explanation.profiles[0].named
    assert [story.name for story in explanation.profiles[1:]] == before[4][1:]
    assert "Corner shops" in names(place, 5)
    assert names(place, 4)[0] == "Corner shops"
    assert session.result(dataset, recipe, 4).reset_names(1).profiles[0].name == before[4][0]
    session.result(dataset, recipe, 4).rename(2, "Canteens")
    session.result(dataset, recipe, 4).reset_names()
    assert {k: names(place, k) for k in (3, 4, 5)} == before


def test_what_is_kept_without_a_name_of_ones_own_is_remembered_as_suggested(place: Place) -> None:
    session, dataset, recipe = place
    explanation = session.result(dataset, recipe, 4).keep_names()
    assert not any(story.named for story in explanation.profiles)
    assert len(session.naming().segmentations) == 1
    assert names(place, 4) == [story.name for story in explanation.profiles]


def test_the_segment_page_lists_the_names_of_the_cards(place: Place) -> None:
    session, dataset, recipe = place
    sweep = session.result(dataset, recipe).analysis.sweep

    def names_listed(setting: float) -> list[str]:
        by_label = session.result(dataset, recipe).names()[sweep.at(setting)]
        return [by_label[label] for label in sweep.order(setting)]

    assert all(names_listed(k) == names(place, k) for k in (3, 4, 5))
    story = session.result(dataset, recipe, 4).rename(1, "Corner shops").profiles[1]
    session.rate(
        Rating(RatedSubject(story.kind, "name", story.name), rating_source(dataset.id, ""), -1)
    )
    assert names_listed(4)[0] == "Corner shops" and names_listed(4)[1] != story.name
    assert all(names_listed(k) == names(place, k) for k in (3, 4, 5))
    session.rate(Rating(RatedSubject(story.kind, "name", story.name), rating_source(dataset.id, ""), 0))


def test_of_very_many_customers_only_decided_names_are_listed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, dataset, recipe = place
    monkeypatch.setattr(continuity, "MOST_NAMED", 100)
    at = session.result(dataset, recipe).analysis.sweep.at(4)
    assert set(session.result(dataset, recipe).names()[at]) == {""}
    session.result(dataset, recipe, 4).rename(1, "Corner shops")
    listed_names = session.result(dataset, recipe).names()
    assert all("Corner shops" in names for names in listed_names[at : at + 2])


def test_a_card_says_what_the_plan_puts_first_at_every_setting(place: Place) -> None:
    session, dataset, recipe = place
    result = session.result(dataset, recipe, 4)
    cards, sweep = result.cards(), result.analysis.sweep
    assert [*map(len, cards.actions)] == [*map(len, cards.sentences)] == [*map(len, sweep.numbers)]
    at, plan, explanation = sweep.at(4), result.plan(), result.explanation()
    for story, planned in zip(explanation.profiles, plan.plans, strict=True):
        label = result.segmentation.label(story.segment)
        assert cards.actions[at][label] == (planned.actions[0].title if planned.actions else "")
        made_by = [m for m in story.markers if m.feature in result.segmentation.features]
        assert cards.sentences[at][label] == f"{(made_by or story.markers)[0].sentence}."
        # A segment without a marker has its largest small difference in place of an empty card.
        plain = segment_cards._sentence(replace(story, markers=()), result.segmentation)
        assert "everyone else" in plain


def test_of_very_many_customers_a_worker_writes_the_same_cards(
    place: Place, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, dataset, recipe = place
    at_once = session.result(dataset, recipe, 4).cards()
    monkeypatch.setattr("core.session.segment_cards.MOST_WITHIN_REQUEST", 10)
    session.rate(Rating(RatedSubject("", "action", "survey"), rating_source(dataset.id, ""), 1))
    assert session.result(dataset, recipe, 4).cards(4) is None
    shares: list[float] = []
    submitted = []
    monkeypatch.setattr(session, "submit", lambda *job: submitted.append(job))
    session.result(dataset, recipe, 4).start_cards()
    ((task, _, params, _),) = submitted
    full = {**params, "session": session.id, "bounds": session.services.limits.to_json()}
    getattr(tasks, task)(full, lambda _step, share: shares.append(share))
    result = session.result(dataset, recipe, 4)
    cards, at = result.cards(), result.analysis.sweep.at(4)
    first = segment_cards.write_cards(services.store, result.analysis, session.notes, 4)
    assert first.sentences[at] == cards.sentences[at] and not any(first.sentences[:at])
    assert cards is not None and cards.sentences == at_once.sentences
    assert max(shares) > 0.5 and session.result(dataset, recipe, 4).start_cards() is None
    assert len(submitted) == 1


def test_names_that_were_only_suggested_give_way_to_thumbs_and_maps(place: Place) -> None:
    session, dataset, recipe = place
    session.result(dataset, recipe, 4).rename(1, "Mine")
    story = session.result(dataset, recipe, 4).explanation().profiles[1]
    session.rate(
        Rating(RatedSubject(story.kind, "name", story.name), rating_source(dataset.id, ""), -1)
    )
    after = session.result(dataset, recipe, 4).explanation().profiles
    assert after[0].name == "Mine"
    assert after[1].name != story.name and after[1].instead == story.name
    session.rate(Rating(RatedSubject(story.kind, "name", story.name), rating_source(dataset.id, ""), 0))
    assert session.result(dataset, recipe, 4).explanation().profiles[1].name == story.name


def test_what_is_decided_at_once_is_all_kept(place: Place) -> None:
    session, dataset, recipe = place
    session.result(dataset, recipe, 4).keep_names()

    def decide(segment: int) -> None:
        session.result(dataset, recipe, 4).rename(segment, f"Mine {segment}")
        session.rate(
            Rating(RatedSubject("kind", "sentence", str(segment)), rating_source(dataset.id, ""), -1)
        )

    with ThreadPoolExecutor(4) as many:
        list(many.map(decide, (1, 2, 3, 4)))
    assert names(place, 4) == ["Mine 1", "Mine 2", "Mine 3", "Mine 4"]


def test_thumbs_on_the_names_of_a_kind_can_be_taken_back(place: Place) -> None:
    session, dataset, recipe = place
    story = session.result(dataset, recipe, 4).keep_names().profiles[1]
    session.rate(
        Rating(
            RatedSubject(story.kind, "name", story.name),
            rating_source(dataset.id, story.name_by_evidence),
            -1,
        )
    )
    liked = session.result(dataset, recipe, 4).explanation().profiles[1]
    session.rate(
        Rating(
            RatedSubject(story.kind, "name", liked.name),
            rating_source(dataset.id, liked.name_by_evidence),
            1,
        )
    )
    assert liked.name != story.name and liked.name_by_evidence == story.name_by_evidence
    session.forget_votes_on_names(story.kind)
    assert session.result(dataset, recipe, 4).explanation().profiles[1].name == story.name


def test_what_goes_out_keeps_its_names(place: Place) -> None:
    session, dataset, recipe = place
    assert session.naming().segmentations == ()
    session.result(dataset, recipe, 4).start_report(Choices(date(2026, 1, 2)), [PREVIEW])
    assert session.naming().segmentations == ()
    session.result(dataset, recipe, 4).start_report(Choices(date(2026, 1, 2)), ["html"])
    (segmentation,) = session.naming().segmentations
    by_number = sorted(zip(segmentation.numbers, segmentation.names, strict=True))
    assert [name for _, name in by_number] == names(place, 4)


def test_a_name_must_be_free_and_of_use(place: Place) -> None:
    session, dataset, recipe = place
    taken = names(place, 4)[1]
    with pytest.raises(TakenName):
        session.result(dataset, recipe, 4).rename(1, taken.upper())
    with pytest.raises(BadName):
        session.result(dataset, recipe, 4).rename(1, " ")
    with pytest.raises(UnknownSegment):
        session.result(dataset, recipe, 4).rename(5, "x")
    assert session.result(dataset, recipe, 4).rename(2, taken).profiles[1].name == taken


def test_another_session_has_its_own_names(place: Place, services: Services) -> None:
    session, dataset, recipe = place
    session.result(dataset, recipe, 4).rename(1, "Mine")
    other = Session(services, "eve")
    assert "Mine" not in [
        story.name for story in other.result(dataset, recipe, 4).explanation().profiles
    ]


def test_scores_of_ones_own_are_checked_and_kept(place: Place) -> None:
    session, dataset, recipe = place
    session.choose_rfm_map(dataset, RfmMap(3, {"recency": (1.0, 2.0)}))
    assert session.rfm_map(dataset) == RfmMap(3, {"recency": (1.0, 2.0)})
    assert session.rfm_map(replace(dataset, id="f" * 64)) == RfmMap()
    for wrong, error in ((RfmMap(3, {"recency": (2.0,)}), BadCuts), (RfmMap(5, {}, ()), MapGap)):
        with pytest.raises(error):
            session.choose_rfm_map(dataset, wrong)
    with pytest.raises(NoRfm):
        session.result(dataset, recipe).rfm_grid()
    session.choose_rfm_map(dataset, RfmMap())


def test_people_and_differences_are_told_in_the_files_words(place: Place) -> None:
    session, dataset, recipe = place
    people = session.result(dataset, recipe, 4).example_customers("typical")
    assert list(people) == [1, 2, 3, 4] and len(people[1]) == 5
    assert {"Fresh", "Milk"} < set(people[1][0])
    differences = session.result(dataset, recipe, 4).differences(1, 2)
    effects = [abs(difference.effect or 0) for difference in differences]
    assert effects == sorted(effects, reverse=True) and effects[0] > 0.5
    assert set(session.result(dataset, recipe, 4).figures()) == {"importance", "distributions"}
    title = session.result(dataset, recipe, 4).figures(2)["importance"]["layout"]["title"]["text"]
    assert title.endswith("decides most about segment 2")

"""A session's audience files carry its own names, and its campaigns are measured from its data sets."""

import csv
from collections.abc import Iterator
from typing import Any

import pytest

from core.data import new_recipe
from core.errors import UnknownSegment
from core.model import Dataset, Recipe, ignore_progress
from core.session.own_plans import plan_own_sets
from core.session.own_sets import (
    NameOfAnotherSet,
    NobodyPicked,
    UnknownSet,
    describe_set,
    read_sets,
    remove_set,
    save_set,
    set_file,
)
from core.session.picked_customers import (
    Pick,
    picked_audience,
    picked_list,
    picked_table,
    save_pick,
)
from core.session.services import Services
from core.session.session import Session
from core.session.tasks import ServerLimits, analyse, read_upload

SESSION = "ada"
PEOPLE = 90
Place = tuple[Session, Dataset, Recipe, float]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    services = Services(ServerLimits(tmp_path_factory.mktemp("sent"), workers=0))
    yield Session(services, SESSION)
    services.close()


def common(session: Session) -> dict[str, Any]:
    return {"session": SESSION, "bounds": session.services.limits.to_json()}


def read(session: Session, name: str, lines: list[str]) -> Dataset:
    """The data set of a file that the session brought."""
    source = session.inbox / f"{name}.upload"
    source.write_text("\n".join(lines) + "\n")
    digest = name.encode().hex().ljust(64, "0")
    params = {"source": str(source), "name": name, "digest": digest, "sheet": None}
    read_upload({**common(session), **params}, ignore_progress)
    (dataset,) = (dataset for dataset in session.datasets() if dataset.name == name)
    return dataset


@pytest.fixture(scope="module")
def place(session: Session) -> Place:
    """Two plain groups of people with e-mail addresses."""
    rows = [f"c{i},p{i}@example.org,{i % 2 * 50 + i % 5},{i % 2 * 300 + i % 7}" for i in range(PEOPLE)]
    dataset = read(session, "people.csv", ["customer_id,email,visits,spend", *rows])
    recipe = new_recipe(dataset)
    params = {"dataset": dataset.id, "recipe": recipe.to_json()}
    analyse({**common(session), **params}, ignore_progress)
    return session, dataset, recipe, 2


def cells(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(body.decode().splitlines()))


def test_the_audience_is_under_the_session_s_names(place: Place) -> None:
    session, *where = place
    session.result(*where).rename(2, "Occasional")
    assert session.result(*where).contact_columns().columns["email"] == "email"
    audience = session.result(*where).audience("mailchimp", [2], 0.2)
    assigned = cells(audience.files["assignment.csv"])
    assert {row["segment"] for row in assigned} == {"Occasional"}
    assert len(assigned) == PEOPLE / 2 == audience.counts["contacted"] + audience.counts["held_out"]
    assert all("@example.org" in row["Email Address"] for row in cells(audience.files["audience.csv"]))
    with pytest.raises(UnknownSegment):
        session.result(*where).audience("mailchimp", [3])


def test_a_campaign_is_measured_from_two_data_sets(place: Place, session: Session) -> None:
    session, *where = place
    file = session.result(*where).audience("generic", [1, 2], 0.5).files["assignment.csv"]
    assigned, assignment = cells(file), read(session, "assignment.csv", file.decode().splitlines())
    bought = [f"{row['customer_id']},{int(row['group'] == 'contacted')}" for row in assigned]
    result = read(session, "result.csv", ["customer_id,bought", *bought])
    uplift = session.uplift(assignment, result)
    assert (uplift.kind, uplift.uplift) == ("conversion", 1.0)
    assert uplift.contacted.people == uplift.held_out.people == PEOPLE / 2
    assert session.uplift(assignment, result, "bought") == uplift


def test_picked_customers_are_a_list_and_an_audience(place: Place) -> None:
    session, *where = place
    result = session.result(*where)
    listed = picked_list(result, Pick([0, 2, 999_999])).decode("utf-8-sig").splitlines()
    assert len(listed) == 3 and "segment" in listed[0]
    whole = picked_list(result, Pick(segment=1)).decode("utf-8-sig").splitlines()
    assert len(whole) - 1 == result.explanation().profile(1).size
    assert len(picked_audience(result, Pick([0, 2])).decode().splitlines()) == 3


def test_a_table_filter_leaves_the_list_and_the_audience_to_those_who_pass(place: Place) -> None:
    session, *where = place
    result = session.result(*where)
    table, everybody = picked_table(result, Pick(segment=1))
    first = str(table.iloc[0, 0])
    pick = Pick(segment=1, filters={"c0": {"type": "equals", "filter": first}})
    assert everybody > 1 and picked_table(result, pick)[1] == 1
    assert len(picked_list(result, pick).decode("utf-8-sig").splitlines()) == 2
    assert len(picked_audience(result, pick).decode().splitlines()) == 2


def test_picked_customers_are_kept_as_a_segment_of_ones_own(place: Place) -> None:
    session, *where = place
    result = session.result(*where)
    customers = save_pick(result, Pick([0, 2, 3]), " Guests  of the fair ")
    assert customers.name == "Guests of the fair" and len(customers.ids) == 3
    with pytest.raises(NameOfAnotherSet):
        save_pick(result, Pick([5]), "Guests of the fair")
    with pytest.raises(NobodyPicked):
        save_pick(result, Pick([]), "Nobody")
    (again,) = read_sets(session.notes, where[0])
    profile = describe_set(result.segmentation, again)
    assert again == customers and (profile.customers, profile.absent) == (3, 0)
    assert sum(count for _, count in profile.segments) == 3
    listed = set_file(session.notes, result.segmentation, again.name, "customers")
    assert len(listed.decode("utf-8-sig").splitlines()) == 4
    remove_set(session.notes, where[0], again.name)
    assert read_sets(session.notes, where[0]) == ()
    with pytest.raises(UnknownSet):
        set_file(session.notes, result.segmentation, again.name, "customers")


def test_an_audience_holds_sets_of_ones_own_under_their_name(place: Place) -> None:
    session, *where = place
    result = session.result(*where)
    save_pick(result, Pick([0, 1]), "Guests")
    alone = result.audience("generic", [], own_sets=["Guests"])
    assert {row["segment"] for row in cells(alone.files["assignment.csv"])} == {"Guests"}
    both = result.audience("generic", [1, 2], own_sets=["Guests"])
    titles = [row["segment"] for row in cells(both.files["assignment.csv"])]
    assert len(titles) == PEOPLE and titles.count("Guests") == 2  # nobody twice
    with pytest.raises(UnknownSet):
        result.audience("generic", [1], own_sets=["Others"])


def test_a_set_is_planned_beside_the_segments_and_in_none_of_their_sums(place: Place) -> None:
    session, *where = place
    before = session.result(*where)
    plan, campaign = before.plan(), before.what_if({})
    spenders = [row for row in range(PEOPLE) if row % 2]
    save_pick(before, Pick(spenders), "Fair")
    save_pick(before, Pick([0]), "Lone")
    session.act_choices.save_what_if_values(where[0].id, {"contact_cost": 2.0, "budget": 5})  # type: ignore[attr-defined]
    result = session.result(*where)
    groups = {group.profile.name: group for group in plan_own_sets(result)}
    fair, lone = groups["Your own: Fair"], groups["Your own: Lone"]
    same = next(each for each in result.explanation().profiles if each.size == len(spenders)
                and each.money == fair.profile.money)  # fmt: skip
    ids = [action.id for action in fair.plan.actions]
    assert ids == [action.id for action in result.plan().plans[same.segment - 1].actions]
    assert fair.profile.share == 0.5 and lone.profile.size == 1
    assert len({fair.profile.segment, lone.profile.segment, 1, 2}) == 4
    assert fair.campaign.contact_cost == 2 and fair.campaign.customers == len(spenders)
    assert (result.plan(), result.what_if({})) == (plan, campaign)


def test_a_set_of_nobody_here_has_no_plan_and_a_removed_one_none_either(place: Place) -> None:
    session, *where = place
    result = session.result(*where)
    names = [customers.name for customers in read_sets(session.notes, result.run.dataset)]
    for name in names:
        remove_set(session.notes, result.run.dataset, name)
    assert plan_own_sets(result) == ()
    save_set(session.notes, result.run.dataset, "Gone", ["nobody"])
    assert plan_own_sets(result) == ()
    remove_set(session.notes, result.run.dataset, "Gone")
